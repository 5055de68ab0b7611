"""Two readings of one photograph: where they agree the warning goes, elsewhere both are shown."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.intake.vision import Compared, Copied, compare
from bot.intake.vision.request import Printed, Table
from bot.intake.vision.rows import rows_of
from bot.notebook.facts import DiagnosticReport, Kept, Observation, Provenance

PAPER = "paper"
NOW = datetime(2026, 11, 25, tzinfo=UTC)
REPORT = DiagnosticReport(
    provenance=Provenance(source="document", recorded_at=NOW, document=PAPER), text="Biochimie"
)


def own(value: str | None = "4.2", **more: Any) -> Observation:
    """A row as Carnet read it: potassium 4.2 mmol/L (3.5 - 5.1), on page 1."""
    place = f"page {more.pop('page', 1)}, line 7"
    document = more.pop("document", PAPER)
    bounds = {
        end: None if more.get(end, "") is None else Decimal(more.get(end, usual))
        for end, usual in (("low", "3.5"), ("high", "5.1"))
    }
    fields = {
        "text": "Potassium",
        "analyte": "potassium",
        "unit": "mmol/L",
        "ucum": "mmol/L",
        "effective": "2026-02-03",
        "report": REPORT.id,
        "provenance": Provenance(
            source="document", recorded_at=NOW, confirmed=False, document=document, place=place
        ),
        "value": Decimal(value) if value else None,
    }
    return Observation(**(fields | more | bounds))  # type: ignore[arg-type]


def printed(value: str = "4,2", **more: Any) -> Printed:
    """A row as a model copied it."""
    fields = {
        "name": "Potassium",
        "value": value,
        "comparator": None,
        "unit": "mmol/L",
        "low": "3,5",
        "high": "5,1",
        "previous": False,
    }
    return Printed.model_validate(fields | more)


def compared(facts: list[Kept], *rows: Printed, page: int = 1, cut: bool = False) -> Compared:
    """What follows from these two readings."""
    found, loose = rows_of([(page, Table(rows=list(rows)))])
    copied = Copied(tuple(found), frozenset({page}), tuple(loose))
    return compare([REPORT, *facts], copied, document=PAPER, cut=cut, now=NOW)


def doubts(result: Compared) -> list[str | None]:
    """The doubts of all rows."""
    return [x.doubt for x in result.facts if isinstance(x, Observation)]


@pytest.mark.parametrize(
    "row",
    [
        printed(),
        printed("4.2", low="3.5", high="5.1"),
        printed(name="POTASSIUM"),
        printed(name="Kaliémie"),
        printed(unit="mmol/l"),
        printed("4,2 mmol/L", unit=None),
    ],
)
@pytest.mark.parametrize("doubt", [None, "doubt-row", "doubt-decimal", "doubt-range"])
def test_what_both_read_the_same_is_not_doubted(row: Printed, doubt: str | None) -> None:
    """The same name, value, unit and range, however they are written, clear how it was read."""
    result = compared([own(doubt=doubt)], row)
    assert [None] == doubts(result)
    assert (1, 0, 0, 0) == (
        result.agreed,
        result.differing,
        result.only_carnet,
        result.only_model,
    )


@pytest.mark.parametrize(
    ("row", "other"),
    [
        (printed("42"), "42 mmol/L (3,5 - 5,1)"),
        (printed("4,3"), "4,3 mmol/L (3,5 - 5,1)"),
        (printed(comparator="<"), "< 4,2 mmol/L (3,5 - 5,1)"),
        (printed(unit="µmol/L"), "4,2 µmol/L (3,5 - 5,1)"),
        (printed(unit=None), "4,2 (3,5 - 5,1)"),
        (printed(low="35"), "4,2 mmol/L (35 - 5,1)"),
        (printed(low=None), "4,2 mmol/L (≤ 5,1)"),
        (printed(low=None, high=None), "4,2 mmol/L"),
        (printed(low="3,5 - 5,1", high=None), "4,2 mmol/L (≥ 3,5 - 5,1)"),
        (printed("négatif", unit=None), "négatif (3,5 - 5,1)"),
        (printed(name="Sodium"), "Sodium 4,2 mmol/L (3,5 - 5,1)"),
    ],
)
def test_what_they_read_differently_shows_both(row: Printed, other: str) -> None:
    """The row keeps Carnet's value; the model's reading stands beside it, with the doubt."""
    mine = own()
    result = compared([mine], row)
    (shown,) = (x for x in result.facts if isinstance(x, Observation))
    assert mine.model_copy(update={"doubt": "doubt-readings-differ", "also_read": other}) == shown
    assert (0, 1) == (result.agreed, result.differing)


def test_what_one_alone_read_is_doubted() -> None:
    """A row of Carnet's that the model lacks, and one of the model's, both carry their doubt."""
    result = compared([own()], printed(name="Sodium", value="139", low="136", high="145"))
    assert ["doubt-only-carnet", "doubt-only-model"] == doubts(result)
    added = result.facts[-1]
    assert isinstance(added, Observation)
    assert ("Sodium", Decimal(139), "mmol/L", Decimal(136), Decimal(145)) == (
        added.text,
        added.value,
        added.ucum,
        added.low,
        added.high,
    )
    assert ("2026-02-03", REPORT.id, PAPER, False) == (
        added.effective,
        added.report,
        added.provenance.document,
        added.provenance.confirmed,
    )


def test_what_was_printed_stays_in_doubt() -> None:
    """Two readings alike do not make a strange unit, or a value that hardly exists, believable."""
    unit = own(unit="mmol/g", ucum=None, doubt="doubt-unit")
    assert ["doubt-unit"] == doubts(compared([unit], printed(unit="mmol/g")))
    hardly = own("420", doubt="doubt-decimal")
    assert ["doubt-decimal"] == doubts(compared([hardly], printed("420")))


def test_a_mark_with_two_meanings_stays_in_doubt() -> None:
    """ "1,245" read twice is still a thousand or one and a quarter."""
    row = own("1.245", text="Xylose", analyte=None, doubt="doubt-decimal", low=None, high=None)
    both = printed("1,245", name="Xylose", low=None, high=None)
    assert ["doubt-decimal"] == doubts(compared([row], both))


@pytest.mark.parametrize(("cut", "left"), [(True, "doubt-range"), (False, None)])
def test_a_range_beside_the_picture_is_not_missed_twice(cut: bool, left: str | None) -> None:
    """On a page that goes on beside the picture, that neither saw a range says nothing."""
    row = own(low=None, high=None, doubt="doubt-range")
    assert [left] == doubts(compared([row], printed(low=None, high=None), cut=cut))


def test_only_the_pages_and_the_paper_shown_are_compared() -> None:
    """Rows of other pages and of other documents stay as they are."""
    others: list[Kept] = [own(page=2, doubt="doubt-row"), own(document="other")]
    result = compared([*others, own()], printed())
    assert others == result.facts[1:3]
    assert (1, 0) == (result.agreed, result.only_carnet)


def test_two_rows_of_one_name_go_each_with_their_like() -> None:
    """A percentage and a count of the same cells are paired by what they say, not by order."""
    cells: dict[str, Any] = {"text": "Lymphocytes", "analyte": None, "low": None, "high": None}
    share = own("31", unit="%", ucum="%", **cells)
    count = own("2.1", unit="G/L", ucum="10*9/L", **cells)
    bare: dict[str, Any] = {"name": "Lymphocytes", "low": None, "high": None}
    result = compared(
        [share, count], printed("2,1", unit="G/L", **bare), printed("31", unit="%", **bare)
    )
    assert (2, [None, None]) == (result.agreed, doubts(result))


def test_an_earlier_result_is_compared_with_an_earlier_one() -> None:
    """What stands in the column of earlier results never vouches for the present one."""
    before = own("4.5", report=None, low=None, high=None)
    earlier = printed("4,5", unit=None, low=None, high=None, previous=True)
    assert (2, [None, None]) == (
        (both := compared([own(), before], printed(), earlier)).agreed,
        doubts(both),
    )
    swapped = compared([own("4.5", low=None, high=None)], earlier)
    assert ["doubt-only-carnet"] == doubts(swapped)
    assert ["Potassium : 4,5"] == swapped.loose


@pytest.mark.parametrize(
    ("words", "expected"),
    [("Négatif", None), ("NEGATIF", None), ("positif", "doubt-readings-differ")],
)
def test_results_in_words_are_compared_by_their_words(words: str, expected: str | None) -> None:
    """Case and accents do not count; another word does."""
    bare: dict[str, Any] = {"unit": None, "low": None, "high": None}
    row = own(None, text="Nitrites", analyte=None, value_text="Négatif", ucum=None, **bare)
    assert [expected] == doubts(compared([row], printed(words, name="Nitrites", **bare)))


@pytest.mark.parametrize(
    ("ours", "theirs", "same"),
    [
        ("10⁹/L", "10^9/L", True),
        ("10⁹/L", "x10*9/l", True),
        ("µg/L", "ug/L", True),
        ("mL/min/1,73m²", "ml/min/1.73 m2", True),
        ("G/L", "g/L", False),
        ("mg/L", "Mg/L", False),
        ("UI/L", "U/L", False),
        ("mg/L", "µg/L", False),
    ],
)
def test_units_are_the_same_only_as_printed(ours: str, theirs: str, same: bool) -> None:
    """Spellings of one unit agree; a capital that makes another unit does not."""
    row = own(unit=ours, analyte=None, text="X-test", ucum=None)
    result = compared([row], printed(name="X-test", unit=theirs))
    assert int(same) == result.agreed


NAMES = st.sampled_from(["Potassium", "Sodium", "CRP", "Lymphocytes", "Xylose"])
VALUES = st.sampled_from(["4.2", "42", "0.42", "4.20", "1.245"])
UNITS = st.sampled_from(["mmol/L", "mg/L", "%"])
PLACES = st.sampled_from([1, 2])
OURS = st.builds(
    lambda name, value, unit, page, doubt: own(
        value, text=name, analyte=None, unit=unit, page=page, doubt=doubt
    ),
    NAMES, VALUES, UNITS, PLACES, st.sampled_from([None, "doubt-row", "doubt-decimal"]),
)  # fmt: skip
THEIRS = st.builds(
    lambda name, value, unit, previous: printed(value, name=name, unit=unit, previous=previous),
    NAMES, VALUES, UNITS, st.booleans(),
)  # fmt: skip


def said(row: Observation) -> tuple[object, ...]:
    """What a row of ours says."""
    return row.text, row.value, row.comparator, row.unit, row.low, row.high


@given(st.lists(OURS, max_size=6), st.lists(THEIRS, max_size=6))
def test_nothing_is_replaced_and_nothing_is_cleared_alone(
    mine: list[Observation], theirs: list[Printed]
) -> None:
    """Whatever a model answers: every row of ours keeps what it says, and one without a doubt on
    the page that was shown has a row of the model's to itself that says the same."""
    result = compared(list(mine), *theirs)
    rows = [x for x in result.facts if isinstance(x, Observation)]
    ours, added = rows[: len(mine)], rows[len(mine) :]
    assert [said(x) for x in mine] == [said(x) for x in ours]
    assert {"doubt-only-model"} >= {x.doubt for x in added}
    assert [x.doubt for x in mine if "page 2" in str(x.provenance.place)] == [
        x.doubt for x in ours if "page 2" in str(x.provenance.place)
    ]
    clear = [x for x in ours if x.doubt is None and "page 1" in str(x.provenance.place)]
    vouching = Counter(
        (row.name, Decimal(row.value), row.unit) for row in theirs if not row.previous
    )
    assert Counter((x.text, x.value, x.unit) for x in clear) <= vouching
