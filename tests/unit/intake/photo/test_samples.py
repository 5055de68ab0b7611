"""The sample photographs: nine rows in ten exact, nothing wrong without a doubt."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bot.intake.photo.reader import read_photo
from bot.intake.reading import Source
from bot.notebook.facts import Observation
from tests.unit.intake.photo.comparing import compare, unit_of

SAMPLES = Path(__file__).parents[5] / "shared" / "samples" / "lab-pdf"

pytestmark = pytest.mark.skipif(
    not SAMPLES.is_dir(), reason="the sample files (../shared/samples) are not here"
)


def truth_of(name: str) -> dict[str, Any]:
    text = (SAMPLES / f"{name}.json").read_text("utf-8")
    return dict(json.loads(text, parse_float=Decimal))


@pytest.mark.parametrize("name", ["photo-fr-bilan-annuel-p2", "photo-fr-ionogramme-p1"])
def test_rows_dates_and_earlier_results(name: str) -> None:
    """Rows right or doubted, the moment of sampling exact, earlier results right or doubted."""
    reading = read_photo(Source((SAMPLES / f"{name}.png").read_bytes()))
    truth = truth_of(name)
    rows = [one for one in reading.facts if isinstance(one, Observation)]
    outcome = compare(
        (
            (row["name"], row["value"], row["comparator"], unit_of(row["unit"]), row["low"],
             row["high"], row["flag"], row.get("value_text"))
            for row in truth["results"]
        ),
        [one for one in rows if one.report],
    )  # fmt: skip
    assert [] == outcome.silent
    assert outcome.right >= 0.9 * outcome.printed, outcome.missing
    assert truth["collected"] == reading.date
    printed = {(row["name"], row.get("previous")) for row in truth["results"]}
    wrong = [
        one.text
        for one in rows
        if not one.report and (one.text, one.value) not in printed and not one.doubt
    ]
    assert [] == wrong
