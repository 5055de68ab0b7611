"""Dates and durations in words, for confirmations: always the full date, weekday and year."""

from __future__ import annotations

from datetime import date, datetime, timedelta

_UNITS = (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1))


def spell_date(day: date, language: str, *, weekday: bool = True) -> str:
    """Return a day in words: "mardi 1er décembre 2026", "Tuesday 1 December 2026"."""
    from babel.dates import format_date

    french = language.startswith("fr")
    locale = "fr" if french else "en_GB"
    if isinstance(day, datetime):
        day = day.date()
    number = "1er" if french and day.day == 1 else str(day.day)
    rest = format_date(day, "MMMM y", locale=locale)
    name = format_date(day, "EEEE ", locale=locale) if weekday else ""
    return f"{name}{number} {rest}"


def spell_moment(moment: datetime, *, language: str, now: datetime | None = None) -> str:
    """Return a moment in words: "mardi 1er décembre 2026 à 14 h 30", "… 2026 at 14:30".

    `now`, when given, says the zone to spell in (the person's), so that an instant kept in UTC
    can be passed as it is. Plain spaces, 24-hour clock in both languages.
    """
    if now is not None and now.tzinfo is not None and moment.tzinfo is not None:
        moment = moment.astimezone(now.tzinfo)
    link = "à" if language.startswith("fr") else "at"
    return f"{spell_date(moment.date(), language)} {link} {spell_time(moment, language)}"


def spell_time(moment: datetime, language: str) -> str:
    """Return the time of day: "14 h 30", "9 h", "14:30"."""
    if not language.startswith("fr"):
        return f"{moment.hour:02d}:{moment.minute:02d}"
    return f"{moment.hour} h {moment.minute:02d}" if moment.minute else f"{moment.hour} h"


def spell_duration(duration: timedelta, language: str) -> str:
    """Return a duration in words, its two largest units: "3 jours", "1 hour 30 minutes"."""
    from babel.units import format_unit

    locale = "fr" if language.startswith("fr") else "en_GB"
    left = round(abs(duration.total_seconds()))
    words: list[str] = []
    for name, seconds in _UNITS:
        count, left = divmod(left, seconds)
        if count:
            words.append(format_unit(count, f"duration-{name}", length="long", locale=locale))
        if len(words) == 2:
            break
    if not words:
        words.append(format_unit(0, "duration-minute", length="long", locale=locale))
    return " ".join(words).replace("\u00a0", " ").replace("\u202f", " ")
