"""Blood pressure said in ordinary text: "tension 14/9", "TA 145/92", "BP 130 over 80".

Two numbers with a stroke are a blood pressure when the words say so, or when they stand alone with
a time of day and can be nothing else ("130/85 last night": no day is the 130th; "13,5/8,2").
Numbers under 30 are centimetres of mercury, as French speakers say them; no living person has such
millimetres.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from bot.notebook.facts import Code, Observation, Provenance

_NAME = (
    r"(?:(?:pression|tension)(?:\s+art[ée]rielle)?|\bT\.?A\.?(?=\s|:|=)|\bPA(?=\s|:|=)|"
    r"blood\s+pressure|\bB\.?P\.?(?=\s|:|=))"
)
_NUMBERS = (
    r"(?P<high>\d{1,3}(?:[.,]\d)?)\s*(?:/|-|sur|over|on)\s*(?P<low>\d{1,3}(?:[.,]\d)?)(?![\d/])"
)
_UNIT = r"\s*(?P<unit>mm\s?hg|cm\s?hg)?"
_BEFORE = re.compile(rf"{_NAME}[^\d\n]{{0,25}}?{_NUMBERS}{_UNIT}", re.IGNORECASE)
_AFTER = re.compile(
    rf"(?<![\d/]){_NUMBERS}{_UNIT}\s+(?:de|d['’]|of)\s+(?:tension|pression|blood\s+pressure)",
    re.IGNORECASE,
)
_MOMENT = (
    r"(?:ce|cette|hier|aujourd'hui|matin|midi|apr[eè]s[- ]midi|soir|nuit|au|r[eé]veil|lever|coucher"
    r"|this|last|yesterday|today|tonight|now|just|morning|noon|afternoon|evening|night|waking"
    r"|bedtime|"
    r"at|on|[aà]|le|\d{1,2}\s?(?:h|:|am|pm)\s?(?:\d\d)?)"
)
_ALONE = re.compile(
    rf"\s*(?:{_MOMENT}[\s,:]+)*"
    r"(?P<high>\d{2,3}(?:[.,]\d)?)\s*/\s*(?P<low>\d{1,3}(?:[.,]\d)?)(?![\d/])"
    rf"{_UNIT}(?:[\s,;]+{_MOMENT})*[\s.!,]*",
    re.IGNORECASE,
)
_GAP = re.compile(
    r"\s*(?:,(?!\d)|,(?=\d{2,3}/)|;)\s*(?:(?:et|puis|and|then)\s+)?|\s+(?:et|puis|and|then)\s+",
    re.IGNORECASE,
)
_UCUM = {"mmHg": "mm[Hg]", "cmHg": "cm[Hg]"}


@dataclass(frozen=True, slots=True)
class Pressure:
    """One blood pressure: systolic and diastolic as said, ``unit`` mmHg or cmHg."""

    start: int
    end: int
    high: Decimal
    low: Decimal
    unit: str

    def observations(self, provenance: Provenance, effective: str) -> list[Observation]:
        """The systolic and the diastolic pressure, as FHIR's vital signs profile splits them."""
        parts = (
            ("systolic-pressure", "8480-6", "Systolic blood pressure", self.high),
            ("diastolic-pressure", "8462-4", "Diastolic blood pressure", self.low),
        )
        return [
            Observation(
                provenance=provenance,
                text=text,
                codes=(Code(system="http://loinc.org", code=code, text=text),),
                analyte=analyte,
                value=value,
                unit=self.unit,
                ucum=_UCUM[self.unit],
                effective=effective,
                category="vital-signs",
            )
            for analyte, code, text, value in parts
        ]


def find_pressures(line: str) -> Iterator[Pressure]:
    """The blood pressures that a line states; impossible pairs are left out."""
    taken: list[tuple[int, int]] = []
    for found in (*_BEFORE.finditer(line), *_AFTER.finditer(line), *_alone(line)):
        if any(start < found.end() and found.start() < end for start, end in taken):
            continue
        high = Decimal(found["high"].replace(",", "."))
        low = Decimal(found["low"].replace(",", "."))
        said = (found["unit"] or "").lower().replace(" ", "")
        small = high < 30
        unit = {"mmhg": "mmHg", "cmhg": "cmHg"}.get(said) or ("cmHg" if small else "mmHg")
        scale = 10 if unit == "cmHg" else 1
        if not (50 <= high * scale <= 300 and 20 <= low * scale <= 200 and low < high):
            continue
        taken.append(found.span())
        yield Pressure(found.start(), found.end(), high, low, unit)


def _alone(line: str) -> Iterator[re.Match[str]]:
    """Two numbers that are all a line says, when no date and no fraction looks like them."""
    gaps = [*_GAP.finditer(line), None]
    starts = [0, *(gap.end() for gap in gaps if gap)]
    ends = [*(gap.start() for gap in gaps if gap), len(line)]
    readings = [_ALONE.fullmatch(line, *span) for span in zip(starts, ends, strict=True)]
    if all(found is not None and _likely(found) for found in readings):
        yield from filter(None, readings)


def _likely(found: re.Match[str]) -> bool:
    high, low = found["high"], found["low"]
    whole = high.isdigit() and low.isdigit()
    return (whole and int(high) >= 70 and int(low) >= 30) or not (high.isdigit() or low.isdigit())
