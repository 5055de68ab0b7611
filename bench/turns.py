"""Own time of a turn: from a message committed as received to its answer sent and that recorded.

Two persons (one speaks French, one English) have notebooks of 2,000 facts each; 998 others are in
the database. Each says, over and over, what people say to the guide. The same turns are recorded
on a copy first; then Carnet and two floors (:mod:`bench.floors`) take them one after the other, so
that whatever else the machine does weighs on all three alike.
"""

import asyncio
import shutil
import time
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import NamedTuple, Protocol

from bench.figure import Figure, percentile
from bench.floors import SqliteFloor, SqlModelFloor
from bench.people import House, populate
from bench.recording import RecordingDatabase, Step
from bench.workplace import folder
from storage.folder import DATABASE
from storage.opening import Storage

FACTS = 2000
OTHERS = 998
ROUNDS = 20
WARM = 1
"""Rounds that are not counted: what is loaded once belongs to the start."""
_RICH = {"french": "fr", "english": "en"}
_PRESS = "#"
"""Presses the first button of the last answer."""

_SAID = {
    "fr": (
        "RDV {visit} mardi prochain 14h{minute:02}",
        "Je prends {medicine} {dose} mg",
        "Prépare mon rendez-vous {visit}",
        "Que savez-vous de moi ?",
        "C'est quoi l'albumine ?",
        "Ma sœur est passée me voir avec ses enfants",
        _PRESS,
        "Quels sont mes prochains rendez-vous ?",
        "Je suis allergique à {medicine}",
        "Note que j'ai mal dormi cette nuit",
        "Rappelle-moi de refaire la prise de sang dans 3 semaines",
        "/aide",
        "annule ça",
    ),
    "en": (
        "Appointment with the {visit} next Tuesday at 2:{minute:02} pm",
        "I take {medicine} {dose} mg",
        "Prepare my appointment with the {visit}",
        "What do you know about me?",
        "What is albumin?",
        "My sister came to see me with her children",
        _PRESS,
        "When are my next appointments?",
        "I am allergic to {medicine}",
        "Note that I slept badly last night",
        "Remind me to have my blood taken again in 3 weeks",
        "/help",
        "undo that",
    ),
}
_NAMES = {
    "fr": (("cardiologue", "dentiste", "dermatologue"), ("metformine", "ramipril")),
    "en": (("cardiologist", "dentist", "dermatologist"), ("metformin", "ramipril")),
}


def script(rounds: int) -> Iterator[tuple[str, str]]:
    """Who says what, in order."""
    for number in range(rounds):
        for sender, language in _RICH.items():
            visits, medicines = _NAMES[language]
            for said in _SAID[language]:
                yield (
                    sender,
                    said.format(
                        visit=visits[number % len(visits)],
                        medicine=medicines[number % len(medicines)],
                        dose=500 + 5 * number,
                        minute=number % 60,
                    ),
                )


class Spent(NamedTuple):
    """Seconds by the clock, and seconds of the processor, which other processes disturb less."""

    wall: float
    processor: float


class Watch:
    """Started when made."""

    def __init__(self) -> None:
        self._begun = Spent(time.perf_counter(), time.process_time())

    def stop(self) -> Spent:
        """What was spent since."""
        wall, processor = self._begun
        return Spent(time.perf_counter() - wall, time.process_time() - processor)


async def take(house: House, sender: str, said: str) -> Spent:
    """Have something said and answered, and see what that took."""
    house.clock.move_to(house.clock.now() + timedelta(minutes=1))
    if said == _PRESS:
        pressed = next(o.choices[0].id for o in reversed(house.channel.sent) if o.choices)
        incoming = house.said(sender, "", kind="choice", choice=pressed)
    else:
        incoming = house.said(sender, said)
    answers = len(house.channel.sent)
    watch = Watch()
    await house.storage.mailboxes.post(incoming)
    done = await house.worker.serve_one()
    spent = watch.stop()
    if not done or done < 2 or len(house.channel.sent) == answers:
        raise RuntimeError("a turn was not answered")
    return spent


