"""What a paper does for its rows as a rule: a row that lacks it was perhaps not read whole."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from bot.intake.lab.quantity import NUMBER, read_range
from bot.notebook.facts import Observation

_AS_A_RULE = 0.6
"""The share of rows that makes a habit; some have no range on any paper."""
_ENOUGH = 3
"""Fewer rows have no habits."""
_LOOSE_RANGES = 2
"""Ranges among the lines that are no row; a single one may be a date or a page."""
_INTERVAL = re.compile(rf"(?:{NUMBER}\s*(?:-|–|à|to)\s*{NUMBER}|[<>≤≥]\s*{NUMBER})")


@dataclass(frozen=True, slots=True)
class Habits:
    """What this paper prints with its results."""

    flagged: bool = False
    """Values out of range carry a flag."""
    ranged: bool = False
    """Rows have a range; or ranges were seen that belong to no row."""
    united: bool = False
    """Rows have a unit."""
    earlier: dict[str, Decimal] = field(default_factory=dict)
    """The previous result printed beside the row of this id's name and unit."""

    def before(self, row: Observation) -> Decimal | None:
        """The previous result of this row, in its own unit."""
        return self.earlier.get(f"{row.text}|{row.unit}")


def habits_of(
    rows: Sequence[Observation], not_understood: Sequence[str], mark: str | None
) -> Habits:
    """The habits that these rows show; ``not_understood`` are the lines that are no row."""
    current = [row for row in rows if row.report is not None and row.value is not None]
    before: dict[str, Decimal] = {}
    for row in rows:
        if row.report is None and row.value is not None:
            before.setdefault(f"{row.text}|{row.unit}", row.value)
    stray = sum(
        read_range(found.group(), mark).understood
        for line in not_understood
        for found in _INTERVAL.finditer(line)
    )
    return Habits(
        flagged=any(row.flag not in (None, "N") for row in rows),
        ranged=stray >= _LOOSE_RANGES or _usual([_has_range(row) for row in current]),
        united=_usual([bool(row.unit) for row in current]),
        earlier=before,
    )


def _has_range(row: Observation) -> bool:
    return row.low is not None or row.high is not None or bool(row.range_text)


def _usual(seen: Sequence[bool]) -> bool:
    return len(seen) >= _ENOUGH and sum(seen) >= _AS_A_RULE * len(seen)
