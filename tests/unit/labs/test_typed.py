"""Results in ordinary text, and the sentences that hold none."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.intake.typed import read_typed
from bot.notebook.facts import Observation

NOW = datetime(2026, 11, 25, 10, 0, tzinfo=ZoneInfo("Europe/Paris"))


def found(text: str, language: str = "fr") -> list[Observation]:
    reading = read_typed(text, received_at=NOW, language=language, country="FR")
    return [fact for fact in reading.facts if isinstance(fact, Observation)]


def brief(one: Observation) -> tuple[Any, ...]:
    bounds = tuple(str(bound) if bound is not None else None for bound in (one.low, one.high))
    return one.analyte, one.comparator, str(one.value), one.ucum, *bounds, one.effective, one.doubt


TODAY = "2026-11-25"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("potassium 5,9 mmol/L (3,5-5,1)",
         ("potassium", None, "5.9", "mmol/L", "3.5", "5.1", TODAY, None)),
        ("ma glycémie à jeun 1,26 g/L le 12 mars",
         ("glucose-fasting", None, "1.26", "g/L", None, None, "2026-03-12", None)),
        ("HbA1c 7.2%", ("hba1c", None, "7.2", "%", None, None, TODAY, None)),
        ("TSH 4.5 mUI/L range 0.4-4.0",
         ("tsh", None, "4.5", "m[IU]/L", "0.4", "4.0", TODAY, None)),
        ("LDL: 1.6 g/l", ("ldl", None, "1.6", "g/L", None, None, TODAY, None)),
        ("CRP < 0,41 mg/L hier", ("crp", "<", "0.41", "mg/L", None, None, "2026-11-24", None)),
        ("mon potassium est à 5,9",
         ("potassium", None, "5.9", None, None, None, TODAY, "doubt-unit")),
        ("1,26 g/L de glucose", ("glucose", None, "1.26", "g/L", None, None, TODAY, None)),
        ("INR 2,6", ("inr", None, "2.6", "{INR}", None, None, TODAY, None)),
        ("NT-proBNP 1 245 ng/L", ("nt-probnp", None, "1245", "ng/L", None, None, TODAY, None)),
        ("Leucocytes 7,24 G/L 4,00 - 10,00",
         ("white-cells", None, "7.24", "10*9/L", "4.00", "10.00", TODAY, None)),
        ("vitamine D 22 ng/mL", ("vitamin-d", None, "22", "ng/mL", None, None, TODAY, None)),
        ("potassium 59 mmol/L",
         ("potassium", None, "59", "mmol/L", None, None, TODAY, "doubt-decimal")),
        ("Chromogranine A 45 ng/mL (<100)",
         (None, None, "45", "ng/mL", None, "100", TODAY, None)),
    ],
)  # fmt: skip
def test_one_result(text: str, expected: tuple[Any, ...]) -> None:
    """Value, unit, range and day as said; no unit is guessed."""
    assert [expected] == [brief(one) for one in found(text)]


def test_several_on_lines_and_in_a_sentence() -> None:
    """Pasted lines and enumerations give one result each; other lines are quoted."""
    text = "Bilan du 3 mars 2026\nPotassium 4,1 mmol/L\nLDL 1,6 g/L et HDL 0,5 g/L\nsalle 12"
    reading = read_typed(text, received_at=NOW)
    facts = [fact for fact in reading.facts if isinstance(fact, Observation)]
    assert ["potassium", "ldl", "hdl"] == [one.analyte for one in facts]
    assert {"2026-03-03"} == {one.effective for one in facts}
    assert ("salle 12",) == reading.not_understood
    assert ["line 2", "line 3", "line 3"] == [one.provenance.place for one in facts]


@pytest.mark.parametrize(
    "text",
    [
        "le 12/03/2026 à 9h",
        "mon rdv est le 9/3 à 14h30, tel 01 44 55 66 77",
        "je prends du magnésium 300 mg le soir",
        "vitamine D 1000 UI par jour",
        "fer 80 mg",
        "insuline 10 unités le matin",
        "j'ai 42 ans et du cholestérol",
        "TSH le 12 mars",
        "la CRP 12 heures après",
        "cholestérol 2023",
        "14/9",
        "score 12/20",
        "vs 2 amis",
        "rendez-vous au 3 rue du fer 75002",
        "RDV cardiologue mardi prochain 14h30",
        "I take 2 iron tablets",
        "bonjour, comment ça va ?",
    ],
)
def test_ordinary_sentences_hold_no_result(text: str) -> None:
    """Dates, telephone numbers, doses, ages and scores are no results."""
    assert [] == found(text)


@pytest.mark.parametrize(
    ("text", "high", "low", "unit"),
    [
        ("tension 14/9", "14", "9", "cm[Hg]"),
        ("ma TA : 145/92 mmHg", "145", "92", "mm[Hg]"),
        ("blood pressure was 130 over 80", "130", "80", "mm[Hg]"),
        ("13,5/8,2 de tension", "13.5", "8.2", "cm[Hg]"),
    ],
)
def test_blood_pressure_only_when_said_so(text: str, high: str, low: str, unit: str) -> None:
    """Two numbers with a stroke are a blood pressure when the words say so, kept as said."""
    systolic, diastolic = found(text)
    assert (Decimal(high), unit, "8480-6") == (
        systolic.value,
        systolic.ucum,
        systolic.codes[0].code,
    )
    assert (Decimal(low), "vital-signs") == (diastolic.value, diastolic.category)


@pytest.mark.parametrize(
    ("text", "high", "low", "unit"),
    [
        ("130/85 last night", "130", "85", "mmHg"),
        ("13,5/8,2 hier soir", "13.5", "8.2", "cmHg"),
        ("120/80 mmHg à 8h", "120", "80", "mmHg"),
    ],
)
def test_two_numbers_that_can_be_nothing_else(text: str, high: str, low: str, unit: str) -> None:
    """Alone on a line, with a time of day at most, and no date looks like them."""
    first, second = found(text)
    assert (high, low, unit) == (str(first.value), str(second.value), first.unit)


@pytest.mark.parametrize("text", ["9/3", "12/10", "13/8 ce matin", "20/20", "1/2", "rdv 130/85"])
def test_two_numbers_that_may_be_a_date_or_a_fraction(text: str) -> None:
    """Nothing is guessed."""
    assert [] == found(text)


def test_a_weight_in_stones() -> None:
    """Kept in pounds: twelve stone four is 172 pounds."""
    (weight,) = found("I weigh 12 stone 4", "en")
    assert ("172", "[lb_av]") == (str(weight.value), weight.ucum)


@given(st.text(max_size=200))
def test_any_text_is_read_without_error(text: str) -> None:
    """Whatever is typed, reading it returns."""
    assert "typed" == read_typed(text, received_at=NOW).format
