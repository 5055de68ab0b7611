"""Long polling, ours: an update is confirmed only after its row is committed.

``getUpdates`` confirms what lies before its offset. So the offset moves on past an update when the
mailboxes have it and not before: a crash at any moment makes Telegram deliver again, and the
mailboxes know each event by its id.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Any

from telegram.error import Conflict, RetryAfter, TelegramError

from adapters.telegram.connection import POLL_SECONDS, Connection
from adapters.telegram.faults import Fault, fault_of, seconds_of
from adapters.telegram.incoming import ALLOWED
from bot.errors import ConfigurationError, Transient

LOG = logging.getLogger(__name__)

SILENCE = POLL_SECONDS + 30.0
"""After this many seconds without a round trip the connection is taken for hanging."""
_BACKOFF = (0.5, 1.0, 2.0, 5.0, 10.0, 30.0)
_CONFLICT = 10.0
_AGAIN = 1.0
REFUSALS = 4
"""So many refusals of the token in a row are borne, with pauses of :data:`_BACKOFF`."""
_HASTY = 0.3
"""A server that does not wait for updates is not asked without a breath in between."""


def _whose(raw: Any) -> str:
    """Who did what an update is about; "" where it does not say."""
    for about in raw.values() if isinstance(raw, dict) else ():
        sender = about.get("from") if isinstance(about, dict) else None
        if isinstance(sender, dict):
            return str(sender.get("id", ""))
    return ""


class Poller:
    """Asks for updates until it is told to stop."""

    def __init__(
        self,
        bot: Connection,
        take: Callable[[Any], Awaitable[bool]],
        *,
        wait: int = POLL_SECONDS,
        silence: float = SILENCE,
    ) -> None:
        self._bot = bot
        self._take = take
        self._wait = wait
        self._silence = silence
        self._offset: int | None = None
        self._failures = 0
        self._refusals = 0
        self.round_trip_at = time.monotonic()

    def healthy(self) -> bool:
        """Whether Telegram answered lately."""
        return time.monotonic() - self.round_trip_at < 2 * self._silence

    async def run(self, stop: asyncio.Event) -> None:
        """Poll until ``stop``. What was asked for and not committed is delivered again."""
        stopping = asyncio.create_task(stop.wait())
        try:
            while not stop.is_set():
                turn = asyncio.create_task(self.poll_once())
                await asyncio.wait({turn, stopping}, return_when=asyncio.FIRST_COMPLETED)
                if not turn.done():
                    turn.cancel()
                    await asyncio.wait({turn})
                    return
                pause = turn.result()
                if pause:
                    await asyncio.wait({stopping}, timeout=pause)
        finally:
            stopping.cancel()

    async def poll_once(self) -> float:
        """Ask once and commit what came; how many seconds to pause before asking again."""
        asked_at = time.monotonic()
        try:
            async with asyncio.timeout(self._silence):
                updates = await self._bot.updates(self._offset, ALLOWED, wait=self._wait)
        except TimeoutError:
            LOG.warning("polling hangs: beginning again with a fresh connection")
            await self._bot.renew()
            return self._next_pause()
        except Conflict as error:
            return await self._conflict(error)
        except TelegramError as error:
            return self._pause_after(error)
        self.round_trip_at = time.monotonic()
        before = self._offset
        problem = await self._take_all(updates)
        if problem is not None:
            LOG.warning("the database does not take updates; they will come again")
            return max(problem.retry_after or 0.0, self._next_pause())
        if updates and self._offset == before:
            LOG.warning("updates come again although they were confirmed, or cannot be")
            return _AGAIN
        self._failures = self._refusals = 0
        hasty = not updates and time.monotonic() - asked_at < _HASTY
        return _HASTY if hasty and self._wait else 0.0

    async def _take_all(self, updates: list[Any]) -> Transient | None:
        """Commit updates, and confirm those before the first that was not; what it was for.

        Each person's one after the other, in order; several persons' at once, so that the disk is
        waited for together.
        """
        before: dict[str, asyncio.Task[None]] = {}
        tasks = []
        for raw in updates:
            whose = _whose(raw)
            before[whose] = asyncio.create_task(self._take_after(before.get(whose), raw))
            tasks.append(before[whose])
        try:
            for raw, task in zip(updates, tasks, strict=True):
                await task
                self._confirm(raw)
        except Transient as problem:
            return problem
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        return None

    async def _take_after(self, before: "asyncio.Task[None] | None", raw: Any) -> None:
        if before is not None:
            await asyncio.shield(before)  # what was not committed comes again, and this after it
        await self._take(raw)

    def _confirm(self, raw: Any) -> None:
        identity = raw.get("update_id") if isinstance(raw, dict) else None
        if isinstance(identity, str) and identity.isdecimal():
            identity = int(identity)
        if isinstance(identity, int):
            self._offset = max(identity + 1, self._offset or 0)

    async def _conflict(self, error: Conflict) -> float:
        if "webhook" in error.message.lower():
            LOG.warning("updates go to a webhook: asking for them ourselves from now on")
            await self._bot.forget_webhook()
            return self._next_pause()
        LOG.error("another process asks for this bot's updates: only one of the two gets each")
        return _CONFLICT

    def _pause_after(self, error: TelegramError) -> float:
        if isinstance(error, RetryAfter):
            return seconds_of(error)
        pause = self._next_pause()
        if fault_of(error) is Fault.TOKEN:
            # Once is no proof: a proxy may say so of a server that is being started again.
            self._refusals += 1
            if self._refusals > REFUSALS:
                raise ConfigurationError("Telegram refuses the token: see carnet check.") from None
        LOG.warning("Telegram does not answer; asking again in %.1f s", pause)
        return pause

    def _next_pause(self) -> float:
        pause = _BACKOFF[min(self._failures, len(_BACKOFF) - 1)]
        self._failures += 1
        return pause
