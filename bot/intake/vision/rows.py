"""From what a model copied to rows that can be compared; what is no row is quoted, never kept.

A model's answer is as little to be trusted as the picture: it may repeat an instruction printed
there. Only short names, numbers, known units and short words come through.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.intake.lab.quantity import Comparator, decimal_mark, read_number, read_quantity
from bot.intake.lab.rows import is_administrative
from bot.intake.units import is_unit
from bot.intake.vision.request import Printed, Table
from bot.wording.folding import clean

MOST_ROWS = 200
LONGEST_NAME = 80
LONGEST_WORDS = 60
_MARKUP = re.compile(r"[\[\]`*_<>|\\]+")
_UNIT = re.compile(r"[^\s\[\]`_<>|\\]{1,24}(?: [^\s\[\]`_<>|\\]{1,24})?")
_LINK = re.compile(r"://|\bwww\.|@", re.IGNORECASE)
_SIGN = re.compile(r"^(?:[<>]=?|≤|≥)\s*")


@dataclass(frozen=True, slots=True)
class Row:
    """One row as the model read it on ``page``.

    ``value`` is a number, ``words`` a result in words. ``odd`` rows have a part that was not
    understood: they agree with nothing. ``ambiguous`` marks a number that the decimal mark leaves
    two readings. ``printed`` is the row without its name, as copied, for showing.
    """

    page: int
    name: str
    value: Decimal | None
    words: str | None
    comparator: Comparator | None
    unit: str | None
    low: Decimal | None
    high: Decimal | None
    previous: bool
    printed: str
    range_printed: str = ""
    ambiguous: bool = False
    odd: bool = False


def rows_of(tables: Sequence[tuple[int, Table]]) -> tuple[list[Row], list[str]]:
    """The rows of all pages (page, table), and in words what is no row of results."""
    copied = [(page, one) for page, table in tables for one in table.rows]
    figures = (text for _, one in copied for text in (one.value, one.low, one.high) if text)
    mark = decimal_mark(figures)
    rows: list[Row] = []
    loose: list[str] = []
    for page, one in copied[:MOST_ROWS]:
        row = _row(page, one, mark)
        if row is None:
            loose.append(_plain(f"{one.name} : {one.value}", 100))
        else:
            rows.append(row)
    return rows, [text for text in loose if text.strip(" :")]


def _row(page: int, one: Printed, mark: str | None) -> Row | None:
    name = _plain(one.name, LONGEST_NAME + 1)
    value = clean(one.value, limit=LONGEST_WORDS + 1)
    if not any(map(str.isalpha, name)) or len(name) > LONGEST_NAME or is_administrative(name):
        return None
    if not value or len(value) > LONGEST_WORDS or _LINK.search(f"{one.name} {one.value}"):
        return None
    quantity = read_quantity(value, mark)
    unit = clean(one.unit or "", limit=40) or None
    if quantity is not None and unit is None and is_unit(quantity.rest):
        unit = quantity.rest
    odd = unit is not None and _UNIT.fullmatch(unit) is None
    if odd:
        unit = None
    comparator = one.comparator or (quantity.comparator if quantity else None)
    if quantity is not None:
        odd = odd or (quantity.comparator not in (None, comparator))
        odd = odd or quantity.rest not in ("", unit)
    ends = [_end(text, mark) for text in (one.low, one.high)]
    low, high = (end and end[0] for end in ends)
    odd = odd or any(
        text and end is None for text, end in zip((one.low, one.high), ends, strict=True)
    )
    numbers = [quantity.number.ambiguous if quantity else False, *(end[1] for end in ends if end)]
    figure = _plain(value, LONGEST_WORDS)
    sign = f"{one.comparator} " if one.comparator and not _SIGN.match(value) else ""
    return Row(
        page=page,
        name=name,
        value=quantity.number.value if quantity else None,
        words=None if quantity else figure,
        comparator=comparator,
        unit=unit,
        low=low,
        high=high,
        previous=one.previous,
        printed=" ".join(part for part in (f"{sign}{figure}", unit) if part),
        range_printed=_range(one),
        ambiguous=any(numbers),
        odd=odd,
    )


def _end(text: str | None, mark: str | None) -> tuple[Decimal, bool] | None:
    """An end of a range, and whether its mark leaves two readings."""
    number = read_number(_SIGN.sub("", clean(text or "", limit=30)), mark)
    return None if number is None else (number.value, number.ambiguous)


def _range(one: Printed) -> str:
    low, high = (_plain(_SIGN.sub("", text or ""), 30) for text in (one.low, one.high))
    if low and high:
        return f"{low} - {high}"
    if high:
        return f"≤ {high}"
    return f"≥ {low}" if low else ""


def _plain(text: str, limit: int) -> str:
    """One line without what a chat would read as markup or as a link."""
    return " ".join(_MARKUP.sub(" ", clean(text, limit=limit)).split())
