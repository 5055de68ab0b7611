"""iCalendar files: one appointment, a series, a cancellation, tasks.

Start times stay wall times with the name of their zone. The file is cut into events first
(:mod:`bot.intake.calendar_text`), so that one broken event costs only itself.
"""

import re
import time
from collections import Counter
from datetime import date, datetime
from typing import Literal

import icalendar

from bot.intake.calendar_event import (
    CalendarFrame,
    bare,
    end_of,
    parse_event,
    start_of,
    text_of,
    wall_of,
)
from bot.intake.calendar_rest import Rest
from bot.intake.calendar_series import STEP_BUDGET, day_of, occurrences, steps_of
from bot.intake.calendar_text import (
    MAX_BYTES,
    Component,
    line_value,
    parse_text,
    safe_zone,
    unescape,
    zone_id,
    zone_text,
)
from bot.intake.calendar_zones import home_zone, named_zone
from bot.intake.reading import Reader, Reading, Source, Unreadable
from bot.intake.series.gather import Gather
from bot.intake.series.moments import received
from bot.intake.wearables.table import decode
from bot.notebook.facts import Appointment, Provenance, Task

FORMAT = "ics"
_SECONDS = 10.0
_MAX_FACTS = 5000
_MAX_PER_UID = 1000
_MAX_RULES = 4


def recognise(source: Source) -> bool:
    """Whether the text has a calendar or an event."""
    if source.content[:4] in (b"PK\x03\x04", b"%PDF"):
        return False
    head = source.content[:8192].replace(b"\x00", b"").upper()
    return (
        re.search(rb"(?:^|[\r\n\xbf\xfe\xff])[ \t]*BEGIN:V(?:CALENDAR|EVENT)\b", head) is not None
    )


def read(source: Source) -> Reading:
    """Read the calendar; raises Unreadable when there is none in the content."""
    if not source.content.strip():
        raise Unreadable("unreadable-empty")
    text, damaged = decode(source.content[:MAX_BYTES])
    parsed = parse_text(text)
    if not parsed.calendars:
        raise Unreadable("unreadable-unknown")
    gather = Gather(source)
    reader = _CalendarReader(gather)
    for calendar in parsed.calendars:
        reader.calendar(calendar)
    if damaged or parsed.damaged or parsed.cut or len(source.content) > MAX_BYTES:
        gather.partial = True
        gather.warn("intake-partial" if parsed.cut else "intake-damaged-parts")
    return reader.finish(parsed.calendars)


