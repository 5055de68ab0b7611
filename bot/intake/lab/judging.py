"""What can be said about a printed result: its code, its flag, and whether to doubt it.

``doubt-unit``: the unit is missing, unknown, or not one that this analyte is given in.
``doubt-decimal``: the decimal mark has two readings, or the value hardly exists.
``doubt-range``: the printed range is a lone number or cannot be read as one.
"""

from decimal import Decimal

from bot.intake.lab.flags import Flag
from bot.intake.lab.quantity import Range
from bot.intake.units import convert, fits
from bot.knowledge.analytes import Analyte
from bot.notebook.facts import Code


def codes(analyte: Analyte | None, ucum: str | None) -> tuple[Code, ...]:
    """The LOINC code of this analyte in this unit, where Carnet is sure of one."""
    loinc = analyte.loinc.get(ucum or "") if analyte else None
    if analyte is None or loinc is None:
        return ()
    return (Code(system="http://loinc.org", code=loinc, text=analyte.en.name),)


def flag_of(printed: Flag | None, value: Decimal | None, interval: Range | None) -> Flag | None:
    """The printed flag; a bare star says only that the value is out, so the range says where."""
    if printed != "A" or value is None or interval is None:
        return printed
    if interval.high is not None and value >= interval.high:
        return "H"
    if interval.low is not None and value <= interval.low:
        return "L"
    return printed


def doubt_of(
    value: Decimal | None,
    unit: str | None,
    ucum: str | None,
    analyte: Analyte | None,
    interval: Range | None,
    *,
    ambiguous: bool,
) -> str | None:
    """What a person should check before believing a result; ``None`` when nothing."""
    if value is None:
        return None
    if unit and ucum is None:
        return "doubt-unit"
    if analyte and analyte.units and (ucum is None or not fits(ucum, analyte)):
        return "doubt-unit"
    if ambiguous or (interval and interval.ambiguous) or _hardly(value, ucum, analyte, interval):
        return "doubt-decimal"
    if interval and not interval.understood and _lone_number(interval):
        return "doubt-range"
    return None


def _hardly(
    value: Decimal, ucum: str | None, analyte: Analyte | None, interval: Range | None
) -> bool:
    """Whether the value is one that hardly exists: a lost or misplaced decimal mark."""
    if analyte and analyte.plausible and ucum:
        converted = convert(value, ucum, analyte.units[0], analyte)
        if converted is None:
            return False
        low, high = analyte.plausible
        return not low <= converted <= high
    if analyte or interval is None or not interval.understood:
        return False
    # An unknown analyte: a whole number ten times outside a range printed with decimals.
    whole = "." not in str(value)
    fine = any(bound is not None and "." in str(bound) for bound in (interval.low, interval.high))
    above = interval.high is not None and value > 10 * interval.high > 0
    below = interval.low is not None and value * 10 < interval.low
    return (above or below) and whole and fine


def _lone_number(interval: Range) -> bool:
    return interval.text.replace(",", "").replace(".", "").strip("()[] ").isdigit()
