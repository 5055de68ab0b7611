"""Numbers that are signs: vital signs, years, ages, weeks of pregnancy, amounts taken.

Each recogniser looks at one number and the few words around it. What is found becomes a
concept named `measure-…` that wordings and rules use like any other. Limits and words are data.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any

from bot.safety.sheets import read_sheet
from bot.safety.text import Reading, Word
from bot.safety.vitals import limits, vital_signs, words

Found = tuple[str, int, int]
_WEEKS = frozenset(["semaine", "semaines", "week", "weeks", "sem", "sa", "wk", "wks"])
_MONTHS = frozenset(["mois", "month", "months"])
_DAYS = frozenset(["jour", "jours", "day", "days"])
_YEARS = frozenset(["an", "ans", "year", "years"])
_MEASURES = ("temperature", "pressure", "glucose_fr", "glucose_en", "saturation", "pulse")


@functools.cache
def _values() -> dict[str, int]:
    values: dict[str, int] = read_sheet("spelling")["values"]
    return values


def measured(reading: Reading, raw: list[int]) -> list[Found]:
    """The measured concepts of a text, as (concept, first content word, end)."""
    place = {index: content for content, index in enumerate(raw)}
    found: list[Found] = []
    texts = [w.text for w in reading.words]
    everything = frozenset(texts)
    for index, word in enumerate(reading.words):
        value = _value(word)
        if value is None or index not in place:
            continue
        around = frozenset(texts[max(0, index - 6) : index + 7])
        before = texts[max(0, index - 6) : index]
        after = texts[index + 1 : index + 4]
        if _minutes(reading, index) or _model(reading, index):
            continue
        for concept in _concepts(value, word.text, before, after, around, everything):
            found.append((f"measure-{concept}", place[index], place[index] + 1))
    return found


def _minutes(reading: Reading, index: int) -> bool:
    """Whether a number is the minutes of a clock time ("9h15", "9:15"): it measures nothing."""
    if index < 1:
        return False
    word, last = reading.words[index], reading.words[index - 1]
    if last.text == "h" and last.start == word.start:
        return True
    between = reading.clean[last.end : word.start]
    return between == ":" and last.text.isdigit() and len(word.text) == 2


def _model(reading: Reading, index: int) -> bool:
    """Whether a number ends a name ("BP-300", "Libre-3"): it measures nothing."""
    if index < 1:
        return False
    word, last = reading.words[index], reading.words[index - 1]
    return reading.clean[last.end : word.start] == "-" and last.text.isalpha()


def _value(word: Word) -> float | None:
    if word.text[0].isdigit():
        return float(word.text) if len(word.text) < 12 and word.text.isascii() else None
    worth = _values().get(word.text)
    return None if worth is None else float(worth)


def _concepts(
    value: float,
    text: str,
    before: list[str],
    after: list[str],
    around: frozenset[str],
    everything: frozenset[str],
) -> Iterator[str]:
    if text[0].isdigit():
        if _year(value, text, before, after, around):
            yield "year"
        yield from vital_signs(value, text, before, after, around)
    yield from _age(value, before, after, around, everything)
    yield from _amount(value, after)


def _year(
    value: float, text: str, before: list[str], after: list[str], around: frozenset[str]
) -> bool:
    """Whether a number is a year; one of two digits ("en 98") only where nothing is measured."""
    if set(after[:1]) & words("not_a_sign"):
        return False
    if len(text) == 4:
        return 1930 <= value <= 2035
    short = len(text) == 2 and (text[0] == "0" or value >= 40) and before[-1:] in (["en"], ["in"])
    return short and not any(around & words(kind) for kind in _MEASURES)


def _age(
    value: float,
    before: list[str],
    after: list[str],
    around: frozenset[str],
    everything: frozenset[str],
) -> Iterator[str]:
    limit = limits()
    unit = after[0] if after else ""
    old = "old" in after[:2]
    previous = before[-1:]
    elapsed = bool(previous) and previous[0] in words("elapsed") | {"a"} and "y" in before[-3:]
    elapsed = elapsed or (bool(previous) and previous[0] in words("elapsed"))
    elapsed = elapsed or "ago" in after[:2] or "avant" in after[:2] or "apres" in after[:2]
    elapsed = elapsed or "post" in after[:2] or "after" in after[:2]
    born = bool({"ne", "nee", "nes", "born"} & set(before)) and elapsed
    if born:
        old, elapsed = True, False
    if elapsed and not old:
        return
    weeks: float | None = None
    if unit in _WEEKS:
        weeks = value
    elif unit in _MONTHS:
        weeks = value * 4.345
    elif unit in _DAYS:
        weeks = value / 7
    if weeks is not None:
        expecting = bool(everything & words("pregnancy")) and "old" not in after[:2]
        if (expecting or unit == "sa") and unit not in _DAYS and value <= 42 and weeks <= 43:
            yield "pregnant"
            late = weeks >= limit["late_pregnancy_weeks"]
            yield "pregnant-late" if late else "pregnant-early"
            if late and weeks < limit["term_pregnancy_weeks"]:
                yield "pregnant-preterm"
            return
        named = not before or before[-1] in ("am", "suis", "a", "at")
        if unit in _WEEKS and 20 <= weeks <= 42 and named and not old:
            yield "pregnant-late"
        if old or around & words("baby"):
            if weeks < limit["infant_months"] * 4.34:
                yield "age-newborn"
            if weeks < limit["baby_months"] * 4.5:
                yield "age-baby"
            if weeks < 260:
                yield "age-child"
    elif unit in _YEARS or "yo" in after[:1]:
        yield from _years(value, limit)
        if value < limit["child_years"] and before[-1:] in (["am"], ["ai"]):
            yield "self-young"
    elif before[-1:] == ["am"] and 6 <= value < limit["child_years"] and not unit[:1].isdigit():
        if unit not in words("not_a_sign") | {"and", "pregnant"}:
            yield "self-young"
            yield "age-child"
    elif before[-2:] in (["i", "am"], ["is", "aged"]) and 60 <= value <= 110:
        yield from _years(value, limit)


def _years(value: float, limit: dict[str, Any]) -> Iterator[str]:
    if limit["old_years"] <= value < 120:
        yield "age-old"
    if value < limit["child_years"]:
        yield "age-child"
    if value < 5:
        yield "age-small"


def _amount(value: float, after: list[str]) -> Iterator[str]:
    limit = limits()
    unit = after[0] if after else ""
    named = any(w in words("pills") for w in after[:3])
    counted = not set(after[:3]) & {"mg", "g", "ml"}
    grams = unit in ("g", "grammes", "grams", "gr", "gram")
    pills = named and counted and limit["pills"] <= value < 1000
    heavy = named and grams and limit["paracetamol_g"] <= value < 200
    weighed = named and unit == "mg" and limit["paracetamol_g"] * 1000 <= value < 100000
    if pills or heavy or weighed:
        yield "many-pills"
