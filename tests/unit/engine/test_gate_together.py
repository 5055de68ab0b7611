"""Messages of several people that wait at the gate are judged together, each as if alone."""

import asyncio
from datetime import UTC, date, datetime

import pytest

from bot import safety
from bot.engine.gate import Gate
from bot.safety import Level
from bot.turn import Account, Dialogue

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
SAID = (
    "j'ai une douleur qui serre dans la poitrine et je transpire",
    "quels sont mes médicaments ?",
    "I don't want to live any more",
    "RDV cardiologue mardi prochain 14h30",
)


class Broken(safety.Person):
    """Somebody whose facts cannot be read."""

    def __getattribute__(self, name: str) -> object:
        if name == "medications":
            raise LookupError("no such list")
        return super().__getattribute__(name)


def account() -> Account:
    """Somebody in France."""
    return Account(person="p", notebook="n", language="fr", country="FR", born=1980)


async def judged(gate: Gate, text: str, person: safety.Person | None = None) -> Level:
    """The level of one message."""
    who = person or safety.Person(born=1980)
    alarm = await gate.judge(text, account(), who, Dialogue(), NOW)
    return alarm.verdict.level


async def test_each_has_the_verdict_it_has_alone() -> None:
    """In the order in which they came."""
    gate = Gate()
    together = await asyncio.gather(*(judged(gate, text) for text in SAID))
    alone = [
        safety.triage(
            text, language="fr", country="FR", person=safety.Person(born=1980), today=NOW.date()
        ).level
        for text in SAID
    ]
    assert alone == together
    assert [Level.EMERGENCY, Level.NONE, Level.CRISIS, Level.NONE] == together


async def test_the_trouble_of_one_is_not_the_others() -> None:
    """It is told to whom it belongs; the others have their verdicts."""
    gate = Gate()
    seen: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, what: seen.append(what))
    found = await asyncio.gather(
        judged(gate, SAID[0]),
        judged(gate, SAID[0], Broken(born=1980)),
        judged(gate, SAID[1]),
        return_exceptions=True,
    )
    assert [Level.EMERGENCY, Level.NONE] == [found[0], found[2]]
    assert isinstance(found[1], LookupError)
    assert 1 == len(seen)


async def test_who_leaves_meanwhile_is_left_out() -> None:
    """A cancelled turn takes nobody with it."""
    gate = Gate()
    gone = asyncio.ensure_future(judged(gate, SAID[0]))
    here = asyncio.ensure_future(judged(gate, SAID[2]))
    await asyncio.sleep(0)
    gone.cancel()
    assert Level.CRISIS == await here
    with pytest.raises(asyncio.CancelledError):
        await gone


async def test_the_day_is_each_ones_own() -> None:
    """Where it is already tomorrow an age may be another: both are judged, on their day."""
    gate = Gate()
    days = (date(2026, 11, 25), date(2026, 11, 26))
    moments = [datetime(day.year, day.month, day.day, tzinfo=UTC) for day in days]
    found = await asyncio.gather(
        *(
            gate.judge(SAID[0], account(), safety.Person(born=1980), Dialogue(), now)
            for now in moments
        )
    )
    assert [Level.EMERGENCY, Level.EMERGENCY] == [alarm.verdict.level for alarm in found]
