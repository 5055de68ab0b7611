"""Single letters, stars and arrows between the found words: flags too small to be found as text.

Only what reads clearly as a flag is taken; anything else stays unread.
"""

from collections.abc import Iterator
from importlib import import_module
from itertools import pairwise
from typing import Any

from bot.intake.photo.layout import Laid
from bot.intake.photo.recognition import Strip, cut, read

_MARKS = frozenset({"H", "L", "HH", "LL", "*", "**", "▲", "▼", "↑", "↓"})
_DARK = 150
_SURE = 0.65
_MOST = 60


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
                mark = read(cut(grey, corners))
                text = "".join(letter.text for letter in mark).strip()
                if text in _MARKS and min(letter.sure for letter in mark) >= _SURE:
                    # One a gap: a letter that broke in two is found twice.
                    found.append(Strip(corners, mark))
                    break
    return found


def _blobs(grey: Any, left: Any, right: Any) -> Iterator[Any]:
    """The corners around each small dark shape between two strips."""
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
    for (x, _, wide, high, area), (_, middle) in zip(
        stats[1:].tolist(), middles[1:].tolist(), strict=True
    ):
        small = 0.2 * height <= high <= 0.95 * height and wide <= 1.3 * height
        if not small or area < 8 or abs(middle - height / 2) > 0.3 * height:
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
