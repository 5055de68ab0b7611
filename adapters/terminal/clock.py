"""The clock of a terminal conversation: the real one, or one that only moves when told."""

from datetime import UTC, datetime, timedelta


class SystemClock:
    """The real present."""

    def now(self) -> datetime:
        """The present instant in UTC."""
        return datetime.now(UTC)


class SimulatedClock:
    """A present that stands (all but) still until it is moved forward.

    It ticks a microsecond each time it is asked, so that what comes later is later.
    """

    def __init__(self, start: datetime) -> None:
        self._now = start.astimezone(UTC)

    def now(self) -> datetime:
        """The simulated instant in UTC."""
        self._now += timedelta(microseconds=1)
        return self._now

    def move_to(self, moment: datetime) -> None:
        """Move forward; a moment that is past already changes nothing."""
        self._now = max(self._now, moment.astimezone(UTC))
