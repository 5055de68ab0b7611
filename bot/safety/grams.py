"""The words, rows of words and letters of a text as numbers below `BUCKETS`: the same everywhere.

They carry what a meaning leaves out: slang, spelling, and the small words that turn a sentence.
"""

from __future__ import annotations

import functools
import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

BUCKETS = 1 << 15
LETTERS = range(3, 6)
ROWS = range(1, 4)


@functools.lru_cache(maxsize=65536)
def _bucket(gram: str) -> int:
    # Words in the lower half, letters in the upper.
    half = BUCKETS // 2
    place = zlib.crc32(gram.encode()) % half
    return place + half if gram[0] == "#" else place


@functools.lru_cache(maxsize=16384)
def _letters(word: str) -> tuple[int, ...]:
    framed = f" {word} "
    return tuple(
        _bucket("#" + framed[at : at + size])
        for size in LETTERS
        for at in range(len(framed) - size + 1)
    )


def grams(words: Sequence[str]) -> NDArray[np.int32]:
    """The places of the grams of those folded words, in rising order, without doubles."""
    found: set[int] = set()
    for word in words:
        found.update(_letters(word))
    for size in ROWS:
        found.update(
            _bucket(" ".join(words[at : at + size])) for at in range(len(words) - size + 1)
        )
    return np.array(sorted(found), dtype=np.int32)
