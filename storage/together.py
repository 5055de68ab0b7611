"""One piece of work for all who ask for it at the same time, as a database commits in groups.

While the work runs in a thread, those who ask wait together for the next time. So a slow disk is
waited for once for everybody, and somebody who asks alone waits no longer than by themselves.
"""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from typing import Generic, TypeVar

T = TypeVar("T")


class Together(Generic[T]):
    """Gathers what is asked for and hands it to ``work`` at once, in a thread.

    The threads are the event loop's own where none are given.
    """

    def __init__(
        self, work: Callable[[Sequence[T]], object], threads: Executor | None = None
    ) -> None:
        self._work = work
        self._threads = threads
        self._asked: list[T] = []
        self._coming: asyncio.Task[None] | None = None
        self._running: asyncio.Task[None] | None = None

    async def ask(self, item: T) -> None:
        """Return when work that began after this call, and got the item, has ended well.

        Raises what the work raised. The work goes on when the task that asked is cancelled.
        """
        if self._coming is None or self._coming.done():
            self._asked = []
            self._coming = asyncio.create_task(self._round(self._running))
        self._asked.append(item)
        await asyncio.shield(self._coming)

    async def _round(self, before: "asyncio.Task[None] | None") -> None:
        if before is not None and not before.done():
            await asyncio.wait({before})
        self._running, self._coming = self._coming, None
        asked, self._asked = self._asked, []
        await asyncio.get_running_loop().run_in_executor(self._threads, self._work, asked)
