"""Showing that an answer is under way: only when it takes a while, and until it begins to show."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable

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


@contextlib.asynccontextmanager
async def thinking(
    channel: Channel, incoming: Incoming, language: str | None
) -> AsyncIterator[Callable[[str], Awaitable[None]]]:
    """Give signs of life on the channel; what is yielded shows the answer so far instead."""

    async def show(text: str) -> None:
        with contextlib.suppress(Transient, Permanent):
            await channel.draft(incoming.address, text)

    async def think() -> None:
        await show("")
        seconds = AFTER
        while True:
            await asyncio.sleep(AGAIN)
            seconds += AGAIN
            reads = incoming.files and capabilities.progress
            passed = f"{seconds:.0f}"
            await show(say_in(known(language), "reading-progress", seconds=passed) if reads else "")

    capabilities = channel.capabilities(incoming.address)
    wanted = incoming.addressed and incoming.kind not in _UNSEEN
    if not (wanted and capabilities.status):
        yield show
        return
    signs: asyncio.Task[None] | None = None

    def begin() -> None:
        nonlocal signs
        signs = asyncio.create_task(think())

    def end() -> None:
        timer.cancel()
        if signs is not None:
            signs.cancel()

    async def say(text: str) -> None:
        end()
        await show(text)

    # Most answers come before the first sign: until then there is only a timer.
    timer = asyncio.get_running_loop().call_later(AFTER, begin)
    try:
        yield say
    finally:
        end()
