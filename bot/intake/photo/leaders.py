"""Dots that lead the eye from a name to its value: painted over, because they disturb reading."""

from importlib import import_module
from itertools import pairwise
from typing import Any

_Shape = tuple[int, int, int, int]
"""x, y, width, height in pixels."""

_FEWEST = 4
_SMALL = 0.22
_UNEVEN = 0.4


def without_leaders(strip: Any) -> Any:
    """A grey strip with rows of four or more small evenly spaced dots replaced by paper."""
    cv2: Any = import_module("cv2")
    height, width = strip.shape
    if width < 3 * height:
        return strip
    blurred = cv2.GaussianBlur(strip, (3, 3), 0)
    level, ink = cv2.threshold(blurred, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    shapes = sorted(
        (int(x), int(y), int(w), int(h)) for x, y, w, h, area in stats[1:].tolist() if area >= 2
    )
    cleaned = strip
    for start, end in _runs(shapes, height):
        if cleaned is strip:
            cleaned = strip.copy()
        paper = int(max(strip.max() * 0.97, level))
        cleaned[:, max(start - 1, 0) : end + 2] = paper
    return cleaned


def _runs(shapes: list[_Shape], height: int) -> list[tuple[int, int]]:
    """Where rows of dots begin and end, in pixels from the left."""
    found = []
    run: list[_Shape] = []
    for shape in [*shapes, (0, 0, height, height)]:
        _, y, wide, high = shape
        dot = max(wide, high) <= _SMALL * height and y > 0.4 * height
        if dot and (not run or _follows(run, shape, height)):
            run.append(shape)
            continue
        if len(run) >= _FEWEST and _even(run):
            found.append((run[0][0], run[-1][0] + run[-1][2]))
        run = [shape] if dot else []
    return found


def _follows(run: list[_Shape], shape: _Shape, height: int) -> bool:
    last = run[-1]
    return shape[0] - last[0] < 0.8 * height and abs(shape[1] - last[1]) <= 0.15 * height


def _even(run: list[_Shape]) -> bool:
    steps = [second[0] - first[0] for first, second in pairwise(run)]
    mean = sum(steps) / len(steps)
    return mean > 0 and max(abs(step - mean) for step in steps) <= _UNEVEN * mean + 1.5
