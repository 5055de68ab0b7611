"""Finds the concepts in a text: which signs are named, and where."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from bot.safety.lexicon import GAP, MEASURED, Node, fillers, lexicon, sayings
from bot.safety.spelling import keys
from bot.safety.text import Reading, Word, read

# Words that may never be skipped inside a wording: they turn its sense or end it.
BARRIERS = frozenset(
    ("pas", "plus", "sans", "aucun", "aucune", "jamais", "ni", "non", "mais", "ou", "not", "no")
) | {"without", "never", "nor", "but", "or", "if", "si"}


@dataclass(frozen=True, slots=True)
class Span:
    """A concept from content word `start` up to `end` (excluded)."""

    concept: str
    start: int
    end: int


@dataclass(slots=True)
class Findings:
    """A read text, the words that count, and every concept found in it, in order of place."""

    reading: Reading
    content: list[Word]
    raw: list[int]
    spans: dict[str, list[Span]] = field(default_factory=lambda: defaultdict(list))

    def words(self, span: Span) -> str:
        """What the person wrote there, as written."""
        first, last = self.content[span.start], self.content[span.end - 1]
        return self.reading.clean[first.start : last.end]

    def has(self, concept: str) -> bool:
        """Whether the concept is named anywhere."""
        return concept in self.spans

    def sentence(self, span: Span) -> int:
        """The number of the sentence in which the span begins."""
        return self.content[span.start].sentence


def find(text: str) -> Findings:
    """Every concept of the sign sheets, and every measured one, in `text`."""
    from bot.safety.measures import measured

    reading = read(text)
    dropped = fillers()
    raw = [i for i, word in enumerate(reading.words) if word.text not in dropped]
    content = [reading.words[i] for i in raw]
    findings = Findings(reading, content, raw)
    edges = [keys(word.text) for word in content]
    at: list[list[tuple[str, int]]] = [[] for _ in content]
    for concept, start, end in measured(reading, raw):
        findings.spans[concept].append(Span(concept, start, end))
        at[start].append((concept, end))
    for concept, start, end in _sayings(reading, raw):
        findings.spans[concept].append(Span(concept, start, end))
        at[start].append((concept, end))
    for layer in lexicon().layers:
        seen: set[tuple[str, int, int]] = set()
        for start in range(len(content)):
            _walk(layer, start, content, edges, at, seen)
        for concept, start, end in sorted(seen, key=lambda s: (s[1], s[2], s[0])):
            findings.spans[concept].append(Span(concept, start, end))
            at[start].append((concept, end))
    return findings


def _sayings(reading: Reading, raw: list[int]) -> list[tuple[str, int, int]]:
    """The wordings that stand word for word in the text, as places among the content words."""
    words = reading.words
    place = {index: content for content, index in enumerate(raw)}
    root = sayings()
    found: set[tuple[str, int, int]] = set()
    for start in range(len(words)):
        nodes = _first(root, words[start].text)
        index = start
        while nodes:
            for concept in {c for node in nodes for c in node.accepts}:
                inside = [place[i] for i in range(start, index + 1) if i in place]
                if not inside:
                    after = next((place[i] for i in range(index, len(words)) if i in place), None)
                    inside = [after] if after is not None else []
                if inside:
                    found.add((concept, inside[0], inside[-1] + 1))
            index += 1
            if index == len(words):
                break
            text = words[index].text
            nodes = [
                child
                for node in nodes
                for item, child in node.words.items()
                if item == text or (item[-1] == "*" and text.startswith(item[:-1]))
            ]
    return sorted(found, key=lambda s: (s[1], s[2], s[0]))


def _first(root: Node, text: str) -> list[Node]:
    heads = (text, *(text[:n] + "*" for n in range(3, len(text) + 1)))
    return [root.words[head] for head in heads if head in root.words]


def _walk(
    root: Node,
    start: int,
    content: list[Word],
    edges: list[tuple[str, ...]],
    at: list[list[tuple[str, int]]],
    seen: set[tuple[str, int, int]],
) -> None:
    size = len(content)
    sentence = content[start].sentence
    stack: list[tuple[Node, int, bool]] = [(root, start, False)]
    while stack:
        node, place, skipped = stack.pop()
        if place < size and content[place].sentence == sentence:
            for key in edges[place]:
                following = node.words.get(key)
                if following is not None:
                    _step(following, start, place + 1, skipped, seen, stack)
            if node.concepts:
                for concept, end in at[place]:
                    following = node.concepts.get(concept)
                    if following is not None:
                        _step(following, start, end, skipped, seen, stack)
            if node is not root:
                gap = node.words.get(GAP)
                if gap is not None:
                    stack.append((gap, place + 1, skipped))
                    stack.append((gap, place, skipped))
                if not skipped and content[place].text not in BARRIERS and place + 1 < size:
                    stack.append((node, place + 1, True))


def _step(
    node: Node,
    start: int,
    end: int,
    skipped: bool,
    seen: set[tuple[str, int, int]],
    stack: list[tuple[Node, int, bool]],
) -> None:
    for concept in node.exact:
        seen.add((concept, start, end))
    for concept in node.accepts:
        seen.add((concept, start, end))
    if node.words or node.concepts:
        stack.append((node, end, False))


__all__ = ["BARRIERS", "MEASURED", "Findings", "Span", "find"]
