"""Trains the small classifier from labelled messages.

`python -m bot.safety.training tests/triage/development.jsonl tests/triage/ordinary.jsonl`

Reads labelled messages (as for `carnet evaluate triage`) and the example sentences of the
rules, fits one logistic regression a level, chooses by cross-validation the threshold above
which next to no harmless message stands, and writes `classifier.toml`. Same input, same file.
"""

from __future__ import annotations

import base64
import math
import sys
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.safety.classifier import BUCKETS, LEVELS, bucket, features, length
from bot.safety.context import Context
from bot.safety.evaluation import Case, read_cases
from bot.safety.reading import find
from bot.safety.rules import rules
from bot.safety.verdict import Level

EPOCHS = 40
RATE = 0.6
DECAY = 2e-4
FOLDS = 8
# Share of harmless messages that may stand above the threshold in cross-validation.
ALLOWED = {Level.EMERGENCY: 0.011, Level.CRISIS: 0.006}
MARGIN = 0.02

Row = list[tuple[int, float]]


@dataclass(slots=True)
class Fit:
    """Weights in the making."""

    weights: list[float]
    bias: float = 0.0


def row_of(text: str) -> Row:
    """The hashed, length-normalised features of one message."""
    findings = find(text)
    named = features(findings, Context.of(findings))
    norm = length(named)
    return [(bucket(name), value / norm) for name, value in sorted(named.items())]


def examples(cases: Sequence[Case]) -> list[tuple[str, Level]]:
    """The labelled messages and the example sentences of the rules, without doubles."""
    found = {case.text: case.expected for case in cases}
    for rule in rules():
        for sentences in rule.must_match.values():
            for sentence in sentences:
                found.setdefault(sentence, rule.level)
        for sentences in rule.must_not_match.values():
            for sentence in sentences:
                found.setdefault(sentence, Level.NONE)
    return list(found.items())


def fit(rows: Sequence[Row], wanted: Sequence[bool]) -> Fit:
    """Logistic regression by AdaGrad, rows in a fixed order, both classes weighing alike."""
    model = Fit([0.0] * BUCKETS)
    squares = [1e-6] * BUCKETS
    positive = sum(wanted) or 1
    weight = {
        True: len(rows) / (2 * positive),
        False: len(rows) / (2 * (len(rows) - positive or 1)),
    }
    order = sorted(range(len(rows)), key=lambda i: zlib.crc32(str(i).encode()))
    for epoch in range(EPOCHS):
        rate = RATE / (1 + 0.05 * epoch)
        for i in order:
            total = model.bias + sum(model.weights[b] * v for b, v in rows[i])
            guess = 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))
            error = (guess - wanted[i]) * weight[wanted[i]]
            model.bias -= 0.01 * rate * error
            for b, v in rows[i]:
                slope = error * v + DECAY * model.weights[b]
                squares[b] += slope * slope
                model.weights[b] -= rate * slope / math.sqrt(squares[b])
    return model


def probability(model: Fit, row: Row) -> float:
    """The model's probability for a row."""
    total = model.bias + sum(model.weights[b] * v for b, v in row)
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def cross_validated(rows: Sequence[Row], wanted: Sequence[bool]) -> list[float]:
    """The probability of each row from a model that did not see it."""
    scores = [0.0] * len(rows)
    for fold in range(FOLDS):
        kept = [i for i in range(len(rows)) if i % FOLDS != fold]
        model = fit([rows[i] for i in kept], [wanted[i] for i in kept])
        for i in range(fold, len(rows), FOLDS):
            scores[i] = probability(model, rows[i])
    return scores


def threshold(scores: Sequence[float], levels: Sequence[Level], allowed: float) -> float:
    """The lowest threshold that at most that share of the harmless messages reach."""
    harmless = sorted((s for s, g in zip(scores, levels, strict=True) if not g), reverse=True)
    reach = int(len(harmless) * allowed)
    return min(0.99, max(0.5, harmless[reach] + MARGIN))


def train(cases: Sequence[Case]) -> str:
    """The classifier sheet for those cases, as TOML."""
    labelled = examples(cases)
    rows = [row_of(text) for text, _ in labelled]
    levels = [level for _, level in labelled]
    lines = [
        "# Weights of the small classifier, written by `python -m bot.safety.training`.",
        "# Signed bytes, one a hashed feature, deflated, base64; they may only raise a level.",
        f'trained_on = "{len(labelled)} messages"',
        'reviewed_by = "none yet"',
        'sources = ["development.jsonl and ordinary.jsonl of tests/triage, examples of the rules"]',
    ]
    for level in LEVELS:
        wanted = [given is level for given in levels]
        limit = threshold(cross_validated(rows, wanted), levels, ALLOWED[level])
        model = fit(rows, wanted)
        scale = max(abs(w) for w in model.weights) / 127 or 1.0
        packed = bytes(round(w / scale) & 0xFF for w in model.weights)
        text = base64.b64encode(zlib.compress(packed, 9)).decode()
        lines += [
            "",
            f"[{level.label}]",
            f"threshold = {limit:.4f}",
            f"bias = {model.bias:.6f}",
            f"scale = {scale:.8f}",
            f'weights = "{text}"',
        ]
    return "\n".join(lines) + "\n"


def main(arguments: Sequence[str]) -> int:
    """Trains on the named files and writes the sheet beside the rules."""
    if not arguments:
        sys.stderr.write("usage: python -m bot.safety.training FILE…\n")
        return 2
    cases: list[Case] = []
    for name in arguments:
        cases += read_cases(Path(name).read_text(encoding="utf-8").splitlines())
    target = Path(__file__).parent.parent / "knowledge" / "safety" / "classifier.toml"
    target.write_text(train(cases), encoding="utf-8")
    sys.stdout.write(f"{target.name}: {len(cases)} messages\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
