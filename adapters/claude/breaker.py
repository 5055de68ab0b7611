"""A circuit breaker: after some failures in a row, fail at once for a while.

A model that is down costs every person the whole wait for it. While the breaker is open Carnet
answers without the model straight away; after the cool-down one call tries, and the others
still fail at once until that one has answered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bot.errors import Permanent, Transient

LONGEST = 300.0


class CircuitBreaker:
    """Counts failures in a row. ``now`` gives monotonic seconds."""

    def __init__(self, failures: int, cool_down: float, now: Callable[[], float]) -> None:
        self._limit = failures
        self._cool_down = cool_down
        self._now = now
        self._failed = 0
        self._open_until: float | None = None
        self._trying = False

    @property
    def open(self) -> bool:
        """Whether calls fail at once now."""
        return self._open_until is not None and (self._trying or self._now() < self._open_until)

    @contextmanager
    def call(self) -> Iterator[None]:
        """Guard one call: a Transient counts as a failure, an answer or a refusal as being up.

        An error of the caller's own, or being cancelled, says nothing about the server.
        Raises Transient at once, with the seconds left, while the breaker is open.
        """
        if self.open:
            left = max(1.0, (self._open_until or 0.0) - self._now())
            raise Transient("the model failed repeatedly and is given a rest", retry_after=left)
        trial = self._open_until is not None
        self._trying = trial
        try:
            yield
        except Transient as fault:
            self._fail(fault.retry_after, trial=trial)
            raise
        except Permanent:
            self._close()
            raise
        else:
            self._close()
        finally:
            # A trial that ended without a verdict leaves the next call to try again.
            if trial:
                self._trying = False

    def _fail(self, retry_after: float | None, *, trial: bool) -> None:
        self._failed += 1
        if trial or self._failed >= self._limit:
            rest = max(self._cool_down, min(retry_after or 0.0, LONGEST))
            self._open_until = self._now() + rest

    def _close(self) -> None:
        self._failed = 0
        self._open_until = None
