"""Repetition in words: "tous les jours à 8h et 20h", "every Monday at 9am", "matin et soir"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time

from bot.dates.hours import Clock, clocks
from bot.dates.recurrence import Recurrence, Unit
from bot.dates.recurrence_forms import ADVERBS, PARTS, UNIT, recurrence_forms
from bot.dates.said import NoRecurrence, Part
from bot.dates.text import plain, without
from bot.dates.words import full_weekdays, number, weekdays

DEFAULT_TIMES: dict[Part, time] = {
    "morning": time(8),
    "noon": time(12),
    "afternoon": time(16),
    "evening": time(20),
    "night": time(22),
}
"""When a part of the day is reminded of, unless the person says a time."""


@dataclass(frozen=True, slots=True)
class SaidRecurrence:
    """A recurrence found in a text, the stretches that said it, and the rest of the text.

    Without `has_time` no time of day was said, nor a part of the day: the times are 09:00 until
    the person chooses.
    """

    recurrence: Recurrence
    has_time: bool
    spans: tuple[tuple[int, int], ...]
    rest: str


@dataclass(slots=True)
class _Gathered:
    """What the pieces of a text add up to."""

    pieces: list[tuple[int, int]]
    every: int = 1
    unit: Unit | None = None
    weekdays: tuple[int, ...] = ()
    monthdays: tuple[int, ...] = ()
    times: tuple[time, ...] = ()
    parts: tuple[Part, ...] = ()


def find_recurrence(text: str, *, language: str) -> SaidRecurrence | None:
    """Return the repetition said inside a sentence, or None.

    A weekday or a part of the day alone is not a repetition; "tous les", "every", a plural, a
    list of three weekdays or two parts of the day are.
    """
    return _find(text, language, whole=False)


def _find(text: str, language: str, *, whole: bool) -> SaidRecurrence | None:
    code = "fr" if language.lower().startswith("fr") else "en"
    source = plain(text)
    gathered = _gather(source.text, code, whole=whole)
    if gathered is None:
        return None
    clock_times = _clock_times(source.text, code, gathered)
    times = tuple(time(clock.hour, clock.minute) for clock in clock_times)
    if not times and not gathered.pieces:
        return None
    said = bool(times or gathered.times or gathered.parts)
    times = times or gathered.times or tuple(DEFAULT_TIMES[part] for part in gathered.parts)
    pieces = gathered.pieces + [(clock.start, clock.end) for clock in clock_times]
    spans = tuple(source.span(start, end) for start, end in _merged(pieces, source.text))
    recurrence = Recurrence(
        times=times or (time(9),),
        weekdays=gathered.weekdays,
        monthdays=gathered.monthdays,
        every=gathered.every,
        unit=gathered.unit or ("week" if gathered.weekdays else "day"),
    )
    return SaidRecurrence(recurrence, said, spans, without(text, spans))


def pieces_of(text: str, language: str) -> list[tuple[int, int]]:
    """Return the stretches of a plain text that say a repetition, without its times."""
    gathered = _gather(text, language, whole=False)
    return gathered.pieces if gathered else []


def read_recurrence(text: str, language: str) -> Recurrence:
    """Return the repetition of an answer that should be one, or raise NoRecurrence.

    As `find_recurrence`, but "lundi à 9h" is every Monday and "8h et 20h" every day.
    """
    found = _find(text, language, whole=True)
    if found is None:
        raise NoRecurrence
    return found.recurrence


def _gather(text: str, language: str, *, whole: bool) -> _Gathered | None:
    forms = recurrence_forms(language)
    found = _Gathered([])
    _periods(text, language, forms, found)
    _weekdays(text, language, forms, found, whole=whole)
    if parts := _parts(text, forms, whole or bool(found.pieces)):
        found.pieces.append(parts.span())
        found.parts = tuple(dict.fromkeys(_part_names(parts["parts"])))
    if meals := forms["meals"].search(text):
        found.pieces.append(meals.span())
        found.parts = ("morning", "noon", "evening")
    monthly = found.unit == "month"
    if (day := forms["monthday"].search(text)) and (monthly or day["each"]):
        found.unit = "month"
        found.pieces.append(day.span())
        values = [number(value, language) for value in (day["d"], day["d2"]) if value]
        found.monthdays = tuple(value for value in values if value and value <= 31)
    return found if found.pieces or whole else None


def _periods(text: str, language: str, forms: dict[str, re.Pattern[str]], found: _Gathered) -> None:
    if times := forms["times"].search(text):
        _times_per(times, language, found)
        return
    match = forms["every"].search(text) or forms["other"].search(text)
    if match:
        said = match.groupdict()
        word = said["u"] or said["u2"]
        amount = {"other": 2}.get(said["n"] or "") or number(said["n"] or "1", language) or 1
        if word.startswith("h"):
            if amount > 12 or 24 % amount:
                return
            found.times = tuple(time((8 + step) % 24) for step in range(0, 24, amount))
            found.pieces.append(match.span())
            return
        found.unit, factor = UNIT[word.rstrip("s")]
        found.every = amount * factor
        found.pieces.append(match.span())
        return
    for pattern, every, unit in ADVERBS:
        if match := re.search(rf"\b(?:{pattern})\b", text):
            found.every, found.unit = every, unit
            found.pieces.append(match.span())
            return
    if match := forms["per"].search(text):
        found.unit = "day"
        found.pieces.append(match.span())


def _times_per(match: re.Match[str], language: str, found: _Gathered) -> None:
    said = match.groupdict()
    once = {"once": 1, "twice": 2, "thrice": 3}.get(said.get("once") or "")
    count = once or number(said["n"] or "", language) or 0
    unit, factor = UNIT[said["u"].replace("daily", "day").rstrip("s")]
    by_count: dict[int, tuple[Part, ...]] = {
        1: (),
        2: ("morning", "evening"),
        3: ("morning", "noon", "evening"),
        4: ("morning", "noon", "evening", "night"),
    }
    if unit == "day" and count in by_count:
        found.unit, found.parts = "day", by_count[count]
    elif count == 1 or (factor == 12 and count in (2, 3, 4, 6)):
        found.unit, found.every = unit, factor // count
    else:
        return  # "3 fois par semaine" leaves the days open: they have to be asked
    found.pieces.append(match.span())


def _weekdays(
    text: str,
    language: str,
    forms: dict[str, re.Pattern[str]],
    found: _Gathered,
    *,
    whole: bool,
) -> None:
    if ranged := forms["range"].search(text):
        first = _day(ranged["from"], language) if ranged["from"] else 0
        last = _day(ranged["to"], language) if ranged["to"] else 4
        found.weekdays = tuple((first + step) % 7 for step in range((last - first) % 7 + 1))
        found.pieces.append(ranged.span())
    elif weekend := forms["weekend"].search(text):
        found.weekdays = (5, 6)
        found.pieces.append(weekend.span())
    elif excepted := forms["except"].search(text):
        if found.unit == "day" and found.pieces:
            out = _day_list(excepted["days"], language)
            found.weekdays = tuple(day for day in range(7) if day not in out)
            found.pieces.append(excepted.span())
    else:
        for listed in forms["days"].finditer(text):
            named = _day_list(listed["days"], language)
            lead = (listed["lead"] or "").strip()
            plural = any(
                re.search(rf"\b{day}s\b", listed["days"]) for day in full_weekdays(language)
            )
            explicit = plural or whole or len(set(named)) > 2
            explicit = explicit or lead in ("tous les", "chaque", "les", "every", "each")
            if explicit or (found.pieces and found.unit in ("day", "week")):
                found.weekdays = named
                found.pieces.append(listed.span())
                break


def _day(word: str, language: str) -> int:
    word = word.rstrip(".")
    table = weekdays(language)
    return table[word] if word in table else table[word.removesuffix("s")]


def _day_list(words: str, language: str) -> tuple[int, ...]:
    names = re.findall(r"[a-z]+", words)
    table = weekdays(language)
    known = [name for name in names if name in table or name.removesuffix("s") in table]
    return tuple(_day(name, language) for name in known)


def _parts(text: str, forms: dict[str, re.Pattern[str]], repeated: bool) -> re.Match[str] | None:
    for match in forms["parts"].finditer(text):
        several = len(set(_part_names(match["parts"]))) > 1
        bedtime = re.search(r"coucher|bedtime", match["parts"])
        plural = match["parts"] in ("mornings", "afternoons", "evenings", "nights")
        if repeated or several or match["lead"] or bedtime or plural:
            return match
    return None


def _part_names(words: str) -> list[Part]:
    found = re.findall(r"apres[ -]midi|[a-z]+", words)
    return [PARTS[word] for word in found if word in PARTS]


def _clock_times(text: str, language: str, found: _Gathered) -> list[Clock]:
    part = found.parts[0] if len(found.parts) == 1 else None
    taken = found.pieces
    apart = [
        clock
        for clock in clocks(text, language)
        if not clock.impossible
        and all(clock.end <= start or clock.start >= end for start, end in taken)
    ]
    return [clock.on(part) for clock in apart]


def _merged(pieces: list[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(set(pieces)):
        if merged and (
            start <= merged[-1][1]
            or re.fullmatch(r"[ ,]*(?:et|and|a|at|puis|&)?[ ,]*", text[merged[-1][1] : start])
        ):
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
