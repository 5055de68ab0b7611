"""The parts of a message that the trained reader reads, each with the concepts named in it.

A short message is read whole, and then without its first or last clause and sentence by sentence,
so that nothing added beside a sign hides it. A long one is read in windows of sentences.
"""

from __future__ import annotations

import functools
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from bot.safety.context import Context
from bot.safety.grams import grams
from bot.safety.reading import Findings
from bot.safety.sheets import read_sheet

# Words of a message that is read whole, and of the windows that a longer one is cut into.
WHOLE = 80
WINDOW = 40
STEP = 20
# Pieces read of one message at most; the rules read everything.
MOST = 300
# Fewer words than this say nothing on their own.
FEWEST = 3
_CONTEXT_ONLY = ("frame-", "idiom-", "measured-")
# Who is spoken of says nothing of what they have.
_PEOPLE = frozenset(
    ("child", "someone-else", "child-object", "people", "partner", "child-context", "female")
) | {"burn-bad", "self-or-other", "baby-word", "age-unknown", "old", "self", "self-word", "having"}


@dataclass(frozen=True, slots=True)
class Piece:
    """The words `start` to `end` (excluded) of a reading.

    `entire` says that it is the whole message, or the message as it was before its last clause or
    sentence; other pieces stand out of their context and need more to be an alarm.
    """

    start: int
    end: int
    entire: bool = field(default=False, compare=False)


@functools.cache
def _indistinct() -> frozenset[str]:
    return frozenset(read_sheet("context")["indistinct"]["words"])


def telling(findings: Findings, piece: Piece) -> bool:
    """Whether a piece says something: not only numbers and words that fit any message."""
    words = findings.content[
        bisect_left(findings.raw, piece.start) : bisect_left(findings.raw, piece.end)
    ]
    return any(not w.text[0].isdigit() and w.text not in _indistinct() for w in words)


def whole(findings: Findings) -> list[Piece]:
    """The message as one piece; nothing when it says nothing or is too long to be read at once."""
    piece = Piece(0, len(findings.reading.words), entire=True)
    return [piece] if piece.end <= WHOLE and telling(findings, piece) else []


def parts(findings: Findings) -> list[Piece]:
    """The parts of a message, without the whole; at most `MOST`, those with signs first."""
    words = findings.reading.words
    sentences = list(_runs([w.sentence for w in words]))
    found: dict[Piece, None] = {}
    if len(words) <= WHOLE:
        clauses = list(_runs([w.clause for w in words]))
        for runs in (clauses, sentences):
            if len(runs) > 1:
                found[Piece(0, runs[-1][0], entire=True)] = None
                found[Piece(runs[0][1], len(words))] = None
    for start, end in sentences:
        for at in range(start, max(start + 1, end - STEP), STEP):
            found[Piece(at, min(end, at + WINDOW))] = None
    if len(words) > WHOLE:
        for (start, _), (_, end) in pairwise(sentences):
            if end - start <= WINDOW:
                found[Piece(start, end)] = None
    found.pop(Piece(0, len(words)), None)
    chosen = [p for p in found if p.end - p.start >= FEWEST and telling(findings, p)]
    if len(chosen) > MOST:
        named = {findings.raw[s.start] for spans in findings.spans.values() for s in spans}
        places = sorted(named)
        chosen.sort(key=lambda p: (not _holds(places, p), p.start))
        chosen = chosen[:MOST]
    return chosen


def _runs(labels: list[int]) -> Iterator[tuple[int, int]]:
    """The stretches of equal labels, as (start, end)."""
    start = 0
    for at in range(1, len(labels) + 1):
        if at == len(labels) or labels[at] != labels[start]:
            yield start, at
            start = at


def _holds(places: list[int], piece: Piece) -> bool:
    at = bisect_left(places, piece.start)
    return at < len(places) and places[at] < piece.end


@dataclass(frozen=True, slots=True)
class Seen:
    """What the trained reader sees of some words: text for the meaning, concepts, grams."""

    text: str
    concepts: tuple[str, ...]
    grams: NDArray[np.int32]


def seen(findings: Findings, context: Context, piece: Piece) -> Seen:
    """A piece as the trained reader sees it."""
    words = findings.reading.words[piece.start : piece.end]
    named = concepts_of(findings, context, piece)
    return Seen(text_of(findings, piece), tuple(named), grams([w.text for w in words]))


def seen_without(findings: Findings, context: Context, piece: Piece, part: Piece) -> Seen:
    """A piece as it would be seen without a part of it."""
    rests = [
        rest
        for rest in (Piece(piece.start, part.start), Piece(part.end, piece.end))
        if rest.end > rest.start
    ]
    words = [w.text for rest in rests for w in findings.reading.words[rest.start : rest.end]]
    gone = set(concepts_of(findings, context, part))
    named = [name for name in concepts_of(findings, context, piece) if name not in gone]
    text = " ".join(text_of(findings, rest) for rest in rests)
    return Seen(text, tuple(named), grams(words))


def text_of(findings: Findings, piece: Piece) -> str:
    """What the person wrote there, cleaned, in lower case."""
    words = findings.reading.words
    return findings.reading.clean[words[piece.start].start : words[piece.end - 1].end].lower()


def concepts_of(findings: Findings, context: Context, piece: Piece) -> list[str]:
    """The names of what is found there: `c:` a living sign, `s:` a silent one, `f:` a frame."""
    first = bisect_left(findings.raw, piece.start)
    last = bisect_left(findings.raw, piece.end)
    found: set[str] = set()
    for concept, spans in findings.spans.items():
        if concept.startswith(_CONTEXT_ONLY) or concept in _PEOPLE:
            continue
        inside = [s for s in spans if first <= s.start and s.end <= last]
        if inside:
            found.add(("s:" if all(context.silent(s) for s in inside) else "c:") + concept)
    words = findings.content[first:last]
    for name, framed in (("knowledge", context.knowledge), ("story", context.story)):
        if any(word.sentence in framed for word in words):
            found.add("f:" + name)
    if any(word.clause in context.past for word in words):
        found.add("f:past")
    return sorted(found)
