"""The kinds of answers actions ask for: words, moments, days, choices, facts of the notebook."""

from bot.asked.country import Country
from bot.asked.facts import FactOf, apart, named_words, within
from bot.asked.moments import DAY, MINUTE, BirthYear, Moment, TimeOfDay, moment_of
from bot.asked.words import OneOf, Words, bare

__all__ = [
    "DAY",
    "MINUTE",
    "BirthYear",
    "Country",
    "FactOf",
    "Moment",
    "OneOf",
    "TimeOfDay",
    "Words",
    "apart",
    "bare",
    "moment_of",
    "named_words",
    "within",
]
