"""Flags right after a number that recognition passed over, told from their ink."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from bot.intake.photo.late_marks import with_late_mark
from bot.intake.photo.recognition import Letter, Strip
from tests.unit.intake.photo.pen import Pen


def written(*words: tuple[float, str]) -> Any:
    """Words in DejaVu, each at its place in points, as grey pixels."""
    pen = Pen("dejavu", 70, 18)
    for x, text in words:
        pen.write(text, x, 13, 9)
    return np.ascontiguousarray(pen.pixels(150)[:, :, 0])


def read_as(text: str, pixels: Any) -> Strip:
    """A strip of these pixels in which only this text was read."""
    height, width = pixels.shape
    corners = np.array(
        [[4, 5], [width - 4, 5], [width - 4, height - 5], [4, height - 5]], np.float32
    )
    letters = tuple(Letter(one, 0.95, (n + 0.5) / len(text)) for n, one in enumerate(text))
    return Strip(corners, letters)


@pytest.mark.parametrize(("mark", "expected"), [("▲", "▲"), ("▼", "▼"), ("*", "*"), ("H", "H")])
def test_a_mark_that_was_passed_over_is_found(mark: str, expected: str) -> None:
    """Ink after the last digit that no letter accounts for is looked at again."""
    pixels = written((6, "5,9"), (27, mark))
    assert f"5,9 {expected}" == with_late_mark(pixels, read_as("5,9", pixels)).text


def test_a_number_alone_stays_alone() -> None:
    """No flag is made of the last digit, nor doubted for standing where digits stand."""
    for text in ("5,9", "4,1", "1245", "0,74"):
        pixels = written((6, text))
        strip = with_late_mark(pixels, read_as(text, pixels))
        assert text == strip.text
        assert 0.95 == min(letter.sure for letter in strip.letters)


def test_an_arrow_is_no_digit() -> None:
    """What was read as a last digit but stands as far off as a word does is none, or not sure."""
    pixels = written((6, "72"), (24, "↓"))
    strip = with_late_mark(pixels, read_as("721", pixels))
    assert strip.text == "72 ↓" or strip.letters[-1].sure == 0
