"""The strips of a sheet, after the sheet was turned the right way up."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any

from bot.intake.photo.recognition import Strip, cut, each, find, read, recognise
from bot.intake.photo.sheet import evened, straightened
from bot.intake.photo.spelling import spelled

_SAMPLES = 5


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet turned upright, and what is written on it."""

    pixels: Any
    """RGB."""
    grey: Any
    """Without shadows and tint."""
    strips: list[Strip]
    whole: bool = True
    """Whether there was time to read every strip."""


def read_sheet(picture: Any, allowed: Callable[[], bool]) -> Sheet:
    """What is written on a picture, from the top down as long as ``allowed`` gives time."""
    numpy: Any = import_module("numpy")
    sheet = straightened(picture)
    grey = evened(sheet)
    boxes = find(grey)
    if not boxes:
        return Sheet(sheet, grey, [])
    lying = sum(_height(box) > 1.3 * _width(box) for box in boxes)
    if lying > 0.6 * len(boxes):
        sheet, grey = numpy.ascontiguousarray(numpy.rot90(sheet)), evened(numpy.rot90(sheet).copy())
        boxes = find(grey)
    if _upside_down(grey, boxes):
        sheet = numpy.ascontiguousarray(numpy.rot90(sheet, 2))
        grey = numpy.ascontiguousarray(numpy.rot90(grey, 2))
        boxes = [_turned(box, grey.shape) for box in boxes]
    ordered = sorted(boxes, key=lambda box: float(box[:, 1].min()))
    read_strips = each(lambda box: recognise(grey, box) if allowed() else None, ordered)
    strips = [
        replace(strip, letters=spelled(strip.letters))
        for strip in read_strips
        if strip is not None and strip.letters
    ]
    return Sheet(sheet, grey, strips, whole=None not in read_strips)


def _upside_down(grey: Any, boxes: Sequence[Any]) -> bool:
    """Whether the longest strips read better from the other side."""
    numpy: Any = import_module("numpy")
    wide = [box for box in boxes if 3 < _width(box) / max(_height(box), 1) < 16]
    longest = sorted(wide, key=_width, reverse=True)[:_SAMPLES]
    normal, turned = 0.0, 0.0
    for box in longest:
        pixels = cut(grey, box)
        normal += _score(pixels)
        turned += _score(numpy.ascontiguousarray(numpy.rot90(pixels, 2)))
    return turned > normal


def _score(pixels: Any) -> float:
    letters = read(pixels)
    known = [letter.sure for letter in letters if letter.text.isascii() and letter.text.isalnum()]
    return sum(known) / len(letters) if letters else 0.0


def _turned(box: Any, shape: tuple[int, ...]) -> Any:
    """The same corners after half a turn, again clockwise from the upper left."""
    numpy: Any = import_module("numpy")
    height, width = shape[:2]
    other = numpy.array([width, height], dtype=numpy.float32) - box
    return numpy.ascontiguousarray(other[[2, 3, 0, 1]])


def _width(box: Any) -> float:
    return float(((box[1] - box[0]) ** 2).sum() ** 0.5)


def _height(box: Any) -> float:
    return float(((box[3] - box[0]) ** 2).sum() ** 0.5)
