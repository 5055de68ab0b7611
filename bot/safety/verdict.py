"""What the gate says about one message, and what it must know to say it."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal


class Level(enum.IntEnum):
    """How soon help is needed; a higher number is graver."""

    NONE = 0
    URGENT = 1
    CRISIS = 2
    EMERGENCY = 3

    @property
    def label(self) -> str:
        """The level's name in files and answers: `none`, `urgent`, `crisis` or `emergency`."""
        return self.name.lower()

    @classmethod
    def parse(cls, label: str) -> Level:
        """The level of that label; `ValueError` when there is none."""
        try:
            return cls[label.upper()]
        except KeyError:
            raise ValueError("no such level") from None


@dataclass(frozen=True, slots=True)
class Person:
    """What the notebook knows that changes how grave a sign is.

    `born` is a year; `medications` and `conditions` are names in any language.
    """

    born: int | None = None
    sex: Literal["female", "male"] | None = None
    pregnant: bool | None = None
    pregnancy_weeks: int | None = None
    medications: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()

    def age(self, year: int) -> int | None:
        """Age reached in that year, in years; `None` when the year of birth is unknown."""
        if self.born is None:
            return None
        return max(0, year - self.born)


@dataclass(frozen=True, slots=True)
class Evidence:
    """The person's own words that raised the level, and what read them."""

    rule: str
    words: str
    source: Literal["rule", "classifier", "model"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The level of one message, why, and the one missing fact that would decide.

    `flags` name topics (`stroke`, `suicide`…), the gravest first. `asks` is the id of a
    question in the wordings file; the level already supposes the worse answer.
    """

    level: Level
    flags: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    asks: str | None = None


NOTHING = Verdict(Level.NONE)


@dataclass(frozen=True, slots=True)
class Episode:
    """What holds between messages: an open alarm, and the last short messages.

    `recent` keeps at most three short messages, so that signs split over turns are read
    together. `level` stays until the person says that help was got or that it is over.
    """

    level: Level
    flags: tuple[str, ...]
    since: datetime
    recent: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The episode as JSON values; `from_dict` gives it back unchanged."""
        return {
            "level": self.level.label,
            "flags": list(self.flags),
            "since": self.since.isoformat(),
            "recent": list(self.recent),
        }

    @classmethod
    def from_dict(cls, stored: dict[str, Any]) -> Episode:
        """The episode that `to_dict` wrote; `KeyError` or `ValueError` on anything else."""
        return cls(
            level=Level.parse(stored["level"]),
            flags=tuple(stored["flags"]),
            since=datetime.fromisoformat(stored["since"]),
            recent=tuple(stored["recent"]),
        )
