"""Whom to consult and when, for common complaints that are not urgent, from ``consult.toml``."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from bot.wording import LANGUAGES, known
from bot.wording.folding import fold

DENIED = re.compile(
    r"\b(?:pas|plus|jamais|aucune?|sans|no|not|never|without|don't|doesn't)"
    r"(?:[ '](?:de|d|du|la|le|une?|any|a|an|the|have|got|feel|tres|very))*[ ']$"
)


@dataclass(frozen=True, slots=True)
class Advice:
    """What is said about a complaint, and a question worth keeping for the next appointment."""

    id: str
    text: str
    question: str


@cache
def _sheet() -> dict[str, Any]:
    return tomllib.loads((files("bot.knowledge") / "consult.toml").read_text("utf-8"))


@cache
def _patterns() -> tuple[tuple[dict[str, Any], tuple[re.Pattern[str], ...]], ...]:
    return tuple(
        (entry, tuple(re.compile(entry[x]) for x in LANGUAGES)) for entry in _sheet()["situation"]
    )


def advise(text: str, language: str) -> Advice | None:
    """The advice for the first complaint a text describes, in either language; None for none."""
    folded = fold(text)
    if any(re.search(_sheet()["unless"][x], folded) for x in LANGUAGES):
        return None
    for entry, patterns in _patterns():
        for pattern in patterns:
            for match in pattern.finditer(folded):
                if DENIED.search(folded[: match.start()]) is None:
                    return _advice(entry, known(language))
    return None


def rules(language: str) -> str:
    """All rules as lines for a model's prompt."""
    spoken = known(language)
    return "\n".join(f"- {_advice(entry, spoken).text}" for entry in _sheet()["situation"])


def _advice(entry: dict[str, Any], language: str) -> Advice:
    sheet = _sheet()
    who, when = sheet["who"][entry["who"]][language], sheet["when"][entry["when"]][language]
    name, lasts = entry["name"][language], entry["lasts"][language]
    first = sheet["who"][entry["first"]][language] if "first" in entry else None
    if language == "fr":
        start = f"{name} : demandez d'abord à {first}. " if first else f"{name} : "
        later = f"voyez {who} {when} {lasts}."
    else:
        start = f"{name}: ask {first} first. " if first else f"{name}: "
        later = f"see {who} {when} {lasts}."
    text = start + (later[0].upper() + later[1:] if first else later)
    return Advice(entry["id"], f"{text} {sheet['sooner'][language]}", entry["question"][language])
