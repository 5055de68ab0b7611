"""Vital signs and laboratory values: temperature, pressure, sugar, oxygen, pulse, blood counts.

Each function looks at one number and the few words around it, and gives the names of what it
measures (`bot.safety.measures`). Limits and words are data.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any

from bot.safety.sheets import read_sheet

_HAVING = frozenset(("ai", "jai", "j", "ais", "a", "suis", "fais", "fait", "at", "is", "was"))


@functools.cache
def limits() -> dict[str, Any]:
    """From which value a measure is a sign; units stand in the names."""
    found: dict[str, Any] = read_sheet("measures")["limit"]
    return found


@functools.cache
def words(kind: str) -> frozenset[str]:
    """The folded words beside a number that say what kind of number it is."""
    return frozenset(read_sheet("measures")["words"][kind])


def vital_signs(
    value: float, text: str, before: list[str], after: list[str], around: frozenset[str]
) -> Iterator[str]:
    """What a number written in digits measures, by the words before, after and around it."""
    yield from _temperature(value, text, before, after, around)
    yield from _pressure(value, before, after, around)
    yield from _sugar(value, text, after, around)
    yield from _other(value, before, after, around)
    yield from _laboratory(value, around)


def _temperature(
    value: float, text: str, before: list[str], after: list[str], around: frozenset[str]
) -> Iterator[str]:
    limit = limits()
    if after and after[0] in words("not_a_sign"):
        return
    named = bool(around & words("temperature"))
    one_decimal = len(text) == 4 and text[2] == "."
    named = named or (len(text) == 5 and text[3] == "." and after[:1] != ["mhz"])
    if before[-1:] in (["a"], ["has"], ["avec"], ["fait"], ["at"], ["monte"], ["with"]):
        named = named or (39 <= value <= 42 and bool(around & words("baby")))
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


def _pressure(
    value: float, before: list[str], after: list[str], around: frozenset[str]
) -> Iterator[str]:
    limit = limits()
    if not after or not after[0][0].isdigit():
        if len(after) > 1 and after[0] in ("over", "sur", "avec") and after[1][0].isdigit():
            after = after[1:]
        elif around & words("pressure") and limit["bp_systolic"] <= value <= 300:
            yield "pressure-high"
            return
        else:
            return
    try:
        systolic, diastolic = value, float(after[0])
    except ValueError:
        return
    named = bool(around & words("pressure"))
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
    limit = limits()
    french, english = bool(around & words("glucose_fr")), bool(around & words("glucose_en"))
    unit = " ".join(after[:2])
    if unit.startswith(("kg", "cal", "%", "ans", "year", "min", "h", "semaine", "week", "jour")):
        return
    grams = unit.startswith(("g l", "gl", "g")) and not unit.startswith("grammes")
    if not (french or english) or value > limit["glucose_most_mg_dl"]:
        return
    glucose = words("glucose_fr") | words("glucose_en")
    if after and after[0] in glucose and text.isdigit() and 20 <= value <= 31:
        return  # "carnet du 25 : glycémie 1,08": the number before the name is a day
    # The illness alone ("diabetic since…") names no measurement: then the number needs a unit.
    named = around & (words("glucose_fr") | words("glucose_en"))
    if named <= words("glucose_illness") and (not unit or unit.split()[0] in words("not_sugar")):
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
    limit = limits()
    labels = [w for w in before if w in words("pulse") | words("pressure") | words("saturation")]
    # Of "sats 98 pulse 66" the second number is no saturation.
    labelled = not labels or labels[-1] in words("saturation")
    named = around & words("saturation")
    if named == {"sat"}:  # the verb too ("all sat down"): then it stands right beside its number
        labelled = labelled and "sat" in (*before[-2:], *after[:1])
    if labelled and named and 40 <= value <= limit["saturation"]:
        yield "saturation-low"
    timed = bool(after) and after[0] in words("not_a_sign")
    if around & words("pulse") and not timed:
        if limit["pulse_fast"] <= value <= 280:
            yield "pulse-fast"
        if 15 <= value <= limit["pulse_slow"]:
            yield "pulse-slow"
    breathing = bool(around & words("breathing")) and bool({"minute", "minutes"} & set(after))
    if breathing and limit["breath_rate"] <= value <= 120:
        yield "breath-rate"
    unit = after[0] if after else ""
    metres = unit in ("m", "metres", "metre", "meters") and limit["fall_metres"] <= value <= 100
    feet = unit in ("feet", "ft", "foot") and limit["fall_feet"] <= value <= 300
    if metres or feet:
        yield "height"


def _laboratory(value: float, around: frozenset[str]) -> Iterator[str]:
    for name, (plausible, normal) in _laboratory_limits().items():
        named = bool(around & words(name))
        outside = not normal[0] <= value <= normal[1]
        if named and outside and plausible[0] < value < plausible[1]:
            yield "laboratory-critical"


@functools.cache
def _laboratory_limits() -> dict[str, tuple[list[float], list[float]]]:
    sheet = read_sheet("measures")["laboratory"]
    return {name: (entry["plausible"], entry["normal"]) for name, entry in sheet.items()}
