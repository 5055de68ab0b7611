"""When something that comes back is reminded of: its next time, and the cron of those after."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import datetime, time
from zoneinfo import ZoneInfo

from bot import dates
from bot.notebook import facts as f
from bot.turn import Reminder
from bot.wording.lines import recurrence

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_ALL = range(1, 13)
_FEBRUARY = (2,)
_LONGER = tuple(month for month in _ALL if month not in _FEBRUARY)


def reminders_of(fact: f.Task, what: str, now: datetime) -> tuple[Reminder, ...]:
    """The nudges of something that comes back: for each of its times, one for each cron."""
    if fact.repeat is None or fact.zone is None:
        return ()
    zone, rule = ZoneInfo(fact.zone), recurrence(fact.repeat)
    return tuple(
        Reminder(
            about=fact.id,
            what=what,
            local=_first(replace(rule, times=(at,)), months, now, zone),
            zone=fact.zone,
            recurrence=cron,
        )
        for at in rule.times
        for cron, months in _crons(fact.repeat, at)
    )


def _first(
    rule: dates.Recurrence, months: Collection[int], now: datetime, zone: ZoneInfo
) -> datetime:
    """The rule's next local time, naive, that lies in one of the months."""
    while True:
        now = rule.next_after(now, zone).astimezone(zone)
        if now.month in months:
            return now.replace(tzinfo=None)


def _crons(repeat: f.Repetition, at: time) -> Iterator[tuple[str, Collection[int]]]:
    """Cron expressions of five fields, each with the months that it is for.

    A day that a month has not is its last one, as the calendar shows it. Only February lacks the
    29th and the 30th, so these need two expressions.
    """
    clock = f"{at.minute} {at.hour}"
    weekdays = ",".join(_DAYS[day] for day in repeat.weekdays) or "*"
    if not {29, 30} & set(repeat.monthdays):
        yield f"{clock} {_days(repeat.monthdays, 30)} * {weekdays}", _ALL
        return
    yield f"{clock} {_days(repeat.monthdays, 30)} 1,3-12 {weekdays}", _LONGER
    yield f"{clock} {_days(repeat.monthdays, 28)} 2 {weekdays}", _FEBRUARY


def _days(monthdays: tuple[int, ...], shortest: int) -> str:
    """The field of days, for months of at least so many days; what is beyond is the last one."""
    shown = (str(day) if day <= shortest else "last" for day in monthdays)
    return ",".join(dict.fromkeys(shown)) or "*"
