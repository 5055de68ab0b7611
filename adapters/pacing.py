"""Pacing: how fast messages leave, so that a platform never has to tell us to wait.

Two limits hold at once: one for each conversation and one for all of them. What people wait for
goes first: *bulk* (nudges) leaves :data:`RESERVE` messages of room at every moment, answers use
that room, and emergencies wait for nothing. As long as the platform does not complain, answers
keep to their conversation's limit only; once it did, to the overall limit too for a while.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import IntEnum

RESERVE = 5.0
STRICT_SECONDS = 60.0
UNREACHED_SECONDS = 5.0
"""How long to wait when a platform cannot be reached at all."""
HAIR = 1e-6
_KNOWN = 20_000
"""How many conversations are remembered before the quiet ones are forgotten."""


class Urgency(IntEnum):
    """What goes first."""

    EMERGENCY = 0
    ANSWER = 1
    BULK = 2

    @classmethod
    def of(cls, priority: int) -> "Urgency":
        """That of a message with this priority."""
        return cls(min(max(priority, cls.EMERGENCY), cls.BULK))


@dataclass(frozen=True, slots=True)
class Limit:
    """``burst`` messages at once, then ``per_second``."""

    per_second: float
    burst: float


class Bucket:
    """A token bucket: fills with time, each message takes one. May go below zero by force."""

    __slots__ = ("_at", "_level", "limit")

    def __init__(self, limit: Limit, now: float) -> None:
        self.limit = limit
        self._level = limit.burst
        self._at = now

    def level(self, now: float) -> float:
        """How many messages may go now."""
        grown = self._level + max(0.0, now - self._at) * self.limit.per_second
        self._level, self._at = min(self.limit.burst, grown), max(now, self._at)
        return self._level

    def take(self, now: float) -> None:
        """Count one message, whatever the level."""
        self._level = self.level(now) - 1

    def wait(self, now: float, floor: float = 0.0) -> float:
        """Seconds until one message may go and leave ``floor``."""
        missing = floor + 1 - self.level(now)
        # Rounding may leave a hair missing that no wait could ever make up for.
        return missing / self.limit.per_second if missing > HAIR else 0.0


class Pace:
    """Says when a message may go. Times are seconds of a monotonic clock."""

    def __init__(
        self,
        overall: float,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._overall = Bucket(Limit(overall, RESERVE + 2), clock())
        self._conversations: dict[str, Bucket] = {}
        self._turns = {urgency: asyncio.Lock() for urgency in Urgency}
        self._strict_until = 0.0

    async def wait(self, conversation: str, limit: Limit, urgency: Urgency) -> None:
        """Return when this message may go, and count it."""
        own = self._bucket(conversation, limit)
        if urgency is not Urgency.EMERGENCY:
            while (seconds := own.wait(self._clock())) > 0:
                await self._sleep(seconds)
        own.take(self._clock())
        if urgency is Urgency.BULK:
            await self._in_line(urgency, RESERVE)
        elif urgency is Urgency.ANSWER and self._clock() < self._strict_until:
            await self._in_line(urgency, 0.0)
        else:
            self._overall.take(self._clock())

    def may(self, conversation: str, limit: Limit) -> bool:
        """Whether something that can be left out (a draft) may go now; counts it if so."""
        now = self._clock()
        own = self._bucket(conversation, limit)
        if own.wait(now) > 0 or self._overall.wait(now, RESERVE - 1) > 0:
            return False
        own.take(now)
        self._overall.take(now)
        return True

    def complained(self) -> None:
        """The platform said that it is too much: answers keep to the overall limit for a while."""
        self._strict_until = self._clock() + STRICT_SECONDS

    async def _in_line(self, urgency: Urgency, floor: float) -> None:
        async with self._turns[urgency]:
            while (seconds := self._overall.wait(self._clock(), floor)) > 0:
                await self._sleep(seconds)
            self._overall.take(self._clock())

    def _bucket(self, conversation: str, limit: Limit) -> Bucket:
        bucket = self._conversations.get(conversation)
        if bucket is None:
            now = self._clock()
            if len(self._conversations) >= _KNOWN:
                self._forget(now)
            bucket = self._conversations[conversation] = Bucket(limit, now)
        return bucket

    def _forget(self, now: float) -> None:
        """Conversations that are quiet are as good as unknown."""
        busy = {k: b for k, b in self._conversations.items() if b.level(now) < b.limit.burst}
        self._conversations = busy
