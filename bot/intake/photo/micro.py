"""Whether a "u" that was read before a unit is a micro sign: then its left stroke hangs below."""

import re
from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import Any

from bot.intake.photo.recognition import Strip, cut

_SMALL = re.compile(r"(?:^|[\s\d])(u)(?=(?:g|mol|UI|IU|U)/[dm]?[lL](?:$|\s))")
_HANGS = 0.1
"""Of a capital's height."""
_GROW = 0.15
_FEWEST = 2
"""One letter alone may have met a speck."""


def hangs(grey: Any, strips: Sequence[Strip]) -> bool:
    """Whether most letters read as the "u" of a unit reach below the line."""
    seen = [found for strip in strips for found in _seen(grey, strip)]
    return sum(seen) >= _FEWEST and 2 * sum(seen) > len(seen)


def _seen(grey: Any, strip: Strip) -> Iterator[bool]:
    text = strip.text
    if len(text) != len(strip.letters):
        return
    for found in _SMALL.finditer(text):
        cv2: Any = import_module("cv2")
        pixels = cut(grey, strip.corners, grow=_GROW)
        height, width = pixels.shape
        _, ink = cv2.threshold(pixels, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
        _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
        shapes = [
            (int(x), int(x + w), int(y), int(y + h))
            for x, y, w, h, _ in stats[1:].tolist()
            if h >= 0.15 * height and w <= 0.8 * width
        ]
        edge = _GROW * height / (1 + 2 * _GROW)
        at = edge + strip.letters[found.start(1)].middle * (width - 2 * edge)
        if len(shapes) < 2:
            continue
        mine = min(shapes, key=lambda shape: abs((shape[0] + shape[1]) / 2 - at))
        # The litre at the unit's end stands on the line.
        litre = max(shapes)
        if mine != litre:
            yield mine[3] - litre[3] > _HANGS * (litre[3] - litre[2])
