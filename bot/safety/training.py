"""Trains the reader beside the rules from labelled messages: `make train`.

`python -m bot.safety.training FILES…` reads labelled messages (as for `carnet evaluate triage`)
and the example sentences of the rules, and writes `classifier.npz` and `classifier.toml`. Limits
are chosen on messages that the model did not learn from: messages that resemble one another are
left out together. Same input, same files.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from bot.safety.classifier import (
    ALARM,
    DIGITS,
    EMERGENCY,
    Kernel,
    Limits,
    along,
    restored,
    rounded,
)
from bot.safety.context import Context
from bot.safety.evaluation import Case, read_cases
from bot.safety.gate import readable
from bot.safety.grams import BUCKETS
from bot.safety.pieces import Seen, parts, seen, whole
from bot.safety.reading import find
from bot.safety.regression import (
    FOLDS,
    Grams,
    Matrix,
    axes_of,
    folds,
    groups,
    nearness,
    rarity,
    targets,
    vectors_of,
    without,
)
from bot.safety.rules import rules
from bot.safety.verdict import Level

KERNEL = Kernel(sharpness=1.0, weight=0.5)
# How much the model is held back from learning each message by heart.
RESTRAINT = 0.1
# A concept that fewer messages name says nothing.
RARE = 3
# Shares of harmless messages that the limit of the alarm lets through, and of same-day messages
# that may become emergencies.
ALLOWED = 0.05
ALLOWED_PARTS = 0.006
OVER = 0.35
# A crisis is what is nearer to crises than to emergencies, and not far from them.
CRISIS_LEAST = -0.3
# What a rule suspects is an alarm where the reader finds that about as likely as not.
SUSPICION = -0.1
# Parts are read of messages whose whole scores higher than this share of the harmless ones.
CALM = 0.6


@dataclass(frozen=True, slots=True)
class Lesson:
    """A labelled text as the model reads it: pieces, the whole first if it can be read at once."""

    level: Level
    own: bool
    pieces: list[Seen]
    entire: list[bool]
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
            context = Context.of(findings)
            pieces = whole(findings) + parts(findings)
            if pieces:
                entire = [piece.entire for piece in pieces]
                shown = [seen(findings, context, piece) for piece in pieces]
                found.append(Lesson(level, own, shown, entire, bool(whole(findings))))
    return found


def pack(learnt: Sequence[Lesson], vectors: NDArray[np.float32]) -> dict[str, NDArray[Any]]:
    """The arrays of a model that has learnt nothing yet: meanings and concepts of the wholes."""
    axes = axes_of(vectors)
    meanings = along(axes, vectors)
    unit = np.abs(meanings).max() / 127
    counts: dict[str, list[int]] = {}
    for row, lesson in enumerate(learnt):
        for name in lesson.pieces[0].concepts:
            counts.setdefault(name, []).append(row)
    kept = sorted(name for name, rows in counts.items() if len(rows) >= RARE)
    return {
        "axes": axes.astype(np.float16),
        "meanings": np.round(meanings / unit).astype(np.int8),
        "unit": np.array(unit, dtype=np.float32),
        "concepts": np.frombuffer("\n".join(kept).encode(), dtype=np.uint8),
        "named": np.array([r for name in kept for r in counts[name]], dtype=np.int32),
        "ends": np.cumsum([len(counts[name]) for name in kept], dtype=np.int64),
        "shares": np.zeros((len(learnt), 3), dtype=np.float32),
        "rarity": rarity([lesson.pieces[0] for lesson in learnt]).astype(np.float16),
        "weights": np.zeros((BUCKETS, 3), dtype=np.float16),
    }


def limits(left_out: Sequence[Matrix], learnt: Sequence[Lesson]) -> Limits:
    """The limits at which harmless and same-day messages stay within what is allowed.

    `left_out` are the scores of every piece of each message, from models that did not see it.
    """
    entire = np.array([_highest(s, x, True) for s, x in zip(left_out, learnt, strict=True)])
    loose = np.array([_highest(s, x, False) for s, x in zip(left_out, learnt, strict=True)])
    level = np.array([lesson.level for lesson in learnt])
    own = np.array([lesson.own for lesson in learnt])
    harmless = own & (level == Level.NONE)
    alarm = _quantile(entire[harmless], 1 - ALLOWED)
    calm = harmless & (entire < alarm)
    raised = own & (level == Level.URGENT) & (entire >= alarm)
    graver = np.array([scores[scores[:, ALARM].argmax(), EMERGENCY] for scores in left_out])
    return Limits(
        alarm=alarm,
        part=max(alarm, _quantile(loose[calm], 1 - ALLOWED_PARTS)),
        emergency=_quantile(graver[raised], 1 - OVER),
        crisis=CRISIS_LEAST,
        doubt=_quantile(entire[harmless], CALM),
        suspicion=SUSPICION,
    )


def _highest(scores: Matrix, lesson: Lesson, entire: bool) -> float:
    chosen = [
        s
        for s, whole_one in zip(scores[:, ALARM], lesson.entire, strict=True)
        if whole_one == entire
    ]
    return max(chosen, default=-9.0)


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
    wholes = [lesson.pieces[0] for lesson in learnt]
    vectors = vectors_of([piece.text for piece in wholes])
    arrays = pack(learnt, vectors)
    model = restored(arrays, KERNEL, Limits(0, 0, 0, 0, 0, 0))
    letters = Grams.of(wholes, model.rarity)
    near = nearness(model, wholes)
    near = (near + near.T) / 2 + letters.products()
    near[np.diag_indices_from(near)] += RESTRAINT
    inverse = np.linalg.inv(near)
    solved = inverse @ targets([lesson.level for lesson in learnt])
    fold = folds(groups(vectors))
    place = {id(lesson): row for row, lesson in enumerate(learnt)}
    left_out: dict[int, Matrix] = {}
    for number in range(-1, FOLDS):
        # A message too long to be learnt from is scored by the model of all others.
        some = [x for x in every if (fold[place[id(x)]] if x.is_whole else -1) == number]
        if some:
            out = np.flatnonzero(fold == number)
            shares = without(np.asarray(inverse, np.float64), solved, out)
            pieces = [piece for lesson in some for piece in lesson.pieces]
            scores = nearness(model, pieces) @ shares
            scores += Grams.of(pieces, model.rarity).scores(letters.learnt(shares))
            ends = np.cumsum([len(lesson.pieces) for lesson in some])
            for lesson, own in zip(some, np.split(rounded(scores), ends[:-1]), strict=True):
                left_out[id(lesson)] = own
    arrays["shares"] = np.round(solved, 5).astype(np.float32)
    arrays["weights"] = letters.learnt(solved).astype(np.float16)
    unseen = [left_out[id(lesson)] for lesson in every]
    return Trained(arrays, limits(unseen, every), every, unseen)


def sheet(trained: Trained, sources: Sequence[str]) -> str:
    """The sheet beside the arrays: what was learnt from, when, and the limits."""
    named = ", ".join(f'"{source}"' for source in (*sources, "examples of the rules"))
    own = trained.limits
    return f"""\
# The trained reader, written by `make train`; what it learnt is in classifier.npz.
# Read by bot/safety/classifier.py.
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
part = {own.part}
emergency = {own.emergency}
crisis = {own.crisis}
doubt = {own.doubt}
suspicion = {own.suspicion}
"""


def main(arguments: Sequence[str]) -> int:
    """Trains on the named files and writes array file and sheet beside the rules."""
    if not arguments:
        sys.stderr.write("usage: python -m bot.safety.training FILE…\n")
        return 2
    cases: list[Case] = []
    for name in arguments:
        cases += read_cases(Path(name).read_text(encoding="utf-8").split("\n"))
    # One thread: the same sums in the same order, so the same file.
    with threadpool_limits(1):
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
