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
"""Fewer strips do not show how lines bend; nor do lines of fewer cells."""
_LEAN = 0.15
"""Edges that lean more belong to two columns."""
_FEWEST_EDGES = 12
"""Fewer show nothing in common."""
_UNEVEN = 0.16
"""Of the usual height."""
_FAR_APART = 0.3
"""Of the way from line to line: nearly half of it, and a strip may meet the wrong line."""


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
        # Too few to trust a tilt of a pixel or two: a straight sheet is the other guess.
        return min((usual, 0.0), key=lambda slope: _raggedness(strips, slope)), 0.0, 0.0
    terms = numpy.column_stack([numpy.ones(len(points)), points[:, 0], points[:, 1]])
    weight = numpy.sqrt(points[:, 3])
    fit = numpy.zeros(3)
    for _ in range(4):
        fit, *_ = numpy.linalg.lstsq(terms * weight[:, None], points[:, 2] * weight, rcond=None)
        off = numpy.abs(terms @ fit - points[:, 2])
        weight = numpy.sqrt(points[:, 3]) / (1 + (off / 0.004) ** 2)
    return float(fit[0]), float(fit[1]), float(fit[2])


def _raggedness(strips: Sequence[Strip], slope: float) -> float:
    """How far strips stand from the height of the nearest of those beside them, in all."""
    numpy: Any = import_module("numpy")
    corners = numpy.array([strip.corners for strip in strips], dtype=float)
    middle = corners.mean(axis=1)
    height = middle[:, 1] - slope * middle[:, 0]
    off = numpy.abs(height[:, None] - height[None, :])
    beside = corners[None, :, :, 0].min(axis=2) >= corners[:, None, :, 0].max(axis=2)
    nearest = numpy.where(beside, off, numpy.inf).min(axis=1)
    return float(nearest[numpy.isfinite(nearest)].sum())


def settled(placed: Sequence[Placed]) -> tuple[list[Placed], bool]:
    """Columns moved up or down until their lines meet, where a bend left them apart.

    Each strip is compared with the nearest in height of those to its right; a cubic in x is fitted
    to what they are apart. The second value says that they were so far apart that a line may have
    met its neighbour's.
    """
    numpy: Any = import_module("numpy")
    pitch = _pitch(placed)
    if pitch is None:
        return list(placed), False
    middle = numpy.array([(item.x0 + item.x1) / 2 for item in placed])
    place = (middle - middle.mean()) / max(float(numpy.ptp(middle)) / 2, 1.0)
    powers = numpy.stack([place, place**2, place**3], axis=1)
    height = numpy.array([item.y for item in placed])
    found = numpy.zeros(3)
    for window in (0.5, 0.5, 0.4, 0.3, 0.3):
        pairs = _beside(placed, height - powers @ found, window * pitch)
        if len(pairs) < _FEWEST_EDGES:
            return list(placed), False
        first, second = pairs[:, 0], pairs[:, 1]
        terms = powers[first] - powers[second]
        apart = (height - powers @ found)[first] - (height - powers @ found)[second]
        step = numpy.zeros(3)
        for _ in range(6):
            weight = 1 / (1 + ((apart - terms @ step) / (0.12 * pitch)) ** 2)
            square = (terms * weight[:, None]).T @ terms + 0.05 * numpy.eye(3)
            step = numpy.linalg.solve(square, (terms * weight[:, None]).T @ apart)
        found = found + step
    moved = powers @ found
    between = numpy.abs(moved[pairs[:, 0]] - moved[pairs[:, 1]])
    far = float(numpy.quantile(between, 0.9)) > _FAR_APART * pitch
    return [
        replace(item, y=item.y - float(by)) for item, by in zip(placed, moved, strict=True)
    ], far


def _beside(placed: Sequence[Placed], height: Any, most: float) -> Any:
    """Pairs of strips: each with the nearest in height of those to its right, if near enough."""
    numpy: Any = import_module("numpy")
    left = numpy.array([item.x0 for item in placed])
    right = numpy.array([item.x1 for item in placed])
    off = numpy.abs(height[:, None] - height[None, :])
    off[left[None, :] < right[:, None]] = numpy.inf
    nearest = off.argmin(axis=1)
    good = off[numpy.arange(len(placed)), nearest] < most
    return numpy.stack([numpy.nonzero(good)[0], nearest[good]], axis=1)


def _pitch(placed: Sequence[Placed]) -> float | None:
    """How far apart lines usually are: from each strip to the next one below it."""
    drops = []
    ordered = sorted(placed, key=lambda item: item.y)
    for index, upper in enumerate(ordered):
        for lower in ordered[index + 1 : index + 40]:
            shared = min(upper.x1, lower.x1) - max(upper.x0, lower.x0)
            if shared > 0.4 * min(upper.x1 - upper.x0, lower.x1 - lower.x0):
                drops.append(lower.y - upper.y)
                break
    return median(drops) if len(drops) >= _FEWEST_EDGES else None


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
