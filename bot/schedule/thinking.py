"""Showing that an answer is under way: only when it takes a while, and until it begins to show."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

from bot.errors import Permanent, Transient
from bot.messages import Incoming, IncomingKind
from bot.ports import Channel
from bot.wording import known
from bot.wording import say as say_in

AFTER = 0.4
AGAIN = 4.0
"""Seconds before the first sign, and between signs."""

_UNSEEN = {IncomingKind.GONE, IncomingKind.DELETE, IncomingKind.OPENED}
"""What nobody waits for an answer to."""


@dataclass(slots=True)
class Signs:
    """``say`` shows the answer so far; ``reads`` takes the share of a file that was read."""

    say: Callable[[str], Awaitable[None]]
    share: float | None = None

    def reads(self, share: float) -> None:
        """A share from 0 to 1, for the next sign."""
        self.share = share


@contextlib.asynccontextmanager
async def thinking(
    channel: Channel,
    incoming: Incoming,
    language: str | None,
    *,
    after: float = AFTER,
    again: float = AGAIN,
) -> AsyncIterator[Signs]:
    """Give signs of life on the channel, until what is yielded shows an answer instead."""

    async def show(text: str) -> None:
        with contextlib.suppress(Transient, Permanent):
            await channel.draft(incoming.address, text)

    async def think() -> None:
        await show("")
        seconds = after
        while True:
            await asyncio.sleep(again)
            seconds += again
            reads = incoming.files and capabilities.progress
            await show(progress(seconds) if reads else "")

    def progress(seconds: float) -> str:
        passed = {"seconds": f"{seconds:.0f}"}
        if signs.share is None:
            return say_in(known(language), "reading-progress", **passed)
        percent = f"{signs.share * 100:.0f}"
        return say_in(known(language), "reading-progress-share", percent=percent, **passed)

    signs = Signs(show)
    capabilities = channel.capabilities(incoming.address)
    wanted = incoming.addressed and incoming.kind not in _UNSEEN
    if not (wanted and capabilities.status):
        yield signs
        return
    given: asyncio.Task[None] | None = None

    def begin() -> None:
        nonlocal given
        given = asyncio.create_task(think())

    def end() -> None:
        timer.cancel()
        if given is not None:
            given.cancel()

    async def say(text: str) -> None:
        end()
        await show(text)

    # Most answers come before the first sign: until then there is only a timer.
    timer = asyncio.get_running_loop().call_later(after, begin)
    try:
        signs.say = say
        yield signs
    finally:
        end()
