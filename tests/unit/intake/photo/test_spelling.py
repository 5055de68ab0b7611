"""What recognition gets wrong in words and units, put right; what stays as it was read."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from bot.intake.photo.look_again import makes_sense
from bot.intake.photo.names import alike
from bot.intake.photo.recognition import Letter
from bot.intake.photo.respelling import name_of, unit_of, writes_micro
from bot.intake.photo.spelling import spelled
from bot.notebook.facts import Observation, Provenance


def row(unit: str, **more: Any) -> Observation:
    return Observation(
        provenance=Provenance(source="document", recorded_at=datetime(2026, 1, 1, tzinfo=UTC)),
        text="Hémoglobine",
        value=Decimal("12.4"),
        unit=unit,
        **more,
    )


@pytest.mark.parametrize(
    ("read", "expected"),
    [
        ("35.5~46.0", "35.5-46.0"),
        ("155 = 357", "155 - 357"),
        ("10~9/L", "10^9/L"),
        ("inf, à 37", "inf. à 37"),
        ("1.57°", "1.57*"),
        ("mlU/L", "mIU/L"),
        ("U1/L", "UI/L"),
        ("HbAlc", "HbA1c"),
        ("ng/mLH", "ng/mL H"),
        ("3,9 10^9/LL", "3,9 10^9/L L"),
        ("H:151-401F:150-400", "H:151-401 F:150-400"),
        ("10,2 鲁", "10,2 %"),
        ("mL", "mL"),
        ("U/L", "U/L"),
        ("Taux = 3", "Taux = 3"),
        ("2026-05-20", "2026-05-20"),
    ],
)
def test_signs_and_units_are_put_right(read: str, expected: str) -> None:
    """Only where one reading exists: dashes between numbers, carets of powers, glued flags."""
    letters = [Letter(letter, 0.9, 0.5) for letter in read]
    assert expected == "".join(letter.text for letter in spelled(letters))


@pytest.mark.parametrize(
    ("read", "expected"),
    [
        ("Piatelets", "Platelets"),
        ("Sodiun", "Sodium"),
        ("SODlUM", "SODIUM"),
        ("Sodium", "Sodium"),
        ("Sodixm", "Sodixm"),
        ("CA 123", "CA 123"),
        ("Prescripteur", "Prescripteur"),
    ],
)
def test_a_name_one_mistakable_letter_away_is_known(read: str, expected: str) -> None:
    """Only letters that look alike are changed, never digits, never a known name."""
    assert expected == alike(read)


@pytest.mark.parametrize(
    ("unit", "more", "expected"),
    [
        ("B/dL", {"analyte": "haemoglobin", "doubt": "doubt-unit"}, "g/dL"),
        ("BdL", {"analyte": "haemoglobin", "doubt": "doubt-unit"}, "g/dL"),
        ("B/dL", {"analyte": "haemoglobin"}, "B/dL"),
        ("B/dL", {"doubt": "doubt-unit"}, "B/dL"),
        ("(g/dL)", {}, "g/dL"),
        ("g/dL.", {}, "g/dL"),
        ("ug/L", {}, "µg/L"),
        ("umol/L", {}, "µmol/L"),
    ],
)
def test_a_unit_that_is_none_gives_way_to_the_analyte_s_own(
    unit: str, more: dict[str, str], expected: str
) -> None:
    """Only with a doubt and a known analyte; brackets, stops and micro signs in any case."""
    assert expected == unit_of(row(unit, **more), capital=False, micro=True, mark=",")


def test_a_paper_writes_micro_when_it_is_french_or_shows_it() -> None:
    """Without a micro sign anywhere, English papers keep their "u"."""
    assert writes_micro([row("ug/L")], "fr")
    assert writes_micro([row("ug/L"), row("µmol/L")], "en")
    assert not writes_micro([row("ug/L")], "en")


@pytest.mark.parametrize("text", ["4,2", "< 0,5", "3,5 - 5,1", "mmol/L", "Potassium", "Négatif"])
def test_cells_of_a_report_make_sense(text: str) -> None:
    """Numbers, ranges, units, known names and results in words."""
    assert makes_sense(text)


@pytest.mark.parametrize("text", ["B/dL", "(3.5 5.1", "鲁", "Iabc"])
def test_what_stands_in_no_cell_makes_no_sense(text: str) -> None:
    """Such a strip is read again, and gives way to a reading that does."""
    assert not makes_sense(text)


@pytest.mark.parametrize(
    ("read", "capital", "expected"),
    [
        ("CRÉatININE", True, "CRÉATININE"),
        ("NT-ProBNp", True, "NT-PROBNP"),
        ("Aspect des urines", True, "Aspect des urines"),
        ("ALAt (TGP)", False, "ALAT (TGP)"),
        ("HbA1c", False, "HbA1c"),
        ("NT-probNP", False, "NT-proBNP"),
        ("V.G.M", False, "V.G.M."),
        ("Troponine T hypersensible", False, "Troponine T hypersensible"),
    ],
)
def test_capitals_are_those_of_the_paper(read: str, capital: bool, expected: str) -> None:
    """Small letters inside words in capitals are mistakes; usual mixtures stay."""
    one = row("g/L").model_copy(update={"text": read})
    assert expected == name_of(one, capital=capital)
