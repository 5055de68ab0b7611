"""Work done once for all who ask for it at the same time."""

import asyncio
import threading
from collections.abc import Sequence

import pytest

from storage.together import Together


class Slow:
    """Work that ends when it is let go; remembers what it was given."""

    def __init__(self) -> None:
        self.rounds: list[list[int]] = []
        self.begun, self.let_go = threading.Event(), threading.Event()
        self.broken = False

    def work(self, asked: Sequence[int]) -> None:
        """One round."""
        self.rounds.append(list(asked))
        self.begun.set()
        assert self.let_go.wait(10)
        if self.broken:
            raise OSError


async def _turns(count: int = 50) -> None:
    for _ in range(count):
        await asyncio.sleep(0)


async def test_who_asks_at_the_same_time_shares_a_round() -> None:
    """Those who ask while a round runs wait for the next one, together."""
    slow = Slow()
    together: Together[int] = Together(slow.work)
    first = asyncio.create_task(together.ask(1))
    await asyncio.to_thread(slow.begun.wait, 10)
    others = [asyncio.create_task(together.ask(number)) for number in (2, 3, 4)]
    await _turns()
    assert [[1]] == slow.rounds
    assert not first.done()
    slow.let_go.set()
    await asyncio.gather(first, *others)
    assert [[1], [2, 3, 4]] == slow.rounds


async def test_a_round_that_fails_fails_for_those_in_it() -> None:
    """Whoever was in it is told; the next round is not touched by it."""
    slow = Slow()
    slow.let_go.set()
    slow.broken = True
    together: Together[int] = Together(slow.work)
    found = await asyncio.gather(together.ask(1), together.ask(2), return_exceptions=True)
    assert [OSError, OSError] == [type(each) for each in found]
    slow.broken = False
    await together.ask(3)
    assert [[1, 2], [3]] == slow.rounds


async def test_who_stops_waiting_stops_nobody_else() -> None:
    """The round goes on when one of those who asked is cancelled."""
    slow = Slow()
    together: Together[int] = Together(slow.work)
    impatient, patient = (asyncio.create_task(together.ask(number)) for number in (1, 2))
    await asyncio.to_thread(slow.begun.wait, 10)
    impatient.cancel()
    with pytest.raises(asyncio.CancelledError):
        await impatient
    slow.let_go.set()
    await patient
    assert [[1, 2]] == slow.rounds
