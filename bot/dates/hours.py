"""Times of day as people write them: "14 h 30", "2.30pm", "midi et demi", "half past two"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from bot.dates.said import Part
from bot.dates.words import PARTS, either, form, number, numbers

_START = r"(?<![\w/.,:%-])"
_END = r"(?!\w|[/%]|[.,:]\d|-\d{3})"
_AMPM = r"(?: ?(?P<ap>[ap]\.? ?m\b\.?|[ap]\.m\.))?"
_LATER = {
    "fr": r"(?: ?(?:du|de l'|de la|le|l'|au) ?(?P<part>matin|mat|apres[ -]midi|soir|nuit)\b)?"
    r"(?: pile\b)?",
    "en": r"(?: ?(?:(?:in the|this) (?P<part>morning|afternoon|evening)"
    r"|(?:at )?(?P<night>night))\b)?(?: sharp\b)?",
}
_CUE = {
    "fr": r"(?P<cue>(?:\b(?:pour|des|a partir de|entre|de|a|vers)|@) ?)?",
    "en": r"(?P<cue>(?:\b(?:at around|at about|at|by|from|around|about|between)|@) ?)?",
}
_FRACTION = {
    "fr": r"(?P<frac> et demie?| et quart| trois quarts| moins (?:le )?quart"
    r"| moins (?:dix|cinq|vingt(?:-cinq)?|5|10|20|25))?",
    "en": r"",
}
_MINUTES = {
    "et demi": 30,
    "et demie": 30,
    "et quart": 15,
    "trois quarts": 45,
    "moins le quart": -15,
    "moins quart": -15,
    "moins dix": -10,
    "moins 10": -10,
    "moins cinq": -5,
    "moins 5": -5,
    "moins vingt": -20,
    "moins 20": -20,
    "moins vingt-cinq": -25,
    "moins 25": -25,
}
_RANGE = {
    "fr": r" *(?:-|a|jusqu'a|et) *(?:\d{1,2} ?(?:h|heures?|:) ?(?:\d{2})?|midi)(?![\w/])",
    "en": r" *(?:-|to|until|till|and) *(?:\d{1,2}(?:[:.]\d{2})? ?(?:[ap]\.?m\b\.?)?|noon)(?![\w/])",
}
# What makes a number of hours a length instead of a time.
_LENGTH_BEFORE = re.compile(
    r"\b(?:(?:pendant|depuis|dans|sous)(?: les)?|durant|toutes? les|tous les|chaque|environ|dure"
    r"|duree(?: de)?|dors|dormi|dort|il y a|moins de|plus de|une|encore|every|for|lasts?|lasted"
    r"|slept|sleep|in|within|over|under|than|during|since|after) *$"
)
_LENGTH_AFTER = re.compile(
    r" *(?:par (?:jour|nuit|semaine)|d'(?!ici|\w+[eio]i?r\b)|de (?!l'apres|la |\w+(?:[eio]r|re)\b)"
    r"|ago|later|long|per|a day|plus tard|apres (?!le)|avant (?!le))"
)

_CLEAR = frozenset({"iso", "ap", "clock", "dir"})


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day at `start`:`end` of the plain text.

    - `sure`: nothing but a time looks like this; `cued`: a word before it says so ("à", "at");
    - `after` is 1 when it belongs to the next day (24 h);
    - `half`: it was said in a form that leaves morning or afternoon open;
    - `bare`: only a day beside it makes it a time;
    - `impossible`: no clock shows it ("25:00").
    """

    start: int
    end: int
    hour: int
    minute: int
    sure: bool
    cued: bool
    after: int = 0
    half: bool = False
    bare: bool = False
    impossible: bool = False

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
        return replace(self, hour=hour, after=after, half=False)


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], ...]:
    iso = r"(?<=\d)(?P<iso>t)(?P<h>\d{2}):?(?P<m>\d{2})(?::?\d{2}(?:\.\d+)?)?(?P<sep>)(?!\d)"
    # Two figures with a point are a time only right after a day, and where no unit can follow.
    dotted = rf"""{_START}(?P<cue>(?:at|a) )?(?P<h>\d{{1,2}})(?P<sep>\.)(?P<m>[0-5]\d)
            (?= ?(?:$|[.,;!?)](?!\d)|chez |avec |with |at |pour |for |h\b))"""
    digits = rf"""{_START}{_CUE[language]}(?P<h>\d{{1,2}})
            (?:(?P<sep> ?h(?:eures?|rs?)?|:|\.(?=\d\d ?[ap]\.?m))
            (?: ?(?P<m>\d{{2}})(?::\d{{2}}(?:\.\d+)?)?(?!\d))?(?: ?(?:min|mn)(?:utes?)?\b)?)?
            {_FRACTION[language]}{_AMPM}{_LATER[language]}{_END}"""
    own = _french() if language == "fr" else _english()
    return tuple(form(pattern) for pattern in (iso, digits, dotted, *own))


