"""One explanation per result, as facts: its place, its trend, what to check, whether to call."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.care.labs.positions import (
    OUTSIDE,
    Point,
    Position,
    call_today,
    distance,
    position_of,
    series,
)
from bot.knowledge.analytes import Analyte, Words, by_id
from bot.notebook.facts import Observation


@dataclass(frozen=True, slots=True)
class Explanation:
    """One result and everything Carnet can say about it, as facts.

    ``also`` are the same result in other units as the report prints them. ``call_today`` is the id
    of the rule that asks to call today. ``earlier`` are older values in the same unit, oldest
    first. ``doubt`` is the id of the sentence that says what to check.
    """

    observation: Observation
    analyte: Analyte | None
    position: Position
    also: tuple[Observation, ...] = ()
    earlier: tuple[Point, ...] = ()
    call_today: str | None = None
    doubt: str | None = None

    def name(self, language: str) -> str:
        """The name as the report prints it, or the analyte's when the report prints none."""
        printed = self.observation.text.strip()
        if printed or self.analyte is None:
            return printed
        return self.analyte.words(language).name

    def words(self, language: str) -> Words | None:
        """The analyte's explanation, where Carnet knows it."""
        return self.analyte.words(language) if self.analyte else None


def explain(
    observations: Iterable[Observation], earlier: Iterable[Observation] = ()
) -> tuple[Explanation, ...]:
    """One explanation per result, what stands out first, otherwise in the order given.

    ``earlier`` are other observations of the person (any analyte, any date); older ones of the
    same analyte make the trend. Rows that restate another one in a second unit are told with it.
    """
    results = list(observations)
    known = [*results, *earlier]
    ids = {item.id for item in results}
    explained = []
    for item in results:
        if item.restates in ids:
            continue
        also = tuple(other for other in results if other.restates == item.id)
        explained.append(_explain(item, also, known))
    return tuple(sorted(explained, key=rank))


def _explain(
    item: Observation, also: tuple[Observation, ...], known: Sequence[Observation]
) -> Explanation:
    if also and position_of(item) is Position.NO_RANGE:
        # Of the same result in two units, the one with a range leads.
        ranged = [one for one in also if position_of(one) is not Position.NO_RANGE]
        if ranged:
            also = (item, *(one for one in also if one is not ranged[0]))
            item = ranged[0]
    analyte = by_id(item.analyte)
    rules = [call_today(one, analyte) for one in (item, *also)]
    rule = next((found.rule for found in rules if found), None)
    return Explanation(
        observation=item,
        analyte=analyte,
        position=position_of(item),
        also=also,
        earlier=series(item, known),
        call_today=rule,
        doubt=item.doubt,
    )


def rank(explanation: Explanation) -> tuple[int, int, Decimal]:
    """What stands out first; among values outside, those that laboratories may telephone."""
    group = 3
    if explanation.call_today:
        group = 0
    elif explanation.doubt:
        group = 2
    elif explanation.position in OUTSIDE:
        group = 1
    if group > 1:
        return group, 0, Decimal(0)
    watched = 0 if explanation.analyte and explanation.analyte.call_today else 1
    return group, watched, -distance(explanation.observation)
