"""What somebody aims at, in their own words: a number for a measure, or more or less of it."""

import re
from dataclasses import dataclass
from decimal import Decimal

from bot.knowledge.wellness import measure_named, measures
from bot.wording.folding import fold

_NUMBER = re.compile(r"\d{1,3}(?:[ \u202f\u00a0]\d{3})+|\d+(?:[.,]\d+)?")
_HOURS = re.compile(r"(?P<h>\d{1,2})\s*(?:h|hrs?|heures?|hours?)\b\s*(?P<m>\d{1,2})?")
_BY_UNIT = (
    (r"\b(?:pas|steps)\b", "steps"),
    (r"(?:\b|\d)(?:kgs?|kilos?|kilograms?|lbs?|pounds?|stones?)\b", "weight"),
    (r"(?:\b|\d)(?:km|kilomet(?:re|er)s?)\b", "distance"),
    (r"(?:\b|\d)(?:min|mn|minutes?|mins)\b", "activity"),
    (r"(?:\b|\d)(?:h|hrs?|heures?|hours?)\b", "sleep"),
)
_POUNDS = re.compile(r"(?:\b|\d)(?:lbs?|pounds?)\b")
_STONE = re.compile(
    r"(?P<stone>\d{1,2}(?:[.,]\d+)?)\s*stones?\b"
    r"(?:\s*(?:and\s+)?(?P<pounds>(?:1[0-3]|\d)(?:[.,]\d)?)\b(?!\s*(?:day|week|month|year)))?"
)
"""A weight in stone, perhaps with pounds: "11 stone 4"."""

_POUND = Decimal("0.45359237")
"""Kilograms (exact, by the international yard and pound agreement of 1959)."""

_LESS = re.compile(r"\b(?:perd\w*|reperd\w*|maigri\w*|lose|losing|drop|descend\w* de)\b")
_MORE = re.compile(r"\b(?:prendre|prenne|reprendre|grossi\w*|gain\w*|put on)\b")
_UP_TO = re.compile(r"\b(?:a|jusqu'a|atteindre|sous|to|under|below|reach)\s+\d")
_WEIGHT = re.compile(r"\b(?:maigri\w*|grossi\w*|poids|kilos?|weight|pounds?)\b")
_WEEKLY = re.compile(
    r"\b(?:par|chaque|a la|each|every|a|per) (?:semaine|week)\b|\bhebdo|\bweekly\b"
)


@dataclass(frozen=True, slots=True)
class Aim:
    """A measure with the number aimed at, in its unit, or by how much it is to change (signed).

    Neither is there when no number was said ("perdre du poids"). ``weekly`` when the number is
    one for a whole week.
    """

    measure: str
    target: Decimal | None = None
    change: Decimal | None = None
    weekly: bool = False


def aim_said(text: str, language: str) -> Aim | None:
    """What some words aim at; None when they name no measure that can have a goal."""
    folded = fold(text)
    name = measure_named(text)
    if name is None or measures(language)[name].goal is None:
        name = next((id_ for unit, id_ in _BY_UNIT if re.search(unit, folded)), None)
    sign = -1 if _LESS.search(folded) else 1 if _MORE.search(folded) else 0
    if name is None and sign and _WEIGHT.search(folded):
        name = "weight"
    if name is None or measures(language)[name].goal is None:
        return None
    weekly = _WEEKLY.search(folded) is not None
    in_hours = _HOURS.search(folded)
    if name in ("sleep", "activity") and in_hours:
        minutes = Decimal(in_hours["h"]) * 60 + Decimal(in_hours["m"] or 0)
        return Aim(name, minutes, weekly=weekly)
    found = _NUMBER.search(folded)
    if found is None:
        return Aim(name) if name == "weight" and sign else None
    amount = _amount(found.group(), language)
    if name == "weight":
        amount = _kilograms(folded, amount)
        if sign and not _UP_TO.search(folded):
            return Aim(name, change=sign * amount, weekly=weekly)
    return Aim(name, amount, weekly=weekly)


def _kilograms(said: str, amount: Decimal) -> Decimal:
    """The amount in kilograms, to a tenth where it is said in pounds or in stone."""
    if stone := _STONE.search(said):
        amount = 14 * Decimal(stone["stone"].replace(",", "."))
        amount += Decimal((stone["pounds"] or "0").replace(",", "."))
    elif not _POUNDS.search(said):
        return amount
    return (amount * _POUND).quantize(Decimal("0.1"))


def _amount(said: str, language: str) -> Decimal:
    digits = re.sub(r"[ \u202f\u00a0]", "", said).replace(",", ".")
    if language == "en" and "," in said:
        # "10,000 steps": a comma before three digits groups thousands in English.
        digits = re.sub(r"\.(?=\d{3}\b)", "", digits)
    return Decimal(digits)
