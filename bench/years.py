"""A turn's own time with ten years of a watch imported: five million points in the notebook.

The same sayings as in :mod:`bench.turns`, and what people ask of their measurements, said to the
notebook of 2,000 facts before and after the import, so that what the import adds can be seen.
"""

import asyncio
import time
from datetime import timedelta
from pathlib import Path
from statistics import median

from bench.figure import Figure, percentile
from bench.people import House, populate
from bench.turns import FACTS, take
from bench.workplace import folder
from bot.care.documents.series import packed
from bot.intake.series.builder import SeriesBuilder
from bot.notebook import facts as f
from bot.notebook.changes import Change, ChangeSet
from bot.ports import Lease
from bot.turn import NewDocument, Turn

_WHO = "french"
_ROUNDS = 12
_DAYS = 3_650
_LEASE = timedelta(minutes=5)
_A_DAY = {
    ("heart-rate", "/min"): 720,
    ("steps", "1"): 200,
    ("active-energy", "kcal"): 300,
    ("distance", "m"): 120,
    ("oxygen-saturation", "%"): 30,
}
"""Points a day of each measure: 1,370 a day are five million in ten years."""

_SAID = (
    "Que savez-vous de moi ?",
    "Ma sœur est passée me voir avec ses enfants",
    "Je prends metformine 500 mg",
    "Quels sont mes prochains rendez-vous ?",
    "C'est quoi l'albumine ?",
    "annule ça",
    "/aide",
)
_MEASURES = ("Combien de pas cette semaine ?", "Ma fréquence cardiaque", "/mesures")


def _series(house: House) -> tuple[list[f.MeasurementSeries], list[NewDocument], int]:
    import numpy as np

    builder = SeriesBuilder()
    end = int(house.clock.now().timestamp() * 1000)
    for (measure, unit), each in _A_DAY.items():
        count = _DAYS * each
        starts = np.linspace(end - _DAYS * 86_400_000, end - 60_000, count).astype(np.int64)
        values = 40 + (np.arange(count) * 7919) % 97
        zeros = np.zeros(count, np.int64)
        builder.add((measure, unit, "Watch", "Watch 6", ""), starts, zeros, zeros + 60, values)
    facts: list[f.MeasurementSeries] = []
    documents: list[NewDocument] = []
    source = f.Provenance(source="device", recorded_at=house.clock.now())
    points = 0
    for series in builder.build():
        fact, sealed = packed(series, "fr", source)
        facts.append(fact)
        documents += sealed
        points += series.points
    return facts, documents, points


async def _import(house: House) -> int:
    """Keep the series as a confirmed import does; how many points there are."""
    facts, documents, points = _series(house)
    mailboxes, now = house.storage.mailboxes, house.clock.now()
    await mailboxes.post(house.said(_WHO, "."))
    lease = await mailboxes.lease(now, _LEASE)
    if not isinstance(lease, Lease) or (job := await mailboxes.next_job(lease, now)) is None:
        raise RuntimeError("nothing to do")
    changes = tuple(Change(after=fact) for fact in facts)
    change_set = ChangeSet(at=now, action="documents-keep", changes=changes)
    turn = Turn(changes=(change_set,), documents=tuple(documents))
    await mailboxes.commit(lease, job, turn, now)
    await mailboxes.release(lease)
    return points


async def _times(house: House, said: tuple[str, ...]) -> list[float]:
    """Milliseconds of each turn, the first round left out."""
    spent = []
    for number in range(_ROUNDS + 1):
        for text in said:
            wall = (await take(house, _WHO, text)).wall * 1000
            if number:
                spent.append(wall)
    return sorted(spent)


async def _measure(home: Path) -> list[Figure]:
    house = House(home)
    try:
        before = await _times(house, _SAID)
        begun = time.perf_counter()
        points = await _import(house)
        kept = time.perf_counter() - begun
        after = await _times(house, _SAID)
        measures = await _times(house, _MEASURES)
    finally:
        house.close()
    return [
        Figure("points imported", points / 1e6, "M", 5, at_least=True),
        Figure("building and keeping them", kept, "s"),
        Figure("turn before the import, median", median(before), "ms"),
        Figure("turn after it, median", median(after), "ms", 10),
        Figure("turn after it, to the turn before it", median(after) / median(before), "×", 1.25),
        Figure("turn after it, 99th percentile", percentile(after, 0.99), "ms", 50),
        Figure("asking for measurements, median", median(measures), "ms"),
        Figure("asking for measurements, longest", measures[-1], "ms"),
    ]


def measure() -> list[Figure]:
    """Median and 99th percentile before and after the import."""
    with folder() as place:
        home = place / "home"
        populate(home, rich={_WHO: "fr"}, others=20, facts=FACTS)
        return asyncio.run(_measure(home))
