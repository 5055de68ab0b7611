"""Said dates: from ordinary words to moments in a person's zone, and back into words."""

from bot.dates.reading import find_when, read_when, without
from bot.dates.said import (
    AmbiguousDate,
    DateProblem,
    ImpossibleDate,
    NoDate,
    NoDuration,
    NonexistentTime,
    NoRecurrence,
    Part,
    Said,
    Toward,
    VagueDate,
)
from bot.dates.spelling import spell_date, spell_duration, spell_moment, spell_time
from bot.dates.zones import evening_before, exists, hour_before, local, resolve, zone_for

__all__ = [
    "AmbiguousDate",
    "DateProblem",
    "ImpossibleDate",
    "NoDate",
    "NoDuration",
    "NoRecurrence",
    "NonexistentTime",
    "Part",
    "Said",
    "Toward",
    "VagueDate",
    "evening_before",
    "exists",
    "find_when",
    "hour_before",
    "local",
    "read_when",
    "resolve",
    "spell_date",
    "spell_duration",
    "spell_moment",
    "spell_time",
    "without",
    "zone_for",
]
