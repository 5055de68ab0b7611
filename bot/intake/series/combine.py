"""Several sources of one measure: never added up, always told.

The rule, per local hour: where one source has points, it counts; where several have, the one
with the longest covered time in that hour counts (then the one with more points, then the first
by name). Points count in the hour in which they start. Levels (heart rate, glucose) follow the
same rule, so that a day's mean is not pulled towards the device that writes more often.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.intake.series.daily import DailyAggregate
from bot.intake.series.value import DayChunk, Series

_HOUR = 3_600_000


@dataclass(frozen=True, slots=True)
class CombinedDay:
    """One local day over all sources.

    ``overlapping`` counts the hours in which more than one source had points; ``sources`` are
    those that counted, as "source (device)".
    """

    aggregate: DailyAggregate
    overlapping: int
    sources: tuple[str, ...]


@dataclass(slots=True)
class _Hour:
    name: str
    covered: int
    values: list[Decimal]
    below: int
    above: int


def overlapping_days(series: Sequence[Series]) -> int:
    """On how many local days at least two of these series have points in the same hour."""
    seen: dict[date, int] = {}
    double: set[date] = set()
    for each in series:
        for day in each.aggregates():
            if seen.get(day.day, 0) & day.hours:
                double.add(day.day)
            seen[day.day] = seen.get(day.day, 0) | day.hours
    return len(double)


def combine(series: Sequence[Series]) -> tuple[CombinedDay, ...]:
    """The days of these series of one measure and unit, each hour from one source.

    Raises :class:`ValueError` when measures, labels or units differ.
    """
    if len({(each.measure, each.label, each.unit) for each in series}) > 1:
        raise ValueError("different measures or units cannot be combined")
    days: dict[date, list[tuple[str, DayChunk]]] = {}
    for each in series:
        name = f"{each.source} ({each.device})" if each.device else each.source
        for chunk in each.days():
            days.setdefault(chunk.day, []).append((name, chunk))
    return tuple(_combine_day(day, days[day]) for day in sorted(days))


def _combine_day(day: date, chunks: Iterable[tuple[str, DayChunk]]) -> CombinedDay:
    hours: dict[int, list[_Hour]] = {}
    for name, chunk in chunks:
        mine: dict[int, _Hour] = {}
        for start, length, value, bound in zip(
            chunk.starts, chunk.durations, chunk.values(), chunk.bounds, strict=True
        ):
            number = min(start // _HOUR, 23)
            hour = mine.setdefault(number, _Hour(name, 0, [], 0, 0))
            hour.covered += length
            hour.values.append(value)
            hour.below += bound == 1
            hour.above += bound == 2
        for number, hour in mine.items():
            hours.setdefault(number, []).append(hour)
    chosen = {
        number: min(rivals, key=lambda hour: (-hour.covered, -len(hour.values), hour.name))
        for number, rivals in hours.items()
    }
    values = [value for hour in chosen.values() for value in hour.values]
    aggregate = DailyAggregate(
        day=day,
        count=len(values),
        total=sum(values, Decimal(0)),
        minimum=min(values),
        maximum=max(values),
        hours=sum(1 << number for number in chosen),
        seconds=min(86_400, sum(hour.covered for hour in chosen.values()) // 1000),
        below=sum(hour.below for hour in chosen.values()),
        above=sum(hour.above for hour in chosen.values()),
    )
    return CombinedDay(
        aggregate=aggregate,
        overlapping=sum(len(rivals) > 1 for rivals in hours.values()),
        sources=tuple(sorted({hour.name for hour in chosen.values()})),
    )
