"""What was measured, day by day, from series and single results together.

The rule for several devices is that of :mod:`bot.intake.series.combine`: nothing is added up
twice; for what adds up (steps), each hour counts from one device only, and for levels (heart
rate) a day counts from the device that covered most of its hours.
"""

import asyncio
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from bot.actions import HealthContext
from bot.care.documents.series import aggregates, points
from bot.care.wellness.windows import Window
from bot.intake.series import MEASURES, DailyAggregate, Series, combine, nights
from bot.intake.units import convert
from bot.knowledge.analytes import by_id
from bot.knowledge.wellness import Shown
from bot.notebook import facts as f
from bot.wording.folding import fold

RUN = 3
"""Days in a row from which a device counts as the one in use."""


@dataclass(frozen=True, slots=True)
class Day:
    """One local day: its value (a sum or a mean), its extremes, how much of it was covered.

    ``coverage`` is the share of the 24 hours in which something was measured; 0 to 1. ``source``
    names what counted.
    """

    day: date
    value: Decimal
    low: Decimal
    high: Decimal
    count: int
    coverage: float
    source: str


@dataclass(frozen=True, slots=True)
class Change:
    """From which day another device measured."""

    day: date
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Collected:
    """The days of a window, in order, and on how many of them several devices measured."""

    days: tuple[Day, ...]
    overlapping: int = 0

    @property
    def sources(self) -> tuple[str, ...]:
        """What measured, the most used first."""
        named = Counter(day.source for day in self.days if day.source)
        return tuple(name for name, _ in named.most_common())

    @property
    def changes(self) -> tuple[Change, ...]:
        """Where another device took over for at least :data:`RUN` days."""
        runs: list[tuple[str, date, int]] = []
        for day in self.days:
            if runs and runs[-1][0] == day.source:
                runs[-1] = (day.source, runs[-1][1], runs[-1][2] + 1)
            else:
                runs.append((day.source, day.day, 1))
        steady: list[tuple[str, date]] = []
        for name, first, length in runs:
            if length >= RUN and name and (not steady or steady[-1][0] != name):
                steady.append((name, first))
        return tuple(Change(day, before[0], name) for before, (name, day) in pairwise(steady))


def name_of(fact: f.MeasurementSeries) -> str:
    """The device, or where the measurements come from."""
    return fact.device or fact.origin


async def series_of(codes: Iterable[str], context: HealthContext) -> list[f.MeasurementSeries]:
    """The kept series of the first of these measures that there are any of."""
    kept = await context.notebook.facts(f.MeasurementSeries)
    for code in codes:
        found = [fact for fact in kept if fact.measure == code and not fact.label]
        if found:
            return found
    return []


async def collect(measure: Shown, window: Window, context: HealthContext) -> Collected:
    """The days of one measure in its own unit."""
    facts = await series_of(measure.codes, context)
    stages = [fact for fact in facts if fact.measure == "sleep"]
    if stages:
        return await _slept(stages, window, context)
    collected = await _of_series(measure, facts, window, context)
    singles = await _of_results(measure, window, context)
    if not singles:
        return collected
    there = {day.day for day in collected.days}
    days = [*collected.days, *(day for day in singles if day.day not in there)]
    return Collected(tuple(sorted(days, key=lambda x: x.day)), collected.overlapping)


async def _of_series(
    measure: Shown, facts: Sequence[f.MeasurementSeries], window: Window, context: HealthContext
) -> Collected:
    found: dict[date, list[tuple[f.MeasurementSeries, DailyAggregate]]] = {}
    for fact in facts:
        if fact.last_day < window.first.isoformat() or fact.first_day > window.last.isoformat():
            continue
        for day in await aggregates(fact, context):
            if window.first <= day.day <= window.last:
                found.setdefault(day.day, []).append((fact, day))
    shared = {day for day, rivals in found.items() if len(rivals) > 1}
    sums = {fact.measure for fact in facts if _adds_up(fact)}
    exact = await _combined(facts, shared, context) if sums and shared else {}
    days = []
    for when, rivals in sorted(found.items(), key=lambda x: x[0]):
        fact, aggregate = max(rivals, key=lambda x: (x[1].hours.bit_count(), x[1].count))
        name, unit = name_of(fact), fact.unit
        if when in exact:
            aggregate, name, unit = exact[when]
        made = _day(aggregate, unit, measure, name, adds_up=_adds_up(fact))
        if made is not None:
            days.append(made)
    return Collected(tuple(days), len(shared))


def _adds_up(fact: f.MeasurementSeries) -> bool:
    known = MEASURES.get(fact.measure)
    return known is not None and known.kind == "sum"


