"""Temporary folders for measurements, gone afterwards."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def folder() -> Iterator[Path]:
    """A folder on the disk where temporary files go."""
    with tempfile.TemporaryDirectory(prefix="carnet-bench-") as name:
        yield Path(name)
