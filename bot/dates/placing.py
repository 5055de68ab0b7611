"""Which day is meant: the order of day and month, the missing year, the weekday that disagrees."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Literal

from bot.dates.said import AmbiguousDate, ImpossibleDate, Order, Part, Toward

FIRST_YEAR = 1880
LAST_YEAR = 2199
_RECENT = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Context:
    """Who speaks and when: `whole` if the text is an answer that should be a date.

    `order` is how this person reads a day and a month in figures, or "ask" while nobody knows;
    None for texts of others, where language and country say it.
    """

    language: str
    country: str | None
    now: datetime
    toward: Toward = "future"
    whole: bool = False
    order: Order | Literal["ask"] | None = None

    @property
    def today(self) -> date:
        """Return the person's current day."""
        return self.now.date()


@dataclass(frozen=True, slots=True)
class Day:
    """A day, and the other day the same words might mean."""

    day: date
    other: date | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A day at `start`:`end` of the plain text; `instant` if hours or minutes were counted.

    `year_said` if the words hold a year.
    """

    start: int
    end: int
    day: date
    other: date | None = None
    part: Part | None = None
    instant: datetime | None = None
    year_said: bool = False


def at(day: Day, part: Part | None = None) -> Found:
    """Return a day as found, its place in the text still to be told."""
    return Found(0, 0, day.day, day.other, part)


def exact(year: int, month: int, day: int) -> date:
    """Return the date, or raise ImpossibleDate."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ImpossibleDate
    try:
        return date(year, month, day)
    except ValueError:
        raise ImpossibleDate from None


def maybe(year: int, month: int, day: int) -> date | None:
    """Return the date, or None if the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def full_year(said: str, context: Context) -> int:
    """Return the year of "2026", "'26" or "26".

    Two digits: the last such year when looking back (a birth), else the one from 80 years ago to
    19 years ahead.
    """
    digits = said.lstrip("'")
    if len(digits) == 4:
        return int(digits)
    ahead = 0 if context.toward == "past" else 19
    top = context.today.year + ahead
    return top - (top - int(digits)) % 100


def without_year(month: int, day: int, context: Context, weekday: int | None = None) -> Day:
    """Return the day meant by a day and month without a year.

    Looking ahead: today or the next such day, this year or next (29/02 outside those two years
    does not exist); one that passed less than a month ago stays as `other`. Looking back: the
    last such day. A weekday that fits only the recent day means that one; else it disagrees.
    """
    today = context.today
    near = [maybe(today.year + shift, month, day) for shift in (0, 1, -1, -2, -3, -4)]
    days = [found for found in near if found]
    if context.toward == "past":
        fitting = sorted((found for found in days if found <= today), reverse=True)
    else:
        fitting = [found for found in days[:2] if today <= found and found.year <= today.year + 1]
    if not fitting:
        raise ImpossibleDate
    best = fitting[0]
    passed = near[0]
    recent = passed and context.toward == "future" and timedelta(0) < today - passed <= _RECENT
    if weekday is not None and best.weekday() != weekday:
        if recent and passed and passed.weekday() == weekday:
            return Day(passed)
        raise disagreeing(best, weekday)
    return Day(best, passed if recent else None)


def disagreeing(day: date, weekday: int) -> AmbiguousDate:
    """Return the problem of a date whose weekday is another: that day, or the nearest such."""
    shift = (weekday - day.weekday()) % 7
    nearest = day + timedelta(days=shift if shift <= 3 else shift - 7)
    return AmbiguousDate(tuple(sorted((day, nearest))))


def with_weekday(day: date, weekday: int | None) -> Day:
    """Return a full date, or raise AmbiguousDate if the weekday said is not its weekday."""
    if weekday is not None and day.weekday() != weekday:
        raise disagreeing(day, weekday)
    return Day(day)


def day_of_month(day: int, context: Context, *, months_ahead: int | None = None) -> Day:
    """Return the next (or last, looking back) such day of a month: "le 5", "the 31st".

    With `months_ahead` that month only ("le 5 du mois prochain" is 1).
    """
    if not 1 <= day <= 31:
        raise ImpossibleDate
    today = context.today
    if months_ahead is not None:
        return Day(exact(*month_after(today, months_ahead), day))
    step = -1 if context.toward == "past" else 1
    for shift in range(3):
        found = maybe(*month_after(today, step * shift), day)
        if found and (found <= today if step < 0 else found >= today):
            return Day(found)
    raise ImpossibleDate


def weekday_and_day(weekday: int, day: int, context: Context) -> Day:
    """Return the day meant by "lundi 8": the nearest month, up to two ahead, where both agree."""
    today = context.today
    order = (0, -1, -2) if context.toward == "past" else (0, 1, 2)
    for shift in order:
        found = maybe(*month_after(today, shift), day)
        ahead = found and (found <= today if context.toward == "past" else found >= today)
        if found and ahead and found.weekday() == weekday:
            return Day(found)
    raise disagreeing(day_of_month(day, context).day, weekday)


def month_after(today: date, months: int) -> tuple[int, int]:
    """Return (year, month) that many months after a day's month."""
    index = today.year * 12 + today.month - 1 + months
    return index // 12, index % 12 + 1