def _day(
    aggregate: DailyAggregate, unit: str, measure: Shown, name: str, *, adds_up: bool
) -> Day | None:
    analyte = by_id(next(iter(measure.analytes), None))
    told = aggregate.total if adds_up else aggregate.mean
    numbers = [
        convert(number, unit, measure.unit, analyte)
        for number in (told, aggregate.minimum, aggregate.maximum)
    ]
    value, low, high = numbers
    if value is None or low is None or high is None:
        return None
    return Day(aggregate.day, value, low, high, aggregate.count, aggregate.coverage, name)


async def _combined(
    facts: Sequence[f.MeasurementSeries], shared: set[date], context: HealthContext
) -> dict[date, tuple[DailyAggregate, str, str]]:
    """The days on which several devices measured, each hour from one of them."""
    months = {f"{day:%Y-%m}" for day in shared}
    units = Counter(fact.unit for fact in facts)
    unit = units.most_common(1)[0][0]
    opened: list[Series] = []
    for fact in facts:
        for part in fact.parts:
            if fact.unit != unit or not any(month.startswith(str(part.year)) for month in months):
                continue
            year = await points(part, context)
            if year is not None:
                kept = tuple(chunk for chunk in year.chunks if chunk.month in months)
                opened.append(year.model_copy(update={"chunks": kept}))
    if not opened:
        return {}
    # Many points: other people's turns go on meanwhile.
    combined = await asyncio.to_thread(combine, opened)
    return {
        each.aggregate.day: (each.aggregate, " + ".join(map(_bare, each.sources)), unit)
        for each in combined
        if each.aggregate.day in shared
    }


def _bare(source: str) -> str:
    """The device of "source (device)"."""
    return source.partition(" (")[2].removesuffix(")") or source


async def _slept(
    facts: Sequence[f.MeasurementSeries], window: Window, context: HealthContext
) -> Collected:
    """Nights by the day on which they end, in minutes asleep."""
    opened: list[Series] = []
    for fact in facts:
        for part in fact.parts:
            if window.first.year - 1 <= part.year <= window.last.year:
                year = await points(part, context)
                if year is not None:
                    opened.append(_within(year, window))
    if not opened:
        return Collected((), 0)
    devices = {fact.origin: name_of(fact) for fact in facts}
    slept = [
        night
        for night in await asyncio.to_thread(nights, opened)
        if window.first <= night.day <= window.last and night.asleep
    ]
    days = tuple(
        Day(
            day=night.day,
            value=Decimal(night.asleep) / 60,
            low=Decimal(night.asleep) / 60,
            high=Decimal(night.asleep) / 60,
            count=1,
            coverage=1.0,
            source=devices.get(night.source, night.source),
        )
        for night in slept
    )
    return Collected(days, sum(1 for night in slept if night.others))


def _within(year: Series, window: Window) -> Series:
    """Only the months that the window and the evening before it touch."""
    first = f"{window.first - timedelta(days=1):%Y-%m}"
    last = f"{window.last:%Y-%m}"
    kept = tuple(chunk for chunk in year.chunks if first <= chunk.month <= last)
    return year.model_copy(update={"chunks": kept})


def is_of(fact: f.Observation, measure: Shown) -> bool:
    """Whether a single result is of this measure: by code, by analyte, or by its usual name."""
    if fact.analyte and fact.analyte in measure.analytes:
        return True
    if any(code.code in measure.loinc for code in fact.codes):
        return True
    if fact.codes or fact.category == "laboratory":
        return False
    names = {
        fold(name)
        for code in measure.codes
        if (known := MEASURES.get(code)) is not None
        for name in (known.fr, known.en)
    }
    return fold(fact.text) in names


async def _of_results(measure: Shown, window: Window, context: HealthContext) -> list[Day]:
    """Single results by day, their mean where a day has several."""
    analyte = by_id(next(iter(measure.analytes), None))
    found: dict[date, list[tuple[Decimal, str]]] = {}
    for fact in await context.notebook.facts(f.Observation):
        day = day_of(fact)
        if day is None or not window.first <= day <= window.last or not is_of(fact, measure):
            continue
        if fact.value is None or fact.ucum is None or fact.comparator or fact.doubt:
            continue
        value = (
            (fact.value - 32) * 5 / 9
            if (fact.ucum, measure.unit) == ("[degF]", "Cel")
            else convert(fact.value, fact.ucum, measure.unit, analyte)
        )
        if value is not None:
            found.setdefault(day, []).append((value, fact.device or ""))
    days = []
    for day, values in sorted(found.items()):
        numbers = [value for value, _ in values]
        days.append(
            Day(
                day=day,
                value=sum(numbers, Decimal(0)) / len(numbers),
                low=min(numbers),
                high=max(numbers),
                count=len(numbers),
                coverage=0.0,
                source=values[-1][1],
            )
        )
    return days


def day_of(fact: f.Observation) -> date | None:
    """The local day of a result, when it is known to the day."""
    try:
        return date.fromisoformat((fact.effective or "")[:10])
    except ValueError:
        return None
