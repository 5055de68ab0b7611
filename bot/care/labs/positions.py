"""Where a result stands: against its own report's range, against earlier ones, against the limits
beyond which one calls the same day. Pure reckoning, no words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from bot.intake.units import convert
from bot.knowledge.analytes import Analyte, CallToday, by_id, folded
from bot.notebook.facts import Observation


class Position(StrEnum):
    """Where a value stands in the range its own report prints."""

    BELOW = "below"
    WITHIN = "within"
    ABOVE = "above"
    FLAGGED_LOW = "flagged-low"
    FLAGGED_HIGH = "flagged-high"
    FLAGGED = "flagged"
    RANGE_IN_WORDS = "range-in-words"
    NO_RANGE = "no-range"
    UNCLEAR = "unclear"
    WORDS = "words"


OUTSIDE = frozenset(
    {
        Position.BELOW,
        Position.ABOVE,
        Position.FLAGGED_LOW,
        Position.FLAGGED_HIGH,
        Position.FLAGGED,
    }
)


@dataclass(frozen=True, slots=True)
class Point:
    """An earlier value in the unit of the current one; ``date`` is an ISO string."""

    date: str
    value: Decimal


def position_of(observation: Observation) -> Position:
    """The place of a value in its report's range; a printed flag counts where no range is."""
    value = observation.value
    if value is None:
        return Position.FLAGGED if observation.flag == "A" else Position.WORDS
    low, high = observation.low, observation.high
    if low is None and high is None:
        return _by_flag(observation)
    comparator = observation.comparator or ""
    if comparator.startswith("<"):
        return _bounded_above(value, low, high, strict=comparator == "<")
    if comparator.startswith(">"):
        return _bounded_below(value, low, high, strict=comparator == ">")
    if low is not None and value < low:
        return Position.BELOW
    if high is not None and value > high:
        return Position.ABOVE
    return _at_the_edge(observation, value)


def _at_the_edge(observation: Observation, value: Decimal) -> Position:
    """A value equal to a bound: "< 5" excludes 5 itself, and a printed flag says so."""
    if observation.flag in ("H", "HH") and value == observation.high:
        return Position.ABOVE
    if observation.flag in ("L", "LL") and value == observation.low:
        return Position.BELOW
    return Position.WITHIN


def _by_flag(observation: Observation) -> Position:
    if observation.flag in ("H", "HH"):
        return Position.FLAGGED_HIGH
    if observation.flag in ("L", "LL"):
        return Position.FLAGGED_LOW
    if observation.flag == "A":
        return Position.FLAGGED
    return Position.RANGE_IN_WORDS if observation.range_text else Position.NO_RANGE


def _bounded_above(
    value: Decimal, low: Decimal | None, high: Decimal | None, *, strict: bool
) -> Position:
    if low is not None:
        below = value <= low if strict else value < low
        return Position.BELOW if below else Position.UNCLEAR
    return Position.WITHIN if high is not None and value <= high else Position.UNCLEAR


def _bounded_below(
    value: Decimal, low: Decimal | None, high: Decimal | None, *, strict: bool
) -> Position:
    if high is not None:
        above = value >= high if strict else value > high
        return Position.ABOVE if above else Position.UNCLEAR
    return Position.WITHIN if low is not None and value >= low else Position.UNCLEAR


def call_today(observation: Observation, analyte: Analyte | None) -> CallToday | None:
    """The rule that asks to call the laboratory or a doctor today, if one applies.

    Source of the limits: the widest net over several published lists of values that laboratories
    telephone. A value in an unknown unit meets no rule: the unit is asked first.
    """
    if analyte is None or observation.value is None or observation.ucum is None:
        return None
    for rule in analyte.call_today:
        value = convert(observation.value, observation.ucum, rule.unit, analyte)
        if value is not None and _meets(rule, value, observation.comparator or ""):
            return rule
    return None


def _has_day(observation: Observation) -> bool:
    return len(observation.effective or "") >= len("2026-11-25")


def _before(one: str, other: str) -> bool:
    """Whether a moment is earlier, as far as both are known: a day alone is not before its noon."""
    known = min(len(one), len(other), len("2026-11-25T09:30"))
    return one[:known] < other[:known]


def _rounded(value: Decimal, like: Observation) -> Decimal:
    """A converted value with as many decimals as the value it is compared with."""
    exponent = like.value.as_tuple().exponent if like.value is not None else 0
    return value.quantize(Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0))


def _meets(rule: CallToday, value: Decimal, comparator: str) -> bool:
    if rule.below is not None and not comparator.startswith(">"):
        reached = value <= rule.below if rule.inclusive or comparator == "<" else value < rule.below
        if reached:
            return True
    if rule.above is not None and not comparator.startswith("<"):
        return value >= rule.above if rule.inclusive or comparator == ">" else value > rule.above
    return False


def distance(observation: Observation) -> Decimal:
    """How far outside its range a value lies, as a share of the bound it passed; 0 when it did
    not."""
    value, low, high = observation.value, observation.low, observation.high
    if value is None:
        return Decimal(0)
    if high is not None and value > high:
        return (value - high) / high if high else Decimal(1)
    if low is not None and value < low:
        return (low - value) / low if low else Decimal(1)
    return Decimal(0)


def same_thing(one: Observation, other: Observation) -> bool:
    """Whether two observations measure the same: one analyte, or the same unknown name."""
    if one.analyte or other.analyte:
        return one.analyte == other.analyte
    return folded(one.text) == folded(other.text) and one.ucum == other.ucum


def series(observation: Observation, others: Sequence[Observation]) -> tuple[Point, ...]:
    """Earlier numeric values of the same thing, oldest first, in this observation's unit.

    A value whose unit cannot be made this one, a bound ("< 0.41"), a doubtful one, or one whose
    day is not known is left out.
    """
    if observation.effective is None or observation.ucum is None or not _has_day(observation):
        return ()
    analyte = by_id(observation.analyte)
    points: dict[str, Decimal] = {}
    as_printed: set[str] = set()
    for other in others:
        if other.comparator or other.doubt or not same_thing(observation, other):
            continue
        if other.effective is None or other.value is None or other.ucum is None:
            continue
        if not _has_day(other) or not _before(other.effective, observation.effective):
            continue
        # A value printed in this unit is better than the same one converted.
        printed = other.ucum == observation.ucum
        if other.effective in as_printed and not printed:
            continue
        value = convert(other.value, other.ucum, observation.ucum, analyte)
        if value is not None:
            points[other.effective] = value if printed else _rounded(value, observation)
            as_printed |= {other.effective} if printed else set()
    return tuple(Point(date, points[date]) for date in sorted(points))
