"""Bodies of jobs that this process has just sealed, which it need not open again.

Most messages are received, answered and sent by one process within a second. What the database
holds decides all the same: a body counts only for the very bytes it was sealed to.
"""

from collections import OrderedDict

from bot.turn import Body

_MOST = 1_000
_LONGEST = 64 * 1024
"""Longer ones, with pictures in them, are not worth the memory."""


class Fresh:
    """The latest bodies, each until it is taken or a thousand newer ones came."""

    def __init__(self) -> None:
        self._bodies: OrderedDict[str, tuple[bytes, Body]] = OrderedDict()

    def put(self, job_id: str, sealed: bytes, body: Body) -> None:
        """Remember a body by its job's id and what it was sealed to."""
        if len(sealed) <= _LONGEST:
            self._bodies[job_id] = sealed, body
            if len(self._bodies) > _MOST:
                self._bodies.popitem(last=False)

    def take(self, job_id: str, sealed: bytes) -> Body | None:
        """The body that was sealed to these bytes, once; None when it must be opened."""
        found = self._bodies.pop(job_id, None)
        return found[1] if found is not None and found[0] == sealed else None

    def forget(self) -> None:
        """Remember nothing of what was put until now."""
        self._bodies.clear()
