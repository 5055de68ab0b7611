"""Photographs of papers in other fonts and layouts: bands, lists, two columns, a screen."""

from __future__ import annotations

from itertools import count

import numpy as np
import pytest

from bot.intake.photo.layout import lay
from bot.intake.photo.reader import read_photo
from bot.intake.photo.recognition import find
from bot.intake.photo.upright import read_sheet
from bot.intake.reading import Source
from bot.notebook.facts import Observation
from tests.unit.intake.photo.cameras import taken
from tests.unit.intake.photo.comparing import compare
from tests.unit.intake.photo.papers import paper
from tests.unit.intake.photo.pen import Pen


@pytest.mark.parametrize(
    ("seed", "layout", "way"),
    [
        (306, "table", "dark"),
        (302, "table", "shadow"),
        (303, "list", "scan"),
        (304, "two", "photo"),
        (305, "screen", ""),
    ],
)
def test_rows_in_any_layout_are_right_or_doubted(seed: int, layout: str, way: str) -> None:
    """At least nine rows in ten are exact, and no wrong row comes without a doubt."""
    made, content, _ = taken(seed, layout=layout, way=way)
    reading = read_photo(Source(content, language=made.language))
    rows = [one for one in reading.facts if isinstance(one, Observation) and one.report]
    outcome = compare((row.printed for row in made.rows), rows)
    assert [] == outcome.silent
    assert outcome.right >= 0.9 * outcome.printed, outcome.missing


def test_reading_ends_where_the_time_does() -> None:
    """With time for some strips only, the upper ones are read and the sheet says so."""
    made = paper(303, layout="list", language="fr", family="helvetica")
    turn = count()
    sheet = read_sheet(made.pixels, lambda: next(turn) < 12)
    assert not sheet.whole
    assert 12 >= len(sheet.strips) > 6
    lines = lay(sheet.strips, 1, sheet.grey.shape[:2]).page.lines
    assert "LABORATOIRE DES TROIS PONTS" == lines[0].text


def test_a_ribbon_of_paper_is_read_and_a_thread_is_not() -> None:
    """One row cut out is found; a picture two pixels wide is looked at without being enlarged."""
    pen = Pen("helvetica", 420, 22)
    row = ("Potassium", "5,9", "mmol/L", "3,5 - 5,1")
    for x, text in zip((10, 120, 180, 260), row, strict=True):
        pen.write(text, x, 14, 9)
    strips = read_sheet(pen.pixels(150), lambda: True).strips
    assert sorted(row) == sorted(found.text for found in strips)
    assert [] == find(np.full((272, 2), 240, np.uint8))
