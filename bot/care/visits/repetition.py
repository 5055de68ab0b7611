"""When something that comes back is reminded of: its next time, and the cron of those after."""

from datetime import datetime, time
from typing import Literal
from zoneinfo import ZoneInfo

from bot import dates
from bot.notebook import facts as f
from bot.turn import Reminder

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def reminders_of(fact: f.Task, what: str, now: datetime) -> tuple[Reminder, ...]:
    """The nudges of something that comes back, one for each of its times, each with its cron."""
    if fact.repeat is None or fact.zone is None:
        return ()
    zone = ZoneInfo(fact.zone)
    return tuple(
        Reminder(
            about=fact.id,
            what=what,
            local=_rule(fact.repeat, at)
            .next_after(now, zone)
            .astimezone(zone)
            .replace(tzinfo=None),
            zone=fact.zone,
            recurrence=_cron(fact.repeat, at),
        )
        for at in (time.fromisoformat(x) for x in fact.repeat.times)
    )


def _rule(repeat: f.Repetition, at: time) -> dates.Recurrence:
    unit: Literal["day", "week", "month"] = "week" if repeat.weekdays else "day"
    return dates.Recurrence(
        (at,), repeat.weekdays, repeat.monthdays, unit="month" if repeat.monthdays else unit
    )


def _cron(repeat: f.Repetition, at: time) -> str:
    """Five fields. A day that not every month has is its last one, as the calendar shows it."""
    days = ",".join("last" if day > 28 else str(day) for day in repeat.monthdays) or "*"
    weekdays = ",".join(_DAYS[day] for day in repeat.weekdays) or "*"
    return f"{at.minute} {at.hour} {days} * {weekdays}"
