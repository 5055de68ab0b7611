"""Reading the numbers a second time, from other pixels, and saying where the readings disagree.

The first reading sees the sheet evened out; the second sees the plain grey picture, cut more
widely. What only one of them sees may be a trick of the light. Where only one of them makes sense
("B/dL", "g/dL") that one is taken, and the difference remains known.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any, Literal

from bot.intake.lab.beside import is_text_result
from bot.intake.lab.cells import kind_of
from bot.intake.photo.leaders import without_leaders
from bot.intake.photo.names import known_names
from bot.intake.photo.recognition import Letter, Strip, cut, each, read
from bot.intake.photo.spelling import spelled
from bot.knowledge.analytes import folded

Difference = Literal["none", "mark", "digits"]

_GROW = 0.12
"""Of the strip's height, added on every side."""
_DASHES = re.compile(r"[-–—−~]+")
_LATE_MARK = re.compile(r"\s?(?:\*{1,2}|[▲▼↑↓]|\(?[HL]\)?)")
_SHORT = 24
"""Letters: what is longer is a sentence, which is no cell and makes sense all the same."""


class SecondReading:
    """Reads strips of one sheet again, each at most once.

    A strip is known by its corners: they stay when its letters are put right.
    """

    def __init__(self, grey: Any, *, allowed: Callable[[], bool]) -> None:
        """``grey`` is the sheet without evening; ``allowed`` tells whether time is left."""
        self._grey, self._allowed = grey, allowed
        self._seen: dict[int, tuple[Letter, ...] | None] = {}
        self._first: dict[int, tuple[Any, str]] = {}

    def clearer(self, strips: Sequence[Strip]) -> list[Strip]:
        """The strips, each with the one of its two readings that makes sense.

        Strips with numbers, and short ones that make no sense, are read again here.
        """
        looked = [strip for strip in strips if _is_numbered(strip.text) or _is_odd(strip.text)]
        for strip, letters in zip(looked, each(self._in_time, looked), strict=True):
            self._seen[id(strip.corners)] = letters
            # The corners are held, so that no other array is given their number.
            self._first[id(strip.corners)] = (strip.corners, strip.text)
        return [self._clearer(strip) for strip in strips]

    def _clearer(self, strip: Strip) -> Strip:
        again = self._seen.get(id(strip.corners))
        if not again:
            return strip
        second = "".join(letter.text for letter in again)
        late = second.startswith(strip.text) and _LATE_MARK.fullmatch(second[len(strip.text) :])
        if makes_sense(second) and (late or not makes_sense(strip.text)):
            return replace(strip, letters=again)
        return strip

    def text(self, strip: Strip) -> str | None:
        """What the strip says at a second look; ``None`` when there was no time for it."""
        key = id(strip.corners)
        if key not in self._seen:
            self._seen[key] = self._in_time(strip)
            self._first[key] = (strip.corners, strip.text)
        letters = self._seen[key]
        return None if letters is None else "".join(letter.text for letter in letters)

    def difference(self, strip: Strip) -> Difference | None:
        """How the second reading differs in its numbers; ``None`` when there was no second one."""
        again = self.text(strip)
        if again is None:
            return None
        return differ(self._first[id(strip.corners)][1], again)

    def _in_time(self, strip: Strip) -> tuple[Letter, ...] | None:
        return self._read(strip) if self._allowed() else None

    def _read(self, strip: Strip) -> tuple[Letter, ...]:
        pixels = cut(self._grey, strip.corners, grow=_GROW)
        height, width = pixels.shape[:2]
        # The cut is wider than the strip: places are told within the strip.
        edge = _GROW / (1 + 2 * _GROW) * height / width
        inner = max(1 - 2 * edge, 0.1)
        return spelled(
            [
                replace(letter, middle=min(max((letter.middle - edge) / inner, 0.0), 1.0))
                for letter in read(without_leaders(pixels))
            ]
        )


def makes_sense(text: str) -> bool:
    """Whether a whole strip is something that stands in a report's cell."""
    text = text.strip()
    if kind_of(text, ",") != "text":
        return True
    return folded(text) in known_names() or is_text_result(text)


def _is_numbered(text: str) -> bool:
    return any(letter.isdigit() for letter in text)


def _is_odd(text: str) -> bool:
    return len(text) <= _SHORT and not makes_sense(text)


def differ(first: str, second: str) -> Difference:
    """Whether two readings of the same ink give the same numbers."""
    one, two = list(_numbers(first)), list(_numbers(second))
    if one == two:
        return "none"
    return "mark" if _bare(one) == _bare(two) else "digits"


def _numbers(text: str) -> Iterable[str]:
    """Numbers with their comparator; comma and point are one mark."""
    plain = _DASHES.sub("-", text).replace("≤", "<=").replace("≥", ">=")
    plain = re.sub(r"(?<=\d)\s+(?=\d{3}\b)", "", plain)
    # Raised digits of a unit come out now raised, now not.
    plain = re.sub(r"(?<=m)[23]\b", "", plain)
    for found in re.finditer(r"(?:[<>]=?\s*)?\d+(?:\s?[.,]\s?\d+)*", plain):
        yield re.sub(r"\s", "", found.group()).replace(",", ".")


def _bare(numbers: Iterable[str]) -> str:
    return "".join(number.replace(".", "") for number in numbers)
