"""Times of day as people write them: "14 h 30", "2.30pm", "midi et demi", "half past two"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from bot.dates.said import ImpossibleDate, Part
from bot.dates.words import PARTS, either, number, numbers

_START = r"(?<![\w/.,:%-])"
_END = r"(?!\w|[/%]|[.,:]\d|-\d{3})"
_AMPM = r"(?P<ap>[ap]\.? ?m\b\.?|[ap]\.m\.)"
_LATER = {
    "fr": r"(?: *(?:du|de l'|de la|le|l'|au) *(?P<part>matin|apres[ -]midi|soir|nuit)\b)?(?: pile\b)?",
    "en": r"(?: *(?:(?:in the|this) (?P<part>morning|afternoon|evening)|(?:at )?(?P<night>night))\b)?"
    r"(?: sharp\b)?",
}
_CUE = {
    "fr": r"(?P<cue>(?:\b(?:pour|des|a partir de|entre|de|a|vers|@)|@) *)?",
    "en": r"(?P<cue>(?:\b(?:at around|at about|at|by|from|around|about|between)|@) *)?",
}
_FRACTION = {
    "fr": r"(?P<frac> *(?:et demie?|et quart|trois quarts|moins (?:le )?quart|moins (?:dix|cinq|vingt)))",
    "en": r"(?P<frac>$.)",
}
_MINUTES = {
    "et demi": 30,
    "et demie": 30,
    "et quart": 15,
    "trois quarts": 45,
    "moins le quart": -15,
    "moins quart": -15,
    "moins dix": -10,
    "moins cinq": -5,
    "moins vingt": -20,
}
_RANGE = {
    "fr": r" *(?:-|a|jusqu'a|et) *(?:\d{1,2} ?(?:h|heures?|:) ?(?:\d{2})?|midi)(?![\w/])",
    "en": r" *(?:-|to|until|till|and) *(?:\d{1,2}(?:[:.]\d{2})? ?(?:[ap]\.?m\b\.?)?|noon)(?![\w/])",
}
# What makes a number of hours a length instead of a time.
_LENGTH_BEFORE = re.compile(
    r"\b(?:pendant|depuis|durant|toutes? les|tous les|chaque|environ|dure|duree(?: de)?|dors|dormi"
    r"|dort|il y a|dans|sous|moins de|plus de|every|for|lasts?|lasted|slept|sleep|in|within|over"
    r"|under|than|during|since|une|encore|after) *$"
)
_LENGTH_AFTER = re.compile(
    r" *(?:par (?:jour|nuit|semaine)|d'(?!ici)|de (?!l'apres)(?!la )|ago|later|long|per|a day"
    r"|plus tard|apres (?!le)|avant (?!le))"
)


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day at `start`:`end` of the plain text.

    `sure` if nothing but a time looks like this; `cued` if a word before it says so ("à", "at").
    `after` is 1 when it belongs to the next day (24 h). `half` says that it came in a twelve-hour
    form that leaves morning or afternoon open.
    """

    start: int
    end: int
    hour: int
    minute: int
    sure: bool
    cued: bool
    after: int = 0
    half: bool = False

    def on(self, part: Part | None) -> Clock:
        """Return this time as heard with a part of the day: 8 in the evening is 20:00."""
        hour, after = self.hour, self.after
        afternoon = part in ("afternoon", "evening") and 1 <= hour <= 11
        if afternoon or (part == "noon" and hour == 1) or (part == "night" and 6 <= hour <= 11):
            hour += 12
        elif part in ("evening", "night") and hour in (0, 12) and self.half | (hour == 0):
            hour, after = 0, 1
        elif part is None and self.half and 1 <= hour <= 5:
            hour += 12
        return Clock(self.start, self.end, hour, self.minute, self.sure, self.cued, after)


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], ...]:
    cue, later, fraction = _CUE[language], _LATER[language], _FRACTION[language]
    words = either(word for word in numbers(language) if word not in ("a", "an"))
    digits = (
        rf"{_START}{cue}(?P<h>\d{{1,2}})(?:(?P<sep> ?h(?:eures?|rs?)?|:|\.(?=\d\d ?[ap]\.?m))"
        rf"(?: ?(?P<m>\d{{2}})(?::\d{{2}}(?:\.\d+)?)?(?!\d))?(?: ?(?:min|mn)(?:utes?)?\b)?)?{fraction}?"
        rf"(?: ?{_AMPM})?{later}{_END}"
    )
    iso = r"(?<=\d)t(?P<h>\d{2}):?(?P<m>\d{2})(?::?\d{2}(?:\.\d+)?)?(?P<sep>)(?!\d)"
    if language == "fr":
        return (
            re.compile(iso),
            re.compile(digits),
            re.compile(
                rf"{_START}(?P<cue>(?:a|vers|des|pour) +)?(?P<hw>{words}) heures?"
                rf"(?: (?P<mw>{words}|trente|vingt))?{fraction}?{later}{_END}"
            ),
            re.compile(
                rf"{_START}(?<!apres )(?P<cue>(?:a|vers|pour|des) +)?(?P<name>midi|minuit)"
                rf"(?: (?P<mw>trente|quinze|vingt|dix|cinq)\b)?{fraction}?{_END}"
            ),
        )
    return (
        re.compile(iso),
        re.compile(digits),
        re.compile(
            rf"{_START}(?:(?P<cue>(?:at|by|around|about) +)?(?P<rel>half|(?:a )?quarter)|at +"
            rf"(?P<few>five|ten|twenty|twenty[ -]five|5|10|20|25)(?: minutes)?) "
            rf"(?P<dir>past|to|after) (?P<hw>{words}|\d{{1,2}})"
            rf"(?: ?{_AMPM})?{later}{_END}"
        ),
        re.compile(
            rf"{_START}(?P<cue>(?:at|by|around|about) +)?(?P<hw>{words}|\d{{1,2}}) ?"
            rf"(?P<clock>o'? ?clock)(?: ?{_AMPM})?{later}{_END}"
        ),
        re.compile(
            rf"{_START}(?P<cue>(?:at|by|around) +)(?P<hw>{words}|\d{{1,2}})(?: (?P<mw>{words}))?"
            rf"(?: ?{_AMPM})?{later}{_END}"
        ),
        re.compile(rf"{_START}(?P<cue>(?:at|by|around) +)?(?P<name>noon|midday|midnight){_END}"),
    )


