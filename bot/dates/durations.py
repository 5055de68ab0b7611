"""Lengths of time in words: "14h30m", "3 jours", "une heure et demie", "half an hour"."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import cache

from bot.dates.said import NoDuration
from bot.dates.text import plain
from bot.dates.words import UNITS, either, number, numbers

# A month and a year as lengths: what prescriptions count with, not the calendar.
_LENGTHS = {
    "seconds": timedelta(seconds=1),
    "minutes": timedelta(minutes=1),
    "hours": timedelta(hours=1),
    "days": timedelta(days=1),
    "weeks": timedelta(weeks=1),
    "fortnights": timedelta(weeks=2),
    "months": timedelta(days=30),
    "years": timedelta(days=365),
}
_SECONDS = r"secondes?|seconds?|secs?|s"
_LONGEST = timedelta(days=365 * 150)


@cache
def _piece(language: str) -> re.Pattern[str]:
    units = "|".join(f"(?P<{name}>{pattern})" for pattern, name in UNITS[language].items())
    digits, words = r"\d{1,6}(?:[.,]\d{1,2})?", either(numbers(language))
    half = r"(?:une? )?demie?" if language == "fr" else r"half an?|half"
    return re.compile(
        rf"(?:(?<![a-z\d.,])(?:(?P<half>{half})|(?P<word>{words}))[ -]"
        rf"|(?<![\d.,])(?P<n>{digits}) ?)"
        rf"(?:{units}|(?P<seconds>{_SECONDS})|(?P<short>[mw]))(?![a-z])"
        r"(?: ?(?P<bare>\d{2})(?!\d| ?[a-z]))?(?P<plus> (?:et demie?|and a half|et quart))?"
    )


def read_duration(text: str, *, language: str) -> timedelta:
    """Return the length of time a text says; its parts add up ("14h30m", "1 h 30", "2 weeks").

    A month counts thirty days and a year 365. Raises NoDuration if the text says none, or one
    beyond 150 years.
    """
    code = "fr" if language.lower().startswith("fr") else "en"
    source = plain(text).text
    total = timedelta()
    end = None
    for match in _piece(code).finditer(source):
        between = source[end : match.start()] if end is not None else ""
        if not re.fullmatch(r"[ ,]*(?:et|and)?[ ,]*", between):
            break
        if (length := _length(match, code)) is None:
            continue
        total += length
        end = match.end()
        if total > _LONGEST:
            raise NoDuration
    if end is None:
        raise NoDuration
    return total


def _length(match: re.Match[str], language: str) -> timedelta | None:
    said = match.groupdict()
    names = [name for name in _LENGTHS if said.get(name)]
    short = {"m": "minutes", "w": "weeks"}.get(said.get("short") or "")
    name = names[0] if names else short
    if name is None:
        return None
    amount = 0.5 if said["half"] else _amount(said["n"] or said["word"] or "", language)
    if amount is None:
        return None
    try:
        length = _LENGTHS[name] * amount
    except OverflowError:
        raise NoDuration from None
    if said["plus"]:
        length += _LENGTHS[name] * (0.25 if "quart" in said["plus"] else 0.5)
    if said["bare"] and name in ("hours", "minutes"):
        length += int(said["bare"]) * _LENGTHS["minutes" if name == "hours" else "seconds"]
    return length


def _amount(words: str, language: str) -> float | None:
    if words[:1].isdigit():
        return float(words.replace(",", "."))
    value = number(words, language)
    return None if value is None else float(value)
