"""Question lists and what to bring, from ``visits.toml`` (sources and review dates are in it)."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from bot.wording import known
from bot.wording.folding import fold


@dataclass(frozen=True, slots=True)
class Speciality:
    """A kind of visit: words that name it, and its own lines, in one language."""

    id: str
    names: tuple[str, ...]
    ask: tuple[str, ...]
    bring: tuple[str, ...]
    analytes: tuple[str, ...]


@cache
def _sheet() -> dict[str, Any]:
    return tomllib.loads((files("bot.knowledge") / "visits.toml").read_text("utf-8"))


def questions(situation: str, language: str) -> tuple[str, ...]:
    """The questions for a situation ("any", "results", "medicines", "decision")."""
    return tuple(_sheet()["questions"][situation][known(language)])


def bring(language: str) -> tuple[str, ...]:
    """What to bring to any visit."""
    return tuple(_sheet()["bring"][known(language)])


@cache
def specialities(language: str) -> tuple[Speciality, ...]:
    """All kinds of visits known, in one language; names of both languages are recognised."""
    own = known(language)
    return tuple(
        Speciality(
            id=name,
            names=tuple(fold(n) for n in entry["names"]["fr"] + entry["names"]["en"]),
            ask=tuple(entry.get("ask", {}).get(own, ())),
            bring=tuple(entry.get("bring", {}).get(own, ())),
            analytes=tuple(entry.get("analytes", ())),
        )
        for name, entry in _sheet()["speciality"].items()
    )


def speciality(words: str, language: str) -> Speciality | None:
    """The kind of visit that some words name, if we know it."""
    said = f" {re.sub(r'[^a-z0-9]+', ' ', fold(words))} "
    for kind in specialities(language):
        if any(f" {name}" in said for name in kind.names):
            return kind
    return None


@cache
def follow_up_words(language: str) -> re.Pattern[str]:
    """Matches folded text that says something is to be done."""
    return re.compile(r"\b(?:" + "|".join(_sheet()["follow_up"][known(language)]) + r")")


@cache
def place_words(language: str) -> re.Pattern[str]:
    """Matches folded text that names a place of care."""
    return re.compile(r"\b(?:" + "|".join(_sheet()["place"][known(language)]) + r")")


@cache
def initials() -> frozenset[str]:
    """What is written in capitals, in plain form: "orl", "mri"."""
    return frozenset(_sheet()["initials"]["names"])


@cache
def life_event_patterns(language: str) -> re.Pattern[str]:
    """Matches folded text that tells an event of somebody's life."""
    return re.compile("|".join(f"(?:{p})" for p in _sheet()["life_event"][known(language)]))
