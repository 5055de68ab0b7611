"""Stars and letters right after a result that recognition passed over: flags printed small.

A result's strip that ends in ink which no letter accounts for is looked at more closely there.
"""

from dataclasses import replace
from importlib import import_module
from typing import Any

from bot.intake.lab.cells import kind_of
from bot.intake.photo.recognition import Letter, Strip, cut, read
from bot.intake.units import is_unit

_FLAGS = frozenset({"H", "L", "*", "**", "▲", "▼", "↑", "↓", "+"})
_SURE = 0.6
_STAR = 0.5
"""How sure a star is that was told from its place and size alone."""
_APART = 0.1
"""Of the strip's height: a mark stands so far from the last digit."""
_FAR_APART = 0.25
"""Beside a unit, whose letters stand apart too."""
_LEAST_TRIANGLE = 6
"""Pixels: what is smaller has no sides to tell."""
_SPACE = 0.22
"""Of the strip's height: digits of one number stand nearer."""
_HIGHEST = 0.55
"""A star hangs: its lower edge stands above this share of the strip."""


def with_late_mark(grey: Any, strip: Strip) -> Strip:
    """The strip with the flag that stands after its number, if there is one unread."""
    text = strip.text.strip()
    kind = kind_of(text, ",")
    bare = text[-1:].isdigit() and kind in ("number", "bound")
    last = text.split()[-1] if text else ""
    united = kind == "number-unit" and is_unit(last) and ("/" in last or last == "%")
    if not bare and not united:
        return strip
    pixels = cut(grey, strip.corners, grow=0.1)
    if bare and len(text) > 1 and text[-2].isdigit():
        strip = _parted(pixels, strip)
        if not strip.text[-1:].isdigit():
            return strip
    found = _last_blob(pixels, sum(map(str.isdigit, text)), _APART if bare else _FAR_APART)
    if found is None:
        return strip
    x, y, wide, high = found
    height, width = pixels.shape
    letter = _named(pixels, found)
    if letter is None and bare and y + high < _HIGHEST * height and max(wide, high) < 0.45 * height:
        letter = Letter("*", _STAR, 1.0)
    if letter is None:
        return strip
    at = (x + wide / 2) / width
    gap = Letter(" ", letter.sure, (strip.letters[-1].middle + at) / 2)
    return replace(strip, letters=(*strip.letters, gap, replace(letter, middle=at)))


def _parted(pixels: Any, strip: Strip) -> Strip:
    """A last digit that stands as far off as another word does: a flag, or at least a doubt.

    The arrow of "72 ↓" is easily read as a one.
    """
    shapes = [shape for shape in _shapes(pixels) if shape[3] > 0.3 * pixels.shape[0]]
    if len(shapes) < 2 or strip.letters[-1].text != strip.text.strip()[-1:]:
        return strip
    last = shapes[-1]
    before = max(shape[0] + shape[2] for shape in shapes[:-1])
    if last[0] - before < _SPACE * pixels.shape[0]:
        return strip
    letter = _named(pixels, last)
    *rest, digit = strip.letters
    if letter is None:
        return replace(strip, letters=(*rest, replace(digit, sure=0.0)))
    space = Letter(" ", letter.sure, digit.middle)
    return replace(strip, letters=(*rest, space, replace(letter, middle=digit.middle)))


def _named(pixels: Any, blob: tuple[int, int, int, int]) -> Letter | None:
    x, _, wide, _ = blob
    margin = max(pixels.shape[0] // 4, 2)
    letters = read(pixels[:, max(x - margin // 2, 0) : x + wide + margin])
    text = "".join(letter.text for letter in letters).strip()
    if text in _FLAGS and min(letter.sure for letter in letters) >= _SURE:
        return Letter(text[0], letters[0].sure, 1.0)
    return _triangle(pixels, blob)


def _triangle(pixels: Any, blob: tuple[int, int, int, int]) -> Letter | None:
    """A filled shape that is wide on one side and pointed on the other."""
    cv2: Any = import_module("cv2")
    x, y, wide, high = blob
    if min(wide, high) < _LEAST_TRIANGLE:
        return None
    piece = pixels[y : y + high, x : x + wide]
    _, ink = cv2.threshold(piece, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    rows = (ink > 0).mean(axis=1)
    upper, lower = float(rows[: high // 3].mean()), float(rows[-(high // 3) :].mean())
    # Half of its box is ink, which narrows steadily; a letter leaves more or less.
    narrow, broad = min(upper, lower), max(upper, lower)
    if not 0.4 < float(rows.mean()) < 0.68 or narrow > 0.42 or broad < 0.68:
        return None
    outlines, _ = cv2.findContours(ink, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    outline = max(outlines, key=cv2.contourArea)
    around = cv2.contourArea(cv2.convexHull(outline))
    if around <= 0 or cv2.contourArea(outline) < 0.88 * around:
        return None
    return Letter("▲" if lower > upper else "▼", _SURE, 1.0)


def _last_blob(pixels: Any, digits: int, apart: float) -> tuple[int, int, int, int] | None:
    """Place and size of the last ink, when it stands apart from more ink than it has itself."""
    height = pixels.shape[0]
    shapes = _shapes(pixels)
    tall = [shape for shape in shapes if shape[3] > 0.3 * height]
    if len(shapes) < 2 or not tall:
        return None
    last = shapes[-1]
    before = max(shape[0] + shape[2] for shape in shapes[:-1])
    # Every digit but a touching pair has its own ink: a tall last blob must be one more.
    more = len(tall) > digits if last in tall and apart == _APART else True
    return last if last[0] - before >= apart * height and more else None


def _shapes(pixels: Any) -> list[tuple[int, int, int, int]]:
    """Place and size of every piece of ink, from the left; none where nothing is dark."""
    cv2: Any = import_module("cv2")
    height, width = pixels.shape
    blurred = cv2.GaussianBlur(pixels, (3, 3), 0)
    level, ink = cv2.threshold(blurred, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    if level > 215:
        return []
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    least = max(0.01 * height * height, 4)
    return sorted(
        (int(x), int(y), int(w), int(h))
        for x, y, w, h, area in stats[1:].tolist()
        if area >= least and y > 0 and y + h < height and x + w < width
    )
