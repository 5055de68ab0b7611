"""The rules of the answer check, read from their sheet and compiled once."""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import dataclass
from importlib import resources
from typing import Any

NAME = re.compile(r"\{([a-z_]+)\}")
ANY_LEVEL = ("none", "urgent", "emergency", "crisis")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. A match of ``patterns`` is a problem unless an excuse holds (see the sheet)."""

    id: str
    hint: str
    patterns: tuple[re.Pattern[str], ...]
    before: tuple[re.Pattern[str], ...]
    unless: tuple[re.Pattern[str], ...]
    levels: tuple[str, ...]
    questions: bool
    quoted: bool
    known_numbers_excuse: bool
    known_conditions_excuse: bool
    after_definition_excuse: bool


@functools.cache
def sheet() -> dict[str, Any]:
    """The whole sheet as TOML tables."""
    text = resources.files("bot.knowledge").joinpath("answers.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@functools.cache
def rules() -> tuple[Rule, ...]:
    """Every rule, in the sheet's order."""
    return tuple(
        Rule(
            id=entry["id"],
            hint=entry["hint"],
            patterns=_compiled([*entry["fr"], *entry["en"]]),
            before=_compiled(entry["before"]),
            unless=_compiled(entry.get("unless", [])),
            levels=tuple(entry.get("levels", ANY_LEVEL)),
            questions=entry["questions"],
            quoted=entry.get("quoted", True),
            known_numbers_excuse=entry.get("known_numbers_excuse", False),
            known_conditions_excuse=entry.get("known_conditions_excuse", False),
            after_definition_excuse=entry.get("after_definition_excuse", False),
        )
        for entry in sheet()["rule"]
    )


@functools.cache
def pattern(table: str, key: str) -> re.Pattern[str]:
    """One pattern of a table other than the rules."""
    return re.compile(_expanded(sheet()[table][key]))


def hint(table: str) -> str:
    """What the model is told about that table's problem."""
    text: str = sheet()[table]["hint"]
    return text


def _compiled(patterns: list[str]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(_expanded(one)) for one in patterns)


def _expanded(text: str) -> str:
    """The pattern with every ``{name}`` replaced by that entry of ``words``; KeyError if none."""
    words: dict[str, str] = sheet()["words"]
    while NAME.search(text):
        text = NAME.sub(lambda found: f"(?:{words[found[1]]})", text)
    return text
