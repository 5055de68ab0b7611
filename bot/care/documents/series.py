"""Keeping series: a small fact, and the points sealed beside it year by year.

A newer export of the same device replaces and extends what is there; only the years that differ
are opened. The documents that were replaced stay until the next import, so that it can be undone.
"""

import asyncio
import hashlib
from collections.abc import Iterable, Sequence
from itertools import groupby

from bot.actions import HealthContext
from bot.intake.series import (
    MEASURES,
    DailyAggregate,
    Series,
    extend,
    repack,
    unpack_aggregates,
)
from bot.notebook import facts as f
from bot.turn import NewDocument


def packed(
    series: Series, language: str, provenance: f.Provenance
) -> tuple[f.MeasurementSeries, list[NewDocument]]:
    """The fact of a series and the documents that hold its days and its points."""
    measure = MEASURES.get(series.measure)
    daily = NewDocument(id=f.new_id(), content=series.daily)
    documents = [daily]
    parts = []
    for year, chunks in groupby(series.chunks, key=lambda chunk: int(chunk.month[:4])):
        part, document = _part(
            year, series.model_copy(update={"chunks": tuple(chunks), "daily": b""})
        )
        parts.append(part)
        documents.append(document)
    fact = f.MeasurementSeries(
        text=measure.name(language) if measure else series.measure,
        measure=series.measure,
        label=series.label,
        unit=series.unit,
        origin=series.source,
        device=series.device,
        points=series.points,
        days=len(series.aggregates()),
        first_day=series.first_day,
        last_day=series.last_day,
        daily=daily.id,
        parts=tuple(parts),
        provenance=provenance,
    )
    return fact, documents


def _part(year: int, series: Series) -> tuple[f.SeriesPart, NewDocument]:
    points = sum(chunk.points for chunk in series.chunks)
    alone = series.model_copy(
        # Nothing of the other years: the same year of two exports must give the same bytes.
        update={
            "points": points,
            "first_day": str(year),
            "last_day": str(year),
            "duplicates": 0,
            "daily": b"",
        }
    )
    content = alone.to_bytes()
    document = NewDocument(id=f.new_id(), content=content)
    digest = hashlib.sha256(content).hexdigest()
    return f.SeriesPart(year=year, document=document.id, points=points, digest=digest), document


async def keep_series(found: f.MeasurementSeries, context: HealthContext) -> None:
    """Add the series to the notebook, or let it extend the one that is there."""
    old = await _same(found, context)
    if old is None:
        context.draft.put(found)
        return
    merged, documents, dropped = await _extended(old, found, context)
    context.draft.put(merged, old)
    context.draft.documents += documents
    # What the import before last replaced: no undo needs it any more.
    context.draft.dropped += [*dropped, *old.replaced]


async def _same(found: f.MeasurementSeries, context: HealthContext) -> f.MeasurementSeries | None:
    def name(fact: f.MeasurementSeries) -> tuple[str, ...]:
        return (fact.measure, fact.label, fact.unit, fact.origin, fact.device)

    kept = await context.notebook.facts(f.MeasurementSeries)
    return next((fact for fact in kept if name(fact) == name(found)), None)


async def _extended(
    old: f.MeasurementSeries, new: f.MeasurementSeries, context: HealthContext
) -> tuple[f.MeasurementSeries, list[NewDocument], list[str]]:
    """The fact that results, its new documents, and those of ``new`` that it does not need."""
    theirs, ours = {x.year: x for x in old.parts}, {x.year: x for x in new.parts}
    days: dict[int, list[DailyAggregate]] = {}
    for fact, years in ((old, theirs), (new, ours)):
        for day in unpack_aggregates(await context.notebook.document(fact.daily) or b""):
            if day.day.year in years and not (fact is new and _equal(theirs, ours, day.day.year)):
                days.setdefault(day.day.year, []).append(day)
    parts, documents = [], []
    dropped, replaced = [new.daily], [old.daily]
    for year in sorted(theirs | ours):
        if year not in ours or year not in theirs:
            parts.append(theirs.get(year) or ours[year])
            continue
        dropped.append(ours[year].document)
        if _equal(theirs, ours, year):
            parts.append(theirs[year])
            continue
        before = await points(theirs[year], context)
        after = await points(ours[year], context)
        # Long arithmetic: other people's turns go on meanwhile.
        one = await asyncio.to_thread(extend, before, after) if before and after else after
        if one is None:
            parts.append(theirs[year])
            continue
        part, document = _part(year, one)
        parts.append(part)
        documents.append(document)
        replaced.append(theirs[year].document)
        days[year] = list(one.aggregates()) if one.daily else days[year]
    aggregates = _in_order(days.values())
    daily = NewDocument(id=f.new_id(), content=repack(aggregates))
    merged = old.model_copy(
        update={
            "points": sum(part.points for part in parts),
            "days": len(aggregates),
            "first_day": min(old.first_day, new.first_day),
            "last_day": max(old.last_day, new.last_day),
            "daily": daily.id,
            "parts": tuple(parts),
            "replaced": tuple(replaced),
            "provenance": new.provenance,
        }
    )
    return merged, [daily, *documents], dropped


def _equal(one: dict[int, f.SeriesPart], two: dict[int, f.SeriesPart], year: int) -> bool:
    return year in one and year in two and one[year].digest == two[year].digest


def _in_order(years: Iterable[Sequence[DailyAggregate]]) -> list[DailyAggregate]:
    days = {day.day: day for year in years for day in year}
    return [days[day] for day in sorted(days)]


async def points(part: f.SeriesPart, context: HealthContext) -> Series | None:
    """The points of one year; None when they are no longer there."""
    content = await context.notebook.document(part.document)
    return Series.from_bytes(content) if content is not None else None


async def aggregates(
    fact: f.MeasurementSeries, context: HealthContext
) -> tuple[DailyAggregate, ...]:
    """The days of a series; none when its document is no longer there."""
    content = await context.notebook.document(fact.daily)
    return unpack_aggregates(content) if content is not None else ()


def documents_of(fact: f.MeasurementSeries) -> list[str]:
    """The ids of all documents that hold this series."""
    return [fact.daily, *(part.document for part in fact.parts)]
