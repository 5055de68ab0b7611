"""The sample reports: every row, value, comparator, unit, range, flag and date exact."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bot.intake.lab.reader import read_lab_pdf
from bot.intake.reading import Reading, Source
from bot.notebook.facts import Observation, Patient

SAMPLES = Path(__file__).parents[5] / "shared" / "samples" / "lab-pdf"
NAMES = [
    "fr-bilan-annuel", "fr-ionogramme-controle", "en-gb-annual-review", "en-us-metabolic-panel",
]  # fmt: skip

pytestmark = pytest.mark.skipif(
    not SAMPLES.is_dir(), reason="the sample files (../shared/samples) are not here"
)


def reading_of(name: str) -> Reading:
    return read_lab_pdf(Source((SAMPLES / f"{name}.pdf").read_bytes()))


def truth_of(name: str) -> dict[str, Any]:
    text = (SAMPLES / f"{name}.json").read_text("utf-8")
    return dict(json.loads(text, parse_float=Decimal))


def current(reading: Reading) -> list[Observation]:
    return [fact for fact in reading.facts if isinstance(fact, Observation) and fact.report]


def earlier(reading: Reading) -> list[Observation]:
    return [fact for fact in reading.facts if isinstance(fact, Observation) and not fact.report]


@pytest.mark.parametrize("name", NAMES)
def test_every_row_is_exact(name: str) -> None:
    """All rows in print order, with sections and flags as printed, and no other row."""
    expected = [
        (
            row["name"], row["value"], row["comparator"], row["unit"], row["low"], row["high"],
            row["flag"], row.get("value_text"), row["section"], row.get("ucum"),
        )
        for row in truth_of(name)["results"]
    ]  # fmt: skip
    actual = [
        (
            one.text, one.value, one.comparator, one.unit, one.low, one.high,
            one.flag, one.value_text, one.section, one.ucum,
        )
        for one in current(reading_of(name))
    ]  # fmt: skip
    assert expected == actual


@pytest.mark.parametrize("name", NAMES)
def test_dates_patient_and_earlier_results(name: str) -> None:
    """Sampling moment, earlier results with their date, and the patient's name."""
    reading, truth = reading_of(name), truth_of(name)
    assert {truth["collected"]} == {one.effective for one in current(reading)}
    assert {truth["previous_collected"]} == {one.effective for one in earlier(reading)}
    expected = [
        (row["name"], row["previous"])
        for row in truth["results"]
        if row.get("previous") is not None
    ]
    assert expected == [(one.text, one.value) for one in earlier(reading)]
    (patient,) = [fact for fact in reading.facts if isinstance(fact, Patient)]
    assert truth["patient"].lower() == (patient.name or "").lower()


@pytest.mark.parametrize("name", NAMES)
def test_a_second_unit_points_to_its_row(name: str) -> None:
    """A row that restates another one carries its id and its analyte."""
    found = current(reading_of(name))
    ids = {one.id: one for one in found}
    expected = [row.get("analyte") for row in truth_of(name)["results"] if row.get("analyte")]
    restating = [one for one in found if one.restates]
    assert expected == [ids[one.restates or ""].text for one in restating]
    assert all(ids[one.restates or ""].analyte == one.analyte for one in restating)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_doubted_that_is_plain(name: str) -> None:
    """Plain reports raise no doubt."""
    assert [] == [one.text for one in current(reading_of(name)) if one.doubt]


def test_the_french_example_with_wrapped_names() -> None:
    """Names over several lines, units in names, two units in a cell, two previous columns."""
    rows = current(reading_of("ans-electrophorese"))
    found = {(one.text, one.unit): one for one in rows}
    expected = {
        ("Protéines totales", "g/L"): ("75.0", "63.00", "83.00", None),
        ("Alpha1", "g/L"): ("3.8", "0.80", "3.20", None),
        ("Urée", "mmol/L"): ("10.02", "3.5", "8.0", "H"),
        ("Urée", "g/L"): ("0.60", "0.21", "0.48", "H"),
        ("Volume globulaire moyen", "fL"): ("97", "85", "95", "H"),
        ("Indice de distribution erythrocytaire", "%"): ("17.5", "11.5", "14.5", "H"),
        ("Polynuclaires éosinophiles", "%"): ("2", "1", "3", None),
    }
    for key, (value, low, high, flag) in expected.items():
        one = found[key]
        assert (Decimal(value), Decimal(low), Decimal(high), flag) == (
            one.value, one.low, one.high, one.flag,
        )  # fmt: skip
    assert "doubt-range" == found[("Polynuclaires basophiles", "%")].doubt
    assert (46, 20) == (len(rows), len(earlier(reading_of("ans-electrophorese"))))


def test_the_microbiology_of_the_french_example() -> None:
    """Cells in urine are not blood cells; germs keep their own antibiogram."""
    rows = current(reading_of("ans-electrophorese"))
    (leucocytes,) = [one for one in rows if one.text == "Leucocytes" and one.unit == "/uL"]
    assert "urine-white-cells" == leucocytes.analyte
    found = [
        (one.text, one.comparator, one.value, one.value_text)
        for one in rows
        if one.section == "Isolat : Streptococcus D." and one.unit == "µg/ml"
    ]
    assert [
        ("Amoxicilline+clavulanate - CMI", "<", Decimal("0.012"), "S"),
        ("Ampicilline - CMI", "<", Decimal("0.013"), "S"),
        ("Gentamicine - CMI", "<", Decimal("0.014"), "S"),
    ] == found


def test_glucose_in_two_main_units() -> None:
    """The second unit of a result on its own line restates the first."""
    found = current(reading_of("ans-glycemie-deux-unites"))
    assert [
        ("Glycémie à jeun", Decimal("4.89"), "mmol/L", Decimal("3.89"), Decimal("6.00")),
        ("Glycémie à jeun", Decimal("0.88"), "g/L", Decimal("0.70"), Decimal("1.08")),
    ] == [(one.text, one.value, one.unit, one.low, one.high) for one in found]
    assert found[0].id == found[1].restates
