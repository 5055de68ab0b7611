"""Occurrences of a calendar series, bounded by construction.

The number of steps a rule takes is estimated before anything is expanded; what would take too
many (``FREQ=SECONDLY`` from 1970 on) keeps its first occurrence only, and says so.
"""

import re
import warnings
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import icalendar

from bot.intake.calendar_text import Component, line_value

AHEAD = timedelta(days=400)
BACK = timedelta(days=31)
MAX_OCCURRENCES = 120
STEP_BUDGET = 150_000
"""Steps a rule may take, for all series of a file together ten times as many."""

_UNIT_DAYS = {"YEARLY": 365.0, "MONTHLY": 28.0, "WEEKLY": 7.0, "DAILY": 1.0, "HOURLY": 1 / 24}
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_ERRORS = (
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    OverflowError,
    ArithmeticError,
    RuntimeError,
)
"""What the libraries raise on rules and dates that make no sense: too deep a recursion, and code
that "should never be reached", are RuntimeErrors."""


def steps_of(component: Component, first: date, now: datetime) -> int | None:
    """About how many steps the rules of an event take until they are cut; None: too many ever."""
    total = 0
    rules = [line for line in component.lines if re.match(r"^(RRULE|EXRULE)[;:]", line, re.I)]
    if len(rules) > 4:
        return None
    for rule in rules:
        parts = dict(
            part.upper().split("=", 1) for part in line_value(rule).split(";") if "=" in part
        )
        unit = _UNIT_DAYS.get(parts.get("FREQ", "").strip())
        if unit is None:
            return None
        interval = parts.get("INTERVAL", "1").strip()
        every = int(interval) if interval.isdigit() and 0 < int(interval[:6]) < 10_000 else 1
        if not _ever(parts, every, day_of(first), stop_of(first, now).date()):
            return None
        days = max(1, (stop_of(first, now).date() - day_of(first)).days)
        each = 1
        for name in ("BYHOUR", "BYMINUTE", "BYSECOND"):
            each *= parts[name].count(",") + 1 if name in parts else 1
        if unit >= 7:
            each *= sum(parts.get(name, "").count(",") + 1 for name in ("BYDAY", "BYMONTHDAY"))
        if "BYYEARDAY" in parts or "BYWEEKNO" in parts or parts.get("FREQ") == "YEARLY":
            each *= 366
        total += int(days / unit / every * each) + each
    return total


def _ever(parts: dict[str, str], every: int, first: date, stop: date) -> bool:
    """Whether an hourly or daily rule surely comes round again soon after its cut.

    The library looks for a next occurrence up to the year 9999: for a rule that asks for the
    30th of February it would look at three million days, or seventy million hours.
    """
    unit = parts.get("FREQ", "").strip()
    filters = {name for name in parts if name.startswith("BY")}
    if unit == "HOURLY":
        return not filters
    if unit != "DAILY":
        return True
    if filters & {"BYSETPOS", "BYYEARDAY", "BYWEEKNO", "BYEASTER"}:
        return False
    months = {part.strip() for part in parts.get("BYMONTH", "").split(",") if part.strip()}
    of_month = {part.strip() for part in parts.get("BYMONTHDAY", "").split(",") if part.strip()}
    weekdays = {part.strip()[-2:] for part in parts.get("BYDAY", "").split(",") if part.strip()}
    steps = -(-(stop - first).days // every)
    for step in range(steps, steps + 1 + 4 * 366 // every):
        day = first + timedelta(days=step * every)
        last = (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
        if (
            (not months or str(day.month) in months)
            and (not of_month or {str(day.day), str(day.day - last.day - 1)} & of_month)
            and (not weekdays or _WEEKDAYS[day.weekday()] in weekdays)
        ):
            return True
    return False


def day_of(when: date) -> date:
    """The day of a date or moment."""
    return when.date() if isinstance(when, datetime) else when


def stop_of(first: date, now: datetime) -> datetime:
    """Where an endless series is cut: 400 days after today or its own first day."""
    day = day_of(first)
    begin = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return min(max(begin, now) + AHEAD, datetime(2199, 12, 31, tzinfo=UTC))


def occurrences(
    events: Sequence[icalendar.Event], first: date, now: datetime
) -> tuple[list[icalendar.Event], bool]:
    """The occurrences of the events of one UID, and whether more exist than are given.

    All of a short series; of a long one those from a month ago on. Raises ValueError when the
    rules make no sense.
    """
    import recurring_ical_events  # a fifth of a second to import, for series only

    calendar = icalendar.Calendar()
    for event in events:
        calendar.add_component(event)
    day = day_of(first)
    start = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(days=2)
    stop = stop_of(first, now)
    with warnings.catch_warnings():
        # Rules with both COUNT and UNTIL make the library warn.
        warnings.simplefilter("ignore")
        try:
            query = recurring_ical_events.of(calendar, skip_bad_series=True)
            found = list(query.between(start, stop))
            found.sort(key=_sorting)
        except _ERRORS as error:
            raise ValueError("recurrence") from error
    more = any(_goes_on(event, stop, len(found)) for event in events)
    if len(found) <= MAX_OCCURRENCES:
        return found, more
    recent = [event for event in found if _instant(event) >= now - BACK]
    chosen = recent[:MAX_OCCURRENCES] if recent else found[-MAX_OCCURRENCES:]
    return chosen, True


def _goes_on(event: icalendar.Event, stop: datetime, found: int) -> bool:
    """Whether a series has, or may have, occurrences after the cut."""
    for rule in _listed(event.get("RRULE")):
        until, count = rule.get("UNTIL"), rule.get("COUNT")
        if not until and not count:
            return True
        if until and day_of(until[0]) > stop.date():
            return True
        if count and isinstance(count[0], int) and count[0] > found + len(_dates(event, "EXDATE")):
            return True
    return any(day > stop.date() for day in _dates(event, "RDATE"))


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value] if value else []


def _dates(event: icalendar.Event, name: str) -> list[date]:
    """The days of RDATE or EXDATE."""
    days = []
    for group in _listed(event.get(name)):
        for each in getattr(group, "dts", ()):
            when = each.dt[0] if isinstance(each.dt, tuple) else each.dt
            if isinstance(when, date):
                days.append(day_of(when))
    return days


def _instant(event: icalendar.Event) -> datetime:
    starts: Any = event["DTSTART"]
    when: date = starts.dt
    if not isinstance(when, datetime):
        return datetime(when.year, when.month, when.day, tzinfo=UTC)
    return when if when.tzinfo else when.replace(tzinfo=UTC)


def _sorting(event: icalendar.Event) -> tuple[datetime, str]:
    return _instant(event), str(event.get("SUMMARY", ""))