class Floor(Protocol):
    """Something that does a recorded turn's work again."""

    def replay(self, steps: Sequence[Step]) -> None: ...
    def close(self) -> None: ...


async def _record(place: Path, turns: list[tuple[str, str]]) -> list[list[Step]]:
    opened = House(place).storage
    database = RecordingDatabase(opened.database)
    house = House(place, storage=Storage(database, opened.keys, opened._lock))
    try:
        recorded = []
        for sender, said in turns:
            await take(house, sender, said)
            recorded.append(database.take())
        return recorded
    finally:
        house.close()


async def _measure(
    place: Path, turns: list[tuple[str, str]], recorded: list[list[Step]], floors: Sequence[Floor]
) -> list[list[Spent]]:
    house = House(place)
    times: list[list[Spent]] = [[] for _ in range(1 + len(floors))]
    try:
        for (sender, said), steps in zip(turns, recorded, strict=True):
            times[0].append(await take(house, sender, said))
            for at, floor in enumerate(floors, 1):
                watch = Watch()
                floor.replay(steps)
                times[at].append(watch.stop())
        return times
    finally:
        house.close()


def timed(rounds: int = ROUNDS) -> tuple[list[tuple[str, str]], list[list[Spent]]]:
    """The turns, and what each took: Carnet, SQLModel floor, sqlite3 floor."""
    turns = list(script(WARM + rounds))
    with folder() as place:
        home = place / "home"
        populate(home, rich=_RICH, others=OTHERS, facts=FACTS)
        shutil.copytree(home, place / "recorded")
        for name in ("sqlmodel.db", "sqlite.db"):
            shutil.copy(home / DATABASE, place / name)
        recorded = asyncio.run(_record(place / "recorded", turns))
        floors = (SqlModelFloor(place / "sqlmodel.db"), SqliteFloor(place / "sqlite.db"))
        times = asyncio.run(_measure(home, turns, recorded, floors))
        for floor in floors:
            floor.close()
    warm = len(turns) * WARM // (WARM + rounds)
    return turns[warm:], [spent[warm:] for spent in times]


def measure() -> list[Figure]:
    """Median and 99th percentile in milliseconds, with the floors'."""
    turns, times = timed()
    wall = [sorted(spent.wall * 1000 for spent in each) for each in times]
    carnet, model, plain = (median(each) for each in wall)
    busy, model_busy, plain_busy = (
        median(spent.processor * 1000 for spent in each) for each in times
    )
    return [
        Figure(f"turn, median of {len(turns)}", carnet, "ms", 10),
        Figure("turn, 99th percentile", percentile(wall[0], 0.99), "ms", 50),
        Figure("turn, median, to the floor of SQLModel and AES-GCM", carnet / model, "×", 2),
        Figure("turn, median, to the floor of sqlite3 alone", carnet / plain, "×"),
        Figure("turn, processor time, median", busy, "ms", None, busy / model_busy),
        Figure("floor: SQLModel and AES-GCM, median", model, "ms"),
        Figure("floor: SQLModel and AES-GCM, 99th percentile", percentile(wall[1], 0.99), "ms"),
        Figure("floor: SQLModel and AES-GCM, processor time", model_busy, "ms"),
        Figure("floor: sqlite3 alone, median", plain, "ms"),
        Figure("floor: sqlite3 alone, processor time", plain_busy, "ms"),
    ]


def main() -> None:
    """Print the median and the longest of each kind of message: Carnet and the two floors."""
    turns, times = timed()
    kinds = len(_RICH) * len(_SAID["fr"])
    for at in range(kinds):
        of_kind = [[each[n] for n in range(at, len(turns), kinds)] for each in times]
        shown = []
        for spent in of_kind:
            wall, processor = zip(*spent, strict=True)
            middle, longest, busy = median(wall), max(wall), median(processor)
            shown.append(f"{middle * 1e3:6.2f} ≤{longest * 1e3:6.2f} busy {busy * 1e3:5.2f}")
        print("  | ".join(shown), turns[at][1])


if __name__ == "__main__":
    main()
