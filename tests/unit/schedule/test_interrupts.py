"""Stopping what runs: who can, by what, and what happens to it."""

import asyncio
from datetime import UTC, datetime
from typing import cast

import pytest

from bot.care import all_actions
from bot.errors import Transient
from bot.messages import Address, Incoming, IncomingKind
from bot.ports import Mailboxes
from bot.schedule.interrupts import Interrupts, asks_to_stop

NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


def said(text: str, kind: IncomingKind = IncomingKind.TEXT, sender: str = "7") -> Incoming:
    """Something a person said."""
    return Incoming(
        key=text,
        address=Address(channel="telegram", account="b", conversation=sender),
        sender=sender,
        kind=kind,
        text=text,
        sent_at=NOON,
        received_at=NOON,
    )


class Counted:
    """Mailboxes that know only how often somebody asked to stop; down where that is None."""

    def __init__(self, *counts: int | None) -> None:
        self.counts = list(counts)
        self.asked = 0

    async def stops(self, person: str) -> int:
        """The next count, the last one for ever."""
        self.asked += 1
        count = self.counts.pop(0) if len(self.counts) > 1 else self.counts[0]
        if count is None:
            raise Transient("down")
        return count


def interrupts(counted: Counted) -> Interrupts:
    """Interrupts that look often."""
    return Interrupts(cast(Mailboxes, counted), look=0.01)


async def for_ever() -> str:
    """Work that ends only when it is stopped."""
    await asyncio.sleep(3600)
    return "done"


async def in_a_moment() -> str:
    """Work that takes several looks."""
    await asyncio.sleep(0.1)
    return "done"


async def test_a_stop_in_another_process_ends_what_runs_here() -> None:
    """When the count grows while a turn runs, the turn ends without a result."""
    counted = Counted(3, None, 3, 4)
    done = await interrupts(counted).run(said("x"), for_ever(), person="p", stops=3)
    assert (None, 4) == (done, counted.asked)


async def test_stops_of_before_end_nothing() -> None:
    """A count that stays as it was when the work was taken lets it finish."""
    counted = Counted(3)
    assert "done" == await interrupts(counted).run(said("x"), in_a_moment(), person="p", stops=3)
    assert counted.asked > 1


async def test_a_stop_in_this_process_needs_no_look() -> None:
    """Whoever receives it here says so at once; of another person it ends nothing."""
    counted = Counted(0)
    own = Interrupts(cast(Mailboxes, counted), look=60)
    running = asyncio.create_task(own.run(said("x"), for_ever(), person="p", stops=0))
    await asyncio.sleep(0)
    assert not own.stop(said("stop", sender="8"))
    assert own.stop(said("stop"))
    assert (None, 0) == (await running, counted.asked)
    assert not own.stop(said("stop"))


async def test_what_fails_or_is_cut_off_says_so() -> None:
    """Only a stop gives no result: errors go up, and so does the end of the process."""

    async def fails() -> None:
        raise KeyError

    own = interrupts(Counted(0))
    with pytest.raises(KeyError):
        await own.run(said("x"), fails(), person="p", stops=0)
    ended = []

    async def ends() -> None:
        try:
            await for_ever()
        finally:
            ended.append(True)

    running = asyncio.create_task(own.run(said("x"), ends(), person="p", stops=0))
    await asyncio.sleep(0.02)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert [True] == ended


@pytest.mark.parametrize(
    ("incoming", "stops"),
    [
        (said("/stop", IncomingKind.COMMAND), True),
        (said("/stop@CarnetBot", IncomingKind.COMMAND), True),
        (said("/cancel now", IncomingKind.COMMAND), True),
        (said("", IncomingKind.STOP), True),
        (said("Stop !"), True),
        (said("laisse tomber"), True),
        (said("never mind"), True),
        (said("/aide", IncomingKind.COMMAND), False),
        (said("/", IncomingKind.COMMAND), False),
        (said("j'ai arrêté de fumer"), False),
        (said("is it a stop codon?"), False),
        (said("stop", IncomingKind.EDIT), False),
    ],
)
def test_what_counts_as_a_stop(incoming: Incoming, stops: bool) -> None:
    """The command in either language, the words that mean it, and nothing that only holds them."""
    assert stops == asks_to_stop(incoming, all_actions())
