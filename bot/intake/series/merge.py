"""Several series of the same measure, source and device as one: files of one export, a new import.

Equal points are dropped and counted as ever; nothing else is decided here.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from bot.intake.series.value import UNKNOWN_OFFSET, Series

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


def _add(builder: SeriesBuilder, key: Key, series: Series) -> None:
    for day in series.days():
        midnight = (day.day.toordinal() - _EPOCH) * _DAY_MS
        scale = 1 if day.decimals is None else 10**day.decimals
        builder.add(
            key,
            [
                midnight + start - (offset or 0) * _MINUTE_MS
                for start, offset in zip(day.starts, day.offsets, strict=True)
            ],
            day.durations,
            [UNKNOWN_OFFSET if offset is None else offset for offset in day.offsets],
            [number / scale for number in day.numbers],
            day.bounds,
        )
