"""What a cell looks like, and cutting cells that stand so close that no wide gap parts them."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from bot.intake.lab.flags import read_flag, split_flag
from bot.intake.lab.headings import Heading
from bot.intake.lab.page import Cell, Line, Word
from bot.intake.lab.quantity import NUMBER, read_quantity, read_range
from bot.intake.lab.when import find_date
from bot.intake.units import is_unit

Kind = Literal[
    "number", "number-unit", "bound", "unit", "unit-range", "range", "flag", "dated", "date", "text"
]


# Longer cells are prose (or damage): looking into every cut of them would take minutes.
_LONGEST = 120
_MOST_WORDS = 24
_CERTAIN = frozenset(
    {"number", "number-unit", "bound", "unit", "flag", "range", "unit-range", "dated"}
)


_DATED = re.compile(r"^\(?\s*\d{1,4}([/.\-])\d{1,2}\1\d{2,4}(?!\d)")


_SEXED = re.compile(
    r"^[(\[]?(?:hommes?|femmes?|males?|females?|men|women|H|F|M)\s*[:=]\s*(?=[<>≤≥\d])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Rails:
    """Horizontal places where several cells begin, or end: the table's invisible lines."""

    left: frozenset[int]
    right: frozenset[int]


@lru_cache(maxsize=4096)
def kind_of(text: str, mark: str | None) -> Kind:
    """What a cell looks like."""
    if len(text) > _LONGEST:
        return "text"
    if read_flag(text):
        return "flag"
    if re.search(r"\d", text):
        if re.fullmatch(rf"[(\[]?\s*{NUMBER}\s*[)\]]?", text) and not re.match(r"[(\[]", text):
            return "number"
        if _DATED.match(text) and find_date(text, month_first=False):
            rest = re.sub(r"^[(\s]*[\d/.\-]+\)?\s*[:=]?\s*", "", text)
            return "dated" if rest and read_quantity(rest, mark) else "date"
        interval = read_range(text, mark)
        if not interval.understood and _SEXED.match(text):
            return "range"
        if interval.understood:
            both = interval.low is not None and interval.high is not None
            bracketed = text.strip()[0] in "([{"
            worded = re.match(r"^[A-Za-z]", text.strip()) is not None
            return "range" if both or bracketed or worded else "bound"
        quantity = read_quantity(text, mark)
        if quantity:
            rest = re.sub(r"\(.*\)$", "", quantity.rest).strip()
            if not rest:
                return "number"
            bare, _ = split_flag(rest)
            if is_unit(bare) or _is_twice(rest, mark):
                return "number-unit"
        words = text.split()
        for cut in range(1, len(words)):
            if is_unit(" ".join(words[:cut])):
                tail = read_range(" ".join(words[cut:]), mark)
                if tail.understood:
                    return "unit-range"
    if is_unit(text):
        return "unit"
    return "text"


def _is_twice(rest: str, mark: str | None) -> bool:
    """Whether a unit and the same result in a second unit follow: "µmol/L soit 8,1 mg/L"."""
    twice = re.match(r"^(\S+)[\s,;]+(?:soit|ou|or|i\.e\.|=)\s*(.+)$", rest)
    if twice is None or not is_unit(twice.group(1)):
        return False
    second = read_quantity(twice.group(2), mark)
    return second is not None and is_unit(second.rest)


def find_rails(lines: Sequence[Line], headings: Sequence[Heading]) -> Rails:
    """The rails of a table, from its lines and its headings."""
    left: Counter[int] = Counter()
    right: Counter[int] = Counter()
    for line in lines:
        for cell in line.cells[1:]:
            left[round(cell.x0)] += 1
            right[round(cell.x1)] += 1
    return Rails(
        frozenset(x for x in left if _around(left, x) >= 3)
        | frozenset(round(heading.x0) for heading in headings[1:]),
        frozenset(x for x in right if _around(right, x) >= 3),
    )


def _around(counts: Counter[int], x: int) -> int:
    return counts[x - 1] + counts[x] + counts[x + 1]


def split_cells(line: Line, rails: Rails, mark: str | None) -> list[Cell]:
    """The line's cells, cut further where columns stand so close that no wide gap parts them."""
    result: list[Cell] = []
    for index, cell in enumerate(_unglued(line.cells)):
        if not 2 <= len(cell.words) <= _MOST_WORDS or kind_of(cell.text, mark) not in (
            "text",
            "unit-range",
        ):
            result.append(cell)
            continue
        result += _split(cell, rails, mark, first=index == 0)
    return result


def _unglued(cells: Sequence[Cell]) -> list[Cell]:
    """Cells in which a unit and the range after it touch ("mL/min> 60"), parted."""
    result = []
    for cell in cells:
        words: list[Word] = []
        for word in cell.words:
            touch = re.match(r"^([^<>≤≥(\[]+)([<>≤≥(\[].*)$", word.text)
            if touch and is_unit(touch.group(1)):
                at = word.x0 + (word.x1 - word.x0) * len(touch.group(1)) / len(word.text)
                words.append(replace(word, text=touch.group(1), x1=at - 0.2 * word.size))
                words.append(replace(word, text=touch.group(2), x0=at))
            else:
                words.append(word)
        result.append(Cell(tuple(words)))
    return result


def _split(cell: Cell, rails: Rails, mark: str | None, *, first: bool) -> list[Cell]:
    words = cell.words
    for cut in range(len(words) - 1, 2, -1):
        # "45 – 84 2026-05-23 : 60": a whole range before its lower bound alone.
        head, tail = Cell(words[:cut]), Cell(words[cut:])
        if kind_of(head.text, mark) == "range" and kind_of(tail.text, mark) in _CERTAIN:
            return [head, tail]
    for cut in range(1, len(words)):
        head, tail = Cell(words[:cut]), Cell(words[cut:])
        if tail.words[0].x0 - head.x1 < 0.1 * cell.size:
            continue
        if head.text.count("(") > head.text.count(")"):
            continue
        at_left = _near(rails.left, tail.x0)
        at_right = any(_near(rails.right, word.x1) for word in tail.words)
        head_kind, tail_kind = kind_of(head.text, mark), kind_of(tail.text, mark)
        named = first and re.search(r"[^\W\d_]{2}", head.text) and head_kind in ("text", "unit")
        if named and tail_kind != "text" and tail_kind != "unit" and (at_left or at_right):
            return [head, tail]
        if named and at_left and tail_kind == "text":
            rest = _split(tail, rails, mark, first=False)
            if len(rest) > 1 and kind_of(rest[0].text, mark) in ("number", "number-unit", "bound"):
                return [head, *rest]
        if head_kind in _CERTAIN:
            if tail_kind in _CERTAIN and tail_kind != "unit-range":
                return [head, tail]
            rest = _split(tail, rails, mark, first=False)
            if len(rest) > 1 and all(kind_of(part.text, mark) in _CERTAIN for part in rest):
                return [head, *rest]
            if at_left and head_kind != "flag":
                return [head, *rest]
    return [cell]


def _near(rails: frozenset[int], x: float) -> bool:
    return bool(rails & {round(x) - 1, round(x), round(x) + 1})
