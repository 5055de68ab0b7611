"""Reading the numbers a second time, from other pixels, and saying where the readings disagree.

The first reading sees the sheet evened out; the second sees the plain grey picture, cut more
widely. What only one of them sees may be a trick of the light.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any, Literal

from bot.intake.photo.leaders import without_leaders
from bot.intake.photo.recognition import Strip, cut, read

Difference = Literal["none", "mark", "digits"]

_GROW = 0.12
_DASHES = re.compile(r"[-–—−~]+")


class SecondReading:
    """Reads strips of one sheet again, each at most once."""

    def __init__(self, grey: Any, *, allowed: Callable[[], bool]) -> None:
        """``grey`` is the sheet without evening; ``allowed`` tells whether time is left."""
        self._grey, self._allowed = grey, allowed
        self._seen: dict[int, str | None] = {}

    def text(self, strip: Strip) -> str | None:
        """What the strip says at a second look; ``None`` when there was no time for it."""
        key = id(strip)
        if key not in self._seen:
            self._seen[key] = self._read(strip) if self._allowed() else None
        return self._seen[key]

    def difference(self, strip: Strip) -> Difference | None:
        """How the second reading differs in its numbers; ``None`` when there was no second one."""
        again = self.text(strip)
        if again is None:
            return None
        return differ(strip.text, again)

    def _read(self, strip: Strip) -> str:
        letters = read(without_leaders(cut(self._grey, strip.corners, grow=_GROW)))
        return "".join(letter.text for letter in letters)


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
