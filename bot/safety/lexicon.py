"""The signs people name, as concepts: each a set of everyday wordings in both languages.

A wording is a row of items: a word (`poitrine`), a stem (`serr*`), a number (`#`), another
concept (`<pain>`), alternatives (`(left|right|)`), one word at most in between (`_`). Words
that carry no sense (articles, possessives, auxiliaries) are left out on both sides. All
wordings are compiled to one tree per layer, a layer using only concepts of those below.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, field
from itertools import product

from bot.safety.sheets import read_sheet, sheet_names
from bot.safety.text import expand, fold

_REFLEXIVE = re.compile(r"\b(?:me|m) (?:suis|etre|etais|serais|serai|etait)\b")
_ITEM = re.compile(r"<([\w-]+)>|\(([^)]*)\)|([^\s<>()]+)")
GAP = "_"
NUMBER = "#"
MEASURED = "measure-"


@dataclass(slots=True)
class Node:
    """A point in the tree of wordings: where each next item leads, and what ends here."""

    words: dict[str, Node] = field(default_factory=dict)
    concepts: dict[str, Node] = field(default_factory=dict)
    accepts: set[str] = field(default_factory=set)
    exact: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Everything compiled from the sign sheets."""

    layers: tuple[Node, ...]
    exact: frozenset[str]
    stems: frozenset[str]
    concepts: frozenset[str]
    wordings: int


@functools.cache
def fillers() -> frozenset[str]:
    """The folded words that carry no sense for the signs."""
    sheet = read_sheet("fillers")
    return frozenset(w for section in ("fr", "en") for w in sheet[section]["words"])


@functools.cache
def concept_sheets() -> dict[str, dict[str, list[str]]]:
    """Every concept of the sign sheets with its wordings by language."""
    found: dict[str, dict[str, list[str]]] = {}
    for name in sheet_names("signs"):
        for concept, entry in read_sheet(name).get("concept", {}).items():
            if concept in found:
                raise ValueError(f"concept {concept} stands in two sheets")
            found[concept] = entry
    return found


def _items(wording: str) -> list[tuple[str, ...]]:
    """The rows of items that one wording stands for, alternatives multiplied out."""
    choices: list[list[tuple[str, ...]]] = []
    wording = _REFLEXIVE.sub("mesuis", wording)
    for concept, group, word in _ITEM.findall(wording):
        if concept:
            choices.append([(f"<{concept}>",)])
        elif group or (not word):
            choices.append([_plain(option) for option in group.split("|")])
        else:
            choices.append([_plain(word)])
    return [tuple(item for part in row for item in part) for row in product(*choices)]


def _plain(words: str) -> tuple[str, ...]:
    items: list[str] = []
    for word in words.split():
        if word in (GAP, NUMBER) or word.startswith("<"):
            items.append(word)
        elif word.endswith("*"):
            items.append(fold(word[:-1]) + "*")
        elif any(c.isdigit() for c in word):
            items.extend(re.findall(r"\d+|[^\W\d_]+", word))
        else:
            spelled = expand(word) if len(word) > 1 else (word,)
            items.extend(w for w in spelled if w not in fillers())
    return tuple(items)


@functools.cache
def sayings() -> Node:
    """Wordings compared word for word, small words included, as one tree.

    These are the idioms, and every wording of which only one word would count: "en mars" must
    not become "mars", nor "still bleeding" any "bleeding".
    """
    root = Node()
    for concept, entry in read_sheet("idioms")["concept"].items():
        for language in ("fr", "en"):
            for saying in entry[language]:
                _add_saying(root, concept, saying)
    for concept, entry in concept_sheets().items():
        for language in ("fr", "en"):
            for wording in entry.get(language, ()):
                if is_saying(wording):
                    _add_saying(root, concept, wording)
    return root


@functools.cache
def is_saying(wording: str) -> bool:
    """Whether a wording has several words of which one at most counts."""
    if wording.startswith("="):
        return True
    if "<" in wording or "(" in wording:
        return False
    counting = len(_items(wording)[0])
    return counting == 0 or (counting == 1 and len(wording.split()) > 1)


def _add_saying(root: Node, concept: str, saying: str) -> None:
    node = root
    for word in _REFLEXIVE.sub("mesuis", saying.lstrip("=")).split():
        stem = word.endswith("*")
        for item in (
            expand(word.rstrip("*")) if word.isalpha() and len(word) > 1 else (word.rstrip("*"),)
        ):
            node = node.words.setdefault(item + "*" if stem else item, Node())
    node.accepts.add(concept)


@functools.cache
def lexicon() -> Lexicon:
    """The compiled sign sheets; `ValueError` names a concept that is missing or circular."""
    sheets = concept_sheets()
    rows: dict[str, list[tuple[str, ...]]] = {}
    for concept, entry in sheets.items():
        rows[concept] = [
            row
            for language in ("fr", "en", "any")
            for w in entry.get(language, ())
            if not is_saying(w)
            for row in _items(w)
        ]
        if any(not row for row in rows[concept]):
            raise ValueError(f"concept {concept} has a wording without a word that counts")
    depth: dict[str, int] = {}
    for concept in rows:
        _depth(concept, rows, depth, ())
    layers = [Node() for _ in range(max(depth.values(), default=0) + 1)]
    exact: set[str] = set()
    stems: set[str] = set()
    count = 0
    for concept, wordings in rows.items():
        for row in wordings:
            count += 1
            _add(layers[depth[concept]], concept, row)
            for item in row:
                if item.endswith("*"):
                    stems.add(item[:-1])
                elif item not in (GAP, NUMBER) and not item.startswith("<"):
                    exact.add(item)
    return Lexicon(tuple(layers), frozenset(exact), frozenset(stems), frozenset(rows), count)


def _depth(
    concept: str,
    rows: dict[str, list[tuple[str, ...]]],
    depth: dict[str, int],
    above: tuple[str, ...],
) -> int:
    if concept in depth:
        return depth[concept]
    if concept.startswith(MEASURED):
        return -1
    if concept in above:
        raise ValueError(f"concept {concept} is defined by itself")
    if concept not in rows:
        raise ValueError(f"concept {concept} is used but not defined")
    below = {item[1:-1] for row in rows[concept] for item in row if item.startswith("<")}
    depth[concept] = 1 + max(
        (_depth(other, rows, depth, (*above, concept)) for other in below), default=-1
    )
    return depth[concept]


def _add(root: Node, concept: str, row: tuple[str, ...]) -> None:
    node = root
    for item in row:
        edges = node.concepts if item.startswith("<") else node.words
        node = edges.setdefault(item.strip("<>") if item.startswith("<") else item, Node())
    (node.exact if len(row) == 1 else node.accepts).add(concept)


def knows(word: str) -> bool:
    """Whether `word` (folded) is, or begins like, a word of the sign sheets."""
    own = lexicon()
    return word in own.exact or any(word[:n] in own.stems for n in range(3, len(word) + 1))
