"""Ranges that records write as text."""

from decimal import Decimal

import pytest

from bot.intake.results import Bounds, range_in_words


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("115-165", "g/L", ("115", "165")),
        ("(4,50 à 10,50)", "g/L", ("4.50", "10.50")),
        ("125 – 200 mg/dL", "mg/dL", ("125", "200")),
        ("<10", "mg/L", (None, "10")),
        (">= 40 mg/dL", "mg/dL", ("40", None)),
        ("4-5.6%", "%", ("4", "5.6")),
        ("4-5.6%", "mmol/mol", (None, None)),
        ("165-115", "g/L", (None, None)),
        ("1,250 - 2,500", "U/L", (None, None)),
        ("10-39 years: 55-110 mg/dL", "mg/dL", (None, None)),
        ("4,0 bis 5,0", None, ("4.0", "5.0")),
        ("-2 - 2 mmol/L", "mmol/L", ("-2", "2")),
        ("0.5-1.2 arb.U/mL", "arb.U/mL", ("0.5", "1.2")),
        ("0.5-1.2 arb.U/mL", "mg/L", (None, None)),
        ("[4.0 - 11.0] x10^9/L", "x10^9/L", ("4.0", "11.0")),
        ("3 - 51", "1", ("3", "51")),
        ("3 - 5 mg", "g", (None, None)),
        ("Adults: 4-10", None, (None, None)),
        ("Not detected", None, (None, None)),
        ("9" * 500, None, (None, None)),
    ],
)
def test_range_in_words(
    text: str, unit: str | None, expected: tuple[str | None, str | None]
) -> None:
    """Only a plain range in the result's own unit gives its ends."""
    ends = tuple(None if end is None else Decimal(end) for end in expected)
    assert ends == range_in_words(text, unit)


def test_two_texts_give_no_ends() -> None:
    """Two ranges in words are both shown and neither becomes the range."""
    bounds = Bounds("g/L")
    bounds.add(None, None, "115-165")
    bounds.add(None, None, "120-150")
    assert {"range_text": "115-165; 120-150"} == bounds.fields(Decimal(117), None)


def test_value_outside_a_written_range_that_is_flagged_normal_is_doubted() -> None:
    """A range read from words takes part in the checks."""
    bounds = Bounds("g/L")
    bounds.add(None, None, "115-165")
    assert "doubt-range-disagrees" == bounds.fields(Decimal(90), "N")["doubt"]
