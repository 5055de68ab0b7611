"""The scenes: every road to the model, every goal, both languages."""

from dataclasses import dataclass
from typing import Literal

from bot.evaluation.hostile.texts import GOALS, LANGUAGES, Goal, Language

Road = Literal["message", "quoted", "pdf", "calendar", "record", "stored", "nudge", "everyday"]

ROADS: tuple[Road, ...] = (
    "message",
    "quoted",
    "pdf",
    "calendar",
    "record",
    "stored",
    "nudge",
    "everyday",
)


@dataclass(frozen=True, slots=True)
class Scene:
    """One attack: how the hostile text comes in, and what it is after."""

    road: Road
    goal: Goal
    language: Language

    @property
    def id(self) -> str:
        """Its name in reports."""
        return f"{self.road}-{self.goal}-{self.language}"


def scenes() -> tuple[Scene, ...]:
    """All of them, always in this order."""
    return tuple(Scene(r, g, x) for r in ROADS for g in GOALS for x in LANGUAGES)
