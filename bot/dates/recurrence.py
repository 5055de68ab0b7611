"""Repetition: which wall times come back, and when the next one falls.

The calendar is APScheduler's `CronTrigger`, asked about wall time as though it were UTC; the wall
time it gives is then resolved in the person's zone by the rules of `zones`. So a reminder at 02:30
still comes on the morning when clocks skip 02:30 (at 03:30), and comes once when 02:30 is doubled.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from bot.dates.placing import month_end
from bot.dates.zones import resolve

if TYPE_CHECKING:
    from apscheduler.triggers.cron import CronTrigger

Unit = Literal["day", "week", "month"]

# Where periods are counted from when no start is known: a Monday, the first week of a year.
_EPOCH = date(1970, 1, 5)
# Longer than any gap daylight saving has made, so that a time moved out of one is not passed over.
_GAP = timedelta(hours=3)
_DAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True)
class Recurrence:
    """Wall times that come back every `every` days, weeks or months.

    `weekdays` (Monday = 0) narrows days or weeks; `monthdays` (1 to 31) says the days of a month,
    one beyond its end being its last. `start` is the first day, and the one from which periods of
    more than one are counted; a week without weekdays or a month without monthdays takes its own.
    Raises ValueError for values outside these ranges.
    """

    times: tuple[time, ...]
    weekdays: tuple[int, ...] = ()
    monthdays: tuple[int, ...] = ()
    every: int = 1
    unit: Unit = "day"
    start: date | None = None

    def __post_init__(self) -> None:
        sound = (
            self.times
            and self.every >= 1
            and all(0 <= day <= 6 for day in self.weekdays)
            and all(1 <= day <= 31 for day in self.monthdays)
            and all(moment.tzinfo is None for moment in self.times)
        )
        if not sound:
            raise ValueError("not a recurrence")
        object.__setattr__(self, "times", tuple(sorted(set(self.times))))
        object.__setattr__(self, "weekdays", tuple(sorted(set(self.weekdays))))
        object.__setattr__(self, "monthdays", tuple(sorted(set(self.monthdays))))

    def starting(self, day: date) -> Recurrence:
        """Return this recurrence beginning on a day."""
        return replace(self, start=day)

    def next_after(self, moment: datetime, zone: tzinfo) -> datetime:
        """Return the first time strictly after `moment` (aware), in UTC."""
        return min(self._next(at, moment, zone) for at in self.times)

    def _next(self, at: time, moment: datetime, zone: tzinfo) -> datetime:
        wall = moment.astimezone(zone).replace(tzinfo=None, fold=0) - _GAP
        for day in self._days(at, wall):
            instant = resolve(datetime.combine(day, at), zone)
            if instant > moment:
                return instant
        raise ValueError("the calendar ends")

    def _days(self, at: time, wall: datetime) -> Iterator[date]:
        """Yield the days on which `at` comes, from the first whose wall time is at least `wall`."""
        trigger = _trigger(at, self._days_of_week(), self._days_of_month())
        while True:
            if self.start and wall.date() < self.start:
                wall = datetime.combine(self.start, time(0))
            aligned = self._aligned(wall.date())
            if aligned > wall.date():
                wall = datetime.combine(aligned, time(0))
            found: datetime | None = trigger.get_next_fire_time(None, wall.replace(tzinfo=UTC))
            if found is None:
                return
            day = found.date()
            if self._aligned(day) == day and self._is_monthday(day):
                yield day
            wall = found.replace(tzinfo=None) + timedelta(minutes=1)

    @property
    def _anchor(self) -> date:
        return self.start or _EPOCH

    def _days_of_week(self) -> tuple[int, ...]:
        alone = self.unit == "week" and not self.weekdays
        return (self._anchor.weekday(),) if alone else self.weekdays

    def _days_of_month(self) -> tuple[int, ...]:
        if self.unit != "month" or self.monthdays:
            return self.monthdays
        return (self._anchor.day if self.start else 1,)

    def _is_monthday(self, day: date) -> bool:
        wanted = self._days_of_month()
        last = month_end(day.year, day.month).day
        return not wanted or any(min(one, last) == day.day for one in wanted)

    def _aligned(self, day: date) -> date:
        """Return the first day from `day` on that lies in one of the periods counted."""
        if self.every == 1:
            return day
        anchor = self._anchor
        if self.unit == "day":
            return day + timedelta(days=(anchor - day).days % self.every)
        if self.unit == "week":
            monday = anchor - timedelta(days=anchor.weekday())
            weeks = (day - monday).days // 7
            if weeks % self.every == 0:
                return day
            return monday + timedelta(weeks=weeks + -weeks % self.every)
        months = (day.year - anchor.year) * 12 + day.month - anchor.month
        if months % self.every == 0:
            return day
        index = day.year * 12 + day.month - 1 + -months % self.every
        return date(index // 12, index % 12 + 1, 1)


@lru_cache(maxsize=1_024)
def _trigger(at: time, weekdays: tuple[int, ...], monthdays: tuple[int, ...]) -> CronTrigger:
    from apscheduler.triggers.cron import CronTrigger

    # Days 29 to 31 may mean the last day of a shorter month: look at all of them, then choose.
    shown = {str(day) for day in monthdays if day <= 28}
    shown |= {"28-31"} if any(day > 28 for day in monthdays) else set()
    return CronTrigger(
        hour=at.hour,
        minute=at.minute,
        day_of_week=",".join(_DAY_NAMES[day] for day in weekdays) or None,
        day=",".join(sorted(shown)) or None,
        timezone=UTC,
    )
