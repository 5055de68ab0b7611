"""Whether an answer is in the person's language."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Sequence

from bot.engine.answer_check.problem import Problem
from bot.engine.answer_check.sentences import Sentence
from bot.engine.answer_check.sheet import hint, sheet
from bot.wording.folding import fold

WORD = re.compile(r"[^\W\d_]+")
QUOTED = re.compile(r"«[^»]*»|“[^”]*”|\"[^\"]*\"|\(https?:[^)]*\)|https?:\S+")
ENOUGH = 3  # telling words that decide; fewer say nothing
SHARE = 0.35  # of all words written in foreign sentences or scripts
LANGUAGES = ("fr", "en", "es", "de", "it", "pt")


def tongue(parts: Sequence[Sentence], language: str) -> list[Problem]:
    """A problem when much of the answer is in another language than ``language`` (fr or en)."""
    if language not in ("fr", "en"):
        return []
    total = foreign = 0
    first: Sentence | None = None
    for part in parts:
        shown = QUOTED.sub(" ", part.text)
        words = WORD.findall(shown)
        total += len(words)
        if _foreign(shown, words, language):
            foreign += len(words)
            first = first or part
    if first is None or foreign <= SHARE * total:
        return []
    return [Problem("language", first.text, hint("tongue"))]


def spoken_language(text: str) -> str:
    """The one of Carnet's languages (fr or en) that a text is more likely in."""
    counts = dict.fromkeys(("fr", "en"), 0)
    for word in WORD.findall(text):
        for spoken in _speakers().get(fold(word), ()):
            if spoken in counts:
                counts[spoken] += 1
    return "fr" if counts["fr"] > counts["en"] else "en"


def _foreign(shown: str, words: Sequence[str], language: str) -> bool:
    letters = [char for char in shown if char.isalpha()]
    other = sum(not unicodedata.name(char, "").startswith("LATIN") for char in letters)
    if letters and other > 0.3 * len(letters):
        return True
    counts = dict.fromkeys(LANGUAGES, 0)
    for word in words:
        for spoken in _speakers().get(fold(word), ()):
            counts[spoken] += 1
    own = counts.pop(language)
    most = max(counts.values())
    return most >= ENOUGH and most > 1.5 * own


@functools.cache
def _speakers() -> dict[str, tuple[str, ...]]:
    """For each telling word, the languages that have it."""
    found: dict[str, tuple[str, ...]] = {}
    for language in LANGUAGES:
        for word in set(sheet()["tongue"][language].split()):
            found[word] = (*found.get(word, ()), language)
    return found
