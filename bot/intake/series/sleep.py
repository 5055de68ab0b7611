"""Nights: stages of sleep summed up in code over a stated window.

A night belongs to the local day on which it ends. Its window runs from 18:00 of the day before
to 18:00 of that day, by the wall clock; a stage belongs to the window in which its middle lies,
so a nap after lunch belongs to the same day and one in the evening to the next. Overlapping
stretches of the same stage count once. Of several sources, the one with the longest sleep in
that window counts and the others are named.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.intake.series.measures import ASLEEP, SLEEP_STAGES
from bot.intake.series.value import Series

EVENING = timedelta(hours=18)
_Stretch = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Night:
    """One night. ``stages`` are seconds per stage of ``SLEEP_STAGES``; ``asleep`` seconds asleep.

    ``began`` and ``ended`` are local wall times of the first and last sleep (of the time in bed
    when no sleep was recorded); ``others`` are sources that also recorded this night.
    """

    day: date
    asleep: int
    stages: dict[str, int]
    began: datetime
    ended: datetime
    source: str
    others: tuple[str, ...] = ()


def nights(series: Sequence[Series]) -> tuple[Night, ...]:
    """The nights of these series of the measure "sleep", in order."""
    found: dict[date, dict[str, dict[int, list[_Stretch]]]] = {}
    for each in series:
        if each.measure != "sleep":
            continue
        for chunk in each.days():
            for point in chunk.points():
                start = point.start.replace(tzinfo=None)
                end = start + point.duration
                middle = start + point.duration / 2
                day = (middle + (timedelta(days=1) - EVENING)).date()
                stages = found.setdefault(day, {}).setdefault(each.source, {})
                stages.setdefault(int(point.value), []).append((start, end))
    return tuple(_night(day, found[day]) for day in sorted(found))


def _night(day: date, sources: dict[str, dict[int, list[_Stretch]]]) -> Night:
    asleep = {source: _length(_union(_of(stages, ASLEEP))) for source, stages in sources.items()}
    best = min(sources, key=lambda source: (-asleep[source], source))
    stages = sources[best]
    spans = _union(_of(stages, ASLEEP)) or _union(_of(stages, stages.keys()))
    return Night(
        day=day,
        asleep=asleep[best],
        stages={
            SLEEP_STAGES[stage]: _length(_union(stages[stage]))
            for stage in sorted(stages)
            if 0 <= stage < len(SLEEP_STAGES)
        },
        began=spans[0][0],
        ended=spans[-1][1],
        source=best,
        others=tuple(sorted(set(sources) - {best})),
    )


def _of(stages: dict[int, list[_Stretch]], wanted: Iterable[int]) -> list[_Stretch]:
    return [stretch for stage in wanted for stretch in stages.get(stage, ())]


def _union(stretches: list[_Stretch]) -> list[_Stretch]:
    joined: list[_Stretch] = []
    for start, end in sorted(stretches):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _length(stretches: list[_Stretch]) -> int:
    return sum(int((end - start).total_seconds()) for start, end in stretches)
