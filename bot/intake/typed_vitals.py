"""Weight, pulse, temperature, saturation, sleep in ordinary text: "je pèse 72,4 kg", "HR 64".

Only what somebody says of themselves: a sentence that names a relative, or "he" and "she", gives
nothing. A weight needs its unit (kilograms or pounds); a temperature's unit follows from its
value, since no living person has both; a pulse is always beats per minute.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from bot.notebook.facts import Code, Observation, Provenance
from bot.wording import known
from bot.wording.folding import fold_in_place

_N = r"(?P<n>\d{1,3}(?:[.,]\d{1,2})?)"
_LINK = (
    r"(?:\s*(?:[:=]|est|etait|is|was|de|a|at|of|ce matin|ce soir|aujourd'hui|du jour|du matin|"
    r"au repos|actuel(?:le)?(?:ment)?|today|this morning|tonight|now|autour|environ|about|around)"
    r"(?![a-z]))*\s*"
)
_WEIGHT_UNIT = (
    r"\s*(?P<u>kgs?|kilos?|kilogrammes?|kilograms?|lbs?|pounds?|stones?|st)(?![a-z/])"
    r"(?:\s*(?P<more>\d{3})(?!\d)|\s*(?P<pounds>\d{1,2})(?:\s*(?:lbs?|pounds?))?(?![\d/.,]*\d))?"
)
_BARE_WEIGHT = re.compile(rf"\s*{_N}{_WEIGHT_UNIT}(?:{_LINK})[\s.!]*")
"""A weight that is all a line says: "58,5 kg ce matin", "11 stone 2"."""

_OTHERS = re.compile(
    r"\b(?:fils|fille|bebe|mari|epoux|epouse|femme|mere|pere|maman|papa|enfants?|frere|soeur|"
    r"grand|copain|copine|ami|amie|chien|chat|il|elle|ils|elles|son|husband|wife|daughter|baby|"
    r"mother|father|mum|mom|dad|child|kid|brother|sister|friend|dog|cat|he|she|they|his|her|your|"
    r"valise|colis|sac|bagages?|suitcase|parcel|bag|objectif|goal|perdu|pris|lost|gained|perdre|"
    r"lose|maximum|max)\b"
)


@dataclass(frozen=True, slots=True)
class _Vital:
    pattern: re.Pattern[str]
    loinc: str
    fr: str
    en: str
    low: Decimal
    high: Decimal


_VITALS = {
    "weight": _Vital(
        re.compile(
            rf"(?:\b(?:je (?:fais|pese)|mon poids|poids|pesee|i weigh|i'm|i am|my weight|weight)\b"
            rf"{_LINK}){_N}{_WEIGHT_UNIT}"
        ),
        "29463-7", "Poids", "Weight", Decimal(2), Decimal(400),
    ),
    "pulse": _Vital(
        re.compile(
            rf"\b(?:(?:mon |my )?(?:pouls|pulse|frequence cardiaque|rythme cardiaque|heart rate)|"
            rf"fc|hr)\b{_LINK}(?P<n>\d{{2,3}})(?![\d/.,]*\d)(?!\s*(?:kg|ans|mg|%|h\b|min(?!ute)))"
            rf"(?:\s*(?:bpm|/\s*min|battements|beats))?"
        ),
        "8867-4", "Fréquence cardiaque", "Heart rate", Decimal(25), Decimal(250),
    ),
    "temperature": _Vital(
        re.compile(
            rf"\b(?:ma temperature|temperature|temp|my temperature|j'ai)\b{_LINK}{_N}"
            rf"(?P<u>\s*(?:°\s*[cf]?|degres?|degrees?|[cf]\b|de fievre|de temperature))?(?![\d/])"
        ),
        "8310-5", "Température corporelle", "Body temperature", Decimal(33), Decimal("43.5"),
    ),
    "saturation": _Vital(
        re.compile(
            rf"\b(?:ma |my )?(?:saturation|sat|spo2|oxygen level)\b{_LINK}"
            rf"(?P<n>\d{{2,3}})(?![\d.,]*\d)\s*%?"
        ),
        "59408-5", "Saturation en oxygène", "Oxygen saturation", Decimal(50), Decimal(100),
    ),
    "sleep": _Vital(
        re.compile(
            r"\b(?:j'ai dormi|dormi|sommeil|i(?:'ve| have)? slept|slept|sleep)\b"
            r"(?:\s*(?:[:=]|de|seulement|environ|que|only|about|for|hier|cette nuit|last night)"
            r"(?![a-z]))*\s*(?P<n>\d{1,2})\s?(?:h|heures?|hours?|hrs?)(?![a-z])"
            r"(?:\s?(?P<more>\d{2})(?!\d)(?:\s?(?:min\w*|m)\b)?|\s(?:et|and)\s"
            r"(?P<half>demie|a half))?"
        ),
        "93832-4", "Durée de sommeil", "Sleep duration", Decimal(10), Decimal(1440),
    ),
}  # fmt: skip
_POUND = Decimal("0.45359237")
_UNITS = {"weight": ("kg", "kg"), "pulse": ("/min", "/min"), "saturation": ("%", "%")}


@dataclass(frozen=True, slots=True)
class Vital:
    """One measurement: where it stands and what it says."""

    start: int
    end: int
    loinc: str
    text: str
    value: Decimal
    unit: str
    ucum: str

    def observation(self, provenance: Provenance, effective: str) -> Observation:
        """The measurement as FHIR's vital signs profile names it."""
        return Observation(
            provenance=provenance,
            text=self.text,
            codes=(Code(system="http://loinc.org", code=self.loinc, text=self.text),),
            value=self.value,
            unit=self.unit,
            ucum=self.ucum,
            effective=effective,
            category="vital-signs",
        )


