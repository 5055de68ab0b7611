"""How much processor time is left for reading pictures."""

import resource
import time

MOST = 42
"""Seconds of processor time for a file of pictures: two threads for about twenty seconds."""
_RESERVE = 4.0


def extend() -> None:
    """Let this process use the time a picture needs, where its limit may still be raised."""
    soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    if soft == resource.RLIM_INFINITY:
        return
    most = MOST if hard == resource.RLIM_INFINITY else min(MOST, hard)
    if most > soft:
        resource.setrlimit(resource.RLIMIT_CPU, (most, hard))


def left() -> float:
    """Seconds of processor time that may still be used, infinite where there is no limit."""
    soft, _ = resource.getrlimit(resource.RLIMIT_CPU)
    if soft == resource.RLIM_INFINITY:
        return float("inf")
    return soft - time.process_time() - _RESERVE
