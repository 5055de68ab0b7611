"""The words of time in French and English, in plain form (no accents, lower case).

Month and weekday names come from CLDR through Babel; what CLDR has no list for (number words,
parts of the day, the everyday abbreviations of prescriptions) stands here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from bot.dates.said import Part
from bot.dates.text import plain


def _ranked(words: str) -> dict[str, int]:
    return {word: rank for rank, word in enumerate(words.split(), 1)}


_NUMBERS_FR = _ranked(
    "un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize "
    "dix-sept dix-huit dix-neuf vingt vingt-et-un vingt-deux vingt-trois vingt-quatre vingt-cinq "
    "vingt-six vingt-sept vingt-huit vingt-neuf trente trente-et-un"
)
_NUMBERS_EN = _ranked(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty twenty-one twenty-two twenty-three twenty-four "
    "twenty-five twenty-six twenty-seven twenty-eight twenty-nine thirty thirty-one"
)
_ORDINALS_EN = _ranked(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first "
    "twenty-second twenty-third twenty-fourth twenty-fifth twenty-sixth twenty-seventh "
    "twenty-eighth twenty-ninth thirtieth thirty-first"
)
_MORE = {
    "fr": {"une": 1, "premier": 1, "premiere": 1, "quarante": 40, "quarante-cinq": 45}
    | {"cinquante": 50, "soixante": 60, "quatre-vingt-dix": 90, "deuxieme": 2, "second": 2}
    | {"seconde": 2, "troisieme": 3, "quatrieme": 4},
    "en": {"a": 1, "an": 1, "forty": 40, "forty-five": 45, "fifty": 50, "sixty": 60}
    | {"ninety": 90, "a couple of": 2, "couple of": 2},
}

PARTS: dict[str, dict[str, Part]] = {
    "fr": {
        "matin": "morning",
        "mat": "morning",
        "matinee": "morning",
        "midi": "noon",
        "apres-midi": "afternoon",
        "apres midi": "afternoon",
        "aprem": "afternoon",
        "soir": "evening",
        "soiree": "evening",
        "nuit": "night",
    },
    "en": {
        "morning": "morning",
        "lunchtime": "noon",
        "afternoon": "afternoon",
        "evening": "evening",
        "night": "night",
    },
}

UNITS: dict[str, dict[str, str]] = {
    "fr": {
        r"minutes?|mins?|mn": "minutes",
        r"heures?|h": "hours",
        r"jours?|j": "days",
        r"semaines?|sem": "weeks",
        r"mois": "months",
        r"ans?|annees?": "years",
    },
    "en": {
        r"minutes?|mins?": "minutes",
        r"hours?|hrs?|h": "hours",
        r"days?|d": "days",
        r"weeks?|wks?": "weeks",
        r"months?": "months",
        r"years?|yrs?": "years",
        r"fortnights?": "fortnights",
    },
}


@cache
def numbers(language: str) -> dict[str, int]:
    """Return number words (and English ordinals) by their value, 1 to 60."""
    plain_numbers = _NUMBERS_FR if language == "fr" else _NUMBERS_EN | _ORDINALS_EN
    found = plain_numbers | _MORE[language]
    return found | {name.replace("-", " "): value for name, value in found.items()}


def number(word: str, language: str) -> int | None:
    """Return the value of digits or a number word, or None."""
    word = word.strip()
    return int(word) if word.isdigit() else numbers(language).get(word)


@cache
def months(language: str) -> dict[str, int]:
    """Return month names and abbreviations by number, January = 1."""
    found = _names(language, "months")
    extra = {"sept": 9, "fevr": 2, "fev": 2, "juill": 7, "juil": 7} if language == "fr" else {}
    return {**found, **(extra or {"sept": 9, "sep": 9})}


SURE_WEEKDAYS = {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
"""English abbreviations that are nothing else than days, by number, Monday = 0."""


@cache
def weekdays(language: str) -> dict[str, int]:
    """Return weekday names and abbreviations by number, Monday = 0."""
    return {**_names(language, "days"), **({} if language == "fr" else SURE_WEEKDAYS)}


@cache
def full_weekdays(language: str) -> tuple[str, ...]:
    """Return the seven full weekday names, Monday first."""
    from babel import Locale

    names = Locale.parse(language).days["format"]["wide"]
    return tuple(plain(str(names[day])).text for day in range(7))


def _names(language: str, kind: str) -> dict[str, int]:
    from babel import Locale

    table = getattr(Locale.parse(language), kind)["format"]
    return {
        plain(str(name)).text.rstrip("."): int(number)
        for width in ("abbreviated", "wide")
        for number, name in table[width].items()
    }


def either(words: Iterable[str]) -> str:
    """Return a regular expression for any of the words, the longest first."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", " +") for word in ordered) + ")"


def form(pattern: str) -> re.Pattern[str]:
    """Compile a pattern laid out over several lines; line ends and indents are no part of it."""
    return re.compile(re.sub(r"\n {12}", "", pattern))
