"""One event of a calendar: handed to the library with its zones named, and read from it."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import icalendar

from bot.intake.calendar_text import Component, bounded_dates, property_name, with_zone, zone_id
from bot.intake.calendar_zones import like, named_zone, wall_in
from bot.intake.series.gather import Gather

DATED = frozenset({"DTSTART", "DTEND", "RECURRENCE-ID", "RDATE", "EXDATE", "DUE"})
TECHNICAL = DATED | frozenset(
    [
        "DTSTAMP",
        "UID",
        "SEQUENCE",
        "CREATED",
        "LAST-MODIFIED",
        "CLASS",
        "TRANSP",
        "PRIORITY",
        "STATUS",
        "RRULE",
        "EXRULE",
        "SUMMARY",
        "LOCATION",
        "DESCRIPTION",
        "DURATION",
        "COMPLETED",
        "PERCENT-COMPLETE",
    ]
)
_ERRORS = (
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    OverflowError,
    RecursionError,
)
_NO_DATE = (KeyError, AttributeError, icalendar.error.BrokenCalendarProperty)
_BARE_DATE = re.compile(r"(\d{8})(?:T(\d{2})(\d{2})(\d{2})?(Z)?)?")


@dataclass(slots=True)
class CalendarFrame:
    """What holds for all events of one VCALENDAR."""

    home: str
    guessed: bool
    cancelled: bool
    zones: dict[str, str]
    definitions: dict[str, str]


def parse_event(
    component: Component, calendar: CalendarFrame, gather: Gather
) -> icalendar.Event | None:
    """One event as the library reads it, with its zones named; None when it is no event."""
    used: set[str] = set()
    lines = []
    for line in component.lines:
        name = property_name(line)
        if name in DATED:
            written = zone_id(line)
            if written is not None:
                zone = calendar.zones.get(written) or named_zone(written)
                if zone is None:
                    gather.loose(f"TZID {written[:60]}")
                    gather.warn("intake-zone-unknown")
                elif zone in calendar.definitions:
                    used.add(zone)
                line = with_zone(line, zone)
            line = bounded_dates(line)
        elif name not in TECHNICAL:
            continue
        lines.append(line)
    text = "\r\n".join(
        [
            "BEGIN:VCALENDAR",
            *(calendar.definitions[name].strip() for name in sorted(used)),
            "BEGIN:VEVENT",
            *lines,
            "END:VEVENT",
            "END:VCALENDAR",
            "",
        ]
    )
    try:
        parsed = icalendar.Calendar.from_ical(text)
    except _ERRORS:
        return None
    for event in parsed.events:
        if event.errors:
            gather.partial = True
            gather.warn("intake-damaged-parts")
            for broken, _reason in event.errors[:5]:
                gather.loose(f"{broken or 'line'} not readable")
        return _mended(event, lines)
    return None


def wall_of(
    when: date, calendar: CalendarFrame, used: Counter[str], gather: Gather
) -> tuple[datetime, str]:
    """Naive wall time and zone name of a start as the file gives it."""
    if not isinstance(when, datetime):
        return datetime(when.year, when.month, when.day), calendar.home  # noqa: DTZ001
    if when.tzinfo is None:
        if calendar.guessed:
            gather.warn("intake-zone-assumed", zone=calendar.home)
        return when, calendar.home
    name = getattr(when.tzinfo, "key", None)
    if when.utcoffset() == when.replace(tzinfo=UTC).utcoffset() and name in (None, "UTC"):
        if calendar.guessed:
            gather.warn("intake-zone-assumed", zone=calendar.home)
        return wall_in(when, calendar.home), calendar.home
    if name is None:
        wall = when.replace(tzinfo=None)
        name = like(when.tzinfo, wall, calendar.home, used)
        if name is None:
            gather.warn("intake-zone-unknown")
            return wall_in(when, calendar.home), calendar.home
    used[str(name)] += 1
    return when.replace(tzinfo=None), str(name)


def start_of(event: icalendar.Event) -> date | None:
    """The start as date, naive or aware datetime."""
    try:
        starts: Any = event["DTSTART"]
        when = starts.dt
    except _NO_DATE:
        return None
    return when if isinstance(when, date) else None


def end_of(event: icalendar.Event) -> date | None:
    """The day on which the event ends, when it says so."""
    try:
        ends: Any = event["DTEND"]
        when = ends.dt
    except _NO_DATE:
        return None
    return when.date() if isinstance(when, datetime) else when if isinstance(when, date) else None


def text_of(event: icalendar.Event, name: str, limit: int) -> str | None:
    """A text of the event, its lines tidied, without mark-up in the description."""
    value = event.get(name)
    if isinstance(value, list):
        value = value[0] if value else None
    if value is None:
        return None
    text = re.sub(r"<[^<>]{1,200}>", " ", str(value)) if name == "DESCRIPTION" else str(value)
    text = "\n".join(" ".join(line.split()) for line in text.splitlines() if line.strip())
    return text[:limit] or None


def _mended(event: icalendar.Event, lines: list[str]) -> icalendar.Event:
    """The event, its start read from the bare digits when the library could not."""
    if start_of(event) is None:
        for line in lines:
            if property_name(line) == "DTSTART" and (when := bare(line, zone_id(line))):
                event.pop("DTSTART", None)
                event.add("DTSTART", when)
                break
    return event


def bare(text: str, zone: str | None) -> date | None:
    """A date or moment written in digits anywhere in a text."""
    match = _BARE_DATE.search(text)
    if match is None:
        return None
    day, hour, minute, second, utc = match.groups()
    try:
        when = datetime.strptime(day, "%Y%m%d")  # noqa: DTZ007 - the zone follows
        if hour is None:
            return when.date()
        when = when.replace(hour=int(hour), minute=int(minute), second=int(second or 0))
    except ValueError:
        return None
    if utc:
        return when.replace(tzinfo=UTC)
    iana = named_zone(zone) if zone else None
    return when.replace(tzinfo=icalendar.timezone.tzp.timezone(iana)) if iana else when
