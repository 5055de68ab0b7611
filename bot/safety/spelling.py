"""Which sign words a typed word may be: as written, by its stem, or one slip of the finger away.

Tolerance is bounded: words of five letters or more may differ by one edit (two from ten
letters on), never in their first letter, and never in a way
that makes an ordinary word of either language a sign. The search
uses the deletions of the known words, so its cost does not grow with their number.
"""

from __future__ import annotations

import functools
import re
from collections import defaultdict

from bot.safety.lexicon import NUMBER, lexicon
from bot.safety.sheets import read_sheet
from bot.safety.text import fold

_DOUBLED = re.compile(r"(.)\1")
SHORTEST = 5
# Below this length one changed letter makes another word too often.
SURE = 6
TWO_SLIPS = 10
SHORTEST_STEM = 5


@functools.cache
def _number_words() -> frozenset[str]:
    return frozenset(read_sheet("spelling")["numbers"]["words"])


@functools.cache
def ordinary() -> frozenset[str]:
    """Ordinary words that are one letter away from a sign word and must stay themselves."""
    sheet = read_sheet("ordinary")
    return frozenset(fold(w) for section in ("fr", "en") for w in sheet[section]["words"])


@functools.cache
def _deletions() -> dict[str, tuple[str, ...]]:
    own = lexicon()
    found: dict[str, set[str]] = defaultdict(set)
    for word in own.exact:
        if len(word) >= SHORTEST:
            for shape in {word, *_shorter(word)}:
                found[shape].add(word)
    for stem in own.stems:
        if len(stem) >= SHORTEST_STEM:
            for shape in {stem, *_shorter(stem)}:
                found[shape].add(stem + "*")
    return {shape: tuple(sorted(words)) for shape, words in found.items()}


def _shorter(word: str) -> set[str]:
    return {word[:i] + word[i + 1 :] for i in range(len(word))}


@functools.lru_cache(maxsize=65536)
def keys(word: str) -> tuple[str, ...]:
    """The items of the wordings that `word` (folded) stands for; empty when it is no sign word."""
    own = lexicon()
    if word[0].isdigit():
        return (word, NUMBER) if word in own.exact else (NUMBER,)
    found = [word] if word in own.exact else []
    found += [word[:n] + "*" for n in range(2, len(word) + 1) if word[:n] in own.stems]
    if word in _number_words():
        found.append(NUMBER)
    if not found and word not in ordinary():
        plain = _DOUBLED.sub(r"\1", word)
        if plain != word and plain in own.exact:
            found.append(plain)
    if found or len(word) < SHORTEST or word in ordinary():
        return tuple(found)
    return _near(word)


def _near(word: str) -> tuple[str, ...]:
    index = _deletions()
    found: set[str] = set()
    for shape in (word, *_shorter(word)):
        for candidate in index.get(shape, ()):
            if candidate[0] == word[0] and candidate[-1] != "*" and _one_slip(word, candidate):
                found.add(candidate)
    if not found:
        for length in range(SHORTEST_STEM - 1, len(word) + 1):
            head = word[:length]
            for shape in (head, *_shorter(head)) if length <= 14 else ():
                for candidate in index.get(shape, ()):
                    stem = candidate[:-1]
                    if candidate.endswith("*") and word[0] == stem[0] and near(head, stem, 1):
                        found.add(candidate)
    if not found and len(word) >= TWO_SLIPS:
        for shape in {s for once in _shorter(word) for s in (once, *_shorter(once))}:
            for candidate in index.get(shape, ()):
                long = len(candidate) >= TWO_SLIPS and candidate[-1] != "*"
                if long and candidate[0] == word[0] and near(word, candidate, 2):
                    found.add(candidate)
    return tuple(sorted(found))


def _one_slip(word: str, candidate: str) -> bool:
    """Whether one slip made `word` of `candidate`; in short words only a swap or a doubling."""
    if candidate in _spelled_only():
        return False
    if len(candidate) < SURE and sorted(word) != sorted(candidate):
        return _DOUBLED.sub(r"\1", word) == _DOUBLED.sub(r"\1", candidate)
    return near(word, candidate, 1)


@functools.cache
def _spelled_only() -> frozenset[str]:
    """Words too grave to be guessed from another word."""
    return frozenset(read_sheet("spelling")["exact"]["words"])


def near(one: str, other: str, slips: int) -> bool:
    """Whether at most `slips` letters were added, dropped, changed or swapped."""
    if abs(len(one) - len(other)) > slips:
        return False
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        nxt = [i]
        for j, b in enumerate(other, 1):
            cost = min(row[j] + 1, nxt[j - 1] + 1, row[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            nxt.append(cost)
        before, row = row, nxt
        if min(row) > slips:
            return False
    return row[-1] <= slips
