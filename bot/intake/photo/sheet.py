"""From a photograph to the sheet of paper in it: seen from straight above, evenly lit."""

from importlib import import_module
from typing import Any

_SEARCH = 700
LONG_SIDE = 2_400
_MARGIN = 0.04
_ACROSS = 5
_SHARP = 14


def straightened(picture: Any) -> Any:
    """The sheet as an RGB array; the picture itself when no sheet stands out.

    The surroundings come along by a margin, so that a corner found too far inside loses nothing.
    """
    cv2: Any = import_module("cv2")
    corners = _corners(picture)
    if corners is None:
        return _fitting(picture)
    numpy: Any = import_module("numpy")
    top_left, top_right, bottom_right, bottom_left = corners
    width = max(_length(top_right - top_left), _length(bottom_right - bottom_left))
    height = max(_length(bottom_left - top_left), _length(bottom_right - top_right))
    scale = min(LONG_SIDE / max(width, height), 1.6)
    width, height = width * scale, height * scale
    edge = _MARGIN * max(width, height)
    target = numpy.array(
        [
            [edge, edge],
            [edge + width, edge],
            [edge + width, edge + height],
            [edge, edge + height],
        ],
        dtype=numpy.float32,
    )
    matrix = cv2.getPerspectiveTransform(corners.astype(numpy.float32), target)
    size = (round(width + 2 * edge), round(height + 2 * edge))
    return cv2.warpPerspective(
        picture, matrix, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )


def evened(sheet: Any) -> Any:
    """The sheet in grey with shadows and the paper's tint taken away: paper is white."""
    cv2: Any = import_module("cv2")
    grey = cv2.cvtColor(sheet, cv2.COLOR_RGB2GRAY)
    height, width = grey.shape
    small = cv2.resize(
        grey, (max(width // 8, 8), max(height // 8, 8)), interpolation=cv2.INTER_AREA
    )
    side = max(min(small.shape) // 12, 3) | 1
    paper = cv2.medianBlur(cv2.dilate(small, cv2.getStructuringElement(0, (5, 5))), side)
    light = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR)
    return cv2.divide(grey, cv2.max(light, 40), scale=245)


def _fitting(picture: Any) -> Any:
    cv2: Any = import_module("cv2")
    height, width = picture.shape[:2]
    scale = LONG_SIDE / max(height, width)
    if scale >= 1:
        return picture
    size = (max(round(width * scale), 1), max(round(height * scale), 1))
    return cv2.resize(picture, size, interpolation=cv2.INTER_AREA)


def _length(side: Any) -> float:
    return float((side**2).sum() ** 0.5)


def _corners(picture: Any) -> Any | None:
    """The sheet's corners, clockwise from the upper left; None when it fills the picture."""
    cv2: Any = import_module("cv2")
    height, width = picture.shape[:2]
    scale = _SEARCH / max(height, width)
    if scale >= 1:
        return None
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    grey = cv2.GaussianBlur(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), (5, 5), 0)
    saturation = cv2.cvtColor(small, cv2.COLOR_RGB2HSV)[:, :, 1]
    # Paper is bright and has little colour; a wooden table is neither.
    paper = cv2.subtract(grey, saturation // 2)
    for channel in (paper, grey):
        found = _quadrilateral(channel)
        if found is not None:
            return found / scale
    return None


def _quadrilateral(channel: Any) -> Any | None:
    cv2: Any = import_module("cv2")
    numpy: Any = import_module("numpy")
    _, bright = cv2.threshold(channel, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    # Closing wipes the letters out, opening the thin bridges to other bright things.
    bright = cv2.morphologyEx(bright, cv2.MORPH_CLOSE, numpy.ones((13, 13), numpy.uint8))
    bright = cv2.morphologyEx(bright, cv2.MORPH_OPEN, numpy.ones((9, 9), numpy.uint8))
    contours, _ = cv2.findContours(bright, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if not contours:
        return None
    outline = cv2.convexHull(max(contours, key=cv2.contourArea))
    whole = float(channel.shape[0] * channel.shape[1])
    area = cv2.contourArea(outline)
    if not 0.2 < area / whole < 0.97:
        return None
    for tolerance in (0.01, 0.015, 0.02, 0.03, 0.045):
        shape = cv2.approxPolyDP(outline, tolerance * cv2.arcLength(outline, True), True)
        if len(shape) == 4:
            corners = shape.reshape(4, 2).astype(numpy.float64)
            filled = cv2.contourArea(shape) / area
            fits = 0.93 < filled < 1.08 and _is_sheet(corners) and _stands_out(channel, corners)
            return _ordered(corners) if fits else None
    return None


def _stands_out(channel: Any, corners: Any) -> bool:
    """Whether the sides are edges of paper: a shadow's border is soft, a sheet's is sharp."""
    numpy: Any = import_module("numpy")
    ordered = _ordered(corners)
    height, width = channel.shape
    centre = ordered.mean(axis=0)
    sharp = 0
    for index in range(4):
        start, end = ordered[index], ordered[(index + 1) % 4]
        places = start + (end - start) * numpy.linspace(0.1, 0.9, 33)[:, None]
        across = (end - start)[::-1] * [1, -1] / max(_length(end - start), 1e-6)
        if float(((centre - places[0]) * across).sum()) < 0:
            across = -across
        inside = _sampled(channel, places + _ACROSS * across, width, height)
        outside = _sampled(channel, places - _ACROSS * across, width, height)
        sharp += float(numpy.median(inside - outside)) > _SHARP
    return sharp >= 3


def _sampled(channel: Any, places: Any, width: int, height: int) -> Any:
    numpy: Any = import_module("numpy")
    x = numpy.clip(places[:, 0].round().astype(int), 0, width - 1)
    y = numpy.clip(places[:, 1].round().astype(int), 0, height - 1)
    return channel[y, x].astype(float)


def _angle(first: Any, second: Any) -> float:
    """The angle between two sides in degrees."""
    numpy: Any = import_module("numpy")
    cosine = float((first * second).sum()) / max(_length(first) * _length(second), 1e-6)
    return float(numpy.degrees(numpy.arccos(numpy.clip(cosine, -1, 1))))


def _ordered(corners: Any) -> Any:
    numpy: Any = import_module("numpy")
    total, apart = corners.sum(axis=1), corners[:, 0] - corners[:, 1]
    order = [total.argmin(), apart.argmax(), total.argmax(), apart.argmin()]
    return numpy.array([corners[index] for index in order])


def _is_sheet(corners: Any) -> bool:
    """Whether four corners can be a sheet seen from above at a slant."""
    ordered = _ordered(corners)
    if len({tuple(corner) for corner in ordered.tolist()}) < 4:
        return False
    sides = [_length(ordered[(index + 1) % 4] - ordered[index]) for index in range(4)]
    corner_angles = [
        _angle(ordered[index - 1] - ordered[index], ordered[(index + 1) % 4] - ordered[index])
        for index in range(4)
    ]
    if not all(65 < angle < 115 for angle in corner_angles):
        return False
    opposite = all(0.55 < sides[i] / max(sides[i + 2], 1) < 1.8 for i in (0, 1))
    return opposite and 0.35 < (sides[0] + sides[2]) / (sides[1] + sides[3]) < 2.9
