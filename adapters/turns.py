"""Doing what several people ask for side by side, and what each asks for one after the other."""

import asyncio
from weakref import WeakValueDictionary


class Turns:
    """A lock for each name, which is there for as long as somebody holds it or waits for it."""

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def of(self, whose: str) -> asyncio.Lock:
        """The lock of this name: ``async with turns.of(name):``."""
        found = self._locks.get(whose)
        if found is None:
            found = self._locks[whose] = asyncio.Lock()
        return found
