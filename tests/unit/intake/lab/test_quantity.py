"""Numbers, ranges, flags and dates as laboratories print them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.intake.lab.flags import read_flag
from bot.intake.lab.quantity import decimal_mark, read_number, read_quantity, read_range
from bot.intake.lab.when import find_date


@pytest.mark.parametrize(
    ("text", "mark", "value", "ambiguous"),
    [
        ("5,9", ",", "5.9", False),
        ("5.870", ".", "5.870", False),
        ("1 245", ",", "1245", False),
        ("1,245", ".", "1245", False),
        ("1,245.5", ".", "1245.5", False),
        ("1.245,5", ",", "1245.5", False),
        ("0,512", None, "0.512", False),
        ("1,245", None, "1.245", True),
        ("1.245", ",", "1245", False),
        ("1’245", ".", "1245", False),
        ("12 000", ",", "12000", False),
    ],
)
def test_numbers(text: str, mark: str | None, value: str, ambiguous: bool) -> None:
    """Decimal and thousands marks are told apart; what cannot be is ambiguous."""
    number = read_number(text, mark)
    assert number is not None
    assert (Decimal(value), ambiguous) == (number.value, number.ambiguous)


@given(
    st.decimals(min_value=0, max_value=99999, places=2, allow_nan=False),
    st.sampled_from([",", "."]),
)
def test_a_printed_number_is_read_back(value: Decimal, mark: str) -> None:
    """Any number printed with the report's mark is read exactly, trailing zeros included."""
    number = read_number(f"{value:f}".replace(".", mark), mark)
    assert number is not None
    assert str(value) == str(number.value)


@given(st.text(max_size=60))
def test_no_text_breaks_the_grammar(text: str) -> None:
    """Any text is read or left alone; nothing raises."""
    for mark in (",", ".", None):
        assert read_range(text, mark).text == " ".join(text.split())
        read_quantity(text, mark)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("(3,5 à 5,1)", "3.5", "5.1"),
        ("[4,0 ; 10,0]", "4.0", "10.0"),
        ("65-99", "65", "99"),
        ("< 5,0", None, "5.0"),
        ("Inf. à 5,0", None, "5.0"),
        ("inférieur ou égal à 5", None, "5"),
        ("Up to 5,0", None, "5.0"),
        ("≥ 60", "60", None),
        ("> 60 mL/min/1,73m²", "60", None),
        ("60 ou plus", "60", None),
        ("(< 10 000)", None, "10000"),
        ("150 000 - 400 000", "150000", "400000"),
        ("-3,0 à 3,0", "-3.0", "3.0"),
        ("VR : 3,5 - 5,1 mmol/L", "3.5", "5.1"),
        ("(12,0 à 16,0) g/dL", "12.0", "16.0"),
        ("cible : 2,0 à 3,0", None, None),
        ("sous AVK : voir INR", None, None),
        ("Normal < 5,7 ; prédiabète 5,7-6,4", None, None),
        ("5,1 - 3,5", None, None),
        ("0,5", None, None),
    ],
)
def test_ranges(text: str, low: str | None, high: str | None) -> None:
    """A range is understood whole or kept as words."""
    interval = read_range(text, ",")
    bounds = (Decimal(low) if low else None, Decimal(high) if high else None)
    assert bounds == (interval.low, interval.high)
    assert (low is not None or high is not None) == interval.understood


@pytest.mark.parametrize(
    ("text", "comparator", "value", "flag", "rest"),
    [
        ("< 0,41 mg/L", "<", "0.41", None, "mg/L"),
        (">30,0 H", ">", "30.0", "H", ""),
        ("5,9 * mmol/L", None, "5.9", "A", "mmol/L"),
        ("2,8 mmol/L ▼", None, "2.8", "L", "mmol/L"),
        ("H 6,2", None, "6.2", "H", ""),
        ("128L", None, "128", "L", ""),
    ],
)
def test_quantities(
    text: str, comparator: str | None, value: str, flag: str | None, rest: str
) -> None:
    """Comparator, number, flag and what is left."""
    quantity = read_quantity(text, ",")
    assert quantity is not None
    assert (comparator, Decimal(value), flag, rest) == (
        quantity.comparator, quantity.number.value, quantity.flag, quantity.rest,
    )  # fmt: skip


@pytest.mark.parametrize("text", ["18/11/2026", "09:30", "10^5 UFC/mL", "25-hydroxy", "Négatif"])
def test_what_is_no_quantity(text: str) -> None:
    """Dates, times, powers of ten and names that begin with a number are no quantities."""
    assert read_quantity(text, ",") is None


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("Anormalement haut", "H"),
        ("Haut, croissant", "H"),
        ("Below low reference limit", "L"),
        ("(L)", "L"),
        ("▲▲", "HH"),
        ("mmol/L", None),
        ("Négatif", None),
    ],
)
def test_flags(text: str, flag: str | None) -> None:
    """Words, letters and arrows mean the same."""
    assert flag == read_flag(text)


@pytest.mark.parametrize(
    ("texts", "mark"),
    [
        (["7,24 G/L", "4,52"], ","),
        (["5.870", "22.4"], "."),
        (["75,0", "10.02"], None),
        (["139", "1,245"], None),
    ],
)
def test_the_decimal_mark_of_a_report(texts: list[str], mark: str | None) -> None:
    """Numbers with other than three decimals tell the mark; mixed reports tell none."""
    assert mark == decimal_mark(texts)


@pytest.mark.parametrize(
    ("text", "month_first", "date"),
    [
        ("le 18/11/2026 à 07h45", False, "2026-11-18T07:45:00"),
        ("mercredi 7 octobre 2026, 08:20", False, "2026-10-07T08:20:00"),
        ("03/04/2026 02:10 PM", True, "2026-03-04T14:10:00"),
        ("Mar 12, 2026", True, "2026-03-12"),
        ("07-Oct-2026", False, "2026-10-07"),
        ("2026-10-07", False, "2026-10-07"),
        ("31/02/2026", False, None),
        ("35.0-45.0", False, None),
        ("1.2.3", False, None),
    ],
)
def test_dates(text: str, month_first: bool, date: str | None) -> None:
    """Dates in figures and in words, with the time of day when one follows."""
    assert date == find_date(text, month_first=month_first)
