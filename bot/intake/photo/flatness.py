"""How a photographed sheet lay, told by the strips of text on it, and undone in their places.

Slopes of the strips show how lines run; edges one above the other show how columns lean; what is
left once lines are found is a bend.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from statistics import median
from typing import Any

from bot.intake.photo.recognition import Strip

_STEEPEST = 0.09
"""Lines that lean more than this against the usual one are stamps or margins."""
_LEVEL_CELLS = 3
_LEVEL_STRIPS = 16
_LEAN = 0.15
_FEWEST_EDGES = 12
_UNEVEN = 0.16


@dataclass(frozen=True, slots=True)
class Placed:
    """A strip on the flat sheet: its sides, its middle line and its height, in pixels."""

    strip: Strip
    x0: float
    x1: float
    y: float
    height: float


def flattened(strips: Sequence[Strip]) -> list[Placed]:
    """Where the strips would stand on a flat sheet seen from straight above."""
    numpy: Any = import_module("numpy")
    if not strips:
        return []
    a, b, c = _slopes(strips)
    result = []
    for strip in strips:
        corners = numpy.asarray(strip.corners, dtype=float)
        left = (corners[0] + corners[3]) / 2
        right = (corners[1] + corners[2]) / 2
        middle = (left + right) / 2
        height = float(
            (numpy.hypot(*(corners[3] - corners[0])) + numpy.hypot(*(corners[2] - corners[1]))) / 2
        )
        y = middle[1] - (a * middle[0] + b * middle[0] ** 2 / 2 + c * middle[0] * middle[1])
        # What turns the lines turns the columns too; what is left of their lean comes after.
        lean = a * middle[1]
        result.append(
            Placed(strip, float(left[0] + lean), float(right[0] + lean), float(y), height)
        )
    return _upright(result)


def _upright(placed: list[Placed]) -> list[Placed]:
    """Columns that still lean (a slant leaves them meeting far away) made upright.

    The edges of strips one above the other show the lean at x as ``a + b x``.
    """
    numpy: Any = import_module("numpy")
    seen = []
    ordered = sorted(placed, key=lambda item: item.y)
    for index, upper in enumerate(ordered):
        for lower in ordered[index + 1 : index + 40]:
            drop = lower.y - upper.y
            if drop > 6 * upper.height:
                break
            if drop < 0.8 * upper.height:
                continue
            for first, second in ((upper.x0, lower.x0), (upper.x1, lower.x1)):
                lean = (second - first) / drop
                if abs(lean) < _LEAN:
                    seen.append((first, lean, drop))
    if len(seen) < _FEWEST_EDGES:
        return placed
    points = numpy.array(seen)
    terms = numpy.column_stack([numpy.ones(len(points)), points[:, 0]])
    weight = numpy.sqrt(points[:, 2])
    fit = numpy.zeros(2)
    for width in (0.08, 0.04, 0.02, 0.01, 0.01):
        fit, *_ = numpy.linalg.lstsq(terms * weight[:, None], points[:, 1] * weight, rcond=None)
        off = terms @ fit - points[:, 1]
        weight = numpy.sqrt(points[:, 2]) / (1 + (off / width) ** 2)
    middle = median(item.y for item in placed)

    def moved(x: float, y: float) -> float:
        return float(x - (fit[0] + fit[1] * x) * (y - middle))

    return [replace(item, x0=moved(item.x0, item.y), x1=moved(item.x1, item.y)) for item in placed]


def _slopes(strips: Sequence[Strip]) -> tuple[float, float, float]:
    """The slope at (x, y) as ``a + b x + c y``, from strips long enough to show one."""
    numpy: Any = import_module("numpy")
    seen = []
    for strip in strips:
        corners = numpy.asarray(strip.corners, dtype=float)
        left, right = (corners[0] + corners[3]) / 2, (corners[1] + corners[2]) / 2
        length = right[0] - left[0]
        height = abs(corners[3][1] - corners[0][1]) or 1.0
        if length > 3 * height:
            middle = (left + right) / 2
            seen.append((middle[0], middle[1], (right[1] - left[1]) / length, length))
    if not seen:
        return 0.0, 0.0, 0.0
    points = numpy.array(seen)
    usual = float(numpy.median(points[:, 2]))
    points = points[numpy.abs(points[:, 2] - usual) < _STEEPEST]
    if len(points) < 8:
        return usual, 0.0, 0.0
    terms = numpy.column_stack([numpy.ones(len(points)), points[:, 0], points[:, 1]])
    weight = numpy.sqrt(points[:, 3])
    fit = numpy.zeros(3)
    for _ in range(4):
        fit, *_ = numpy.linalg.lstsq(terms * weight[:, None], points[:, 2] * weight, rcond=None)
        off = numpy.abs(terms @ fit - points[:, 2])
        weight = numpy.sqrt(points[:, 3]) / (1 + (off / 0.004) ** 2)
    return float(fit[0]), float(fit[1]), float(fit[2])


def levelled(groups: Sequence[Sequence[Placed]]) -> list[Placed]:
    """All strips, moved by what the lines found so far still bend: a cubic in x, fitted to them."""
    numpy: Any = import_module("numpy")
    whole = [item for group in groups for item in group]
    seen = [
        ((item.x0 + item.x1) / 2, item.y - median(one.y for one in group))
        for group in groups
        if len(group) >= _LEVEL_CELLS
        for item in group
    ]
    if len(seen) < _LEVEL_STRIPS:
        return whole
    points = numpy.array(seen)
    centre, spread = points[:, 0].mean(), max(float(points[:, 0].std()), 1.0)
    curve = numpy.polynomial.Polynomial.fit(points[:, 0], points[:, 1], 3)
    lowest, highest = centre - 2 * spread, centre + 2 * spread
    return [
        replace(item, y=item.y - float(curve(min(max((item.x0 + item.x1) / 2, lowest), highest))))
        for item in whole
    ]


def is_uneven(groups: Sequence[Sequence[Placed]], usual: float) -> bool:
    """Whether the cells of a line do not stand at one height: no line can then be trusted."""
    numpy: Any = import_module("numpy")
    off = [
        abs(item.y - median(one.y for one in group))
        for group in groups
        if len(group) >= _LEVEL_CELLS
        for item in group
    ]
    return len(off) >= _LEVEL_STRIPS and float(numpy.quantile(off, 0.85)) > _UNEVEN * usual