def find_vitals(line: str, language: str) -> Iterator[Vital]:
    """The measurements that a line states of the person who writes; impossible ones are left."""
    folded = fold_in_place(line).replace("’", "'")
    if len(folded) != len(line) or _OTHERS.search(folded):
        return
    for name, vital in _VITALS.items():
        bare = _BARE_WEIGHT.fullmatch(folded) if name == "weight" else None
        for found in [bare] if bare else vital.pattern.finditer(folded):
            measured = _measured(name, Decimal(found["n"].replace(",", ".")), found)
            if measured is None:
                continue
            value, comparable, unit, ucum = measured
            if not vital.low <= comparable <= vital.high:
                continue
            text = vital.fr if known(language) == "fr" else vital.en
            yield Vital(found.start(), found.end(), vital.loinc, text, value, unit, ucum)


def _measured(
    name: str, value: Decimal, found: re.Match[str]
) -> tuple[Decimal, Decimal, str, str] | None:
    """The value to keep, the same in the unit of its bounds, its unit and its UCUM code."""
    if name == "weight":
        stone, pounds = found["u"].startswith("st"), found["u"].startswith(("lb", "pound"))
        if found["more"] or (found["pounds"] and not stone):
            return None  # "72 kg 400": said in two parts, left to the person
        if stone:  # kept in pounds: "12 stone 4" is no decimal number of stones
            value, pounds = 14 * value + Decimal(found["pounds"] or 0), True
        if pounds:
            return value, value * _POUND, "lb", "[lb_av]"
        return value, value, "kg", "kg"
    if name == "temperature":
        said = (found["u"] or "").strip()
        if found.group().startswith("j'ai") and not said:
            return None  # "j'ai 40 ans"
        if 93 <= value <= 110 and "c" not in said.replace("de ", ""):
            return value, (value - 32) * 5 / 9, "°F", "[degF]"
        return value, value, "°C", "Cel"
    if name == "sleep":
        minutes = int(found["more"] or 0) + (30 if found["half"] else 0)
        value = value * 60 + minutes
        return value, value, "min", "min"
    unit, ucum = _UNITS[name]
    return value, value, unit, ucum
