"""How much time is left for reading pictures: of the processor, and of the person waiting."""

import resource
import time

MOST = 42
"""Seconds of processor time for a file of pictures: two threads for about twenty seconds."""
WAITED = 18.0
"""Seconds after which whoever waits gives up, less what writing the answer takes."""
_RESERVE = 4.0

_begun = time.monotonic()


def extend() -> None:
    """Let this process use the time a picture needs, where its limit may still be raised."""
    soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    if soft == resource.RLIM_INFINITY:
        return
    most = MOST if hard == resource.RLIM_INFINITY else min(MOST, hard)
    if most > soft:
        resource.setrlimit(resource.RLIMIT_CPU, (most, hard))


def left() -> float:
    """Seconds of processor time that may still be used, infinite where there is no limit.

    In a process with a limit, nothing is left either once the waiting is nearly over.
    """
    soft, _ = resource.getrlimit(resource.RLIMIT_CPU)
    if soft == resource.RLIM_INFINITY:
        return float("inf")
    computing = soft - time.process_time() - _RESERVE
    waiting = WAITED - (time.monotonic() - _begun)
    return min(computing, 2 * waiting)
