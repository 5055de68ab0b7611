"""The forms in which French and English say a repetition, over plain text."""

from __future__ import annotations

import re
from functools import cache

from bot.dates.recurrence import Unit
from bot.dates.said import Part
from bot.dates.words import either, form, full_weekdays, months, numbers, weekdays

PARTS: dict[str, Part] = {
    "matin": "morning",
    "matins": "morning",
    "midi": "noon",
    "midis": "noon",
    "apres-midi": "afternoon",
    "apres midi": "afternoon",
    "soir": "evening",
    "soirs": "evening",
    "nuit": "night",
    "nuits": "night",
    "coucher": "night",
    "morning": "morning",
    "mornings": "morning",
    "noon": "noon",
    "lunchtime": "noon",
    "lunch": "noon",
    "afternoon": "afternoon",
    "afternoons": "afternoon",
    "evening": "evening",
    "evenings": "evening",
    "night": "night",
    "nights": "night",
    "bedtime": "night",
}
ADVERBS: tuple[tuple[str, int, Unit], ...] = (
    (r"quotidien\w*|journalier\w*|daily|everyday|nightly", 1, "day"),
    (r"hebdomadaire\w*|weekly", 1, "week"),
    (r"fortnightly|biweekly", 2, "week"),
    (r"mensuel\w*|monthly", 1, "month"),
    (r"trimestriel\w*|quarterly|(?:chaque|par) trimestre|(?:every|per|a) quarter", 3, "month"),
    (r"semestriel\w*|twice a year|2 fois par an", 6, "month"),
    (r"annuel\w*|yearly|annually", 12, "month"),
)
UNIT: dict[str, tuple[Unit, int]] = {
    "jour": ("day", 1),
    "j": ("day", 1),
    "day": ("day", 1),
    "semaine": ("week", 1),
    "week": ("week", 1),
    "moi": ("month", 1),
    "month": ("month", 1),
    "an": ("month", 12),
    "annee": ("month", 12),
    "year": ("month", 12),
}


@cache
def recurrence_forms(language: str) -> dict[str, re.Pattern[str]]:
    """Return the pattern of each kind of piece, over plain text."""
    short = set(weekdays(language)) - set(full_weekdays(language))
    days = rf"(?:{either(full_weekdays(language))}s?|{either(short)}\.?)"
    count = rf"(?P<n>\d{{1,3}}|{either(numbers(language))})"
    forms = _french(days, count) if language == "fr" else _english(days, count)
    return {kind: form(rf"(?<![\w-])(?:{pattern})") for kind, pattern in forms.items()}


def _french(days: str, count: str) -> dict[str, str]:
    unit = r"jours?|semaines?|mois|ans?|annees?|heures?|h"
    part = r"(?:matins?|midis?|apres[ -]midis?|soirs?|nuits?|coucher)"
    more = r"(?:,? ?(?:et |puis |ou )?(?:(?:tous |toutes )?(?:les|le|la|a|au|chaque) ?)?"
    month = either(months("fr"))
    return {
        "every": rf"(?:tous|toutes) les (?:{count} )?(?P<u>{unit})\b|chaque (?P<u2>{unit})\b",
        "other": r"une? (?P<u>jour|semaine|mois) sur (?P<n>deux|trois|quatre|[234])\b",
        "times": rf"{count} ?(?:fois|x) ?(?:par|/) ?(?P<u>jours?|j|semaine|mois|an)\b",
        "per": r"(?<!fois )par (?P<u>jour)\b",
        "range": rf"du (?P<from>{days}) au (?P<to>{days})\b|en semaine\b|(?:les )?jours ouvres",
        "weekend": r"(?:tous les|chaque|les) week-?ends?\b",
        "days": rf"(?P<lead>(?:tous les|chaque|les|le) )?(?P<days>{days}{more}{days})*)(?!\w)",
        "parts": rf"""(?P<lead>(?:tous les|toutes les|chaque) )?(?:le |au )?
            (?P<parts>{part}{more}{part})*)\b""",
        "meals": r"""(?:a chaque|aux|avec les|avant les|apres les|avant chaque|apres chaque
            |pendant les|au moment des|a chacun des) (?:\w+ )?repas\b""",
        "except": rf"sauf (?:le |les )?(?P<days>{days}{more}{days})*)",
        "monthday": rf"""le (?P<d>\d{{1,2}}|premier)(?:er)?(?: et le (?P<d2>\d{{1,2}}))?
            (?P<each> (?:de chaque|du|par) mois(?! (?:pro|sui|der|pas)))?
            (?! ?[h:/.\d-]| {month})""",
    }


def _english(days: str, count: str) -> dict[str, str]:
    unit = r"days?|weeks?|months?|years?|hours?|h"
    part = r"(?:mornings?|noon|lunch(?:time)?|afternoons?|evenings?|nights?|bedtime)"
    more = r"(?:,? ?(?:and |then |or |& ?)?(?:(?:on|at|in|every|each)? ?(?:the )?)"
    month = either(months("en"))
    return {
        "every": rf"every (?:{count} )?(?P<u>{unit})\b|each (?P<u2>{unit})\b",
        "other": r"every (?P<n>other|second|third|fourth) (?P<u>day|week|month)\b",
        "times": rf"""(?:{count} times|(?P<once>once|twice|thrice)) (?:a|per|every|each)? ?
            (?P<u>day|daily|week|month|year)\b""",
        "per": r"per (?P<u>day)\b",
        "range": rf"""(?P<from>{days}) (?:to|through) (?P<to>{days})\b
            |(?:on )?(?:every )?weekdays?\b""",
        "weekend": r"(?:(?:every|each) weekend|(?:on |at )?(?:the )?weekends)\b",
        "days": rf"(?P<lead>(?:every|each|on) )?(?P<days>{days}{more}{days})*)(?!\w)",
        "parts": rf"""(?P<lead>(?:every|each) )?(?:at |in the )?
            (?P<parts>{part}{more}{part})*)\b""",
        "meals": r"(?:with|at|before|after) (?:each|every|the|my)? ?meals?\b",
        "except": rf"(?:except|but not)(?: on)? (?P<days>{days}{more}{days})*)",
        "monthday": rf"""(?:on )?the (?P<d>\d{{1,2}}|first)(?:st|nd|rd|th)?
            (?: and (?:the )?(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?)?
            (?P<each> (?:of|in) (?:each|every|the) month)?(?! (?:of )?{month})""",
    }
