"""A text made plain for reading: one case, no accents, plain spaces, and the way back."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

SCANNED = 4_000
"""Characters of a message that are searched for dates; bounds the time of any message."""

_FOLDED = {"’": "'", "‘": "'", "ʼ": "'", "´": "'", "–": "-", "—": "-", "‑": "-", "−": "-"}


@lru_cache(maxsize=4_096)
def _fold(char: str) -> str:
    if char in _FOLDED:
        return _FOLDED[char]
    if char.isspace() or unicodedata.category(char) in ("Zs", "Cc"):
        return " "
    if unicodedata.category(char) in ("Mn", "Cf"):  # accents apart, zero-width, soft hyphens
        return ""
    digit = unicodedata.decimal(char, None)
    if digit is not None:
        return str(digit)
    base = unicodedata.normalize("NFKD", char)[0].casefold()
    return base[0] if base and not base[0].isspace() else " "


@dataclass(frozen=True, slots=True)
class Plain:
    """`text` is the plain form; `back[i]` is where its character i stands in the original."""

    text: str
    back: tuple[int, ...]
    original: str

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return a stretch of the plain text as a stretch of the original."""
        if start >= end:
            return (self.back[start], self.back[start]) if start < len(self.back) else (0, 0)
        last = self.back[end - 1] + 1
        while last < len(self.original) and not _fold(self.original[last]):
            last += 1  # a combining accent belongs to the letter before it
        return self.back[start], last


def plain(text: str) -> Plain:
    """Return the first `SCANNED` characters of a text, made plain."""
    chars: list[str] = []
    back: list[int] = []
    for position, char in enumerate(text[:SCANNED]):
        folded = _fold(char)
        # One space for a run of them: the patterns stay linear on any text.
        if folded and not (folded == " " and chars and chars[-1] == " "):
            chars.append(folded)
            back.append(position)
    return Plain("".join(chars), tuple(back), text)


def without(text: str, spans: tuple[tuple[int, int], ...]) -> str:
    """Return a text without these stretches, its spaces and loose punctuation tidied."""
    kept: list[str] = []
    place = 0
    for start, end in sorted(spans):
        kept.append(text[place:start])
        place = max(place, end)
    kept.append(text[place:])
    joined = re.sub(r"\s+", " ", " ".join(kept))
    joined = re.sub(r" +([,.;])", r"\1", joined)
    joined = re.sub(r"[\s,;:–—-]+([.!?])", r"\1", joined)
    return joined.strip(" \t,;:-–—")
