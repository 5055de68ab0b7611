"""The alarm: wakes the worker when the next job falls due, and does the housekeeping.

APScheduler keeps nothing on disk here; the mailboxes do. Its scheduler fires one date job (the
next due moment, planned again after each) and one daily job.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger

from bot.errors import Transient
from bot.ports import Clock, Mailboxes

LONGEST = timedelta(seconds=30)
"""How long to sleep at most: other processes post too, and clocks are corrected."""


class Alarm:
    """Wakes the worker in time."""

    def __init__(
        self,
        mailboxes: Mailboxes,
        clock: Clock,
        wake: Callable[[], None],
        housekeep: Callable[[datetime], Awaitable[None]],
    ) -> None:
        self._mailboxes = mailboxes
        self._clock = clock
        self._wake = wake
        self._housekeep = housekeep
        self._scheduler = AsyncIOScheduler(timezone=UTC)

    async def run(self, stop: asyncio.Event) -> None:
        """Ring until ``stop``."""
        self._scheduler.add_job(self._clean, CronTrigger(hour=3, minute=17, timezone=UTC))
        self._scheduler.start()
        await self._plan()
        try:
            await stop.wait()
        finally:
            self._scheduler.shutdown(wait=False)

    async def _plan(self) -> None:
        now = self._clock.now()
        try:
            due = await self._mailboxes.next_due()
        except Transient:
            due = None
        at = min(due or now + LONGEST, now + LONGEST)
        self._scheduler.add_job(
            self._ring,
            "date",
            run_date=max(at, now + timedelta(milliseconds=200)),
            id="next",
            replace_existing=True,
            misfire_grace_time=None,
        )

    async def _ring(self) -> None:
        self._wake()
        await self._plan()

    async def _clean(self) -> None:
        try:
            await self._housekeep(self._clock.now())
        except Transient:
            return  # tomorrow will do
