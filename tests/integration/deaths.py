"""Processes that die by SIGKILL at a chosen step, as a power cut of the process would do it.

Such a process counts its steps towards the databases: every statement, and every commit before
and after. At the chosen step it kills itself, without any clean-up. It is forked from a server
process that has no threads (the tests' own have some, and their locks would be copied).
"""

import asyncio
import multiprocessing
import os
import signal
import sqlite3
import sys
import threading
from collections.abc import Awaitable, Callable
from types import FrameType

from storage.opening import Storage
from tests.integration.scenes import House

Work = Callable[..., Awaitable[None]]

_PROCESSES = multiprocessing.get_context("forkserver")
_PROCESSES.set_forkserver_preload(["tests.integration.test_deaths"])


class Steps:
    """Counts the steps of this process and kills it at one of them."""

    def __init__(self, last: int) -> None:
        self._left = last

    def __call__(self, frame: FrameType, happened: str, argument: object) -> None:
        """Called by the interpreter for every call and return (see sys.setprofile)."""
        if happened in ("call", "return"):
            name, file = frame.f_code.co_name, frame.f_code.co_filename
            statement = happened == "call" and name == "_execute" and "storage" in file
            if statement or (name == "commit" and "psycopg" in file):
                self._step()
        elif isinstance(getattr(argument, "__self__", None), sqlite3.Connection):
            # Statements of keys.db, and both sides of a commit.
            name = getattr(argument, "__name__", "")
            if name == "commit" or (happened == "c_call" and name.startswith("execute")):
                self._step()

    def _step(self) -> None:
        self._left -= 1
        if self._left <= 0:
            os.kill(os.getpid(), signal.SIGKILL)


def die_at(step: int, house: House, work: Work, *arguments: object, opened: bool = True) -> bool:
    """Do work in a process that dies at its n-th step; False when it was done before that.

    ``work`` is a function of a module, so that it can be named to the other process. The steps
    of opening the storage count too unless ``opened``.
    """
    process = _PROCESSES.Process(target=_live, args=(step, house, work, arguments, opened))
    process.start()
    process.join(60)
    assert process.exitcode in (0, -signal.SIGKILL)
    return process.exitcode != 0


def _live(step: int, house: House, work: Work, arguments: tuple[object, ...], opened: bool) -> None:
    storage = house.open() if opened else None
    steps = Steps(step)
    threading.setprofile(steps)
    sys.setprofile(steps)
    asyncio.run(_run(work, storage or house.open(), arguments))
    os._exit(0)


async def _run(work: Work, storage: Storage, arguments: tuple[object, ...]) -> None:
    await work(storage, *arguments)