class _CalendarReader:
    def __init__(self, gather: Gather) -> None:
        self._gather = gather
        self._deadline = time.thread_time() + _SECONDS
        self._budget = STEP_BUDGET * 10
        self._rest = Rest(gather)
        self._used_zones: Counter[str] = Counter()
        self._cancelled = 0
        self._cut = 0

    def calendar(self, component: Component) -> None:
        """All events and tasks of one VCALENDAR, series by series."""
        home, guessed = home_zone(
            self._gather.source.country, unescape(component.get("X-WR-TIMEZONE") or "") or None
        )
        method = (component.get("METHOD") or "").strip().upper()
        calendar = CalendarFrame(home, guessed, method == "CANCEL", {}, {})
        groups: dict[str, list[Component]] = {}
        for number, inner in enumerate(component.inner):
            if inner.name == "VTIMEZONE":
                self._zone(inner, calendar)
            elif inner.name == "VEVENT":
                uid = (inner.get("UID") or "").strip() or f"#{number}"
                groups.setdefault(uid, []).append(inner)
            elif inner.name == "VTODO":
                self._task(inner)
            else:
                self._rest.of_other(inner)
        for uid, events in groups.items():
            if time.thread_time() > self._deadline or len(self._gather.facts) >= _MAX_FACTS:
                self._gather.partial = True
                self._gather.warn("intake-too-large")
                self._gather.loose("VEVENT", len(events))
                continue
            self._events(uid, events, calendar)

    def _zone(self, component: Component, calendar: CalendarFrame) -> None:
        written = (component.get("TZID") or "").strip().strip('"')
        meant = named_zone(written) or named_zone(component.get("X-LIC-LOCATION") or "")
        if meant:
            calendar.zones[written] = meant
        elif safe_zone(component):
            name, text = zone_text(component)
            calendar.zones[written] = name
            calendar.definitions[name] = text
        else:
            self._gather.partial = True
            self._gather.loose("VTIMEZONE")

    def _events(self, uid: str, components: list[Component], calendar: CalendarFrame) -> None:
        """The appointments of one UID: a single one, or a series with its exceptions."""
        now = received(self._gather.source.received_at)
        masters: list[icalendar.Event] = []
        recurring = False
        rules = 0
        for component in components[:_MAX_PER_UID]:
            self._rest.of_event(component)
            event = parse_event(component, calendar, self._gather)
            if event is None:
                self._gather.partial = True
                self._gather.loose("VEVENT")
                continue
            repeats = bool(component.all("RRULE") or component.all("RDATE"))
            exception = bool(component.all("RECURRENCE-ID"))
            recurring = recurring or repeats or exception
            first = start_of(event)
            if first is None:
                self._withoutstart_of(event, component, uid, calendar)
                continue
            if not 1900 <= first.year < 2200:
                self._gather.partial = True
                self._gather.loose("VEVENT with an impossible year")
                continue
            if repeats and not exception:
                rules += 1
                steps = steps_of(component, first, now) if rules <= _MAX_RULES else None
                if steps is None or steps > min(STEP_BUDGET, self._budget):
                    for name in ("RRULE", "EXRULE", "RDATE", "EXDATE"):
                        event.pop(name, None)
                    self._gather.partial = True
                    self._gather.loose(" ".join(component.all("RRULE"))[:120] or "RRULE")
                else:
                    self._budget -= steps
            masters.append(event)
        if len(components) > _MAX_PER_UID:
            self._gather.partial = True
            self._gather.loose("VEVENT", len(components) - _MAX_PER_UID)
        if not masters:
            return
        series = uid if recurring and not uid.startswith("#") else None
        expandable = any(
            ("RRULE" in event or "RDATE" in event) and "RECURRENCE-ID" not in event
            for event in masters
        )
        found = masters
        if expandable:
            days = [
                day_of(first)
                for event in masters
                if "RECURRENCE-ID" not in event and (first := start_of(event)) is not None
            ]
            try:
                expanded, more = occurrences(masters, min(days), now)
            except ValueError:
                self._gather.partial = True
                self._gather.loose("RRULE")
                expanded, more = [], False
            self._cut += more
            found = expanded or masters
        for event in found:
            self._appointment(event, uid, series, calendar)

    def _withoutstart_of(
        self, event: icalendar.Event, component: Component, uid: str, calendar: CalendarFrame
    ) -> None:
        """An event with no start: its RDATEs, its RECURRENCE-ID, or nothing."""
        dates: list[date] = []
        for line in component.all("RDATE") + component.all("RECURRENCE-ID"):
            written = zone_id(line)
            zone = (calendar.zones.get(written) or named_zone(written)) if written else None
            for value in line_value(line).split(",")[:200]:
                if (when := bare(value, zone)) is not None:
                    dates.append(when)
        if not dates:
            summary = text_of(event, "SUMMARY", 100)
            self._gather.loose(f"VEVENT without a start{': ' if summary else ''}{summary or ''}")
            self._rest.of_lost(component, summary or "VEVENT")
            if calendar.cancelled:
                self._gather.warn("intake-cancel-without-date")
            return
        for when in sorted(set(dates), key=str):
            copy = icalendar.Event(event)
            for name in ("RDATE", "RRULE", "EXDATE", "EXRULE"):
                copy.pop(name, None)
            copy.add("DTSTART", when)
            series = None if uid.startswith("#") else uid
            self._appointment(copy, uid, series, calendar)

    def _appointment(
        self, event: icalendar.Event, uid: str, series: str | None, calendar: CalendarFrame
    ) -> None:
        when = start_of(event)
        if when is None or len(self._gather.facts) >= _MAX_FACTS:
            self._gather.loose("VEVENT")
            return
        start, zone = wall_of(when, calendar, self._used_zones, self._gather)
        if not 1900 <= start.year < 2200:
            self._gather.loose("VEVENT with an impossible year")
            return
        if (end := end_of(event)) is not None and (end - start.date()).days > 1:
            self._rest.lasts(text_of(event, "SUMMARY", 80) or "VEVENT", end)
        status: Literal["booked", "cancelled"] = "booked"
        if calendar.cancelled or str(event.get("STATUS", "")).strip().upper() == "CANCELLED":
            status = "cancelled"
            self._cancelled += 1
        french = self._gather.source.language == "fr"
        text = text_of(event, "SUMMARY", 300) or ("Rendez-vous" if french else "Appointment")
        self._gather.facts.append(
            Appointment(
                provenance=Provenance(
                    source="document",
                    recorded_at=self._gather.source.received_at,
                    confirmed=False,
                    document=self._gather.source.id,
                    place=f"VEVENT {uid[:200]}",
                ),
                text=text,
                start=start,
                zone=zone,
                place=text_of(event, "LOCATION", 500),
                reason=text_of(event, "DESCRIPTION", 2000),
                all_day=not isinstance(when, datetime),
                status=status,
                series=series[:300] if series else None,
            )
        )

    def _task(self, component: Component) -> None:
        """A VTODO becomes a task with its due day."""
        text = unescape(component.get("SUMMARY") or "")[:300]
        due = bare((component.get("DUE") or "").strip(), None)
        if not text:
            self._rest.of_other(component)
            return
        self._rest.of_task(component, text)
        done = (component.get("STATUS") or "").strip().upper() == "COMPLETED"
        self._gather.facts.append(
            Task(
                provenance=self._gather.provenance("VTODO").model_copy(
                    update={"source": "document"}
                ),
                text=text,
                due=f"{due:%Y-%m-%d}" if due else None,
                at=f"{due:%H:%M}" if isinstance(due, datetime) and due.tzinfo is None else None,
                status="done" if done else "open",
            )
        )

    def finish(self, calendars: list[Component]) -> Reading:
        """The reading, with what was cancelled, cut, or not kept."""
        gather = self._gather
        if self._cancelled:
            gather.warn("intake-appointments-cancelled", count=self._cancelled)
        if self._cut:
            gather.warn("intake-series-cut", count=self._cut)
        self._rest.tell()
        titles = [unescape(each.get("X-WR-CALNAME") or "") for each in calendars]
        title = next((title for title in titles if title), "")
        if not title:
            title = next((f.text for f in gather.facts if isinstance(f, Appointment)), "")
        return gather.reading(FORMAT, title[:200])


READER = Reader(
    format=FORMAT,
    recognise=recognise,
    read=read,
    declares=(
        "Calendars (iCalendar): appointments, series, cancellations, tasks; Windows and own time "
        "zones; attached files. Sure. "
        "Limits: endless series are given for 400 days, rules of seconds or minutes only once."
    ),
)
