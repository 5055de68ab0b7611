"""The analytes: complete in both languages, sound units, and names that are never mistaken."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files

import pytest

from bot.intake.units import convert
from bot.knowledge.analytes import Analyte, analytes, find, folded

ALL = list(analytes().values())
PAGES = [
    entry
    for entry in files("bot.knowledge.labs").iterdir()
    if entry.name.endswith(".toml") and entry.name != "units.toml"
]


def test_there_are_enough() -> None:
    """At least seventy analytes are known."""
    assert len(ALL) >= 70


@pytest.mark.parametrize("analyte", ALL, ids=lambda one: one.id)
def test_both_languages_say_everything(analyte: Analyte) -> None:
    """Name, what, why and ask are there in French and English, ups and downs in both or none."""
    for words in (analyte.fr, analyte.en):
        assert all((words.name, words.what, words.why, words.ask))
        assert words.what.endswith(".")
        assert words.ask.endswith(("?", "."))
    assert bool(analyte.fr.up) == bool(analyte.en.up)
    assert bool(analyte.fr.down) == bool(analyte.en.down)


@pytest.mark.parametrize("analyte", ALL, ids=lambda one: one.id)
def test_sources_and_codes(analyte: Analyte) -> None:
    """Every analyte has sources; LOINC codes have a right check digit and an allowed unit."""
    assert analyte.sources
    for unit, code in analyte.loinc.items():
        assert unit in analyte.units or unit == ""
        number, digit = code.split("-")
        assert _check_digit(number) == int(digit)


def _check_digit(number: str) -> int:
    """The modulus 10 check digit that LOINC uses (Luhn)."""
    total = 0
    for place, figure in enumerate(reversed(number)):
        doubled = int(figure) * (2 if place % 2 == 0 else 1)
        total += doubled // 10 + doubled % 10
    return -total % 10


@pytest.mark.parametrize("analyte", ALL, ids=lambda one: one.id)
def test_limits_are_in_units_that_convert(analyte: Analyte) -> None:
    """Plausible limits are ordered, and call-today limits can be reached from every main unit."""
    if analyte.plausible:
        assert analyte.plausible[0] < analyte.plausible[1]
    for rule in analyte.call_today:
        limit = rule.below if rule.below is not None else rule.above
        assert limit is not None
        assert convert(limit, rule.unit, analyte.units[0], analyte) is not None


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_pages_are_dated_and_unreviewed(page: object) -> None:
    """Each file says its sources, its review dates, and that no clinician reviewed it."""
    raw = tomllib.loads(page.read_text("utf-8"))  # type: ignore[attr-defined]
    assert "none yet" == raw["reviewed_by"]
    assert raw["reviewed_on"] < raw["review_due"]
    assert all(re.match(r"https://", source) for source in raw["sources"])


def test_no_printed_name_means_two_analytes() -> None:
    """A name as printed belongs to one analyte of a specimen."""
    seen: dict[tuple[str, str], str] = {}
    for analyte in ALL:
        for name in analyte.names:
            key = (analyte.specimen, folded(name))
            assert analyte.id == seen.setdefault(key, analyte.id)


@pytest.mark.parametrize(
    ("name", "section", "expected"),
    [
        ("HbA1c (IFCC)", None, "hba1c"),
        ("Hémoglobine glyquée HbA1c (HPLC)", None, "hba1c"),
        ("HÉMOGLOBINE", None, "haemoglobin"),
        ("V.G.M.", None, "mcv"),
        ("DFG estimé (CKD-EPI 2009)", None, "egfr"),
        ("Serum sodium level", None, "sodium"),
        ("K+", None, "potassium"),
        ("Thyréostimuline (TSH)", None, "tsh"),
        ("25-OH vitamine D (D2+D3)", None, "vitamin-d"),
        ("Bilirubine", None, "bilirubin"),
        ("Bilirubine directe", None, "bilirubin-direct"),
        ("Troponine T hypersensible", None, "troponin-t"),
        ("Urine albumin:creatinine ratio", None, "urine-acr"),
        ("Leucocytes", "HÉMATOLOGIE", "white-cells"),
        ("Leucocytes", "URINES", "urine-white-cells"),
        ("Leucocytes urinaires", "BIOCHIMIE", "urine-white-cells"),
    ],
)
def test_names_are_found(name: str, section: str | None, expected: str) -> None:
    """Accents, capitals, methods in brackets and the section's specimen are understood."""
    analyte = find(name, section)
    assert analyte is not None
    assert expected == analyte.id


@pytest.mark.parametrize(
    ("name", "section"),
    [
        ("Leucocytes", "LIQUIDE CÉPHALO-RACHIDIEN"),
        ("Fer dans les selles", None),
        ("Glucose", "Liquide pleural"),
        ("Anticorps anti-insuline", None),
        ("Vitamine", None),
        ("Troponine", None),
        ("Rapport", None),
        ("Commentaire", None),
        ("", None),
    ],
)
def test_no_answer_is_better_than_a_wrong_one(name: str, section: str | None) -> None:
    """Other fluids, antibodies and half names give nothing."""
    assert find(name, section) is None


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("V.G.M", "mcv"),
        ("V.G. M", "mcv"),
        ("V. G. M.", "mcv"),
        ("V G M", "mcv"),
        ("C.C. M.H", "mchc"),
        ("V.S", "esr"),
        ("HbA 1c", "hba1c"),
        ("T 4 libre", "free-t4"),
        ("C R P", "crp"),
        ("ASA T", "ast"),
    ],
)
def test_names_that_spaces_tore_apart_are_found(name: str, expected: str) -> None:
    """Recognition sets or loses spaces and dots within a name."""
    found = find(name)
    assert found is not None
    assert expected == found.id


@pytest.mark.parametrize(
    "name", ["as at", "c a", "CA 125", "CA 12", "T 3 T 4", "Vitamine B 1", "Facteur V", "a b", "7"]
)
def test_words_beside_each_other_are_no_torn_name(name: str) -> None:
    """Ordinary words, and names of something else, are not pressed into one."""
    assert None is find(name)
