"""The text of an iCalendar file before any library sees it: unfolded, mended, bounded.

Lines are joined, broken ones mended or dropped, and the components cut apart without recursion.
What a hostile file could make a library do for ever is taken out here: rules that repeat every
second or minute, time zones with anything but yearly rules, endless lists, huge lines.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

MAX_BYTES = 30_000_000
_MAX_LINE = 60_000
_MAX_DEPTH = 8
_MAX_COMPONENTS = 50_000
_WHOLE = frozenset({"VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY", "VTIMEZONE"})
_MAX_DATES = 1000
_MAX_ZONE_LINES = 600
_TEXTS = frozenset({"DESCRIPTION", "SUMMARY", "LOCATION", "COMMENT", "CONTACT"})
_NAMED = re.compile(r"^[A-Za-z][A-Za-z0-9-]{0,60}(?=[;:])")
_DOUBLED = re.compile(r";{2,}")
_ZONE_RULE = re.compile(
    r"^(FREQ=YEARLY|BYMONTH=\d{1,2}|BYDAY=[+-]?\d{0,2}[A-Z]{2}|BYMONTHDAY=-?\d{1,2}(,-?\d{1,2}){0,8}|"
    r"UNTIL=[0-9TZ]+|COUNT=\d{1,4}|INTERVAL=\d{1,3}|WKST=[A-Z]{2})$",
    re.IGNORECASE,
)
_TZID = re.compile(r';TZID=("[^"]*"|[^;:]*)', re.IGNORECASE)


@dataclass(slots=True)
class Component:
    """One component: its name, its own unfolded lines, and the components within."""

    name: str
    lines: list[str] = field(default_factory=list)
    inner: list["Component"] = field(default_factory=list)

    def get(self, name: str) -> str | None:
        """The value of the first property of that name."""
        for line in self.lines:
            if property_name(line) == name:
                return line_value(line)
        return None

    def all(self, name: str) -> list[str]:
        """Every line of that property."""
        return [line for line in self.lines if property_name(line) == name]


@dataclass(slots=True)
class CalendarText:
    """All calendars of a file; ``damaged`` counts lines that had to be mended or dropped."""

    calendars: list[Component]
    damaged: int = 0
    cut: bool = False


def property_name(line: str) -> str:
    """The name of the property on a line, in capitals."""
    match = _NAMED.match(line)
    return match.group(0).upper() if match else ""


def line_value(line: str) -> str:
    """What follows the first colon outside quotes."""
    quoted = False
    for place, character in enumerate(line):
        if character == '"':
            quoted = not quoted
        elif character == ":" and not quoted:
            return line[place + 1 :]
    return ""


def unescape(text: str) -> str:
    """A text value as a person reads it."""
    return re.sub(
        r"\\(.)", lambda match: "\n" if match.group(1) in "nN" else match.group(1), text
    ).strip()


def zone_id(line: str) -> str | None:
    """The TZID on a line."""
    match = _TZID.search(line)
    return match.group(1).strip('"').strip() if match else None


def with_zone(line: str, zone: str | None) -> str:
    """The line with another TZID, or none."""
    return _TZID.sub(f";TZID={zone}" if zone else "", line, count=1)


def parse_text(text: str) -> CalendarText:
    """Cut the text into calendars and components; nothing is expanded, nothing recursive."""
    result = CalendarText([])
    stack: list[Component] = []
    calendar: Component | None = None
    for line in _unfolded(text, result):
        name = property_name(line)
        if name == "BEGIN":
            kind = line_value(line).strip().upper()
            component = Component(kind)
            if kind == "VCALENDAR" or calendar is None:
                calendar = component if kind == "VCALENDAR" else Component("VCALENDAR")
                result.calendars.append(calendar)
                stack = [calendar]
                if kind == "VCALENDAR":
                    continue
            if kind in _WHOLE and any(open_one.name in _WHOLE for open_one in stack):
                # Events do not nest: the one before was never closed.
                result.damaged += 1
                while stack[-1].name not in _WHOLE:
                    stack.pop()
                stack.pop()
            if len(stack) < _MAX_DEPTH and len(stack[-1].inner) < _MAX_COMPONENTS:
                stack[-1].inner.append(component)
            else:
                result.damaged += 1
            stack.append(component)
        elif name == "END":
            kind = line_value(line).strip().upper()
            if any(component.name == kind for component in stack):
                while stack and stack.pop().name != kind:
                    result.damaged += 1
            else:
                result.damaged += 1
            if not stack:
                calendar = None
        elif stack:
            stack[-1].lines.append(line)
        else:
            result.damaged += 1
    result.cut = bool(stack)
    return result


def _unfolded(text: str, result: CalendarText) -> Iterator[str]:
    """Logical lines: continuation joined, blank lines left out, strays added to their line."""
    parts: list[str] = []
    size, room = 0, _MAX_LINE
    for raw in re.split(r"\r\n|\n|\r", text):
        if not raw.strip():
            continue
        if raw[0] in " \t" and parts:
            if size < room:
                parts.append(raw[1:])
                size += len(raw)
            else:
                result.damaged += 1
            continue
        if not _NAMED.match(raw) and parts and not _continues_name(raw):
            # A text that an exporter forgot to fold: it belongs to the line before.
            result.damaged += 1
            if size < room and property_name(parts[0]) in _TEXTS:
                parts.append("\\n" + raw)
                size += len(raw)
            continue
        if parts:
            yield _mended("".join(parts), result)
        raw = raw.lstrip("\ufeff")
        # A file inside an event is whole or useless; no library is given its line.
        room = MAX_BYTES if property_name(raw) == "ATTACH" else _MAX_LINE
        result.damaged += len(raw) > room
        parts, size = [raw[:room]], len(raw)
    if parts:
        yield _mended("".join(parts), result)


def _continues_name(raw: str) -> bool:
    """A name alone, as old exporters write before folding (``VERSION`` and ``:2.0`` below)."""
    return re.fullmatch(r"[A-Z][A-Z0-9-]{1,60}", raw.strip()) is not None


def _mended(line: str, result: CalendarText) -> str:
    value = line_value(line)
    head = line[: len(line) - len(value)] if value else line
    if _DOUBLED.search(head) or head.endswith(";:"):
        result.damaged += 1
        head = _DOUBLED.sub(";", head).replace(";:", ":")
        return head + value
    return line


def safe_zone(component: Component) -> bool:
    """Whether a VTIMEZONE is as they are in real life: yearly rules, few lines."""
    lines = [line for inner in component.inner for line in inner.lines]
    if not component.inner or len(lines) > _MAX_ZONE_LINES:
        return False
    for line in lines:
        name = property_name(line)
        if name in ("EXRULE",):
            return False
        if name == "RRULE":
            parts = [part for part in line_value(line).strip().split(";") if part]
            if not parts or not all(_ZONE_RULE.match(part) for part in parts):
                return False
        if name == "DTSTART" and not re.match(r"^1[5-9]\d\d|^2[01]\d\d", line_value(line).strip()):
            return False
    return True


def zone_text(component: Component) -> tuple[str, str]:
    """A name made from the zone's content, and its text under that name.

    The library remembers zones by name for the life of the process: under a name made from the
    content, one file cannot change the hours of the next.
    """
    body = []
    for inner in component.inner:
        if inner.name in ("STANDARD", "DAYLIGHT"):
            body += [f"BEGIN:{inner.name}", *inner.lines, f"END:{inner.name}"]
    name = "file-" + hashlib.sha256("\n".join(body).encode()).hexdigest()[:20]
    return name, "\r\n".join(["BEGIN:VTIMEZONE", f"TZID:{name}", *body, "END:VTIMEZONE", ""])


def bounded_dates(line: str) -> str:
    """An RDATE or EXDATE with at most a thousand dates."""
    values = line_value(line)
    dates = values.split(",")
    if len(dates) <= _MAX_DATES:
        return line
    return line[: len(line) - len(values)] + ",".join(dates[:_MAX_DATES])
