"""The answers written for these tests."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from bot.engine.answer_check import Problem, check


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer with what is known about the person it is for."""

    language: str
    text: str
    level: str = "none"
    problem: str = ""
    known: list[str] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    everyday: bool = False
    links: list[str] = field(default_factory=list)
    medicines: list[str] = field(default_factory=list)
    conditions: list[str] = field(default_factory=list)

    def problems(self) -> list[Problem]:
        """What the check finds."""
        return check(
            self.text,
            language=self.language,
            level=self.level,
            allowed_numbers=frozenset(self.numbers),
            allowed_links=self.links,
            known_numbers=None if self.everyday else self.known,
            medicines=self.medicines,
            conditions=self.conditions,
        )


def answers(name: str) -> list[Answer]:
    """All answers of a file beside this one."""
    text = (Path(__file__).parent / f"{name}.toml").read_text(encoding="utf-8")
    return [Answer(**entry) for entry in tomllib.loads(text)["answer"]]
