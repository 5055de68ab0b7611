"""Flags and units between the found words, too small to be found as text.

Only what reads clearly as a flag, a unit or a number is taken; anything else stays unread.
"""

from collections.abc import Iterator, Sequence
from importlib import import_module
from itertools import pairwise
from typing import Any

from bot.intake.lab.cells import kind_of
from bot.intake.photo.layout import Laid
from bot.intake.photo.recognition import Letter, Strip, cut, read
from bot.intake.photo.spelling import spelled
from bot.intake.units import is_unit

_MARKS = frozenset({"H", "L", "HH", "LL", "*", "**", "▲", "▼", "↑", "↓"})
_DARK = 150
"""Ink, on a sheet whose paper was made nearly white."""
_GLYPHS = frozenset("▲▼↑↓")
_GLYPH_SURE = 0.5
_SURE = 0.65
_SURER = 0.85
"""For units and numbers, where a wrong one matters and looks like any other."""
_LONGEST = 5
"""Heights of a line: what is longer was found as text."""
_MOST = 60
"""Shapes looked at on one sheet: each costs a reading."""


def lone_marks(grey: Any, laid: Laid) -> list[Strip]:
    """The marks that stand alone on lines with numbers, as strips of their own."""
    found: list[Strip] = []
    looked = 0
    for pieces in laid.pieces.values():
        strips = list({id(piece.strip): piece.strip for piece in pieces}.values())
        if len(strips) < 2 or not any(
            letter.text.isdigit() for s in strips for letter in s.letters
        ):
            continue
        for left, right in pairwise(strips):
            for corners in _blobs(grey, left.corners, right.corners):
                looked += 1
                if looked > _MOST:
                    return found
                mark = spelled(read(cut(grey, corners)))
                text = "".join(letter.text for letter in mark).strip()
                if _is_clear(text, mark):
                    # One a gap: a letter that broke in two is found twice.
                    found.append(Strip(corners, mark))
                    break
    return found


def _is_clear(text: str, letters: Sequence[Letter]) -> bool:
    least = min((letter.sure for letter in letters), default=0.0)
    if text in _GLYPHS:
        # Nothing else on a report looks like a triangle or an arrow.
        return least >= _GLYPH_SURE
    if text in _MARKS or text == "%":
        return least >= _SURE
    return least >= _SURER and (is_unit(text) or kind_of(text, ",") in ("number", "number-unit"))


def _blobs(grey: Any, left: Any, right: Any) -> Iterator[Any]:
    """The corners around each small dark shape, or few of them, between two strips."""
    cv2: Any = import_module("cv2")
    numpy: Any = import_module("numpy")
    gap = numpy.array([left[1], right[0], right[3], left[2]], dtype=numpy.float32)
    height = float(((gap[3] - gap[0]) ** 2).sum() ** 0.5)
    width = float(((gap[1] - gap[0]) ** 2).sum() ** 0.5)
    if float(gap[1][0] - gap[0][0]) < 0.9 * height or height < 6:
        return
    pixels = cv2.GaussianBlur(cut(grey, gap), (3, 3), 0)
    margin = max(round(0.5 * height), 1)
    dark = (pixels < _DARK).astype(numpy.uint8)
    dark[:, :1] = dark[:, -1:] = 0
    _, _, stats, middles = cv2.connectedComponentsWithStats(dark, connectivity=8)
    shapes = [
        (x, wide)
        for (x, _, wide, high, area), (_, middle) in zip(
            stats[1:].tolist(), middles[1:].tolist(), strict=True
        )
        if 0.2 * height <= high <= 0.95 * height
        and wide <= 1.3 * height
        and area >= 8
        and abs(middle - height / 2) <= 0.3 * height
    ]
    for x, wide in _clusters(sorted(shapes), 0.4 * height):
        if wide > _LONGEST * height:
            continue
        start, end = max(x - margin, 0) / width, min((x + wide + margin) / width, 1.0)
        yield numpy.array(
            [
                gap[0] + (gap[1] - gap[0]) * start,
                gap[0] + (gap[1] - gap[0]) * end,
                gap[3] + (gap[2] - gap[3]) * end,
                gap[3] + (gap[2] - gap[3]) * start,
            ],
            dtype=numpy.float32,
        )


def _clusters(shapes: Sequence[tuple[int, int]], gap: float) -> list[tuple[int, int]]:
    """Shapes (x, width) that stand close together as one."""
    merged: list[tuple[int, int]] = []
    for x, wide in shapes:
        if merged and x - sum(merged[-1]) < gap:
            start = merged[-1][0]
            merged[-1] = (start, max(sum(merged[-1]), x + wide) - start)
        else:
            merged.append((x, wide))
    return merged
