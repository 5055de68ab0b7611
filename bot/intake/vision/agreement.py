"""Two readings of one photograph: what both say needs no warning, everything else does.

Carnet's own reading stays what is proposed: a model's reading can take a doubt from a row or give
it one, and can add a row of its own with a doubt. It never puts another number in a row.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.intake.lab.judging import codes, doubt_of
from bot.intake.lab.quantity import Range
from bot.intake.units import to_ucum
from bot.intake.vision.rows import Row
from bot.knowledge.analytes import by_id, find, folded
from bot.notebook.facts import DiagnosticReport, Kept, Observation, Provenance

DIFFER = "doubt-readings-differ"
ONLY_CARNET = "doubt-only-carnet"
ONLY_MODEL = "doubt-only-model"

_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹μ,", "0123456789µ.")
_LITRE = re.compile(r"(?<![A-Za-z])([mdcnµu]?)l(?![A-Za-z])")


@dataclass(frozen=True, slots=True)
class Copied:
    """What a model copied: its rows, the pages it was shown, what of its answer is no row."""

    rows: tuple[Row, ...]
    pages: frozenset[int]
    loose: tuple[str, ...] = ()


@dataclass(slots=True)
class Compared:
    """``facts`` in their order, with the model's own rows at the end; how many say what."""

    facts: list[Kept] = field(default_factory=list)
    agreed: int = 0
    differing: int = 0
    only_carnet: int = 0
    only_model: int = 0
    loose: list[str] = field(default_factory=list)


def compare(
    facts: Sequence[Kept], copied: Copied, *, document: str, cut: bool, now: datetime
) -> Compared:
    """Compare a photograph's rows with a model's.

    Compared are the results read from ``document`` on the pages shown. ``cut`` says that the page
    goes on beside the picture: that neither saw a range there says nothing.
    """
    own = [
        fact
        for fact in facts
        if isinstance(fact, Observation)
        and fact.provenance.document == document
        and page_of(fact) in copied.pages
    ]
    pairs = _paired(own, copied.rows)
    result = Compared(loose=list(copied.loose))
    for fact in facts:
        if isinstance(fact, Observation) and any(fact is one for one in own):
            result.facts.append(_judged(fact, pairs.get(fact.id), cut, result))
        else:
            result.facts.append(fact)
    paired = {id(row) for row in pairs.values()}
    for row in copied.rows:
        if id(row) in paired:
            continue
        added = None if row.previous or row.odd else _added(row, own, facts, document, now)
        if added is None:
            result.loose.append(f"{row.name} : {row.printed}")
        else:
            result.facts.append(added)
            result.only_model += 1
    return result


def page_of(fact: Observation) -> int | None:
    """The page a result was read on."""
    found = re.match(r"page (\d+)\b", fact.provenance.place or "")
    return int(found.group(1)) if found else None


def is_previous(fact: Observation) -> bool:
    """Whether a result is an earlier one that the report prints beside its own."""
    return fact.report is None


def _paired(own: Sequence[Observation], rows: Sequence[Row]) -> dict[str, Row]:
    """Each row of ours with one of the model's: first the same, then those of the same name, then
    those with the same figures under another name."""
    pairs: dict[str, Row] = {}
    taken: set[int] = set()
    for alike in (_same, _same_name, _same_figures):
        for fact in own:
            if fact.id in pairs:
                continue
            found = next((row for row in rows if id(row) not in taken and alike(fact, row)), None)
            if found is not None:
                pairs[fact.id] = found
                taken.add(id(found))
    return pairs


def _judged(fact: Observation, row: Row | None, cut: bool, result: Compared) -> Observation:
    if row is None:
        result.only_carnet += 1
        return fact.model_copy(update={"doubt": ONLY_CARNET})
    if _same(fact, row):
        result.agreed += 1
        return fact.model_copy(update={"doubt": _left(fact, row, cut)})
    result.differing += 1
    named = "" if _same_name(fact, row) else f"{row.name} "
    interval = f" ({row.range_printed})" if row.range_printed else ""
    return fact.model_copy(update={"doubt": DIFFER, "also_read": f"{named}{row.printed}{interval}"})