def _french() -> tuple[str, ...]:
    words = either(numbers("fr"))
    cue, fraction, later = r"(?P<cue>(?:a|vers|des|pour) )?", _FRACTION["fr"], _LATER["fr"]
    return (
        rf"""{_START}{cue}(?P<hw>{words}) (?P<heure>heures?)(?: (?P<mw>{words}|trente|vingt))?
            {fraction}{later}{_END}""",
        rf"""{_START}(?:(?P<cue>(?:entre|de) )(?P<h>\d{{1,2}}) (?:et|a) |(?P<h2>\d{{1,2}})-)
            (?P<till>\d{{1,2}}) ?h(?:eures?)?(?: ?\d{{2}})?{later}{_END}""",
        rf"""{_START}(?<!apres ){cue}(?P<name>midi|minuit)
            (?: (?P<mw>trente|quinze|vingt|dix|cinq)\b)?{fraction}{_END}""",
        rf"{_START}(?P<cue>(?:a|vers) )(?P<alone>\d{{1,2}}){_END}",
    )


def _english() -> tuple[str, ...]:
    words = either(word for word in numbers("en") if word not in ("a", "an"))
    cue, later = r"(?P<cue>(?:at|by|around|about) )", _LATER["en"]
    ampm = r" ?(?P<ap>[ap]\.? ?m\b\.?|[ap]\.m\.)"
    return (
        rf"""{_START}(?:{cue}?(?P<rel>half|(?:a )?quarter)
            |at (?P<few>five|ten|twenty|twenty[ -]five|5|10|20|25)(?: minutes)?)
             (?P<dir>past|to|after) (?P<hw>{words}|\d{{1,2}}){_AMPM}{later}{_END}""",
        rf"""{_START}{cue}?(?P<hw>{words}|\d{{1,2}}) ?(?P<clock>o'? ?clock){_AMPM}{later}{_END}""",
        rf"""{_START}{cue}(?P<hw>{words}|\d{{1,2}})(?: (?P<mw>{words}))?{_AMPM}{later}{_END}""",
        rf"""{_START}(?P<cue>(?:between|from|at) )?(?P<h>\d{{1,2}})(?:[:.](?P<m>\d{{2}}))?
            (?: (?:and|to) | ?- ?)(?P<till>\d{{1,2}})(?:[:.]\d{{2}})?{ampm}{_END}""",
        rf"""{_START}(?P<cue>(?:between|from) )(?P<h>\d{{1,2}})(?:[:.](?P<m>\d{{2}}))? (?:and|to)
             (?P<till>\d{{1,2}})(?:[:.]\d{{2}})?{_END}""",
        # Four figures ("0830") are a time only beside a day; from 1900 on they may be a year.
        rf"{_START}{cue}?(?P<h>[01](?!9)\d|2[1-3])(?P<m>[0-5]\d)(?P<four>){_END}",
        rf"{_START}{cue}?half (?P<british>{words}|\d{{1,2}})(?!\w| (?:an|tablet|pill|hour|day))",
        rf"{_START}{cue}?(?:12 )?(?P<name>noon|midday|midnight){_END}",
    )


def clocks(text: str, language: str) -> Iterator[Clock]:
    """Yield the times of day in a plain text, from left to right."""
    found = [match for pattern in _patterns(language) for match in pattern.finditer(text)]
    taken = 0
    for match in sorted(found, key=lambda match: (match.start(), -match.end())):
        if match.start() >= taken and (clock := _clock(match, text, language)):
            taken = clock.end
            yield clock


