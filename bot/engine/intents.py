"""The sheets of ``bot/wording/<language>/intents.toml``: how people say what Carnet can do.

A pattern may name a list of the sheet's ``[words]`` between percent signs (``%professional%``), so
that each list of words is kept once. ``date`` names the parameter that a date found in the clause
fills, and ``rest`` the parameter that takes the words left over (``plain``: as they are), ``lists``
the one whose list goes on after a semicolon, ``time`` the one for a time said without a day, and
``whose`` the one for somebody else whom it is about (the sheet's ``subjects``). A group named
``within`` holds all that is looked at for date and rest.

``ahead`` takes no moment that has passed, ``past`` only what has (and ``over`` no part of today
that still goes on); ``undated`` takes no date at all, and ``analyte`` only what names one.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from bot.wording import LANGUAGES
from bot.wording.folding import fold

MAX_LENGTH = 4000
_SHORT = 5
"""Words of a question in which "elle" is more likely a value than somebody."""

_LIST = re.compile(r"%([a-z_]+)%")


@dataclass(frozen=True, slots=True)
class Intent:
    """How people say that they want one action."""

    action: str
    patterns: tuple[re.Pattern[str], ...]
    unless: re.Pattern[str] | None
    date: str | None
    date_needed: bool
    ahead: bool
    rest: str | None
    drop: re.Pattern[str] | None
    whole: bool
    lists: str | None
    time: str | None
    plain: bool
    whose: str | None
    past: bool
    over: bool
    undated: bool
    analyte: bool


@cache
def _sheet(language: str) -> dict[str, Any]:
    return tomllib.loads((files("bot.wording") / language / "intents.toml").read_text("utf-8"))


@cache
def _listed(language: str, name: str) -> str:
    words: str = _sheet(language)["words"][name]
    return _LIST.sub(lambda found: _listed(language, found[1]), words)


def _compiled(pattern: str, language: str) -> re.Pattern[str]:
    return re.compile(_LIST.sub(lambda found: _listed(language, found[1]), pattern))


def _either(patterns: list[str] | None, language: str) -> re.Pattern[str] | None:
    return _compiled("|".join(patterns), language) if patterns else None


@cache
def edges(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What may stand before and after the words that an action wants."""
    sheet = _sheet(language)
    return (
        re.compile(r"^(?:[\s,.:;!?-]|\b(?:" + "|".join(sheet["before"]) + r")\b)+"),
        re.compile(r"(?:[\s,.:;!?-]|\b(?:" + "|".join(sheet["after"]) + r")\b)+$"),
    )


@cache
def intents(language: str) -> tuple[Intent, ...]:
    """Every way of asking for an action, in the order in which they are tried."""
    return tuple(
        Intent(
            action=entry["action"],
            patterns=tuple(_compiled(p, language) for p in entry["patterns"]),
            unless=_either(entry.get("unless"), language),
            date=entry.get("date"),
            date_needed=entry.get("date_needed", False),
            ahead=entry.get("ahead", False),
            rest=entry.get("rest"),
            drop=_either(entry.get("drop"), language),
            whole=entry.get("whole", False),
            lists=entry.get("lists"),
            time=entry.get("time"),
            plain=entry.get("plain", False),
            whose=entry.get("whose"),
            past=entry.get("past", False),
            over=entry.get("over", False),
            undated=entry.get("undated", False),
            analyte=entry.get("analyte", False),
        )
        for entry in _sheet(language)["intent"]
    )


@cache
def apostrophes(language: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """What is typed for words whose apostrophe is left out, and those words."""
    sheet = _sheet(language)["apostrophes"]
    return tuple((re.compile(pattern, re.I), meant) for pattern, meant in sheet)


@cache
def subjects(language: str) -> tuple[re.Pattern[str], ...]:
    """How a sentence says that it is about somebody else, named by the group ``subject``."""
    return tuple(_compiled(p, language) for p in _sheet(language)["subjects"])


def load(language: str) -> None:
    """Read the patterns of a language now rather than with the first message."""
    intents(language)
    edges(language)
    subjects(language)


@cache
def spelled(language: str) -> tuple[str, ...]:
    """Words that patterns hang on, put right when a message is not understood as written."""
    return tuple(_sheet(language)["spelled"])


def asks(text: str, action: str) -> bool:
    """Whether the whole of a text asks for this action, in either language."""
    said = fold(text)
    return len(said) <= MAX_LENGTH and any(p.search(said) for p in _asking(action))


@cache
def _asking(action: str) -> tuple[re.Pattern[str], ...]:
    return tuple(
        p
        for language in LANGUAGES
        for intent in intents(language)
        if intent.action == action and intent.whole
        for p in intent.patterns
    )


def of_another(text: str) -> bool:
    """Whether a text begins with somebody else, in either language: "ma fille …", "she …"."""
    said = fold(text)
    question = said.endswith("?") and len(said.split()) <= _SHORT  # "elle est trop haute ?"
    return not question and any(p.search(said) for p in _of_another())


@cache
def _of_another() -> tuple[re.Pattern[str], ...]:
    return tuple(_compiled(r"^(?:(?:%but%)\s+)?(?:%another%)\b", x) for x in LANGUAGES)