def _left(fact: Observation, row: Row, cut: bool) -> str | None:
    """What stays in doubt although both read the same: what was printed, not how it was read."""
    if fact.doubt is None:
        return None
    bare = fact.low is None and fact.high is None
    if fact.doubt == "doubt-range" and bare and cut:
        return fact.doubt
    interval = Range(fact.range_text or "", fact.low, fact.high, understood=not bare)
    return doubt_of(
        fact.value,
        fact.unit,
        fact.ucum,
        by_id(fact.analyte),
        interval if fact.range_text or not bare else None,
        ambiguous=row.ambiguous and fact.doubt == "doubt-decimal",
    )


def _same(fact: Observation, row: Row) -> bool:
    return _same_name(fact, row) and _same_reading(fact, row)


def _same_name(fact: Observation, row: Row) -> bool:
    if row.page != page_of(fact) or row.previous != is_previous(fact):
        return False
    if _squeezed(fact.text) == _squeezed(row.name):
        return True
    meant = find(row.name, fact.section)
    return meant is not None and meant.id == fact.analyte


def _same_figures(fact: Observation, row: Row) -> bool:
    ranged = fact.low is not None or fact.high is not None
    told = fact.value is not None and ranged and row.page == page_of(fact)
    return told and _same_reading(fact, row)


def _same_reading(fact: Observation, row: Row) -> bool:
    """Value, comparator, unit and range; an earlier result is printed with its value alone."""
    if row.odd or fact.comparator != row.comparator or row.previous != is_previous(fact):
        return False
    if fact.value is None or row.value is None:
        words = _squeezed(fact.value_text or ""), _squeezed(row.words or "")
        if fact.value is not row.value or words[0] != words[1] or not words[0]:
            return False
    elif fact.value != row.value:
        return False
    if row.previous:
        return row.unit is None or _unit(fact.unit) == _unit(row.unit)
    return _unit(fact.unit) == _unit(row.unit) and (fact.low, fact.high) == (row.low, row.high)


def _squeezed(text: str) -> str:
    return folded(text).replace(" ", "")


def _unit(printed: str | None) -> str:
    """A unit as compared: raised digits, the micro sign, the litre's letter written one way."""
    text = re.sub(r"[\s^*×]+|^x(?=10)", "", (printed or "").translate(_RAISED))
    return _LITRE.sub(r"\1L", re.sub(r"^u(?=[A-Za-z])", "µ", text))


def _added(
    row: Row, own: Sequence[Observation], facts: Sequence[Kept], document: str, now: datetime
) -> Observation | None:
    """A row that the model alone read, as a result in doubt; ``None`` when it is hardly one."""
    analyte = find(row.name)
    ranged = row.low is not None or row.high is not None
    ucum = to_ucum(row.unit, analyte) if row.value is not None else None
    if analyte is None and (row.value is None or not (ranged or ucum)):
        return None
    present = [fact for fact in own if not is_previous(fact)]
    report = next((x.id for x in facts if isinstance(x, DiagnosticReport)), None)
    return Observation(
        provenance=Provenance(
            source="document",
            recorded_at=now,
            confirmed=False,
            document=document,
            place=f"page {row.page}, read by the model",
        ),
        text=row.name,
        codes=codes(analyte, ucum),
        analyte=analyte.id if analyte else None,
        value=row.value,
        value_text=row.words,
        comparator=row.comparator,
        unit=row.unit,
        ucum=ucum,
        low=row.low,
        high=row.high,
        range_text=row.range_printed or None,
        effective=_usual(present, lambda fact: fact.effective),
        report=_usual(present, lambda fact: fact.report) or report,
        doubt=ONLY_MODEL,
    )


def _usual(own: Sequence[Observation], asked: Callable[[Observation], str | None]) -> str | None:
    """What most rows have: a paper's date, its report."""
    found = Counter(value for fact in own if (value := asked(fact)) is not None)
    return found.most_common(1)[0][0] if found else None
