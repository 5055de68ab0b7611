"""What results look like in every structured record: flags, reference bounds, values in words."""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from bot.intake.gathering import clean, number
from bot.intake.lab.quantity import read_range
from bot.wording import say

UCUM_DOUBTED = {"G/L", "G/l", "T/L", "T/l", "UI/L", "UI/l", "UI/mL", "mUI/L", "M/L"}
"""Written where a UCUM code should stand, but meaning something else (G is gauss, T is tesla)."""

VITAL_SIGNS = {
    "85354-9",  # blood pressure panel
    "8480-6",
    "8462-4",
    "8867-4",  # heart rate
    "9279-1",  # respiratory rate
    "8310-5",  # body temperature
    "8302-2",  # body height
    "29463-7",  # body weight
    "39156-5",  # body mass index
    "9843-4",  # head circumference
    "2708-6",  # oxygen saturation
    "59408-5",
}
"""LOINC codes of the FHIR vital signs profile: for sources that give no category."""

_FLAGS = {
    "H": "H",
    "HH": "HH",
    "HU": "HH",
    "L": "L",
    "LL": "LL",
    "LU": "LL",
    "A": "A",
    "AA": "A",
    "N": "N",
    "H*": "HH",
    "L*": "LL",
    ">": "H",
    "<": "L",
}
_IN_WORDS = re.compile(
    r"(?P<sign><=|>=|≤|≥|<|>)?\s*(?P<number>\d{1,15}(?:[.,]\d{1,15})?)\s*(?P<unit>(?:/?[^\W\d_]|%|10[*^])\S{0,24})?\Z"
)
_UNITS = {"mmhg", "kg", "g", "cm", "m", "mm", "bpm", "mg", "ml", "l", "fl", "pg", "kg/m2", "mm/h"}
_SIGNS = {"≤": "<=", "≥": ">="}


def rhythm(count: str, every: str, unit: str, language: str) -> str:
    """How often, in plain words: ``2 fois par jour``; ``unit`` is a UCUM unit of time."""
    single = number(every or "1") == 1
    message = "record-rhythm-one" if single else "record-rhythm"
    return say(language, message, count=count or "1", every=every, unit=unit)


def flag_of(code: str) -> str | None:
    """The flag that an HL7 interpretation code prints, or None when it is no high/low mark."""
    return _FLAGS.get(code.upper())


def from_words(text: str, language: str) -> dict[str, Any]:
    """A result that came as text: always kept as text, and as number and unit when it is plain.

    ``13.5 g/dL`` becomes value 13.5 and unit g/dL. A comma before exactly three digits is a
    decimal comma only in French; what could be read in two ways stays text.
    """
    if not text:
        return {}
    fields: dict[str, Any] = {"value_text": text}
    match = _IN_WORDS.match(text)
    if match is None:
        return fields
    written, unit = match["number"], match["unit"]
    if "," in written and len(written.split(",")[1]) == 3 and language != "fr":
        return fields
    if unit and not ("/" in unit or "%" in unit or unit.lower() in _UNITS):
        return fields
    fields["value"] = number(written.replace(",", "."))
    if match["sign"]:
        fields["comparator"] = _SIGNS.get(match["sign"], match["sign"])
    if unit:
        fields["unit"] = unit
    return fields


_SOME_PEOPLE = re.compile(r"\W*adult", re.IGNORECASE)
"""The one label of :func:`read_range` that says for whom: a record may be a child's."""


def range_in_words(text: str, unit: str | None) -> tuple[Decimal | None, Decimal | None]:
    """The ends of a plain range written as text: ``4.0 - 11.0``, ``< 10 mg/L``.

    Nothing is read from one that holds for some people only or names another unit than the
    result's, whose ends are upside down, or whose comma may part thousands.
    """
    text = text.strip()
    # The result's own unit, even one that Carnet does not know; "3 - 51" does not end in "1".
    parted = re.fullmatch(rf"(.*(?:\s|\d))(?:\s*{re.escape(unit)})", text, re.I) if unit else None
    if parted and unit and not unit[:1].isdigit():
        text = parted[1]
    printed = read_range(text, None)
    if printed.ambiguous or printed.unit or _SOME_PEOPLE.match(text):
        return None, None
    return printed.low, printed.high


@dataclass
class Bounds:
    """The reference ranges of one result, gathered one by one.

    Only when the report gives one single range without conditions do its ends become ``low`` and
    ``high``; several ranges, or ranges for some people only, stay text. ``unit`` is the result's.
    """

    unit: str | None = None

    pairs: list[tuple[Decimal | None, Decimal | None]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    units_differ: bool = False
    _written: list[str] = field(default_factory=list)

    def add(self, low: Decimal | None, high: Decimal | None, text: str = "") -> None:
        """One unconditional range."""
        pair = (low, high)
        if pair != (None, None) and pair not in self.pairs:
            self.pairs.append(pair)
        elif pair == (None, None) and text:
            self._written.append(text)
        self.add_text(text)

    def add_text(self, text: str) -> None:
        """A range in words, or one that holds for some people only."""
        text = clean(text, 300)
        if text and text not in self.texts:
            self.texts.append(text)

    def fields(self, value: Decimal | None, flag: str | None) -> dict[str, Any]:
        """``low``, ``high``, ``range_text`` and a ``doubt`` when flag and range disagree."""
        found: dict[str, Any] = {}
        if not self.pairs and len(self._written) == 1 == len(self.texts):
            pair = range_in_words(self._written[0], self.unit)
            self.pairs += [pair] if pair != (None, None) else []
        if len(self.pairs) == 1:
            low, high = found["low"], found["high"] = self.pairs[0]
            outside = value is not None and (
                (low is not None and value < low) or (high is not None and value > high)
            )
            upside_down = low is not None and high is not None and low > high
            if (flag == "N" and outside) or upside_down:
                found["doubt"] = "doubt-range-disagrees"
        else:
            self.texts[:0] = [
                " – ".join("" if side is None else str(side) for side in pair)
                for pair in self.pairs
            ]
        if self.units_differ:
            found["doubt"] = "doubt-units-differ"
        if self.texts:
            found["range_text"] = "; ".join(self.texts)
        return found
