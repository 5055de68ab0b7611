"""What is counted while working: times and outcomes, never who or what.

:class:`Measures` counts nothing; a composition root that serves ``/metrics`` hands in one that
does.
"""

import contextlib
from collections.abc import Iterator


class Measures:
    """The measures a worker takes; this one forgets them."""

    @contextlib.contextmanager
    def timed(self, kind: str) -> Iterator[None]:
        """Time one job of this kind (turn, reminder, send)."""
        yield

    @contextlib.contextmanager
    def elsewhere(self) -> Iterator[None]:
        """Within a job: wait for somebody else, which is no time of our own."""
        yield

    def sent(self, status: str) -> None:
        """Count one send by its outcome."""