def month_end(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def numeric(
    first: int,
    second: int,
    year: str | None,
    context: Context,
    weekday: int | None = None,
    *,
    sure: bool = False,
) -> Day:
    """Return the day of "12/03" or "12/03/2026".

    Where the order is not settled, a date that both orders allow raises AmbiguousDate with the two
    days and their orders; one that only one order allows, or whose weekday only one has, is that
    one. `sure` if the words around it are French and say a date ("le 12/03").
    """
    order = _settled(year, context, sure=sure)
    swapped = (second, first)
    if order == "day":
        french = context.language == "fr" and (sure or year is not None)
        known = context.order == "day" and not french
        impossible = known and first <= 12 < second
        return _placed(*(swapped if impossible else (first, second)), year, context, weekday)
    if order == "month":
        if second <= 12 < first:
            swapped = (first, second)
        return _placed(*swapped, year, context, weekday)
    readings: dict[date, tuple[Order, Day]] = {}
    problem: AmbiguousDate | None = None
    both: tuple[tuple[Order, tuple[int, int]], ...] = (("day", (first, second)), ("month", swapped))
    for read, (day, month) in both:
        try:
            found = _placed(day, month, year, context, weekday)
        except ImpossibleDate:
            continue
        except AmbiguousDate as disagrees:  # the weekday is another one
            problem = problem or disagrees
            continue
        readings.setdefault(found.day, (read, found))
    if not readings:
        raise problem or ImpossibleDate()
    days = tuple(sorted(readings))
    if len(days) > 1:
        raise AmbiguousDate(days, orders=tuple(readings[day][0] for day in days))
    return readings[days[0]][1]


def _settled(year: str | None, context: Context, *, sure: bool) -> Order | Literal["ask"]:
    """What comes first: what the words say, what is known of the person, the language, the country.

    French is written day first wherever it is spoken: with "le" before it or a year behind it,
    there is one reading. In English the country's short date decides (CLDR), where the person is
    not to be asked.
    """
    french = context.language == "fr"
    if french and (sure or year is not None):
        return "day"
    if context.order in ("day", "month"):
        return context.order
    if context.order == "ask" and year is None:
        return "ask"
    return "day" if french else _order((context.country or "").upper())


def _placed(day: int, month: int, year: str | None, context: Context, weekday: int | None) -> Day:
    if not 1 <= month <= 12:
        raise ImpossibleDate
    if year is not None:
        return with_weekday(exact(full_year(year, context), month, day), weekday)
    return without_year(month, day, context, weekday)


@cache
def _order(country: str) -> Order | Literal["ask"]:
    if len(country) != 2 or not country.isascii() or not country.isalpha():
        return "ask"
    from babel import Locale, UnknownLocaleError
    from babel.languages import get_official_languages

    for tongue in ("en", *get_official_languages(country, de_facto=True)):
        try:
            pattern = str(Locale(tongue, territory=country).date_formats["short"].pattern)
        except UnknownLocaleError:
            continue
        if pattern.startswith("d"):
            return "day"
        # Year first (Canada, South Africa) says nothing about how people write "9/3".
        return "month" if pattern.startswith("M") else "ask"
    return "ask"
