"""What makes a row doubtful: contradictions on the paper, and readings that differ."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from bot.intake.photo.doubts import contradiction, more_than
from bot.intake.photo.habits import habits_of
from bot.intake.photo.look_again import differ
from bot.intake.photo.reader import is_report
from bot.notebook.facts import Observation, Provenance


def row(value: str, low: str | None = None, high: str | None = None, **more: Any) -> Observation:
    return Observation(
        provenance=Provenance(source="document", recorded_at=datetime(2026, 1, 1, tzinfo=UTC)),
        text=more.pop("text", "Potassium"),
        value=Decimal(value),
        low=Decimal(low) if low else None,
        high=Decimal(high) if high else None,
        **more,
    )


@pytest.mark.parametrize(
    ("one", "flagged", "expected"),
    [
        (row("4.2", "3.5", "5.1"), True, None),
        (row("5.9", "3.5", "5.1", flag="H"), True, None),
        (row("5.9", "3.5", "5.1"), True, "doubt-row"),
        (row("5.9", "3.5", "5.1"), False, None),
        (row("4.2", "3.5", "5.1", flag="H"), True, "doubt-row"),
        (row("2.8", "3.5", "5.1", flag="H"), True, "doubt-row"),
        (row("4.2", "3.5", "5.1", flag="A"), True, "doubt-row"),
        (row("59", "3.5", "5.1", flag="H"), True, "doubt-decimal"),
        (row("0.138", "135", "145", flag="L"), True, "doubt-decimal"),
        (row("5.1", "3.5", "5.1", flag="H"), True, None),
        (row("0.41", None, "5.00", comparator="<"), True, None),
        (row("7"), True, None),
    ],
)
def test_value_range_and_flag_must_agree(
    one: Observation, flagged: bool, expected: str | None
) -> None:
    """A row that contradicts itself is doubted, one that does not is left alone."""
    assert expected == contradiction(one, flagged=flagged)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("5,9 *", "5.9*", "none"),
        ("5,9", "59", "mark"),
        ("5,9", "5,8", "digits"),
        ("< 0,41", "0,41", "digits"),
        ("<0,41", "< 0.41", "none"),
        ("1 245 ng/L", "1245 ng/L", "none"),
        ("3,5 - 5,1", "3.5–5.1", "none"),
        ("20-42", "20.42", "mark"),
        ("131 mmol/L", "", "digits"),
    ],
)
def test_two_readings_differ_by_numbers_only(first: str, second: str, expected: str) -> None:
    """Spaces, dashes and the kind of mark do not count; digits, marks and comparators do."""
    assert expected == differ(first, second)


def test_a_report_marks_what_is_out_when_one_row_is_marked() -> None:
    """One flag shows that this paper prints flags."""
    assert habits_of([row("4"), row("9", flag="H")], (), ",").flagged
    assert not habits_of([row("4"), row("9", flag="N")], (), ",").flagged


def test_what_most_rows_have_is_a_habit() -> None:
    """Three rows in four with a range and a unit show that the fourth should have them too."""
    full = [row("4", "3", "5", unit="g/L", report="r") for _ in range(3)]
    habits = habits_of([*full, row("4", report="r")], (), ",")
    assert (True, True) == (habits.ranged, habits.united)
    bare = habits_of([full[0], *(row("4", report="r") for _ in range(3))], (), ",")
    assert (False, False) == (bare.ranged, bare.united)


def test_ranges_that_belong_to_no_row_are_missed_by_the_rows() -> None:
    """Intervals among what was not understood mean that rows without one are incomplete."""
    rows = [row("4", report="r"), row("5", report="r")]
    assert habits_of(rows, ("Norme : 3 - 5", "Norme : < 9"), ",").ranged
    assert not habits_of(rows, ("Page 1/2", "01 99 00 12 34"), ",").ranged


def test_the_earlier_result_of_a_row_is_known_by_name_and_unit() -> None:
    """A result that belongs to no report of today is the earlier one."""
    rows = [row("59", unit="g/L", report="r"), row("5.8", unit="g/L")]
    assert Decimal("5.8") == habits_of(rows, (), ",").before(rows[0])
    assert None is habits_of(rows, (), ",").before(row("59", unit="mg/L"))


def test_numbers_of_a_letter_are_no_report() -> None:
    """One unknown name with a unit is not enough; a known analyte or two ranges are."""
    assert not is_report([row("1.2", text="Tomates", unit="kg")])
    assert is_report([row("4.2", unit="mmol/L", analyte="potassium")])
    assert is_report([row("4", "1", "5", text="X"), row("5", None, "9", text="Y")])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("80,0 - 100,0", False),
        ("100,0 - 80,0 fL", False),
        ("80,0 - 100,0 109/L", False),
        ("80,0 - 100,0 10^9/L", False),
        ("80,0 - 100,0 10⁹/L", False),
        ("80,0 - 100,0 mL/min/1,73m²", False),
        ("80,0 - 100,0 105", True),
        ("80,0 - 100,0 3", True),
        ("H : 80,0 - 100,0 F : 70,0 - 90,0", False),
    ],
)
def test_a_bound_of_a_hundred_is_no_power_of_ten(text: str, expected: bool) -> None:
    """Digits of the unit are no further number beside the range; any other number is."""
    assert expected == more_than((Decimal(80), Decimal(100)), text, ",")
