"""Rows that were read against rows that were printed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from bot.notebook.facts import Observation

Printed = tuple[
    str, Decimal | None, str | None, str, Decimal | None, Decimal | None, str | None, str | None
]
"""Name, value, comparator, unit, low, high, flag, result in words."""


_FLAT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


@dataclass
class Outcome:
    """How many rows are right; those that are wrong without, and with, a doubt; those not read."""

    printed: int
    right: int = 0
    silent: list[str] = field(default_factory=list)
    doubted: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


def unit_of(printed: str | None) -> str:
    """A unit without the differences no eye can see, nor those in how a power is written."""
    raised = (printed or "").replace("×", "x").replace("²", "2").replace("μ", "µ")
    raised = raised.replace("1,73", "1.73")
    return re.sub("10([⁰¹²³⁴⁵⁶⁷⁸⁹]+)", lambda power: f"10^{power[1].translate(_FLAT)}", raised)


def key(row: Observation) -> Printed:
    """What a row says, as it is compared."""
    return (
        row.text, row.value, row.comparator, unit_of(row.unit), row.low, row.high, row.flag,
        row.value_text,
    )  # fmt: skip


def compare(printed: Iterable[Printed], read: Sequence[Observation]) -> Outcome:
    """Every printed row looked for among those read, and every row read that was never printed."""
    wanted = list(printed)
    left = list(read)
    outcome = Outcome(len(wanted))
    for row in wanted:
        exact = next((one for one in left if key(one) == row), None)
        if exact is not None:
            left.remove(exact)
            outcome.right += 1
        else:
            outcome.missing.append(row[0])
    for one in left:
        (outcome.doubted if one.doubt else outcome.silent).append(one.text)
    return outcome
