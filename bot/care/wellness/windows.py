"""The stretch of days a question is about: "30 jours", "this week", "depuis 3 mois", "all"."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from pydantic import JsonValue

from bot.actions import Asked, Context, NotHeard
from bot.dates import DateProblem, read_duration
from bot.wording.folding import fold

DEFAULT_DAYS = 30
MOST_DAYS = 45_000
"""Longer than anybody lives: "since the beginning"."""

_WORDS = (
    (r"aujourd|today", 1),
    (r"(?:cette|la|une|derniere|1) semaine|semaine derniere", 7),
    (r"(?:this|last|a|one|past) week|weekly", 7),
    (r"(?:deux|2) semaines|(?:two|2) weeks", 14),
    (r"(?:ce|le|un|dernier|1) mois|mois dernier|(?:this|last|a|past) month|monthly", 30),
    (r"trimestre|quarter", 91),
    (
        r"(?:cette|derniere) annee|annee derniere|(?:un|1) an\b|(?:this|last|a|past) year|yearly",
        365,
    ),
    (r"\btout|toujours|debut|complet|\ball\b|everything|ever\b|whole", MOST_DAYS),
)


_COUNTED = re.compile(r"\b(\d{1,4}) (?:dernier(?:e)?s |last )?(?:jours|nuits|days|nights)\b")
_NUMBERS = {
    "trois": 3,
    "three": 3,
    "quatre": 4,
    "four": 4,
    "cinq": 5,
    "five": 5,
    "sept": 7,
    "seven": 7,
}


@dataclass(frozen=True, slots=True)
class Window:
    """Local days from ``first`` to ``last``, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days that are."""
        return (self.last - self.first).days + 1

    def before(self) -> "Window":
        """As many days right before."""
        return Window(self.first - timedelta(days=self.days), self.first - timedelta(days=1))

    @classmethod
    def until(cls, today: date, days: int) -> "Window":
        """The days that end today."""
        return cls(today - timedelta(days=days - 1), today)


def days_said(text: str, language: str) -> int | None:
    """How many days some words mean; None when they name no length of time."""
    folded = fold(text)
    for pattern, days in _WORDS:
        if re.search(pattern, folded):
            return days
    alone = re.fullmatch(r"\s*(\d{1,3})\s*", folded) or _COUNTED.search(folded)
    if alone:
        return max(int(alone[1]), 1)
    if folded.strip() in _NUMBERS:
        return _NUMBERS[folded.strip()]
    try:
        days = read_duration(text, language=language).days
    except DateProblem:
        return None
    return min(max(days, 1), MOST_DAYS)


@dataclass(frozen=True, slots=True)
class Length(Asked):
    """A number of days, as an integer."""

    async def hear(self, text: str, context: Context) -> JsonValue:
        """The days said; raises NotHeard when no length of time is."""
        if text.isdigit():
            return min(max(int(text), 1), MOST_DAYS)
        days = days_said(text, context.language)
        if days is None:
            raise NotHeard("wellness-not-heard-window")
        return days
