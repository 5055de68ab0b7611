"""Several series of the same measure, source and device as one: files of one export, a new import.

Equal points are dropped and counted as ever. :func:`merge` decides nothing else; :func:`extend`
lets a newer export replace what an older one said of the same time.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from datetime import date
from itertools import accumulate
from typing import TYPE_CHECKING

from bot.intake.series.measures import MEASURES
from bot.intake.series.value import UNKNOWN_OFFSET, DayChunk, Series

if TYPE_CHECKING:
    from bot.intake.series.builder import Key, SeriesBuilder

_EPOCH = date(1970, 1, 1).toordinal()
_DAY_MS = 86_400_000
_MINUTE_MS = 60_000


def merge(series: Iterable[Series]) -> tuple[Series, ...]:
    """One series for each measure, unit, source, device and label; those alone stay untouched."""
    from bot.intake.series.builder import SeriesBuilder

    groups: dict[Key, list[Series]] = {}
    for each in series:
        key = (each.measure, each.unit, each.source, each.device, each.label)
        groups.setdefault(key, []).append(each)
    merged = []
    for key in sorted(groups):
        group = groups[key]
        if len(group) == 1:
            merged.append(group[0])
            continue
        builder = SeriesBuilder()
        for each in group:
            _add(builder, key, each)
        (one,) = builder.build()
        before = sum(each.duplicates for each in group)
        merged.append(one.model_copy(update={"duplicates": one.duplicates + before}))
    return tuple(merged)


def extend(old: Series, new: Series) -> Series:
    """One series of an older and a newer export: where the newer one speaks, it is right.

    A day's total that has grown since, or the same hours cut differently, replaces what the
    older export said of that time; everything else of both stays. Raises :class:`ValueError`
    when the two are not of one measure, unit, source and device.
    """
    from bot.intake.series.builder import SeriesBuilder

    key = (old.measure, old.unit, old.source, old.device, old.label)
    if key != (new.measure, new.unit, new.source, new.device, new.label):
        raise ValueError("different series cannot be made one")
    newer = {day.day: day for day in new.days()}
    builder = SeriesBuilder()
    for day in old.days():
        fresh = newer.get(day.day)
        _add_day(builder, key, day, _left(day, fresh, old.measure) if fresh else None)
    for day in newer.values():
        _add_day(builder, key, day)
    (one,) = builder.build()
    return one


def _left(old: DayChunk, new: DayChunk, measure: str) -> list[int]:
    """The points of an older export that the newer one does not speak of, by their place."""
    known = MEASURES.get(measure)
    kind = known.kind if known else "sample"
    starts = _instants(new)
    if kind == "stage":
        said = set(zip(starts, new.values(), strict=True))
        pairs = zip(_instants(old), old.values(), strict=True)
        return [place for place, pair in enumerate(pairs) if pair not in said]
    same = set(starts)
    if kind == "sample":
        return [place for place, start in enumerate(_instants(old)) if start not in same]
    order = sorted(zip(starts, new.durations, strict=True))
    begins = [start for start, _ in order]
    # The furthest end of all that begin up to here: intervals of one source may overlap.
    ends = list(accumulate((start + length for start, length in order), max))
    left = []
    for place, (start, length) in enumerate(zip(_instants(old), old.durations, strict=True)):
        before = bisect_left(begins, start + length)
        if start not in same and not (before and length and ends[before - 1] > start):
            left.append(place)
    return left


def _instants(day: DayChunk) -> list[int]:
    """Milliseconds since midnight in universal time; local where the offset is unknown."""
    return [
        start - (offset or 0) * _MINUTE_MS
        for start, offset in zip(day.starts, day.offsets, strict=True)
    ]


def _add(builder: SeriesBuilder, key: Key, series: Series) -> None:
    for day in series.days():
        _add_day(builder, key, day)


def _add_day(
    builder: SeriesBuilder, key: Key, day: DayChunk, places: list[int] | None = None
) -> None:
    midnight = (day.day.toordinal() - _EPOCH) * _DAY_MS
    scale = 1 if day.decimals is None else 10**day.decimals
    chosen: Iterable[int] = range(len(day)) if places is None else places
    instants = _instants(day)
    builder.add(
        key,
        [midnight + instants[at] for at in chosen],
        [day.durations[at] for at in chosen],
        [UNKNOWN_OFFSET if (east := day.offsets[at]) is None else east for at in chosen],
        [day.numbers[at] / scale for at in chosen],
        [day.bounds[at] for at in chosen],
    )
