"""From what was typed to words: one spelling per word, whatever the keyboard, case or disguise.

Words keep their place in the cleaned text so that a verdict can show what the person wrote.
Everything is linear in the length of the text; folding one word is remembered.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass

from bot.safety.sheets import read_sheet

LONGEST_WORD = 40
# Letters of other scripts that look like a Latin one, typed to pass under a filter.
_LOOK_ALIKES = {
    "а": "a", "в": "b", "е": "e", "к": "k", "м": "m", "н": "h", "о": "o", "р": "p", "с": "c",
    "т": "t", "у": "y", "х": "x", "і": "i", "ї": "i", "ј": "j", "ѕ": "s", "ԁ": "d", "ԛ": "q",
    "ѡ": "w", "ɡ": "g", "ı": "i", "ɑ": "a", "α": "a", "β": "b", "ε": "e", "η": "n", "ι": "i",
    "κ": "k", "ν": "v", "ο": "o", "ρ": "p", "τ": "t", "υ": "u", "χ": "x", "А": "A", "В": "B",
    "Е": "E", "К": "K", "М": "M", "Н": "H", "О": "O", "Р": "P", "С": "C", "Т": "T", "У": "Y",
    "Х": "X", "І": "I", "Ј": "J", "Ѕ": "S", "Α": "A", "Β": "B", "Ε": "E", "Η": "H", "Ι": "I",
    "Κ": "K", "Μ": "M", "Ν": "N", "Ο": "O", "Ρ": "P", "Τ": "T", "Υ": "Y", "Χ": "X", "Ζ": "Z",
}  # fmt: skip
_ALWAYS = {"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "œ": "oe", "Œ": "Oe", "æ": "ae"}
_INVISIBLE = [
    *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0x00AD, 0x034F,
    0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180E, 0x3164, 0xFEFF, *range(0xFE00, 0xFE10),
]  # fmt: skip
_TRANSLATION: dict[int, str | None] = dict.fromkeys(_INVISIBLE)
_TRANSLATION |= {ord(k): v for k, v in _ALWAYS.items()}
_LOOKING = str.maketrans(_LOOK_ALIKES)
_WORD = re.compile(
    r"(?P<word>[^\W_]+(?:['@$!*|€][^\W_]+)*)|(?P<hard>[.!?;…]+)|(?P<soft>[,:\n()–—/]+)"
)
_SPACED = re.compile(r"(?<![^\W_])(?:[^\W\d_][ .\-_*]){3,24}[^\W\d_](?![^\W_])")
_DECIMAL = re.compile(r"(\d)\s?[.,]\s?(\d)")
_DEGREE = re.compile(r"(\d{2})\s?°\s?(\d)(?!\d)")
_PIECES = re.compile(r"\d+(?:\.\d+)?|[^\W\d_]+(?:'[^\W\d_]+)*")
_LEET = str.maketrans(
    {"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "9": "g",
     "@": "a", "$": "s", "!": "i", "|": "l", "€": "e"}
)  # fmt: skip
_LEET_L = str.maketrans({"1": "l", "!": "l", "0": "o", "3": "e", "4": "a", "5": "s", "7": "t"})
_BEFORE_SON = frozenset(
    [
        "my",
        "our",
        "her",
        "his",
        "your",
        "old",
        "year",
        "little",
        "the",
        "a",
        "baby",
        "and",
        "youngest",
    ]
)
_REFLEXIVE = frozenset(("suis", "etre", "etais", "serais", "serai", "etait"))
_HAVING = frozenset(("ai", "a", "as", "ont", "avons", "avez", "avait", "avais", "aurais"))
_REPEATED = re.compile(r"(.)\1{2,}")


@dataclass(frozen=True, slots=True)
class Word:
    """One folded word, its place in the cleaned text, and the sentence and clause it stands in."""

    text: str
    start: int
    end: int
    sentence: int
    clause: int


@dataclass(frozen=True, slots=True)
class Reading:
    """A cleaned text and its words; `asked` are the sentences that end with a question mark."""

    clean: str
    words: tuple[Word, ...]
    asked: frozenset[int]


def clean_text(text: str) -> str:
    """`text` without invisible characters and disguised letters; case and accents kept."""
    composed = unicodedata.normalize("NFKC", text).translate(_TRANSLATION)
    if not composed.isascii() and _mostly_latin(composed):
        composed = composed.translate(_LOOKING)
    composed = _DEGREE.sub(r"\1.\2", composed)
    composed = _DECIMAL.sub(r"\1.\2", composed)
    return _SPACED.sub(lambda found: re.sub(r"[ .\-_*]", "", found.group()), composed)


def _mostly_latin(text: str) -> bool:
    latin = sum(1 for c in text if (c.isascii() and c.isalpha()) or "À" <= c <= "ɏ")
    letters = sum(1 for c in text if c.isalpha())
    return latin * 3 >= letters


@functools.lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """`word` in lower case, without accents, with letters typed three times or more reduced."""
    lowered = word.casefold()
    if not lowered.isascii():
        lowered = "".join(
            c for c in unicodedata.normalize("NFD", lowered) if not unicodedata.combining(c)
        ).replace("ø", "o")
    return _REPEATED.sub(r"\1\1", lowered)[:LONGEST_WORD]


@functools.cache
def _spellings() -> dict[str, tuple[str, ...]]:
    sheet = read_sheet("spelling")
    return {
        fold(short): tuple(fold(w) for w in long.split())
        for section in ("fr", "en")
        for short, long in sheet[section].items()
    }


@functools.cache
def _own_words() -> frozenset[str]:
    return frozenset(_spellings()) | frozenset(
        fold(w) for w in read_sheet("spelling")["fused"]["verbs"]
    )


@functools.lru_cache(maxsize=65536)
def expand(typed: str) -> tuple[str, ...]:
    """The folded words that a typed run stands for: `jai` is `j`, `ai`; `can't` is `can`, `not`."""
    word = fold(typed)
    if any(c.isdigit() or c in "@$!*|€" for c in word):
        return _undisguise(word)
    return _split(word)


def _split(word: str) -> tuple[str, ...]:
    spelled = _spellings().get(word) or _spellings().get(word.replace("'", ""))
    if spelled:
        return spelled
    if "'" not in word:
        fused = word[1:]
        if word[0] == "j" and len(word) > 3 and fused in _own_words():
            return ("j", *_split(fused))
        return (word,)
    parts: list[str] = []
    if word.endswith("n't"):
        return (*_split(word[:-3]), "not")
    for part in word.split("'"):
        if part:
            parts.extend(_spellings().get(part, (part,)) if len(part) > 1 else (part,))
    return tuple(parts)


def _undisguise(word: str) -> tuple[str, ...]:
    from bot.safety.lexicon import knows

    letters = sum(1 for c in word if c.isalpha())
    if letters >= 2 and word[0] not in "!*|":
        for table in (_LEET, _LEET_L):
            plain = word.translate(table).replace("*", "")
            if plain.isalpha() and knows(plain):
                return _split(plain)
        if "*" in word and not any(c.isdigit() for c in word):
            return (word.replace("*", ""),)
    pieces: list[str] = []
    for piece in _PIECES.findall(word):
        pieces.extend((piece,) if piece[0].isdigit() else _split(piece))
    return tuple(pieces)


def read(text: str) -> Reading:
    """The words of `text`, in order, with their sentences and clauses."""
    clean = clean_text(text)
    words: list[Word] = []
    asked: set[int] = set()
    sentence = clause = 0
    for found in re.finditer(_NUMBER_OR_WORD, clean):
        kind = found.lastgroup
        if kind == "hard":
            if "?" in found.group():
                asked.add(sentence)
            sentence += 1
            clause += 1
        elif kind == "soft":
            clause += 1
        else:
            run = found.group()
            for piece in (run,) if kind == "number" else expand(run):
                piece = _turn(piece, words)
                words.append(Word(piece, found.start(), found.end(), sentence, clause))
    return Reading(clean, tuple(words), frozenset(asked))


def _turn(piece: str, words: list[Word]) -> str:
    """The word that `piece` is after those before it.

    "son" is a child in English and a possessive in French; "me suis cogné" is what one did to
    oneself, "m'a cogné" what another did; "pu" is "plus" except in "j'ai pu".
    """
    before = words[-1].text if words else ""
    if piece == "son" and before in _BEFORE_SON:
        return "kid"
    if piece == "plu" or (piece == "pu" and before not in _HAVING):
        return "plus"
    if before in ("me", "m") and piece in _REFLEXIVE:
        words.pop()
        return "mesuis"
    return piece


_NUMBER_OR_WORD = re.compile(r"(?P<number>\d+\.\d+|\d+(?![^\W_]))|" + _WORD.pattern)
