"""Printed units to UCUM, and values from one unit to another."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.intake.units import candidates, convert, fits, is_unit, to_ucum
from bot.knowledge.analytes import by_id


@pytest.mark.parametrize(
    ("printed", "ucum"),
    [
        ("G/L", "10*9/L"), ("T/L", "10*12/L"), ("10⁹/L", "10*9/L"), ("Giga/L", "10*9/L"),
        ("x10^9/L", "10*9/L"), ("10E9/L", "10*9/L"), ("K/uL", "10*3/uL"),
        ("Thousand/uL", "10*3/uL"), ("M/mm3", "10*6/uL"), ("Million/uL", "10*6/uL"),
        ("/mm3", "/uL"), ("éléments/mm3", "/uL"), ("cells/µL", "/uL"), ("/mL", "/mL"),
        ("µmol/L", "umol/L"), ("μmol/L", "umol/L"), ("MMOL/L", "mmol/L"), ("MG/DL", "mg/dL"),
        ("g/100 mL", "g/dL"), ("UI/L", "U/L"), ("U/L", "U/L"), ("UI/mL", "[IU]/mL"),
        ("mUI/L", "m[IU]/L"), ("µUI/mL", "u[IU]/mL"), ("kUI/L", "k[IU]/L"), ("mm/h", "mm/h"),
        ("mm/1h", "mm/h"), ("mL/min/1,73m²", "mL/min/{1.73_m2}"),
        ("mL/min/1.73 m2", "mL/min/{1.73_m2}"), ("mg/24h", "mg/(24.h)"), ("%", "%"),
        ("L/L", "L/L"), ("mmol/mol Hb", "mmol/mol"), ("mg/g creat", "mg/g"), ("sec", "s"),
        ("fL", "fL"), ("pg", "pg"), ("µ3", "fL"), ("mEq/L", "meq/L"), ("S/CO", "{s_co_ratio}"),
    ],
)  # fmt: skip
def test_printed_units(printed: str, ucum: str) -> None:
    """French and English spellings, superscripts, capitals and both micro signs."""
    assert ucum == to_ucum(printed)


@pytest.mark.parametrize("text", ["foo", "Dr", "the", "Négatif", "L", "12", "", "mmol/zorg"])
def test_what_is_no_unit(text: str) -> None:
    """Words and fragments are no units."""
    assert not is_unit(text)


@given(st.text(max_size=30))
def test_any_text_has_candidates_or_none(text: str) -> None:
    """Reading a unit never raises."""
    assert isinstance(candidates(text), tuple)


def test_the_analyte_decides_between_readings() -> None:
    """G/L is a count for cells and grams for a protein printed in capitals; UI/L follows too."""
    assert "10*9/L" == to_ucum("G/L", by_id("platelets"))
    assert "g/L" == to_ucum("G/L", by_id("albumin"))
    assert "[IU]/L" == to_ucum("UI/L", by_id("fsh"))
    assert "{INR}" == to_ucum(None, by_id("inr"))
    assert to_ucum(None, by_id("potassium")) is None


def test_a_unit_that_does_not_fit() -> None:
    """A known unit in which an analyte is never given does not fit it."""
    potassium = by_id("potassium")
    assert potassium is not None
    assert (True, False) == (fits("mmol/L", potassium), fits("g/L", potassium))


@pytest.mark.parametrize(
    ("value", "source", "target", "analyte", "expected"),
    [
        ("1.12", "g/L", "mmol/L", "glucose-fasting", "6.21683"),
        ("2.31", "g/L", "mmol/L", "cholesterol", "5.97440"),
        ("6.1", "%", "mmol/mol", "hba1c", "43.1696"),
        ("43.2", "mmol/mol", "%", "hba1c", "6.10279"),
        ("0.392", "L/L", "%", "haematocrit", "39.2"),
        ("254", "10*9/L", "10*3/uL", "platelets", "254"),
        ("98000", "/uL", "10*9/L", "platelets", "98"),
        ("11.8", "g/dL", "g/L", "haemoglobin", "118"),
        ("2.35", "u[IU]/mL", "m[IU]/L", "tsh", "2.35"),
        ("139", "meq/L", "mmol/L", "sodium", "139"),
        ("4.8", "meq/L", "mmol/L", "calcium", "2.4"),
        ("1.0", "mmol/L", "meq/L", "magnesium", "2"),
        ("14", "mg/dL", "mmol/L", "urea-nitrogen", "4.99750"),
        ("30", "mg/g", "mg/mmol", "urine-acr", "3.3936"),
        ("5", "g/(24.h)", "mg/(24.h)", "urine-protein", "5000"),
        ("14", "cm[Hg]", "mm[Hg]", None, "140"),
    ],
)
def test_conversions(
    value: str, source: str, target: str, analyte: str | None, expected: str
) -> None:
    """Powers of ten exactly, mass to substance by molar mass, HbA1c by its own formula."""
    converted = convert(Decimal(value), source, target, by_id(analyte))
    assert converted is not None
    assert Decimal(expected) == converted


@pytest.mark.parametrize(
    ("source", "target", "analyte"),
    [("g/L", "mmol/L", None), ("%", "10*9/L", "neutrophils"), ("mmol/L", "mm/h", "sodium")],
)
def test_what_cannot_be_converted(source: str, target: str, analyte: str | None) -> None:
    """Without a molar mass or a common kind of quantity there is no answer."""
    assert convert(Decimal(1), source, target, by_id(analyte)) is None


@given(st.decimals(min_value=Decimal("0.01"), max_value=1000, places=2, allow_nan=False))
def test_there_and_back(value: Decimal) -> None:
    """Glucose to mmol/L and back changes less than one part in ten thousand."""
    glucose = by_id("glucose")
    there = convert(value, "g/L", "mmol/L", glucose)
    assert there is not None
    back = convert(there, "mmol/L", "g/L", glucose)
    assert back is not None
    assert abs(back - value) <= value / 10_000
