"""What of a calendar becomes no appointment: its other properties, other components, attachments.

Properties that people write are quoted; those that programs exchange are counted by name.
"""

import base64
import binascii
import re
from collections import Counter
from collections.abc import Iterable
from datetime import date

from bot.intake.calendar_event import DATED, TECHNICAL
from bot.intake.calendar_text import Component, line_value, property_name, unescape
from bot.intake.reading import Embedded
from bot.intake.series.gather import Gather

_QUOTED = frozenset(("CATEGORIES", "COMMENT", "CONTACT", "RESOURCES", "URL", "CONFERENCE"))
_WRITTEN = (
    *("SUMMARY", "DTSTART", "DTEND", "DUE", "DURATION", "LOCATION", "DESCRIPTION", "RRULE"),
    *("FREEBUSY", "COMMENT", "PRIORITY"),
)
_HELD = frozenset((*_WRITTEN, *DATED)) - {"SUMMARY", "DUE", "DTEND", "DURATION", "COMMENT"}
"""What an appointment holds and a task does not; the end of either is told with the others."""
_LENGTHS = {"SUMMARY": 300, "LOCATION": 500, "DESCRIPTION": 2000}
"""How much of each text an appointment holds."""
_MOST_ENDS = 50
"""Up to so many events, each one's end is told; of more, only those that last for days."""
_NAME = re.compile(r';CN=("[^"]*"|[^;:]*)', re.IGNORECASE)
_KIND = re.compile(r";FMTTYPE=([\w.+/-]{1,80})", re.IGNORECASE)
_FILE = re.compile(r';(?:X-)?FILENAME=("[^"]{1,200}"|[^;:]{1,200})', re.IGNORECASE)


class Rest:
    """Counts and quotes, event by event; :meth:`tell` hands all of it over."""

    def __init__(self, gather: Gather) -> None:
        self._gather = gather
        self._names: Counter[str] = Counter()
        self._ends: list[str] = []
        self._days: list[str] = []

    def of_event(self, component: Component) -> None:
        """Properties and parts that an appointment has no place for."""
        summary = unescape(component.get("SUMMARY") or "")[:80]
        self._beyond(component.lines, summary, component.inner)

    def _beyond(self, lines: Iterable[str], summary: str, inner: Iterable[Component] = ()) -> None:
        for line in lines:
            name = property_name(line)
            value = line_value(line).strip()
            if name in _LENGTHS and len(words := unescape(value)) > _LENGTHS[name]:
                self._gather.loose(f"{name}: {words}")
            elif name in {"DTEND", "DURATION"} and value:
                self._ends.append(f"{summary}: {name} {value[:40]}")
            elif name == "ATTACH":
                self._attached(line, value, summary)
            elif name in _QUOTED and value:
                self._gather.loose(f"{name}: {unescape(value)}")
            elif name in {"ATTENDEE", "ORGANIZER"} and (named := _NAME.search(line)):
                self._gather.loose(f"{name}: {named.group(1).strip(chr(34))}")
            elif name and name not in TECHNICAL:
                self._names[name] += 1
        self._names.update(part.name[:40] for part in inner)

    def _attached(self, line: str, value: str, summary: str) -> None:
        """A file inside the event becomes a document; an address is quoted, never fetched."""
        if "BASE64" not in line[: len(line) - len(value)].upper():
            self._gather.loose(f"ATTACH: {value}")
            return
        try:
            content = base64.b64decode(value)
        except (binascii.Error, ValueError):
            self._gather.partial = True
            self._names["ATTACH"] += 1
            return
        kind, name = _KIND.search(line), _FILE.search(line)
        self._gather.documents.append(
            Embedded(
                title=name.group(1).strip('"') if name else summary or "ATTACH",
                media_type=kind.group(1).lower() if kind else "application/octet-stream",
                content=content,
                where="VEVENT ATTACH",
            )
        )

    def of_other(self, component: Component) -> None:
        """A journal, a free time, an availability, and the parts of it: in their own words."""
        written = [line for line in component.lines if property_name(line) in _WRITTEN]
        said = "; ".join(filter(None, map(self._shown, written)))
        self._gather.loose(f"{component.name[:40]}{': ' if said else ''}{said}")
        others = [line for line in component.lines if property_name(line) not in _WRITTEN]
        self._beyond(others, said[:80])
        for inner in component.inner:
            self.of_other(inner)

    def of_task(self, component: Component, text: str) -> None:
        """What a task says beyond its text and the moment it is due."""
        self.of_lost(component, text)
        others = [line for line in component.lines if property_name(line) not in _HELD]
        self._beyond(others, text[:80], component.inner)

    def of_lost(self, component: Component, text: str) -> None:
        """What an appointment would have held, where there is none."""
        for line in component.lines:
            if property_name(line) in _HELD and (shown := self._shown(line)):
                self._gather.loose(f"{text[:80]}: {shown}")

    def _shown(self, line: str) -> str:
        name, value = property_name(line), unescape(line_value(line))
        if not value:
            return ""
        return value if name == "SUMMARY" else f"{name} {value}"

    def lasts(self, summary: str, end: date) -> None:
        """An appointment of several days: its end matters in a long calendar too."""
        self._days.append(f"{summary}: DTEND {end}")

    def tell(self) -> None:
        """Hand over what was only counted so far."""
        many = len(self._ends) > _MOST_ENDS
        if many:
            self._gather.loose("DTEND", len(self._ends))
        for line in self._days if many else self._ends:
            self._gather.loose(line)
        for name, count in self._names.items():
            self._gather.loose(name, count)