def clocks(text: str, language: str) -> Iterator[Clock]:
    """Yield the times of day in a plain text, from left to right.

    Raises ImpossibleDate for a time that is said as one but does not exist ("à 25:00").
    """
    found = [match for pattern in _patterns(language) for match in pattern.finditer(text)]
    taken = 0
    for match in sorted(found, key=lambda match: (match.start(), -match.end())):
        if match.start() >= taken and (clock := _clock(match, text, language)):
            taken = clock.end
            yield clock


def _clock(match: re.Match[str], text: str, language: str) -> Clock | None:
    said = {name: value.strip() for name, value in match.groupdict().items() if value}
    hour, minute = _figures(said, language)
    if hour is None:
        return None
    half_day = said.get("ap", "")[:1]
    part = _part(said, language)
    sep = said.get("sep", "")
    cued = bool(said.get("cue"))
    exactly = bool(said.keys() & {"m", "mw", "ap", "clock", "dir"}) or part is not None
    unit = bool(sep or exactly or "name" in said)
    if "h" in said and not (sep or half_day or part or match.group().startswith("t")):
        return None
    if _is_length(match, text, cued, exactly and not sep.startswith("h")):
        return None
    if sep == ":" and "m" not in said:
        return None
    sure = "sep" in match.groupdict() and match.group().startswith("t")
    sure = sure or (exactly and (unit or cued)) or (cued and (bool(sep) or "name" in said))
    if minute > 59 or hour > 24 or (hour == 24 and minute):
        if cued or match.start() == 0:
            raise ImpossibleDate
        return None
    end = match.end()
    if ranged := re.compile(_RANGE[language]).match(text, end):
        linked = re.match(r" *(?:et|and)\b", ranged.group())
        if not linked or re.match(r"entre|between", said.get("cue", "")):
            end = ranged.end()
    half = language == "en" and not sep.startswith("h") and not match.group().startswith("t")
    half = half and not said.get("h", "").startswith("0") and not half_day
    clock = Clock(match.start(), end, hour % 24, minute, sure, cued, hour // 24, half)
    if half_day and hour <= 12:
        return Clock(
            clock.start, end, hour % 12 + (12 if half_day == "p" else 0), minute, True, cued
        )
    return clock.on(part) if part else clock


def _figures(said: dict[str, str], language: str) -> tuple[int | None, int]:
    name = said.get("name")
    if name:
        hour: int | None = 24 if name in ("minuit", "midnight") else 12
    else:
        hour = number(said.get("h") or said.get("hw", ""), language)
    if hour is None:
        return None, 0
    minute = number(said["m"], language) if "m" in said else 0
    if "mw" in said:
        minute = number(said["mw"], language) or 0
    shift = _MINUTES.get(re.sub(r" +", " ", said.get("frac", "")), 0)
    if "dir" in said:
        amount = 30 if said.get("rel") == "half" else 15
        amount = (number(said["few"], language) or 0) if "few" in said else amount
        shift = -amount if said["dir"] == "to" else amount
    if name and hour == 24 and (shift or minute):
        hour = 0
    total = hour * 60 + (minute or 0) + shift
    if shift and 0 <= hour <= 24:
        return total // 60 % 24, total % 60
    return hour, minute or 0


def _part(said: dict[str, str], language: str) -> Part | None:
    word = said.get("part") or said.get("night")
    return PARTS[language].get(re.sub(" +", " ", word)) if word else None


def _is_length(match: re.Match[str], text: str, cued: bool, clearly: bool) -> bool:
    """Whether these hours are a length ("pendant 2 h", "8h par nuit"), not a time."""
    before = text[max(0, match.start() - 24) : match.start()]
    if not cued and not clearly and _LENGTH_BEFORE.search(before):
        return True
    return not clearly and bool(_LENGTH_AFTER.match(text, match.end()))
