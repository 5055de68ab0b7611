"""The companion itself: no I/O of its own, knows no platform, no SQL and no vendor."""

import os

# Before anything loads numpy. A message is compared with a few thousand others at most: a second
# thread of OpenBLAS doubles the processor time of that, waiting, and takes it from somebody else.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

__version__ = "0.1.0"