def _clock(match: re.Match[str], text: str, language: str) -> Clock | None:
    said = {name: value.strip() for name, value in match.groupdict().items() if value}
    sep, half_day, part = said.get("sep", ""), said.get("ap", "")[:1], _part(said, language)
    hour, minute = _figures(said, language)
    if hour is None or (sep == ":" and "m" not in said) or _is_verb(match, text):
        return None
    four = "four" in match.groupdict()
    if "h" in said and not (sep or half_day or part or four or said.keys() & {"iso", "till"}):
        return None
    cued = bool(said.get("cue"))
    clearly = bool(part or said.keys() & _CLEAR)
    if _is_length(match, text, cued, clearly):
        return None
    open_range = language == "en" and "till" in said and not half_day
    bare = (sep == "." and not half_day) or four or open_range or "alone" in said
    impossible = minute > 59 or hour > 24 or (hour == 24 and minute > 0)
    if impossible and (bare or not (cued or match.start() == 0)):
        return None
    if half_day and hour <= 12:
        hour = hour % 12 + (12 if half_day == "p" else 0)
        if hour > 12 and "till" in said and int(said["till"]) % 12 < hour - 12:
            hour -= 12  # "11 to 1pm" begins in the morning
    clock = Clock(
        start=match.start(),
        end=_range_end(match, text, language),
        hour=hour % 24,
        minute=minute % 60,
        sure=not bare and _is_sure(said, clearly),
        cued=cued,
        after=hour // 24,
        half=language == "en" and not half_day and _open_half(said),
        bare=bare,
        impossible=impossible,
    )
    return clock.on(part) if part else clock


def _is_sure(said: dict[str, str], clearly: bool) -> bool:
    """Whether these words are a time wherever they stand, without a day beside them."""
    sep, cued = said.get("sep", ""), "cue" in said
    if clearly:
        return True
    if sep == ":" or (sep and "m" in said and int(said["h"]) >= 6):
        return True  # from 1h30 to 5h59 a length is as likely
    if "hw" in said and "h" not in said:
        return cued and ("mw" in said or "heure" in said)
    return cued


def _open_half(said: dict[str, str]) -> bool:
    """Whether a time was said in a form that leaves morning or afternoon open."""
    return not (
        said.get("sep", "").startswith("h") or "iso" in said or said.get("h", "")[:1] == "0"
    )


def _range_end(match: re.Match[str], text: str, language: str) -> int:
    """Return where a time ends, with the end of its range if it has one ("14h-15h")."""
    ranged = re.compile(_RANGE[language]).match(text, match.end())
    if not ranged:
        return match.end()
    linked = re.match(r" *(?:et|and)\b", ranged.group())
    between = re.match(r"entre|between", match.groupdict().get("cue") or "")
    return match.end() if linked and not between else ranged.end()


def _figures(said: dict[str, str], language: str) -> tuple[int | None, int]:
    name = said.get("name")
    words = (
        said.get("h")
        or said.get("h2")
        or said.get("alone")
        or said.get("hw")
        or said.get("british")
        or ""
    )
    hour = (24 if name in ("minuit", "midnight") else 12) if name else number(words, language)
    if hour is None:
        return None, 0
    minute = number(said.get("m") or said.get("mw") or "0", language) or 0
    shift = _MINUTES.get(said.get("frac", ""), 0)
    if "dir" in said:
        amount = 30 if said.get("rel") == "half" else 15
        amount = (number(said["few"], language) or 0) if "few" in said else amount
        shift = -amount if said["dir"] == "to" else amount
    if "british" in said:
        shift = 30
    if hour == 24 and name and (shift or minute):
        hour = 0
    total = hour * 60 + minute + shift
    return (total // 60 % 24, total % 60) if shift and hour <= 24 else (hour, minute)


def _part(said: dict[str, str], language: str) -> Part | None:
    word = said.get("part") or said.get("night")
    return PARTS[language].get(re.sub(" +", " ", word)) if word else None


def _is_verb(match: re.Match[str], text: str) -> bool:
    """Whether the "a" before a number is the verb ("il y a 48h"), which lost no accent."""
    before = text[max(0, match.start() - 8) : match.start()]
    a_word = match.groupdict().get("cue") or ""
    return a_word.strip() == "a" and bool(re.search(r"\b(?:y|il|elle|on|ca|qui|tu) $|'$", before))


def _is_length(match: re.Match[str], text: str, cued: bool, clearly: bool) -> bool:
    """Whether these hours are a length ("pendant 2 h", "8h par nuit"), not a time."""
    before = text[max(0, match.start() - 24) : match.start()]
    if not cued and not clearly and _LENGTH_BEFORE.search(before):
        return True
    return not clearly and bool(_LENGTH_AFTER.match(text, match.end()))
