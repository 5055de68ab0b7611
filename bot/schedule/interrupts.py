"""Turns that the person may stop while they run: reading a large file, a long answer.

A stop is a message like any other and has its turn in order; only that would be too late for what
is running. So whoever receives it counts it in the person's mailbox, in the same transaction, and
the worker that is busy with them, wherever it runs, looks at that count while a turn takes long.
Within one process it is told at once.
"""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from bot.actions import Actions
from bot.engine.intents import asks
from bot.errors import Transient
from bot.messages import Incoming, IncomingKind
from bot.ports import Mailboxes

T = TypeVar("T")

LOOK = 1.0
"""Seconds between two looks at the count; a turn that takes less never looks."""

_CANCEL = "account-cancel"


def asks_to_stop(incoming: Incoming, actions: Actions) -> bool:
    """Whether this asks to stop what is under way: by a command, in words, or by the platform."""
    match incoming.kind:
        case IncomingKind.STOP:
            return True
        case IncomingKind.COMMAND:
            action = actions.by_command(incoming.text[1:].split(" ")[0].split("@")[0])
            return action is not None and action.name == _CANCEL
        case IncomingKind.TEXT:
            return asks(incoming.text, _CANCEL)
    return False


class Interrupts:
    """The turns that run in this process, by whom they are for."""

    def __init__(self, mailboxes: Mailboxes, *, look: float = LOOK) -> None:
        self._mailboxes = mailboxes
        self._look = look
        self._running: dict[tuple[str, str, str], asyncio.Task[Any]] = {}
        self._stopped: set[asyncio.Task[Any]] = set()

    def stop(self, incoming: Incoming) -> bool:
        """Stop the turn that runs for whoever said this; whether there was one."""
        task = self._running.get(_whose(incoming))
        return task is not None and self._stop(task)

    async def run(
        self, incoming: Incoming, work: Coroutine[Any, Any, T], *, person: str, stops: int
    ) -> T | None:
        """Do the work; None when the person stopped it.

        ``stops`` is how often they had asked to stop when the work was taken.
        """
        whose, task = _whose(incoming), asyncio.create_task(work)
        self._running[whose] = task
        try:
            while not (await asyncio.wait({task}, timeout=self._look))[0]:
                if await self._count(person, stops) != stops:
                    self._stop(task)
            if task.cancelled() and task in self._stopped:
                return None
            return task.result()
        finally:
            if not task.done():  # we are cancelled ourselves: let it end before we do
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)
            self._stopped.discard(task)
            if self._running.get(whose) is task:
                del self._running[whose]

    def _stop(self, task: asyncio.Task[Any]) -> bool:
        if task.done():
            return False
        if task not in self._stopped:  # cancelled twice it could not put things in order
            self._stopped.add(task)
            task.cancel()
        return True

    async def _count(self, person: str, otherwise: int) -> int:
        try:
            return await self._mailboxes.stops(person)
        except Transient:
            return otherwise


def _whose(incoming: Incoming) -> tuple[str, str, str]:
    return incoming.address.channel, incoming.address.account, incoming.sender
