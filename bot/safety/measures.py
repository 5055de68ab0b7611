"""Numbers that are signs: temperatures, ages, weeks of pregnancy, pressure, sugar, pulse.

Each recogniser looks at one number and the few words around it. What is found becomes a
concept named `measure-…` that wordings and rules use like any other. Limits and words are data.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any

from bot.safety.sheets import read_sheet
from bot.safety.text import Reading, Word

Found = tuple[str, int, int]
_WEEKS = frozenset(["semaine", "semaines", "week", "weeks", "sem", "sa", "wk", "wks"])
_MONTHS = frozenset(["mois", "month", "months"])
_DAYS = frozenset(["jour", "jours", "day", "days"])
_YEARS = frozenset(["an", "ans", "year", "years"])


@functools.cache
def _limits() -> dict[str, Any]:
    limits: dict[str, Any] = read_sheet("measures")["limit"]
    return limits


@functools.cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(read_sheet("measures")["words"][kind])


@functools.cache
def _values() -> dict[str, int]:
    values: dict[str, int] = read_sheet("spelling")["values"]
    return values


def measured(reading: Reading, raw: list[int]) -> list[Found]:
    """The measured concepts of a text, as (concept, first content word, end)."""
    place = {index: content for content, index in enumerate(raw)}
    words = reading.words
    found: list[Found] = []
    texts = [w.text for w in words]
    everything = frozenset(texts)
    for index, word in enumerate(words):
        value = _value(word)
        if value is None or index not in place:
            continue
        around = frozenset(texts[max(0, index - 6) : index + 7])
        before = texts[max(0, index - 6) : index]
        after = texts[index + 1 : index + 4]
        if _minutes(reading, index):
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
        if len(text) == 4 and 1930 <= value <= 2035 and not set(after[:1]) & _words("not_a_sign"):
            yield "year"
        yield from _temperature(value, text, before, after, around)
        yield from _pressure(value, before, after, around)
        yield from _sugar(value, text, after, around)
        yield from _other(value, before, after, around)
        yield from _laboratory(value, around)
    yield from _age(value, before, after, around, everything)
    yield from _amount(value, after)


def _temperature(
    value: float, text: str, before: list[str], after: list[str], around: frozenset[str]
) -> Iterator[str]:
    limit = _limits()
    if after and after[0] in _words("not_a_sign"):
        return
    named = bool(around & _words("temperature"))
    one_decimal = len(text) == 4 and text[2] == "."
    named = named or (len(text) == 5 and text[3] == "." and after[:1] != ["mhz"])
    if before[-1:] in (["a"], ["has"], ["avec"], ["fait"], ["at"], ["monte"], ["with"]):
        named = named or (39 <= value <= 42 and bool(around & _words("baby")))
    if 95 <= value <= 110 and (named or "f" in after[:1] or "fahrenheit" in after[:2]):
        value = (value - 32) * 5 / 9
        named = True
    elif after[:1] == ["c"]:
        named = True
    if not (named or one_decimal) or not 30 <= value <= 43:
        return
    if value >= limit["fever_c"] - 0.01:
        yield "fever"
    if value >= limit["high_fever_c"]:
        yield "high-fever"
    if value >= limit["extreme_fever_c"]:
        yield "extreme-fever"
    if 35.5 <= value < limit["fever_c"] - 0.1:
        yield "normal-temperature"
    if value < limit["cold_c"] and named:
        yield "cold"


_HAVING = frozenset(("ai", "jai", "j", "ais", "a", "suis", "fais", "fait", "at", "is", "was"))


def _pressure(
    value: float, before: list[str], after: list[str], around: frozenset[str]
) -> Iterator[str]:
    limit = _limits()
    if not after or not after[0][0].isdigit():
        if len(after) > 1 and after[0] in ("over", "sur", "avec") and after[1][0].isdigit():
            after = after[1:]
        elif around & _words("pressure") and limit["bp_systolic"] <= value <= 300:
            yield "pressure-high"
            return
        else:
            return
    try:
        systolic, diastolic = value, float(after[0])
    except ValueError:
        return
    named = bool(around & _words("pressure"))
    if systolic < 31 and diastolic < 20 and systolic > diastolic:
        if not named and before[-1:] and before[-1] in ("le", "on", "du", "au", "the", "date"):
            return
        # "Dr Benali 18/12 16h": what may be a day is one, unless somebody says they have it.
        if not named and diastolic <= 12 and not set(before[-1:]) & _HAVING:
            return
        systolic, diastolic = systolic * 10, diastolic * 10
        if diastolic < 40 and not named:
            return
    if not (systolic > diastolic and 50 <= systolic <= 300 and 30 <= diastolic <= 200):
        return
    if systolic >= limit["bp_systolic"] or diastolic >= limit["bp_diastolic"]:
        yield "pressure-high"
    if systolic < limit["bp_low_systolic"] and named:
        yield "pressure-low"


def _sugar(value: float, text: str, after: list[str], around: frozenset[str]) -> Iterator[str]:
    limit = _limits()
    french, english = bool(around & _words("glucose_fr")), bool(around & _words("glucose_en"))
    unit = " ".join(after[:2])
    if unit.startswith(("kg", "cal", "%", "ans", "year", "min", "h", "semaine", "week", "jour")):
        return
    grams = unit.startswith(("g l", "gl", "g")) and not unit.startswith("grammes")
    if not (french or english) or value > limit["glucose_most_mg_dl"]:
        return
    glucose = _words("glucose_fr") | _words("glucose_en")
    if after and after[0] in glucose and text.isdigit() and 20 <= value <= 31:
        return  # "carnet du 25 : glycémie 1,08": the number before the name is a day
    # The illness alone ("diabetic since…") names no measurement: then the number needs a unit.
    named = around & (_words("glucose_fr") | _words("glucose_en"))
    if named <= _words("glucose_illness") and (not unit or unit.split()[0] in _words("not_sugar")):
        return
    mmol = "mmol" in unit
    if mmol:
        low, high = value < 3.3, value > limit["glucose_high_mmol"]
    elif value >= 20:
        low, high = value < limit["glucose_low_mg_dl"], value > limit["glucose_high_mg_dl"]
        if english and not french and value < 36 and "mg" not in unit and "." in text:
            low, high = False, True
    elif value < 1.5 and (grams or "." in text):
        low, high = value < limit["glucose_low_g_l"], False
    elif french or grams:
        low, high = False, limit["glucose_high_g_l"] <= value <= 12
    else:
        low, high = value < 3.3 and "." in text, value > limit["glucose_high_mmol"]
    if low:
        yield "sugar-low"
    if high:
        yield "sugar-high"


def _other(
    value: float, before: list[str], after: list[str], around: frozenset[str]
) -> Iterator[str]:
    limit = _limits()
    labels = [w for w in before if w in _words("pulse") | _words("pressure") | _words("saturation")]
    # Of "sats 98 pulse 66" the second number is no saturation.
    labelled = not labels or labels[-1] in _words("saturation")
    named = around & _words("saturation")
    if named == {"sat"}:  # the verb too ("all sat down"): then it stands right beside its number
        labelled = labelled and "sat" in (*before[-2:], *after[:1])
    if labelled and named and 40 <= value <= limit["saturation"]:
        yield "saturation-low"
    timed = bool(after) and after[0] in _words("not_a_sign")
    if around & _words("pulse") and not timed:
        if limit["pulse_fast"] <= value <= 280:
            yield "pulse-fast"
        if 15 <= value <= limit["pulse_slow"]:
            yield "pulse-slow"
    breathing = bool(around & _words("breathing")) and bool({"minute", "minutes"} & set(after))
    if breathing and limit["breath_rate"] <= value <= 120:
        yield "breath-rate"
    unit = after[0] if after else ""
    metres = unit in ("m", "metres", "metre", "meters") and limit["fall_metres"] <= value <= 100
    feet = unit in ("feet", "ft", "foot") and limit["fall_feet"] <= value <= 300
    if metres or feet:
        yield "height"


def _laboratory(value: float, around: frozenset[str]) -> Iterator[str]:
    for name, (plausible, normal) in _laboratory_limits().items():
        named = bool(around & _words(name))
        outside = not normal[0] <= value <= normal[1]
        if named and outside and plausible[0] < value < plausible[1]:
            yield "laboratory-critical"


@functools.cache
def _laboratory_limits() -> dict[str, tuple[list[float], list[float]]]:
    sheet = read_sheet("measures")["laboratory"]
    return {name: (entry["plausible"], entry["normal"]) for name, entry in sheet.items()}


def _age(
    value: float,
    before: list[str],
    after: list[str],
    around: frozenset[str],
    everything: frozenset[str],
) -> Iterator[str]:
    limit = _limits()
    unit = after[0] if after else ""
    old = "old" in after[:2]
    previous = before[-1:]
    elapsed = bool(previous) and previous[0] in _words("elapsed") | {"a"} and "y" in before[-3:]
    elapsed = elapsed or (bool(previous) and previous[0] in _words("elapsed"))
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
        expecting = bool(everything & _words("pregnancy")) and "old" not in after[:2]
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
        if old or around & _words("baby"):
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
        if unit not in _words("not_a_sign") | {"and", "pregnant"}:
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
    limit = _limits()
    unit = after[0] if after else ""
    named = any(w in _words("pills") for w in after[:3])
    counted = not set(after[:3]) & {"mg", "g", "ml"}
    grams = unit in ("g", "grammes", "grams", "gr", "gram")
    pills = named and counted and limit["pills"] <= value < 1000
    heavy = named and grams and limit["paracetamol_g"] <= value < 200
    weighed = named and unit == "mg" and limit["paracetamol_g"] * 1000 <= value < 100000
    if pills or heavy or weighed:
        yield "many-pills"
