"""The trained reader beside the rules: it may raise a level, never lower one.

A message is compared, by its meaning (`bot.meaning`) and by the concepts found in it, with every
message that the reader learnt from: kernel ridge regression, three scores from about -1 to 1
(emergency, crisis, any alarm). What it learnt is `classifier.npz` with `classifier.toml`, written
by `bot.safety.training`. Scores are rounded before they are compared, so that another machine's
last digits give the same verdict.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot import meaning
from bot.safety.context import Context
from bot.safety.grams import BUCKETS
from bot.safety.pieces import Piece, Seen, parts, seen, seen_without, whole
from bot.safety.reading import Findings
from bot.safety.sheets import PACKAGE, read_sheet
from bot.safety.verdict import Evidence, Level

DIGITS = 3
# The columns of the scores.
EMERGENCY, CRISIS, ALARM = 0, 1, 2
# From here on something is likelier than not. A part stands out of its context: it has to look like
# an emergency or a crisis to be one, where a whole message that is an alarm may be in doubt which.
LIKELY = 0.0
# Added to the number of concepts, so that a message with few of them is not all concept.
DAMPING = 3.0
CHUNKS = 10
# The share of words, and of letters, beside that of meanings and concepts.
GRAMS = 0.2
SHOWN = 2

Scores = NDArray[np.float64]


def rounded(scores: Scores) -> Scores:
    """The scores as they are compared: so that no machine's last digits decide."""
    return np.asarray(np.round(scores, DIGITS), dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Kernel:
    """How near two messages are: exp(-sharpness × (distance of meaning + weight × of concepts))."""

    sharpness: float
    weight: float


@dataclass(frozen=True, slots=True)
class Limits:
    """The scores from which a message, or a part of it, is an alarm, and which one.

    Parts are read where the whole reaches `doubt`. What a rule only suspects is an alarm where the
    whole or a part reaches `suspicion`.
    """

    alarm: float
    part: float
    emergency: float
    crisis: float
    doubt: float
    suspicion: float


@dataclass(frozen=True, slots=True)
class Model:
    """What was learnt: one row a message with its share in each score, one weight a gram.

    `axes`, shape (512, 128), are the directions in which the meanings learnt from differ most.
    `meanings`, shape (messages, 128), are rows of length 1 along them: all 512 found no more and
    took four times as long to compare.
    """

    kernel: Kernel
    limits: Limits
    axes: NDArray[np.float32]
    meanings: NDArray[np.float32]
    shares: NDArray[np.float32]
    sizes: NDArray[np.float32]
    places: dict[str, int]
    rows: list[NDArray[np.int32]]
    rarity: NDArray[np.float32]
    weights: NDArray[np.float32]

    def nearness(self, vectors: NDArray[np.float32], pieces: Sequence[Seen]) -> NDArray[np.float32]:
        """How near each piece is to each message learnt from: shape (pieces, messages), 0 to 1."""
        distance = 2 - 2 * (along(self.axes, vectors) @ self.meanings.T)
        scale = 1 / np.sqrt(self.sizes + DAMPING)
        for at, piece in enumerate(pieces):
            known = [self.places[name] for name in piece.concepts if name in self.places]
            shared = np.zeros(len(self.sizes), dtype=np.float32)
            for place in known:
                shared[self.rows[place]] += 1
            own = 1 / math.sqrt(len(known) + DAMPING)
            apart = len(known) * own**2 + self.sizes * scale**2 - 2 * own * scale * shared
            distance[at] += self.kernel.weight * apart
        near: NDArray[np.float32] = np.exp(-self.kernel.sharpness * distance)
        return near

    def weighed(self, piece: Seen) -> NDArray[np.float32]:
        """How much each gram of the piece counts: rare ones more; words and letters alike."""
        return weighed(piece, self.rarity)

    def scores(self, vectors: NDArray[np.float32], pieces: Sequence[Seen]) -> Scores:
        """The three scores of each piece, rounded: shape (pieces, 3)."""
        found = (self.nearness(vectors, pieces) @ self.shares).astype(np.float64)
        for at, piece in enumerate(pieces):
            found[at] += self.weighed(piece) @ self.weights[piece.grams]
        return rounded(found)

    def level(self, scores: Scores, *, entire: bool = True) -> Level:
        """The level of a piece with those three scores."""
        if scores[ALARM] < (self.limits.alarm if entire else self.limits.part):
            return Level.NONE
        least = -math.inf if entire else LIKELY
        if scores[CRISIS] >= max(scores[EMERGENCY], self.limits.crisis, least):
            return Level.CRISIS
        if scores[EMERGENCY] >= max(self.limits.emergency, least):
            return Level.EMERGENCY
        return Level.URGENT


@functools.cache
def model() -> Model:
    """The shipped model."""
    sheet = read_sheet("classifier")
    with resources.files(PACKAGE).joinpath("classifier.npz").open("rb") as file:
        stored = np.load(file, allow_pickle=False)
        arrays: dict[str, NDArray[Any]] = {name: stored[name] for name in stored.files}
    return restored(arrays, Kernel(**sheet["kernel"]), Limits(**sheet["limits"]))


def restored(arrays: dict[str, NDArray[Any]], kernel: Kernel, limits: Limits) -> Model:
    """The model that those arrays hold: meanings as signed bytes, concepts as rows that name each.

    `ends` says where the rows of each concept end in `named`; `concepts` are their names, one a
    line, in UTF-8.
    """
    names = bytes(arrays["concepts"]).decode().split("\n")
    ends = arrays["ends"].tolist()
    rows = np.split(arrays["named"].astype(np.int32), ends[:-1])
    sizes = np.zeros(len(arrays["meanings"]), dtype=np.float32)
    for row in rows:
        sizes[row] += 1
    return Model(
        kernel,
        limits,
        arrays["axes"].astype(np.float32),
        arrays["meanings"].astype(np.float32) * arrays["unit"].astype(np.float32),
        arrays["shares"].astype(np.float32),
        sizes,
        {name: place for place, name in enumerate(names)},
        rows,
        arrays["rarity"].astype(np.float32),
        arrays["weights"].astype(np.float32),
    )


def along(axes: NDArray[np.float32], vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """The vectors along those axes, each of length 1."""
    found = vectors @ axes
    found /= np.linalg.norm(found, axis=1, keepdims=True)
    return found


def weighed(piece: Seen, rarity: NDArray[np.float32]) -> NDArray[np.float32]:
    """How much each gram of a piece counts: words and letters each as a row of length √`GRAMS`."""
    counts = rarity[piece.grams]
    middle = int(np.searchsorted(piece.grams, BUCKETS // 2))
    for half in (counts[:middle], counts[middle:]):
        length = math.sqrt(float(half @ half))
        if length > 0:
            half *= math.sqrt(GRAMS) / length
    return counts


@dataclass(frozen=True, slots=True)
class Raised:
    """What the trained reader is sure of, how sure, and on which piece of the message."""

    level: Level
    score: float
    piece: Piece


@dataclass(frozen=True, slots=True)
class Unsure:
    """A message as it was read, and whether a rule suspects something in it."""

    findings: Findings
    context: Context
    suspected: bool = False


@dataclass(frozen=True, slots=True)
class Judged:
    """What the trained reader raises a message to, and the highest score of an alarm in it."""

    raised: Raised | None
    highest: float


# Nothing was read, so nothing speaks against what a rule suspects.
NOT_READ = Judged(None, math.inf)


def judge(own: Model, messages: Sequence[Unsure]) -> list[Judged]:
    """The level of each message, None where nothing speaks for one.

    Messages are read whole first, and then in parts where that leaves a doubt.
    """
    found = [NOT_READ] * len(messages)
    doubtful = {
        at for at, read in enumerate(messages) if read.suspected or not whole(read.findings)
    }
    first = [(at, piece) for at, read in enumerate(messages) for piece in whole(read.findings)]
    for at, piece, scores in scored(own, messages, first):
        found[at] = _with(own, found[at], piece, scores)
        if scores[ALARM] >= own.limits.doubt and own.level(scores) is not Level.EMERGENCY:
            doubtful.add(at)
    second = [(at, piece) for at in sorted(doubtful) for piece in parts(messages[at].findings)]
    for at, piece, scores in scored(own, messages, second):
        found[at] = _with(own, found[at], piece, scores)
    return found


def _with(own: Model, judged: Judged, piece: Piece, scores: Scores) -> Judged:
    """What was found, with one piece more."""
    score = float(scores[ALARM])
    highest = score if judged is NOT_READ else max(score, judged.highest)
    level = own.level(scores, entire=piece.entire)
    before = judged.raised
    if level is Level.NONE or (before and (level, score) <= (before.level, before.score)):
        return Judged(before, highest)
    return Judged(Raised(level, score, piece), highest)


def scored(
    own: Model, messages: Sequence[Unsure], chosen: Sequence[tuple[int, Piece]]
) -> Iterator[tuple[int, Piece, Scores]]:
    """Those pieces of those messages with their scores; nothing without the encoder."""
    pieces = [seen(messages[at].findings, messages[at].context, piece) for at, piece in chosen]
    vectors = meaning.vectors([piece.text for piece in pieces])
    if vectors is not None:
        for (at, piece), scores in zip(chosen, own.scores(vectors, pieces), strict=True):
            yield at, piece, scores


def evidence(own: Model, read: Unsure, raised: Raised) -> Evidence:
    """The words without which the score falls most, and the level they were raised to."""
    piece = raised.piece
    count = piece.end - piece.start
    size = max(2, -(-count // CHUNKS))
    chunks = [Piece(at, min(at + size, piece.end)) for at in range(piece.start, piece.end, size)]
    findings, context = read.findings, read.context
    without = [seen_without(findings, context, piece, chunk) for chunk in chunks]
    vectors = meaning.vectors([rest.text for rest in without])
    shown = [piece]
    if vectors is not None and len(chunks) > SHOWN:
        left = own.scores(vectors, without)[:, ALARM].tolist()
        order = sorted(range(len(chunks)), key=lambda at: (left[at], at))
        shown = [chunks[at] for at in sorted(order[:SHOWN])]
    words = findings.reading.words
    clean = findings.reading.clean
    said = " … ".join(clean[words[p.start].start : words[p.end - 1].end] for p in shown)
    return Evidence(f"classifier-{raised.level.label}", said[:200], "classifier")
