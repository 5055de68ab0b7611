"""A small trained reader beside the rules: it may raise a level, never lower one.

Logistic regression over hashed word and concept features (letter and word-pair features were
tried and found less in cross-validation). The weights are a sheet
written by `bot.safety.training`; reading is pure Python, deterministic, and linear.
"""

from __future__ import annotations

import base64
import functools
import math
import zlib
from array import array
from dataclasses import dataclass

from bot.safety.context import Context
from bot.safety.reading import Findings
from bot.safety.sheets import read_sheet
from bot.safety.verdict import Evidence, Level

BUCKETS = 1 << 14
# A concept counts for more than a word: it stands for all the wordings of a sign.
CONCEPT = 2.0
DAMPING = 10.0
# Longer texts are read by the rules alone: the classifier has only learnt short messages.
LONGEST = 80
SHOWN = 3
# So many telling words can stand for a sign that no sheet knows.
WORDS_ALONE = 4
LEVELS = (Level.EMERGENCY, Level.CRISIS)
_CONTEXT_ONLY = ("frame-", "idiom-", "measured-")
# Who is spoken of says nothing of what they have.
_PEOPLE = frozenset(
    ("child", "someone-else", "child-object", "people", "partner", "child-context", "female")
) | {"burn-bad", "self-or-other", "baby-word", "age-unknown", "old", "self", "self-word", "having"}


@dataclass(frozen=True, slots=True)
class Model:
    """The weights of one level: `scale` × signed bytes, with its bias and threshold."""

    level: Level
    weights: array[int]
    scale: float
    bias: float
    threshold: float


@functools.lru_cache(maxsize=65536)
def bucket(feature: str) -> int:
    """The place of a feature among the weights; the same on every machine."""
    return zlib.crc32(feature.encode()) % BUCKETS


def features(findings: Findings, context: Context) -> dict[str, float]:
    """The named features of a read message, each with its weight in the message."""
    found: dict[str, float] = {}
    spans = [span for spans in findings.spans.values() for span in spans]
    denied = {
        place
        for span in spans
        if span.end - span.start > 1 and context.denied(span)
        for place in range(span.start, span.end)
    }
    for concept, places in findings.spans.items():
        if not concept.startswith(_CONTEXT_ONLY) and concept not in _PEOPLE:
            silent = all(span.start in denied or context.silent(span) for span in places)
            found[f"{'s' if silent else 'c'}:{concept}"] = CONCEPT
    for name, framed in (("knowledge", context.knowledge), ("story", context.story)):
        if framed:
            found[f"f:{name}"] = 1.0
    if context.past:
        found["f:past"] = 1.0
    for place, word in enumerate(findings.content):
        if place not in denied and telling(word.text):
            found[f"w:{word.text}"] = 1.0
    return found


@functools.cache
def _indistinct() -> frozenset[str]:
    return frozenset(read_sheet("context")["indistinct"]["words"])


def telling(word: str) -> bool:
    """Whether a word may weigh at all: numbers, pronouns and words of time say nothing."""
    return not word[0].isdigit() and word not in _indistinct()


def _grounded(model: Model, named: dict[str, float]) -> bool:
    """Whether a living sign, or several telling words, speak for the level.

    Weights of words alone are learnt from few messages: two of them are an accident.
    """
    speaking = [name for name in named if model.weights[bucket(name)] > 0]
    signs = sum(name.startswith("c:") for name in speaking)
    words = sum(name.startswith("w:") for name in speaking)
    return (signs >= 1 and signs + words >= 2) or words >= WORDS_ALONE


@functools.cache
def models() -> tuple[Model, ...]:
    """The shipped models, one a level; none when the sheet holds none."""
    sheet = read_sheet("classifier")
    found = []
    for level in LEVELS:
        entry = sheet.get(level.label)
        if entry is not None:
            weights = array("b", zlib.decompress(base64.b64decode(entry["weights"])))
            found.append(Model(level, weights, entry["scale"], entry["bias"], entry["threshold"]))
    return tuple(found)


def length(named: dict[str, float]) -> float:
    """The length that features are divided by; very short messages weigh less than their all."""
    return math.sqrt(sum(v * v for v in named.values()) + DAMPING)


def score(model: Model, named: dict[str, float]) -> float:
    """The model's probability, 0 to 1, that a message with these features has its level."""
    norm = length(named)
    total = sum(model.weights[bucket(name)] * value for name, value in named.items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, model.bias + model.scale * total / norm))))


def raised(findings: Findings, context: Context) -> tuple[Level, Evidence] | None:
    """The graver level that the classifier is sure enough of, with the words that weighed most."""
    if not 2 <= len(findings.content) <= LONGEST or _all_framed(findings, context):
        return None
    named: dict[str, float] | None = None
    best: tuple[float, Model] | None = None
    for model in models():
        named = features(findings, context) if named is None else named
        sure = score(model, named) - model.threshold
        better = sure >= 0 and (best is None or sure > best[0])
        if better and _grounded(model, named):
            best = (sure, model)
    if best is None or named is None:
        return None
    return best[1].level, _evidence(best[1], findings)


def _all_framed(findings: Findings, context: Context) -> bool:
    framed = context.knowledge | context.story
    return all(word.sentence in framed for word in findings.content)


def _evidence(model: Model, findings: Findings) -> Evidence:
    weighed = sorted(
        (
            (-model.weights[bucket(f"w:{word.text}")], place)
            for place, word in enumerate(findings.content)
            if telling(word.text)
        )
    )[:SHOWN]
    shown = [findings.content[place] for _, place in sorted(weighed, key=lambda w: w[1])]
    words = " … ".join(dict.fromkeys(findings.reading.clean[w.start : w.end] for w in shown))
    return Evidence(f"classifier-{model.level.label}", words[:200], "classifier")
