"""Holding on to a person for as long as the work for them takes."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from datetime import timedelta

from bot.errors import LeaseLost, Transient
from bot.ports import Clock, Lease, Mailboxes


@contextlib.asynccontextmanager
async def held(
    mailboxes: Mailboxes, clock: Clock, lease: Lease, length: timedelta
) -> AsyncIterator[None]:
    """Renew the lease at each third of its length; when it is lost, stop the work inside.

    Raises LeaseLost then. Most work ends before the first third: until then there is only a timer.
    """
    working = asyncio.current_task()
    third = length.total_seconds() / 3
    renewing: asyncio.Task[None] | None = None
    lost = False

    async def renew() -> None:
        nonlocal lost
        while True:
            try:
                await mailboxes.renew(lease, clock.now(), length)
            except LeaseLost:
                lost = True
                if working is not None:
                    working.cancel()
                return
            except Transient:
                pass
            await asyncio.sleep(third)

    def begin() -> None:
        nonlocal renewing
        renewing = asyncio.create_task(renew())

    timer = asyncio.get_running_loop().call_later(third, begin)
    try:
        yield
    except asyncio.CancelledError:
        if lost:
            raise LeaseLost from None
        raise
    finally:
        timer.cancel()
        if renewing is not None:
            renewing.cancel()
