"""Dates and years of birth."""

from __future__ import annotations

import re
from datetime import date, datetime

from bot.dates import placing
from bot.dates.days import days
from bot.dates.placing import Context
from bot.dates.said import ImpossibleDate
from bot.dates.text import plain

OLDEST = 125
"""Years: no one alive is older, so an earlier birth is a slip of the pen."""

_EIGHT = re.compile(r"(?<!\d)(\d{2})[ ]?(\d{2})[ ]?((?:18|19|20)\d{2})(?!\d)")
_YEAR = re.compile(
    r"(?<![\d.,/:-])((?:18|19|20)\d{2})(?!\d|[.,/:-]\d| ?(?:mg|g|ml|ui|iu|kcal|pas|steps|eur|%))"
)
_SHORT = re.compile(r"\b(?:nee?(?:\(e\))? en|born in|annee|year|en) '?(\d{2})(?!\d|[.,/:-]\d| ?\w)")
_AGE = re.compile(r"(?<!\d)\d{1,3} ?(?:ans|an|years?|yrs?|yo|y/o)\b")


def find_date_of_birth(
    text: str, *, language: str, country: str | None, now: datetime
) -> date | None:
    """Return the full date of birth said in a text, or None.

    The first date in the past is taken, "12/03/80", "12031980" and "3 mars 1980" alike; one
    without a year is no date of birth. Raises ImpossibleDate (a day that does not exist, lies
    ahead, or more than 125 years back) or AmbiguousDate.
    """
    code = "fr" if language.lower().startswith("fr") else "en"
    context = Context(code, country, now, "past", whole=True)
    source = plain(text)
    if eight := _EIGHT.search(source.text):
        first, second = int(eight[1]), int(eight[2])
        return _lived(placing.numeric(first, second, eight[3], context).day, now)
    original = "".join(text[place] for place in source.back)
    for found in days(source.text, original, context):
        if found.year_said:
            return _lived(found.day, now)
    return None


def _lived(day: date, now: datetime) -> date:
    if day > now.date() or day.year < now.year - OLDEST:
        raise ImpossibleDate
    return day


def read_year(text: str, *, now: datetime | None = None) -> int | None:
    """Return the year of birth a text says ("1980", "né en 1980", "le 3 mars 1980"), or None.

    An age is not a year; two different years are none. Two digits count only after "né en",
    "born in" and the like, as the last such year, and only with `now`. With `now`, a year ahead
    or more than 125 years back is None.
    """
    source = plain(text).text
    years = {int(match[1]) for match in _YEAR.finditer(source)}
    years |= {int(match[3]) for match in _EIGHT.finditer(source)}
    years |= {
        int(match[1]) for match in re.finditer(r"[/.-]((?:18|19|20)\d{2})(?![\d/.-])", source)
    }
    years |= {
        int(match[1]) for match in re.finditer(r"(?<!\d)((?:18|19|20)\d{2})-\d\d-\d\d", source)
    }
    if (
        not years
        and now is not None
        and not _AGE.search(source)
        and (short := _SHORT.search(source))
    ):
        years = {now.year - (now.year - int(short[1])) % 100}
    if len(years) != 1:
        return None
    year = years.pop()
    if now is not None and not now.year - OLDEST <= year <= now.year:
        return None
    return year if year >= placing.FIRST_YEAR else None
