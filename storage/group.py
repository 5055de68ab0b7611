"""Transactions of several people as one: those that become ready in the same turn of the loop.

A commit writes each page it touched to the log, and most of what people write touches the same few.
So a group costs little more than one of them.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar

from bot.errors import CarnetError
from storage.statement import Transaction

T = TypeVar("T")
Work = Callable[[Transaction], T]

MOST = 32
"""Transactions in one group: others wait for the next turn of the loop."""


class Group:
    """Runs works by ``commit``, which runs one work as a transaction."""

    def __init__(self, commit: Callable[[Work[Any]], Any]) -> None:
        self._commit = commit
        self._waiting: list[tuple[Work[Any], asyncio.Future[tuple[Any] | None]]] = []

    async def run(self, work: Work[T]) -> T:
        """The result of the work, committed; raises what it raises.

        A work may be begun twice, as its group is undone when one of them fails, but happens once.
        """
        loop = asyncio.get_running_loop()
        if not self._waiting:
            loop.call_soon(self._run)
        waiting: asyncio.Future[tuple[T] | None] = loop.create_future()
        self._waiting.append((work, waiting))
        done = await waiting
        return self._commit(work) if done is None else done[0]

    def _run(self) -> None:
        # Who was cancelled meanwhile is left out.
        group = [each for each in self._waiting[:MOST] if not each[1].done()]
        self._waiting = self._waiting[MOST:]
        if self._waiting:
            asyncio.get_running_loop().call_soon(self._run)
        results: list[tuple[Any] | None] = [None] * len(group)
        try:
            if len(group) > 1:
                with suppress(CarnetError):
                    results = self._commit(
                        lambda transaction: [(work(transaction),) for work, _ in group]
                    )
        finally:
            # When one fails, nothing of the group was done: each is run alone, and told why.
            for (_, waiting), result in zip(group, results, strict=True):
                waiting.set_result(result)
