"""Measures, limits and recommendations from ``wellness.toml`` (sources and review dates in it)."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from bot.wording import known
from bot.wording.folding import fold

Kind = Literal["sum", "sleep", "level", "sample", "pressure", "glucose"]


@dataclass(frozen=True, slots=True)
class Shown:
    """Something that can be shown day by day, in one language.

    ``codes`` are measures of series, ``loinc`` and ``analytes`` those of single results; ``unit``
    is UCUM, ``decimals`` how it is told, ``goal`` the plausible bounds of a goal.
    """

    id: str
    kind: Kind
    codes: tuple[str, ...]
    loinc: frozenset[str]
    analytes: frozenset[str]
    unit: str
    decimals: int
    title: str
    shown: str
    goal: tuple[Decimal, Decimal] | None


@cache
def _sheet() -> dict[str, Any]:
    text = (files("bot.knowledge") / "wellness.toml").read_text("utf-8")
    return tomllib.loads(text, parse_float=Decimal)


@cache
def measures(language: str) -> dict[str, Shown]:
    """Everything that can be shown, by id."""
    own = known(language)
    return {
        name: Shown(
            id=name,
            kind=entry["kind"],
            codes=tuple(entry["codes"]),
            loinc=frozenset(entry.get("loinc", ())),
            analytes=frozenset(entry.get("analytes", ())),
            unit=entry["unit"],
            decimals=entry["decimals"],
            title=entry["title"][own],
            shown=entry["shown"][own],
            goal=(Decimal(entry["goal"][0]), Decimal(entry["goal"][1]))
            if "goal" in entry
            else None,
        )
        for name, entry in _sheet()["measure"].items()
    }


def _named(table: dict[str, Any], words: str) -> str | None:
    """The entry whose longest name stands in these words, of either language."""
    said = f" {re.sub(r'[^a-z0-9]+', ' ', fold(words))} "
    best = max(
        (
            (len(fold(name)), key)
            for key, entry in table.items()
            for names in entry["names"].values()
            for name in names
            if f" {fold(name)} " in said
        ),
        default=None,
    )
    return best[1] if best else None


def measure_named(words: str) -> str | None:
    """The id of the measure that some words name."""
    found: dict[str, Any] = _sheet()["measure"]
    return words if words in found else _named(found, words)


@dataclass(frozen=True, slots=True)
class PressureLimits:
    """Home blood pressure in mmHg, as (systolic, diastolic), and the measuring protocol."""

    high: tuple[int, int]
    very_high: tuple[int, int]
    pregnant: tuple[int, int]
    adult_from: int
    readings: int
    days: int
    morning: str
    evening: str


@cache
def pressure_limits() -> PressureLimits:
    """Limits and protocol for blood pressure measured at home."""
    entry = _sheet()["pressure"]
    return PressureLimits(
        high=tuple(entry["high"]),
        very_high=tuple(entry["very_high"]),
        pregnant=tuple(entry["pregnant"]),
        adult_from=entry["adult_from"],
        readings=entry["readings"],
        days=entry["days"],
        morning=entry["morning"],
        evening=entry["evening"],
    )


@dataclass(frozen=True, slots=True)
class GlucoseLimits:
    """Sensor glucose in mg/dL; ``days`` and ``coverage`` (per cent) are what it takes to judge."""

    very_low: int
    low: int
    high: int
    very_high: int
    days: int
    coverage: int


@cache
def glucose_limits() -> GlucoseLimits:
    """The consensus range for sensors."""
    entry = _sheet()["glucose"]
    return GlucoseLimits(**{k: v for k, v in entry.items() if k != "units"})


def glucose_unit(country: str | None) -> str:
    """The unit people use for glucose in a country."""
    return str(_sheet()["glucose"]["units"].get(country or "", "mg/dL"))


def topics() -> tuple[str, ...]:
    """What there are recommendations about."""
    return tuple(_sheet()["advice"])


def topic_named(words: str) -> str | None:
    """The topic that some words name."""
    found: dict[str, Any] = _sheet()["advice"]
    return words if words in found else _named(found, words)


@dataclass(frozen=True, slots=True)
class Advice:
    """What a public recommendation says, in one language, and who says it."""

    title: str
    lines: tuple[str, ...]
    source: str


def advice(topic: str, language: str, age: int | None) -> Advice:
    """The recommendation on a topic, with what concerns this age."""
    entry, own = _sheet()["advice"][topic], known(language)
    lines = list(entry[own])
    older = entry.get("older")
    if older and age is not None and age >= older["from"]:
        lines.append(older[own])
    return Advice(title=entry["title"][own], lines=tuple(lines), source=entry["source"])


def ask_first(topic: str, known_facts: Iterable[str], language: str) -> list[str]:
    """The warnings that conditions and medicines ask for before advice on a topic."""
    found = []
    facts = list(known_facts)
    for rule in _sheet()["ask_first"]:
        if topic not in rule["topics"]:
            continue
        words = [fold(word) for word in rule["words"]]
        what = next((x for x in facts if any(_begins(word, x) for word in words)), None)
        if what is not None:
            found.append(rule[known(language)].replace("{ $what }", what[:60]))
    return found


def _begins(word: str, text: str) -> bool:
    """Whether a word of the text begins so: "diabet" is in "diabète de type 2"."""
    said = re.sub(r"[^a-z0-9]+", " ", fold(text))
    return f" {word}" in f" {said}"


def pregnancy(topic: str, language: str) -> str | None:
    """What pregnancy changes about a topic."""
    entry = _sheet()["pregnancy"].get(topic)
    return str(entry[known(language)]) if entry else None
