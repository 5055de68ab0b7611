"""Turns that the person may stop while they run: reading a large file, a long answer.

A stop is a message like any other and has its turn in order; only that would be too late for what
is running. So whoever receives it tells this process at once as well. In another process the stop
waits for its turn.
"""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from bot.messages import Incoming

T = TypeVar("T")


class Interrupts:
    """The turns that run in this process, by whom they are for."""

    def __init__(self) -> None:
        self._running: dict[tuple[str, str, str], asyncio.Task[Any]] = {}
        self._stopped: set[asyncio.Task[Any]] = set()

    def stop(self, incoming: Incoming) -> bool:
        """Stop the turn that runs for whoever said this; whether there was one."""
        task = self._running.get(_whose(incoming))
        if task is None or task.done():
            return False
        self._stopped.add(task)
        return task.cancel()

    async def run(self, incoming: Incoming, work: Coroutine[Any, Any, T]) -> T | None:
        """Do the work; None when the person stopped it."""
        whose, task = _whose(incoming), asyncio.create_task(work)
        self._running[whose] = task
        try:
            return await task
        except asyncio.CancelledError:
            if task in self._stopped:
                return None
            task.cancel()
            raise
        finally:
            self._stopped.discard(task)
            if self._running.get(whose) is task:
                del self._running[whose]


def _whose(incoming: Incoming) -> tuple[str, str, str]:
    return incoming.address.channel, incoming.address.account, incoming.sender
