"""Own time of a turn: from a message committed as received to its answer sent and that recorded.

Two persons (one speaks French, one English) have notebooks of 2,000 facts each; 998 others are in
the database. Each says, over and over, what people say to the guide. The same turns are recorded
on a copy first; then Carnet and two floors (:mod:`bench.floors`) take them one after the other, so
that whatever else the machine does weighs on all three alike.
"""

import asyncio
import gc
import shutil
import time
from collections.abc import Awaitable, Callable, Iterator
from datetime import timedelta
from pathlib import Path
from statistics import median

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
        "Je prends {medicine}",
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
        "I take {medicine}",
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
    "fr": (("cardiologue", "dentiste", "dermatologue"), ("metformine 500 mg", "ramipril 5 mg")),
    "en": (("cardiologist", "dentist", "dermatologist"), ("metformin 500 mg", "ramipril 5 mg")),
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
                        minute=number % 60,
                    ),
                )


async def take(house: House, sender: str, said: str) -> float:
    """Have something said and answered; the seconds it took."""
    house.clock.move_to(house.clock.now() + timedelta(minutes=1))
    if said == _PRESS:
        pressed = next(o.choices[0].id for o in reversed(house.channel.sent) if o.choices)
        incoming = house.said(sender, "", kind="choice", choice=pressed)
    else:
        incoming = house.said(sender, said)
    answers = len(house.channel.sent)
    begun = time.perf_counter()
    await house.storage.mailboxes.post(incoming)
    done = await house.worker.serve_one()
    seconds = time.perf_counter() - begun
    if not done or done < 2 or len(house.channel.sent) == answers:
        raise RuntimeError("a turn was not answered")
    return seconds


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
    place: Path, turns: list[tuple[str, str]], floors: list[Callable[[int], Awaitable[float]]]
) -> list[list[float]]:
    house = House(place)
    times: list[list[float]] = [[] for _ in range(1 + len(floors))]
    try:
        for number, (sender, said) in enumerate(turns):
            times[0].append(await take(house, sender, said))
            for at, floor in enumerate(floors, 1):
                times[at].append(await floor(number))
        return times
    finally:
        house.close()


def timed(rounds: int = ROUNDS) -> tuple[list[tuple[str, str]], list[list[float]]]:
    """The turns, and the seconds each took: Carnet, SQLModel floor, sqlite3 floor."""
    turns = list(script(WARM + rounds))
    with folder() as place:
        home = place / "home"
        populate(home, rich=_RICH, others=OTHERS, facts=FACTS)
        shutil.copytree(home, place / "recorded")
        for name in ("sqlmodel.db", "sqlite.db"):
            shutil.copy(home / DATABASE, place / name)
        recorded = asyncio.run(_record(place / "recorded", turns))
        model, plain = SqlModelFloor(place / "sqlmodel.db"), SqliteFloor(place / "sqlite.db")

        def floor(replay: Callable[[list[Step]], None]) -> Callable[[int], Awaitable[float]]:
            async def run(number: int) -> float:
                begun = time.perf_counter()
                replay(recorded[number])
                return time.perf_counter() - begun

            return run

        gc.collect()
        times = asyncio.run(_measure(home, turns, [floor(model.replay), floor(plain.replay)]))
        model.close()
        plain.close()
    warm = len(turns) * WARM // (WARM + rounds)
    return turns[warm:], [spent[warm:] for spent in times]


def measure() -> list[Figure]:
    """Median and 99th percentile in milliseconds, with the floors'."""
    turns, (carnet, model, plain) = timed()
    middle, floor, driver = (median(times) * 1000 for times in (carnet, model, plain))
    return [
        Figure(f"turn, median of {len(turns)}", middle, "ms", 10, middle / floor),
        Figure("turn, 99th percentile", percentile(sorted(carnet), 0.99) * 1000, "ms", 50),
        Figure("turn / floor of SQLModel and AES-GCM", middle / floor, "×", 2),
        Figure("floor: SQLModel and AES-GCM, median", floor, "ms"),
        Figure("floor: sqlite3 alone, median", driver, "ms"),
        Figure("turn / floor of sqlite3 alone", middle / driver, "×"),
    ]


def main() -> None:
    """Print the median of each kind of message."""
    turns, times = timed()
    kinds = len(_SAID["fr"])
    for at in range(2 * kinds):
        spent = [[t[n] * 1000 for n in range(at, len(turns), 2 * kinds)] for t in times]
        shown = "  ".join(f"{median(s):7.2f} (max {max(s):7.2f})" for s in spent)
        print(f"{shown}  {turns[at][1]}")


if __name__ == "__main__":
    main()
