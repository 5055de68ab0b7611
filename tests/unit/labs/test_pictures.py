"""Pictures of results: right size, right colours, nothing drawn that was not given."""

from __future__ import annotations

import io
from decimal import Decimal

import pytest
from PIL import Image

from bot.care.labs.canvas import DARK, LIGHT, Palette
from bot.care.labs.pictures import MOST_ROWS, number_line, trend
from bot.care.labs.positions import Point
from tests.unit.labs.test_explain import potassium, within
from tests.unit.labs.test_positions import observation

THEMES = pytest.mark.parametrize(("dark", "palette"), [(False, LIGHT), (True, DARK)])


def image(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content)).convert("RGB")


def colours(content: bytes) -> set[str]:
    found = image(content).getcolors(maxcolors=1_000_000) or []
    return {"#{:02X}{:02X}{:02X}".format(*colour) for _, colour in found}


@THEMES
def test_a_number_line_has_the_width_of_a_phone(dark: bool, palette: Palette) -> None:
    """1080 pixels wide on the theme's paper, with the range and a value outside it."""
    drawn = number_line([potassium("5.9")], "fr", dark=dark)
    assert 1080 == image(drawn).width
    assert {palette.paper, palette.band, palette.outside} <= colours(drawn)
    assert palette.inside not in colours(drawn)


def test_a_value_within_has_its_own_colour() -> None:
    """A value within its range is never drawn in the colour of one outside."""
    seen = colours(number_line([potassium("4.1")], "en"))
    assert (True, False) == (LIGHT.inside in seen, LIGHT.outside in seen)


def test_without_a_range_no_range_is_drawn() -> None:
    """No band appears for a result whose report gives no range."""
    assert LIGHT.band not in colours(number_line([potassium("4.1", low=None, high=None)], "fr"))


def test_a_doubtful_value_has_its_own_colour() -> None:
    """What has to be checked is drawn neither as within nor as outside."""
    seen = colours(number_line([potassium("59", doubt="doubt-decimal")], "fr"))
    assert (True, False) == (LIGHT.doubt in seen, LIGHT.outside in seen)


def test_rows_add_height_up_to_a_limit() -> None:
    """Each row has the same height; beyond the limit the rest is counted, not drawn."""
    one = image(number_line([within("A")], "fr")).height
    two = image(number_line([within("A"), within("B")], "fr")).height
    many = image(number_line([within(f"N{i}") for i in range(MOST_ROWS)], "fr")).height
    more = image(number_line([within(f"N{i}") for i in range(MOST_ROWS + 30)], "fr")).height
    assert two > one
    assert more - many < two - one


def test_words_and_second_units_are_not_drawn() -> None:
    """Only numbers are drawn, each result once; with none there is nothing to draw."""
    first = potassium("4.1")
    again = potassium("4.1", restates=first.id)
    assert number_line([first], "fr") == number_line([first, again], "fr")
    with pytest.raises(ValueError):
        number_line([observation(None, value_text="Négatif")], "fr")


@pytest.mark.parametrize("value", ["0.001", "99999", "5.1", "3.5"])
def test_extreme_values_are_drawn(value: str) -> None:
    """Values far outside stand at the end of the line as an arrow."""
    assert number_line([potassium(value)], "en").startswith(b"\x89PNG")


@THEMES
def test_a_trend_shows_range_and_last_value(dark: bool, palette: Palette) -> None:
    """Points over time on the theme's paper, the last one in the colour of its place."""
    points = [Point("2025-01-05", Decimal("4.0")), Point("2026-05-12", Decimal("4.3"))]
    drawn = trend(potassium("5.9"), points, "fr", dark=dark)
    assert 1080 == image(drawn).width
    assert {palette.paper, palette.outside} <= colours(drawn)


def test_one_day_twice_and_no_past() -> None:
    """Two values of one day are drawn; without an earlier value there is no trend."""
    same = [Point("2026-11-18T06:00:00", Decimal("4.0"))]
    assert trend(potassium("4.1", effective="2026-11-18T09:00:00"), same, "en")
    with pytest.raises(ValueError):
        trend(potassium("4.1"), [], "fr")
