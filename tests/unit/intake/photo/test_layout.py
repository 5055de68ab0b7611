"""Strips of text become the lines of a page, however the sheet lay."""

from __future__ import annotations

import math

import numpy as np
import pytest

from bot.intake.photo.layout import lay
from bot.intake.photo.leaders import without_leaders
from bot.intake.photo.recognition import Letter, Strip
from bot.intake.photo.spelling import spelled, without_stop

ROWS = [
    ("Sodium", "139", "mmol/L", "136 - 145"),
    ("Potassium", "5,9 *", "mmol/L", "3,5 - 5,1"),
    ("Chlorures", "102", "mmol/L", "98 - 107"),
    ("Calcium", "2,29", "mmol/L", "2,15 - 2,50"),
    ("Ferritine", "9 *", "ug/L", "13 - 150"),
    ("Magnesium", "0,85", "mmol/L", "0,66 - 1,07"),
]
COLUMNS = (150, 600, 750, 1000)


def strip(text: str, x: float, y: float, turn: float, bend: float, height: float = 30) -> Strip:
    """A strip of this text whose upper left corner stood at (x, y) on the flat sheet."""
    width = len(text) * height * 0.5

    def place(px: float, py: float) -> tuple[float, float]:
        py += bend * (px - 700) ** 2
        return (
            px * math.cos(turn) - py * math.sin(turn),
            px * math.sin(turn) + py * math.cos(turn),
        )

    corners = [place(x, y), place(x + width, y), place(x + width, y + height), place(x, y + height)]
    letters = tuple(
        Letter(letter, 1.0, (index + 0.5) / len(text)) for index, letter in enumerate(text)
    )
    return Strip(np.array(corners, np.float32), letters)


@pytest.mark.parametrize("degrees", [0.0, 2.0, -5.0, 9.0])
@pytest.mark.parametrize("bend", [0.0, 0.00003, -0.00003])
def test_rows_stay_together_on_turned_and_bent_sheets(degrees: float, bend: float) -> None:
    """Every row comes out as one line with its cells in order."""
    turn = math.radians(degrees)
    strips = [
        strip(text, x, 200 + 44 * number, turn, bend)
        for number, row in enumerate(ROWS)
        for x, text in zip(COLUMNS, row, strict=True)
    ]
    strips = [strips[index] for index in np.random.default_rng(3).permutation(len(strips))]
    laid = lay(strips, 1, (1000, 1400))
    found = [tuple(cell.text for cell in line.cells) for line in laid.page.lines]
    assert list(ROWS) == found
    assert frozenset() == laid.shaky


def test_a_strip_between_two_lines_makes_its_line_unsure() -> None:
    """What stands a quarter of a letter too low is kept, and its line marked."""
    strips = [strip("Sodium", 150, 200, 0, 0), strip("139", 600, 208, 0, 0)]
    assert frozenset({1}) == lay(strips, 1, (1000, 1400)).shaky


def test_words_that_touch_the_side_show_a_cut_page() -> None:
    """Two strips that end at the picture's side mean that the page goes on outside."""
    strips = [strip("136 - 145", 1265, 200 + 44 * number, 0, 0) for number in range(3)]
    assert lay(strips, 1, (1000, 1400)).cut
    assert not lay(strips, 1, (1000, 1600)).cut


def _letters(text: str) -> tuple[Letter, ...]:
    return tuple(Letter(letter, 0.9, 0.5) for letter in text)


@pytest.mark.parametrize(
    ("read", "expected"),
    [
        ("25-0H vitamine D", "25-OH vitamine D"),
        ("ASAT(TGO)", "ASAT (TGO)"),
        ("Né(e) le", "Né(e) le"),
        ("21avril 2026", "21 avril 2026"),
        ("10,0", "10,0"),
        ("0,40 g/L", "0,40 g/L"),
        ("100 UI/L", "100 UI/L"),
        ("2026-05-20T08", "2026-05-20T08"),
        ("< 0 H", "< 0 H"),
        ("L52", "L 52"),
        ("43HIGH", "43 HIGH"),
        ("T4", "T4"),
        ("HbA1c", "HbA1c"),
    ],
)
def test_spelling_touches_words_and_no_number(read: str, expected: str) -> None:
    """Zeros in words and lost spaces are put right, digits of numbers stay."""
    assert expected == "".join(letter.text for letter in spelled(_letters(read)))


def test_only_a_lone_stop_is_taken_off() -> None:
    """The remainder of leader dots goes, an abbreviation keeps its own."""
    assert "TSH" == "".join(letter.text for letter in without_stop(_letters("TSH.")))
    assert "V.G.M." == "".join(letter.text for letter in without_stop(_letters("V.G.M.")))


def test_leader_dots_are_painted_over() -> None:
    """Evenly spaced small dots become paper, the letters before them stay."""
    pixels = np.full((40, 300), 240, np.uint8)
    pixels[8:32, 10:14] = pixels[8:32, 30:34] = 20
    for x in range(80, 280, 12):
        pixels[28:31, x : x + 3] = 20
    cleaned = without_leaders(pixels)
    assert cleaned[:, 78:].min() > 200
    assert np.array_equal(pixels[:, :60], cleaned[:, :60])


def test_a_number_keeps_its_comma() -> None:
    """One or two small shapes are marks of a number, not leaders."""
    pixels = np.full((40, 200), 240, np.uint8)
    pixels[8:32, 10:30] = pixels[8:32, 50:70] = pixels[8:32, 100:120] = 20
    pixels[28:33, 38:42] = pixels[28:33, 82:86] = 20
    assert np.array_equal(pixels, without_leaders(pixels))


def test_a_box_that_tilts_a_little_does_not_tilt_a_single_row() -> None:
    """With one row only, the tilt of one word's box is no tilt of the paper."""
    strips = [strip(text, x, 200, 0, 0) for x, text in zip(COLUMNS, ROWS[1], strict=True)]
    leaning = strips[2].corners + np.array([[0, 2], [0, 0], [0, 0], [0, 2]], np.float32)
    strips[2] = Strip(leaning, strips[2].letters)
    (line,) = lay(strips, 1, (1000, 1400)).page.lines
    assert ROWS[1] == tuple(cell.text for cell in line.cells)
