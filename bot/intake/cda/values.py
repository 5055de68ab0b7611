"""HL7 V3 data types as CDA writes them: moments, coded values, quantities, names."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bot.intake import systems
from bot.intake.gathering import MAX_WORDS, clean, number, partial_date
from bot.intake.results import UCUM_DOUBTED
from bot.intake.xmltree import Element, kind
from bot.notebook.facts import Code

_MOMENT = re.compile(
    r"(\d{4})(\d{2})?(\d{2})?(\d{2})?(\d{2})?(\d{2})?(?:\.\d+)?\s*(?:([+-])(\d{2}):?(\d{2}))?\Z",
    re.ASCII,
)
_NOT_UCUM = re.compile(r"[\s,;µμ°²³⁹]|[^\x20-\x7e]")
_STRUCTURAL = {"2.16.840.1.113883.5.4", "2.16.840.1.113883.5.6"}
"""ActCode and ActClass: codes such as ASSERTION that say nothing to a person."""
_GENERIC_SYSTEM = "1.2.250.1.213.1.1.4.322"
"""French code system whose codes for "other" say nothing: the document's own words come first."""


def moment(text: str | None) -> str | None:
    """An HL7 timestamp as ISO 8601, as precise as it was written; None when it is none."""
    if not text:
        return None
    match = _MOMENT.match(text.strip())
    if match is None:
        day = partial_date(text.strip())
        return text.strip()[:32] if day else None
    year, month, day_, hour, minute, second, sign, zone_hour, zone_minute = match.groups()
    day = "-".join(part for part in (year, month, day_) if part)
    known = partial_date(day)
    if known is None or known != day or not hour or int(hour) > 23:
        return known
    clock = f"{hour}:{minute or '00'}" + (f":{second}" if second else "")
    zone = f"{sign}{zone_hour}:{zone_minute}" if sign else ""
    return f"{day}T{clock}{zone}"


def day_of(text: str | None) -> str | None:
    """The day (or month, or year) of an HL7 timestamp."""
    return partial_date(moment(text))


def span(time: Element | None) -> tuple[str | None, str | None]:
    """Start and end of a TS or IVL_TS, as ISO 8601."""
    if time is None:
        return None, None
    if (value := moment(time.get("value"))) is not None:
        return value, None
    ends = [time.find(name) for name in ("low", "high", "center")]
    low, high, center = (None if end is None else moment(end.get("value")) for end in ends)
    return low or center, high


def when(element: Element) -> str | None:
    """The moment of an act: its effectiveTime's value, start or end."""
    for time in element.findall("effectiveTime"):
        start, end = span(time)
        if start or end:
            return start or end
    return None


def flat(element: Element | None, limit: int = MAX_WORDS) -> str:
    """All text inside an element on one line; table cells are set apart."""
    if element is None:
        return ""
    parts: list[str] = []
    size = 0
    for text in element.itertext():
        if text and text.strip():
            parts.append(text.strip())
            size += len(text)
            if size > limit * 2:
                break
    return clean(" ".join(parts), limit)


@dataclass(frozen=True, slots=True)
class Coded:
    """A coded value: its words, its codes (translations too), and why it is empty."""

    text: str = ""
    codes: tuple[Code, ...] = ()
    null: str = ""
    original: str = ""

    def has(self, *codes: str) -> bool:
        """Whether one of the codes is among these."""
        return any(code.code in codes for code in self.codes)


NOTHING = Coded()


def coded(element: Element | None, narrative: dict[str, str]) -> Coded:
    """A CD, CE, CO or CV element; ``narrative`` gives the text of each narrative ID."""
    if element is None:
        return NOTHING
    codes: list[Code] = []
    shown = ""
    original = original_text(element, narrative)
    for item in (element, *element.findall("translation")):
        code, display = clean(item.get("code") or ""), clean(item.get("displayName") or "")
        if item is not element:
            original = original or original_text(item, narrative)
        generic = item.get("codeSystem") == _GENERIC_SYSTEM and display.startswith("Autre")
        if not (generic and original):
            shown = shown or display
        if code:
            system = systems.of_oid(item.get("codeSystem") or "")
            codes.append(Code(system=system, code=code, text=display))
    qualifiers = [
        flat_value(item.find("value"), narrative) for item in element.findall("qualifier")
    ]
    text = shown or original
    if extra := ", ".join(part for part in qualifiers if part and part not in text):
        text = f"{text} ({extra})" if text else extra
    if not text and codes and element.get("codeSystem") not in _STRUCTURAL:
        named = clean(element.get("codeSystemName") or "", 60) or systems.short(codes[0].system)
        text = f"{named} {codes[0].code}".strip()
    return Coded(text, tuple(dict.fromkeys(codes)), element.get("nullFlavor") or "", original)


