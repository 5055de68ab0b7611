"""Dates and durations in words, for confirmations: always the full date, weekday and year."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from bot.dates.recurrence import Recurrence

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


def spell_time(moment: datetime | time, language: str) -> str:
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


def spell_recurrence(recurrence: Recurrence, language: str) -> str:
    """Return a repetition in words: "tous les jours à 8 h et 20 h", "every Monday at 09:00".

    `read_recurrence` reads the same times, days and period back (not the start).
    """
    french = language.startswith("fr")
    period = _french_period(recurrence) if french else _english_period(recurrence)
    times = [spell_time(at, language) for at in recurrence.times]
    return f"{period} {'à' if french else 'at'} {_listed(times, french=french)}"


def _listed(words: list[str], *, french: bool) -> str:
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {'et' if french else 'and'} {words[-1]}"


def _day_names(recurrence: Recurrence, language: str) -> list[str]:
    from babel import Locale

    names = Locale.parse(language).days["format"]["wide"]
    return [str(names[day]) for day in recurrence.weekdays]


def _french_period(recurrence: Recurrence) -> str:
    every, unit = recurrence.every, recurrence.unit
    days = _listed([f"{name}s" for name in _day_names(recurrence, "fr")], french=True)
    if unit == "month":
        numbers = ["1er" if day == 1 else str(day) for day in recurrence.monthdays]
        on = " le " + " et le ".join(numbers) if numbers else ""
        if every == 1:
            return "tous les mois" + on
        return (f"tous les {every} mois" if every != 12 else "tous les ans") + on
    if unit == "week":
        period = "toutes les semaines" if every == 1 else f"toutes les {every} semaines"
        if not days:
            return period
        return f"tous les {days}" if every == 1 else f"{period}, les {days},"
    period = "tous les jours" if every == 1 else f"tous les {every} jours"
    return f"tous les {days}" if days else period


def _english_period(recurrence: Recurrence) -> str:
    every, unit = recurrence.every, recurrence.unit
    days = _listed(_day_names(recurrence, "en"), french=False)
    if unit == "month":
        on = " and ".join(f"the {_ordinal(day)}" for day in recurrence.monthdays)
        period = {1: "every month", 12: "every year"}.get(every, f"every {every} months")
        return f"{period} on {on}" if on else period
    if unit == "week":
        period = "every week" if every == 1 else f"every {every} weeks"
        if not days:
            return period
        return f"every {days}" if every == 1 else f"{period} on {days}"
    period = "every day" if every == 1 else f"every {every} days"
    return f"every {days}" if days else period


def _ordinal(day: int) -> str:
    ending = "th" if day in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{day}{ending}"
