"""Reports of random layouts: every row exact, nothing invented."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from bot.intake.lab.reader import read_lab_pdf
from bot.intake.reading import Source
from bot.notebook.facts import Observation
from tests.unit.intake.lab.layouts import Report, report

SEEDS = range(24)


def observations(pdf: bytes, language: str = "fr") -> list[Observation]:
    reading = read_lab_pdf(Source(pdf, language=language))
    return [fact for fact in reading.facts if isinstance(fact, Observation)]


def printed(drawn: Report) -> Counter[Any]:
    return Counter(
        (row.name, row.value, row.comparator, row.unit, row.low, row.high, row.flag, row.text)
        for row in drawn.rows
    )


def read(found: list[Observation]) -> Counter[Any]:
    return Counter(
        (one.text, one.value, one.comparator, one.unit, one.low, one.high, one.flag, one.value_text)
        for one in found
        if one.report
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_every_row_is_exact(seed: int) -> None:
    """Names, values, comparators, units, ranges and flags are those that were drawn."""
    drawn = report(seed)
    assert printed(drawn) == read(observations(drawn.pdf, drawn.language))


@pytest.mark.parametrize("seed", SEEDS)
def test_dates_and_sections_are_those_of_the_report(seed: int) -> None:
    """Every current row carries the sampling day and the heading it stands under."""
    drawn = report(seed)
    current = [one for one in observations(drawn.pdf, drawn.language) if one.report]
    assert {drawn.collected} == {(one.effective or "")[:10] for one in current}
    assert [row.section for row in drawn.rows] == [one.section for one in current]


@pytest.mark.parametrize("seed", SEEDS)
def test_earlier_results_carry_their_own_date(seed: int) -> None:
    """Previous columns become observations of their date; without a date they are only quoted."""
    drawn = report(seed)
    earlier = [one for one in observations(drawn.pdf, drawn.language) if not one.report]
    if drawn.previous_date is None:
        assert [] == earlier
        return
    expected = Counter((row.name, row.previous) for row in drawn.rows if row.previous is not None)
    assert expected == Counter((one.text, one.value) for one in earlier)
    assert {drawn.previous_date} == {one.effective for one in earlier}