def original_text(element: Element, narrative: dict[str, str]) -> str:
    """The words a code stands for: inline, or by reference to the narrative."""
    return referred(element.find("originalText"), narrative)


def referred(element: Element | None, narrative: dict[str, str]) -> str:
    """The words of an ED element: inline text, or the narrative it refers to."""
    if element is None:
        return ""
    reference = element.find("reference")
    if reference is not None:
        key = (reference.get("value") or "").strip().lstrip("#")
        if key and key in narrative:
            return narrative[key]
    return "" if element.get("representation") == "B64" else flat(element)


def flat_value(element: Element | None, narrative: dict[str, str]) -> str:
    """Any value in words, for lines that are only read."""
    if element is None:
        return ""
    if kind(element) in {"CD", "CE", "CO", "CV", "CS", "SC"} or element.get("code"):
        return coded(element, narrative).text
    if element.get("value") is not None:
        unit = element.get("unit") or ""
        value = element.get("value") or ""
        shown = moment(value) if kind(element) in {"TS", "IVL_TS"} else value
        return clean(f"{shown or value} {'' if unit == '1' else unit}")
    ends = [flat_value(element.find(name), narrative) for name in ("low", "high")]
    if any(ends):
        return " – ".join(dict.fromkeys(end for end in ends if end))
    sides = [flat_value(element.find(name), narrative) for name in ("numerator", "denominator")]
    if any(sides):
        return " / ".join(side for side in sides if side)
    return referred(element, narrative) or original_text(element, narrative)


@dataclass(frozen=True, slots=True)
class Amount:
    """A physical quantity: exact number, unit as printed, UCUM code where it can be one."""

    value: Decimal | None = None
    unit: str | None = None
    ucum: str | None = None


def amount(element: Element | None, narrative: dict[str, str]) -> Amount:
    """A PQ, REAL, INT or MO; one whose unit is not UCUM comes as a translation (C-CDA)."""
    if element is None:
        return Amount()
    value = number(element.get("value"))
    unit = clean(element.get("unit") or element.get("currency") or "", 60)
    if value is not None:
        if not unit:
            unit = original_text(element, narrative)
            return Amount(value, unit or None)
        if unit == "1":
            return Amount(value, None, "1")
        sure = unit not in UCUM_DOUBTED and not _NOT_UCUM.search(unit)
        return Amount(value, unit, unit if sure and not element.get("currency") else None)
    for translation in element.findall("translation"):
        value = number(translation.get("value"))
        if value is not None:
            shown = original_text(translation, narrative) or translation.get("displayName")
            return Amount(value, clean(shown or translation.get("code") or "", 60) or None)
    return Amount()


def person_name(element: Element | None) -> str:
    """A person's name as it is used: prefix, given, family, suffix; the used name if several."""
    if element is None:
        return ""
    names = element.findall("name")
    if not names:
        return ""
    name = next((item for item in names if item.get("use") == "L"), names[0])
    parts: dict[str, list[str]] = {"prefix": [], "given": [], "family": [], "suffix": []}
    chosen: dict[str, list[str]] = {"given": [], "family": []}
    for child in name:
        if child.tag in parts and (text := flat(child, 100)):
            parts[child.tag].append(text)
            if child.get("qualifier") == "CL" and child.tag in chosen:
                chosen[child.tag].append(text)
    if not any(parts.values()):
        return flat(name, 200)
    for key, used in chosen.items():
        parts[key] = used or parts[key]
    words = [word for key in parts for word in dict.fromkeys(parts[key])]
    return clean(" ".join(words), 200)


def phone_of(element: Element | None) -> str | None:
    """The first telephone number of an entity."""
    if element is None:
        return None
    for item in element.findall("telecom"):
        value = (item.get("value") or "").strip()
        if value and not value.startswith(("mailto:", "http", "fax:")):
            return clean(value.removeprefix("tel:"), 60) or None
    return None


def address_of(element: Element | None) -> str | None:
    """A postal address on one line."""
    found = None if element is None else element.find("addr")
    if found is None or found.get("nullFlavor"):
        return None
    if len(found) == 0:
        return flat(found, 200) or None
    parts: list[Any] = [flat(child, 100) for child in found if child.tag != "useablePeriod"]
    street = " ".join(parts[:2]) if found.find("houseNumber") is not None else ""
    if street:
        parts = [street, *parts[2:]]
    return clean(", ".join(part for part in parts if part), 300) or None
