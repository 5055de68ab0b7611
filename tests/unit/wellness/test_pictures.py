"""Pictures of measures: a phone's width, light and dark, whatever the window."""

import struct
from datetime import date, timedelta
from typing import Literal

import pytest

from bot.care.wellness.pictures import Dot, Look, picture

FIRST = date(2024, 1, 1)


def look(shape: Literal["bars", "line", "pair"]) -> Look:
    """A look of this shape, with a limit and a goal."""
    return Look(
        title="Pas", unit="pas", shape=shape, spell=lambda x: f"{x:.0f}", limits=(5.0,), goal=8.0
    )


def size(png: bytes) -> tuple[int, int]:
    """Width and height of a PNG."""
    width, height = struct.unpack(">II", png[16:24])
    return width, height


@pytest.mark.parametrize("shape", ["bars", "line", "pair"])
@pytest.mark.parametrize("days", [1, 30, 400, 3650])
@pytest.mark.parametrize("dark", [False, True])
def test_every_shape_and_window_is_drawn(
    shape: Literal["bars", "line", "pair"], days: int, *, dark: bool
) -> None:
    """1080 pixels wide, by day, week or month."""
    dots = [Dot(FIRST + timedelta(days=n), 6.0 + n % 3, 4.0, 9.0) for n in range(days)]
    drawn = picture(dots, FIRST, dots[-1].day, look(shape), "fr", dark=dark)
    assert (1080, 684) == size(drawn)


def test_light_and_dark_differ() -> None:
    """The dark theme is another picture."""
    dots = [Dot(FIRST, 6.0)]
    light = picture(dots, FIRST, FIRST, look("line"), "en")
    assert light != picture(dots, FIRST, FIRST, look("line"), "en", dark=True)


def test_nothing_is_not_drawn() -> None:
    """An empty picture would look like zero."""
    with pytest.raises(ValueError, match="nothing to draw"):
        picture([], FIRST, FIRST, look("bars"), "fr")
