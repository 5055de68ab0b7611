"""The same result arriving twice is kept once; two results that disagree are shown side by side."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from bot.actions import HealthContext
from bot.intake.units import convert
from bot.knowledge.analytes import analytes
from bot.notebook import facts as f
from bot.wording.folding import fold

_NO_LINE = (f.Patient, f.DiagnosticReport, f.DocumentReference)
"""What comes along with the lines of a paper: no line itself."""


@dataclass(slots=True)
class Merge:
    """What is new, how many lines were there already, and what contradicts what is there."""

    new: list[f.Kept] = field(default_factory=list)
    same: int = 0
    conflicts: list[tuple[f.Fact, f.Fact]] = field(default_factory=list)


async def merge(facts: Sequence[f.Kept], context: HealthContext) -> Merge:
    """Compare what a file says with what the notebook holds."""
    kinds: tuple[type[f.Fact], ...] = tuple({type(x) for x in facts})
    there: dict[tuple[str, ...], list[f.Fact]] = {}
    for fact in await context.notebook.facts(*kinds) if kinds else []:
        there.setdefault(_key(fact), []).append(fact)
    merged = Merge()
    for fact in facts:
        rivals = there.get(_key(fact), [])
        if any(_equal(fact, old) for old in rivals):
            merged.same += not isinstance(fact, _NO_LINE)
            continue
        merged.new.append(fact)
        if isinstance(fact, f.Observation) and fact.effective:
            merged.conflicts += [(old, fact) for old in rivals if _contradicts(fact, old)]
    return merged


def _key(fact: f.Fact) -> tuple[str, ...]:
    """What two facts must share to be about the same thing at the same moment."""
    if isinstance(fact, f.Observation):
        moment = (fact.effective or "")[:10]
        return ("Observation", fact.analyte or fold(fact.text), moment)
    if isinstance(fact, f.Appointment):
        return ("Appointment", fact.start.isoformat())
    if isinstance(fact, f.Immunization | f.Procedure):
        return (type(fact).__name__, fold(fact.text), fact.date or "")
    if isinstance(fact, f.DiagnosticReport):
        return ("DiagnosticReport", fold(fact.text), (fact.effective or "")[:10])
    if isinstance(fact, f.MeasurementSeries):
        return ("Series", fact.measure, fact.label, fact.unit, fact.origin, fact.device)
    return (type(fact).__name__, fold(getattr(fact, "text", "")))


def _equal(new: f.Fact, old: f.Fact) -> bool:
    if isinstance(new, f.MeasurementSeries) and isinstance(old, f.MeasurementSeries):
        return {part.digest for part in new.parts} <= {part.digest for part in old.parts}
    if not isinstance(new, f.Observation) or not isinstance(old, f.Observation):
        return isinstance(new, type(old)) and not isinstance(new, f.DiagnosticReport)
    if new.value is None or old.value is None:
        return new.value == old.value and fold(new.value_text or "") == fold(old.value_text or "")
    if new.comparator != old.comparator:
        return False
    if new.category == "vital-signs":
        # Measured again and again: only the very same reading is the same.
        return (new.effective, new.value, new.unit) == (old.effective, old.value, old.unit)
    return _same_amount(new, old)


def _same_amount(new: f.Observation, old: f.Observation) -> bool:
    assert new.value is not None  # noqa: S101 - checked by the caller
    assert old.value is not None  # noqa: S101 - checked by the caller
    if (new.ucum or new.unit) == (old.ucum or old.unit):
        return new.value == old.value
    if new.ucum and old.ucum:
        analyte = analytes().get(new.analyte or "")
        converted = convert(new.value, new.ucum, old.ucum, analyte)
        if converted is not None:
            # Two printed roundings of one measurement: half a unit of the coarser last digit.
            step = Decimal(1).scaleb(int(old.value.as_tuple().exponent))
            return abs(converted - old.value) <= step / 2
    return False


def _contradicts(new: f.Observation, old: f.Fact) -> bool:
    """Same moment, comparable units, different values: at least one of them is wrong."""
    if not isinstance(old, f.Observation) or new.value is None or old.value is None:
        return False
    comparable = (new.ucum or new.unit) == (old.ucum or old.unit)
    return comparable and new.restates is None and old.restates is None and new.value != old.value
