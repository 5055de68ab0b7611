"""The number in one cell, and its unit: the header's, or the one written beside the number."""

import re
from decimal import Decimal

from bot.intake.wearables.columns import Column, unit_in
from bot.intake.wearables.figures import Figures

_CLOCK = re.compile(r"^(\d{1,2}):(\d{2})(?::(\d{2}))?$")
_SPOKEN = re.compile(
    r"^(?:(\d{1,2})\s*h(?:ours?|eures?|r)?)?\s*(?:(\d{1,2})\s*m(?:in(?:utes?)?)?)?$"
)
LISTED = re.compile(r"^\[([\d.,\s-]{1,4000})\]$")
"""A number in square brackets, as Withings writes its raw values."""


def value_of(text: str, column: Column, figures: Figures) -> tuple[Decimal | None, str | None]:
    """The number in a cell and its unit: of the header, or written beside the number."""
    if listed := LISTED.match(text):
        text = listed.group(1).strip()
    value = figures.number(text)
    if value is not None:
        return value, column.unit
    if column.role == "sleep-duration" or column.unit in ("min", "h", "s"):
        if clock := _CLOCK.match(text):
            hours, minutes, seconds = (int(part or 0) for part in clock.groups())
            return Decimal(hours * 60 + minutes) + Decimal(seconds) / 60, "min"
        if (spoken := _SPOKEN.match(text)) and text:
            return Decimal(int(spoken.group(1) or 0) * 60 + int(spoken.group(2) or 0)), "min"
    match = re.match(r"^([+-]?[\d.,\u00a0\u202f ]+)\s*([^\d\s].{0,11})$", text)
    if match and (value := figures.number(match.group(1).strip())) is not None:
        unit = unit_in(match.group(2))
        if unit is not None:
            return value, unit
    return None, None
