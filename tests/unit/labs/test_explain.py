"""Results in words: what stands out first, short, in both languages, never a diagnosis."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from bot.care.labs.explain import DETAILED, explain, render
from bot.care.labs.spelled import number, shown
from bot.knowledge.analytes import by_id
from bot.notebook.facts import Observation
from tests.unit.labs.test_positions import observation

BOTH = pytest.mark.parametrize("language", ["fr", "en"])


def potassium(value: str, **more: Any) -> Observation:
    known = {
        "text": "Potassium", "analyte": "potassium", "unit": "mmol/L", "ucum": "mmol/L",
        "low": "3.5", "high": "5.1", "effective": "2026-11-18",
    }  # fmt: skip
    return observation(value, **(known | more))


def within(name: str) -> Observation:
    return observation(
        "5", text=name, unit="u/L", low="1", high="9", effective="2026-11-18", ucum="U/L"
    )


@BOTH
def test_what_stands_out_comes_first(language: str) -> None:
    """Call-today values, then values outside, then what to check, then the rest."""
    results = [
        within("Alpha"),
        observation("7", text="Beta", unit="?", doubt="doubt-unit", effective="2026-11-18"),
        observation("12", text="Gamma", unit="U/L", high="9", effective="2026-11-18"),
        potassium("6.2"),
    ]
    assert ["Potassium", "Gamma", "Beta", "Alpha"] == [
        one.name(language) for one in explain(results)
    ]
    text = render(explain(results), language)
    places = [text.index(name) for name in ("Potassium", "Gamma", "Beta", "Alpha")]
    assert sorted(places) == places


@BOTH
def test_a_value_to_call_about_says_so_and_no_more(language: str) -> None:
    """It asks to call today, without naming an illness; a doubtful one asks to check first."""
    text = render(explain([potassium("6.2"), within("Alpha")]), language)
    today = {"fr": "aujourd'hui", "en": "today"}[language]
    assert f"**{today}**" in text
    doubtful = render(explain([potassium("6.2", doubt="doubt-decimal")]), language)
    check = {"fr": "Vérifiez d'abord", "en": "First check"}[language]
    assert check in doubtful
    assert f"**{today}**" in doubtful


@BOTH
def test_one_result_is_told_in_full(language: str) -> None:
    """Value with unit, range, what it is, why, what moves it, what to ask, and the limits."""
    analyte = by_id("potassium")
    assert analyte is not None
    words = analyte.words(language)
    text = render(explain([potassium("4.1")]), language)
    assert words.what in text
    assert words.ask in text
    expected = {"fr": ("4,1", "3,5 à 5,1"), "en": ("4.1", "3.5 to 5.1")}[language]
    assert all(part in text for part in expected)


@BOTH
def test_the_trend_names_value_and_day(language: str) -> None:
    """The last earlier value is told with its day, in the same unit."""
    before = potassium("4.3", effective="2026-05-12", low=None, high=None)
    text = render(explain([potassium("5.9")], [before]), language)
    expected = {
        "fr": "Plus haut que le 12 mai 2026 (4,3).",
        "en": "Higher than on 12 May 2026 (4.3).",
    }[language]
    assert expected in text


@BOTH
def test_no_range_is_said_and_none_invented(language: str) -> None:
    """Without a range the text says so; a range in words is quoted."""
    bare = render(explain([potassium("4.1", low=None, high=None)]), language)
    assert {"fr": "Pas d'intervalle donné", "en": "No range given"}[language] in bare
    quoted = render(
        explain([potassium("2.6", low=None, high=None, range_text="cible : 2,0 à 3,0")]), language
    )
    assert "cible : 2,0 à 3,0" in quoted


@BOTH
def test_a_long_report_stays_short(language: str) -> None:
    """Only the first values outside are explained at length; many within are named only."""
    outside = [
        observation(str(10 + index), text=f"Marker {index}", high="9", unit="U/L", ucum="U/L",
                    effective="2026-11-18")
        for index in range(DETAILED + 4)
    ]  # fmt: skip
    inside = [within(f"Quiet {index}") for index in range(30)]
    text = render(explain([*outside, *inside]), language)
    assert len(text) < 4096
    assert all(f"Quiet {index}" in text for index in range(30))
    assert DETAILED == sum(line.startswith("- **") for line in text.splitlines())


def test_two_units_are_one_explanation() -> None:
    """A row in a second unit is told with its first; the one with a range leads."""
    first = observation("33.0", text="Lymphocytes", analyte="lymphocytes", unit="%", ucum="%",
                        effective="2026-02-03")  # fmt: skip
    second = observation("2.39", text="Lymphocytes", analyte="lymphocytes", unit="G/L",
                         ucum="10*9/L", low="1.00", high="4.00", restates=first.id,
                         effective="2026-02-03")  # fmt: skip
    (told,) = explain([first, second])
    assert (second.id, first.id) == (told.observation.id, told.also[0].id)


def test_nothing_to_explain() -> None:
    """No results give an empty text."""
    assert "" == render(explain([]), "fr")


@pytest.mark.parametrize(
    ("value", "language", "text"),
    [("1245", "fr", "1\u202f245"), ("1245.5", "en", "1,245.5"), ("5.870", "fr", "5,870")],
)
def test_numbers_keep_their_decimals(value: str, language: str, text: str) -> None:
    """Decimal mark and thousands of the language; trailing zeros stay as printed."""
    assert text == number(Decimal(value), language)


def test_a_bound_keeps_its_sign() -> None:
    """ "< 0.41" is never shown as 0.41."""
    result = observation("0.41", comparator="<", unit="mg/L")
    assert "< 0,41 mg/L" == shown(result, "fr")
