"""Said dates: from ordinary words to moments in a person's zone, and back into words."""

from bot.dates.birth import find_date_of_birth, read_year
from bot.dates.durations import read_duration
from bot.dates.reading import find_each_when, find_when, read_when
from bot.dates.recurrence import Recurrence
from bot.dates.recurrence_words import SaidRecurrence, find_recurrence, read_recurrence
from bot.dates.said import (
    AmbiguousDate,
    DateProblem,
    ImpossibleDate,
    NoDate,
    NoDuration,
    NonexistentTime,
    NoRecurrence,
    Order,
    Part,
    Said,
    Toward,
    VagueDate,
)
from bot.dates.spelling import (
    spell_date,
    spell_duration,
    spell_moment,
    spell_recurrence,
    spell_time,
)
from bot.dates.text import without
from bot.dates.zones import evening_before, exists, hour_before, local, resolve, zone_for

__all__ = [
    "AmbiguousDate",
    "DateProblem",
    "ImpossibleDate",
    "NoDate",
    "NoDuration",
    "NoRecurrence",
    "NonexistentTime",
    "Order",
    "Part",
    "Recurrence",
    "Said",
    "SaidRecurrence",
    "Toward",
    "VagueDate",
    "evening_before",
    "exists",
    "find_date_of_birth",
    "find_each_when",
    "find_recurrence",
    "find_when",
    "hour_before",
    "local",
    "read_duration",
    "read_recurrence",
    "read_when",
    "read_year",
    "resolve",
    "spell_date",
    "spell_duration",
    "spell_moment",
    "spell_recurrence",
    "spell_time",
    "without",
    "zone_for",
]
