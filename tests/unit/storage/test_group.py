"""Transactions that are committed in groups."""

import asyncio
from collections.abc import Callable
from typing import Any, cast

import pytest

from bot.errors import CarnetError, Permanent
from storage.group import Group
from storage.statement import Transaction

NONE = cast(Transaction, None)


class Commits:
    """Runs works and remembers, for each transaction that came to its end, what they wrote."""

    def __init__(self) -> None:
        self.done: list[list[int]] = []
        self._writing: list[int] = []

    def commit(self, work: Callable[[Transaction], Any]) -> Any:
        """One transaction."""
        self._writing = []
        result = work(NONE)
        self.done.append(self._writing)
        return result

    def writes(self, number: int) -> Callable[[Transaction], int]:
        """A work that writes a number and returns its double.

        Odd ones above ten are refused; those below zero fail as nobody expects.
        """

        def work(_: Transaction) -> int:
            if number > 10 and number % 2:
                raise Permanent(str(number))
            if number < 0:
                raise ValueError(str(number))
            self._writing.append(number)
            return 2 * number

        return work


async def test_what_is_ready_together_is_one_transaction() -> None:
    """Each gets its own result, and they were done in the order in which they were asked for."""
    commits = Commits()
    group = Group(commits.commit)
    found = await asyncio.gather(*(group.run(commits.writes(number)) for number in (3, 1, 2)))
    assert [6, 2, 4] == found
    assert [[3, 1, 2]] == commits.done


async def test_one_that_fails_fails_alone() -> None:
    """Nothing of its group is lost or done twice."""
    commits = Commits()
    group = Group(commits.commit)
    works = (group.run(commits.writes(number)) for number in (2, 11, 4))
    found = await asyncio.gather(*works, return_exceptions=True)
    assert [4, 8] == [found[0], found[2]]
    assert ["11"] == [str(each) for each in found if isinstance(each, CarnetError)]
    assert [[2], [4]] == commits.done


async def test_what_nobody_expected_leaves_nobody_waiting() -> None:
    """A fault in one work is told to whoever asked for it, and logged; the others are done."""
    commits, logged = Commits(), []
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _, context: logged.append(type(context["exception"])))
    group = Group(commits.commit)
    works = (group.run(commits.writes(number)) for number in (2, -1, 4))
    found = await asyncio.gather(*works, return_exceptions=True)
    assert [4, 8] == [found[0], found[2]]
    assert ["-1"] == [str(each) for each in found if isinstance(each, ValueError)]
    assert [[2], [4]] == commits.done
    assert [ValueError] == logged


async def test_one_that_is_cancelled_in_time_is_not_done() -> None:
    """The others are."""
    commits = Commits()
    group = Group(commits.commit)
    tasks = [asyncio.create_task(group.run(commits.writes(number))) for number in (1, 2)]
    asyncio.get_running_loop().call_soon(tasks[0].cancel)
    with pytest.raises(asyncio.CancelledError):
        await tasks[0]
    await tasks[1]
    assert 2 in [number for done in commits.done for number in done]
    assert 1 == sum(done.count(2) for done in commits.done)


async def test_a_crowd_goes_in_several_groups() -> None:
    """So that the loop does something else in between."""
    commits = Commits()
    group = Group(commits.commit)
    await asyncio.gather(*(group.run(commits.writes(0)) for _ in range(70)))
    assert [32, 32, 6] == [len(done) for done in commits.done]
