"""Said dates: the date and time in an answer or an ordinary sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Literal

from bot.dates.days import days
from bot.dates.hours import Clock, clocks
from bot.dates.placing import FIRST_YEAR, LAST_YEAR, Context, Found
from bot.dates.recurrence_words import pieces_of
from bot.dates.said import (
    AmbiguousDate,
    DateProblem,
    ImpossibleDate,
    NoDate,
    NonexistentTime,
    Order,
    Said,
    Toward,
)
from bot.dates.text import Plain, plain, without
from bot.dates.vague import stretch
from bot.dates.words import either, months
from bot.dates.zones import exists, resolve

_GLUE = re.compile(r"[ ,;:.()-]*(?:(?:a|at|le|on|vers|et|and|@)[ ,]*)?")

_ELSEWHERE = re.compile(
    r"\b(?:le|du) (?:sur)?lendemain\b|\b(?:la|de la) veille\b|\b(?:le|ce) meme jour\b"
    r"|\bthe (?:day (?:after|before)(?! (?:tomorrow|yesterday))|(?:following|next|same) day)\b"
)

_OTHER = {"fr": "en", "en": "fr"}
_SHORT = 60


def find_when(
    text: str,
    *,
    language: str,
    country: str | None,
    now: datetime,
    toward: Toward = "future",
    order: Order | Literal["ask"] | None = None,
) -> Said | None:
    """Return the first date or time inside an ordinary sentence, or None.

    `now` is aware, in the person's zone; `country` an ISO code or None. `order` is what comes first
    in "9/3" for this person, or "ask"; without it language and country say it. Only what is surely
    a date or a time counts: measurements, doses, scores and phone numbers are left alone. A time
    alone is today if still ahead, else tomorrow (looking back: today if past, else yesterday).
    Raises ImpossibleDate, AmbiguousDate or NonexistentTime for a date that is meant as one and
    cannot be used.
    """
    return _read(text, _context(language, country, now, toward, order, whole=False))


def find_each_when(
    text: str,
    *,
    language: str,
    country: str | None,
    now: datetime,
    toward: Toward = "future",
    order: Order | Literal["ask"] | None = None,
) -> tuple[Said, ...]:
    """Return every date or time of a sentence ("déplacer le RDV du 3 au 10 décembre"), in order.

    As `find_when`; at most eight.
    """
    context = _context(language, country, now, toward, order, whole=False)
    found: list[Said] = []
    left = text
    while len(found) < 8 and (said := _read(left, context)):
        found.append(said)
        for start, end in said.spans:
            left = left[:start] + "|" * (end - start) + left[end:]
    spans = tuple(span for said in found for span in said.spans)
    rest = without(text, spans)
    return tuple(sorted((replace(said, rest=rest) for said in found), key=lambda one: one.span))


def read_when(
    text: str,
    *,
    language: str,
    country: str | None,
    now: datetime,
    toward: Toward = "future",
    order: Order | Literal["ask"] | None = None,
) -> Said:
    """Return the date or time of an answer that should be one.

    As `find_when`, but bare forms count too ("9/3", "14h", "at 3"). Raises NoDate, VagueDate,
    ImpossibleDate, AmbiguousDate or NonexistentTime.
    """
    said = _read(text, _context(language, country, now, toward, order, whole=True))
    if said is None:
        raise NoDate
    return said


def _context(
    language: str,
    country: str | None,
    now: datetime,
    toward: Toward,
    order: Order | Literal["ask"] | None,
    *,
    whole: bool,
) -> Context:
    if now.tzinfo is None:
        raise ValueError("now must be aware, in the person's zone")
    code: Literal["fr", "en"] = "fr" if language.lower().startswith("fr") else "en"
    return Context(code, country, now, toward, whole, order)


def _read(text: str, context: Context) -> Said | None:
    source = plain(text)
    # What is said to come back ("tous les lundis") is no date; the spaces keep every position.
    words = source.text
    repeated = pieces_of(words, context.language)
    for start, end in repeated:
        words = words[:start] + "|" * (end - start) + words[end:]
    times = _times(words, context)
    try:
        found, more = _first_day(words, source, context)
    except AmbiguousDate as problem:
        clock = next((clock for clock in times if clock.sure and not clock.impossible), None)
        at = time(clock.hour, clock.minute) if clock else None
        raise AmbiguousDate(problem.options, at, problem.orders) from None
    if found is None and context.whole:
        found = _by_library(words, times, context)
    clock = _time_for(found, times, words, context, more)
    if found is None and _ELSEWHERE.search(words):
        raise NoDate  # "le lendemain à 11h": a day told from another one, which is not known here
    if found is None and (clock is None or repeated):
        if context.whole and (vague := stretch(words, context)):
            raise vague
        return None
    return _said(source, found, clock, context)


def _times(text: str, context: Context) -> list[Clock]:
    times = list(clocks(text, context.language))
    if times or not re.search(r"[0-9]|midi|noon|minuit|midnight|clock|half|quart", text):
        return times
    return list(clocks(text, _OTHER[context.language]))


def _by_library(text: str, times: list[Clock], context: Context) -> Found | None:
    """Return the day of a short answer with a month's name in an order the forms do not have."""
    named = re.search(rf"(?<![a-z]){either(months(context.language))}(?![a-z])", text)
    if len(text) > _SHORT or not named or not re.search("[0-9]", text):
        return None
    from dateparser.date import DateDataParser

    for clock in times:
        text = text[: clock.start] + " " * (clock.end - clock.start) + text[clock.end :]
    parser = DateDataParser(
        languages=[context.language],
        settings={
            "PARSERS": ["absolute-time"],
            "REQUIRE_PARTS": ["day", "month"],
            "PREFER_DATES_FROM": context.toward,
            # One base a day: the library keeps every combination of settings it has seen.
            "RELATIVE_BASE": datetime.combine(context.today, time(0)),
        },
    )
    moment = parser.get_date_data(text).date_obj
    if moment is None or not FIRST_YEAR <= moment.year <= LAST_YEAR:
        return None
    return Found(0, len(text.rstrip()), moment.date())


def _first_day(text: str, source: Plain, context: Context) -> tuple[Found | None, Iterator[Found]]:
    """Return the first day, and those after it that have not been looked for yet."""
    original = "".join(source.original[place] for place in source.back)
    every = days(text, original, context)
    first = next(every, None)
    if first is None:
        # People mix: "RDV tomorrow". Only the unmistakable forms of the other language count.
        other = replace(context, language=_OTHER[context.language])
        every = days(text, original, other, foreign=True)
        first = next(every, None)
    if first is None:
        return None, every
    if re.match(r" *(?:ou|or)\b", text[first.end :]) and (second := next(every, None)):
        between = text[first.end : second.start]
        if re.fullmatch(r" *(?:ou|or) *(?:bien *|else *)?", between) and second.day != first.day:
            raise AmbiguousDate(tuple(sorted((first.day, second.day))))
    return first, every


def _time_for(
    found: Found | None, times: list[Clock], text: str, context: Context, more: Iterator[Found]
) -> Clock | None:
    """Return the time said of a day: the one beside it, else one that stands beside no other."""
    if found is None:
        return next(
            (clock for clock in times if clock.sure or (context.whole and not clock.bare)), None
        )
    if found.instant is not None:
        return None
    apart = [clock for clock in times if clock.start >= found.end or clock.end <= found.start]
    for clock in apart:
        if _beside(found, clock, text):
            return clock.on(found.part)
    sure = [clock for clock in apart if clock.sure and clock.cued]
    if not sure:
        return None
    others = _until_problem(more)
    free = [clock for clock in sure if not any(_beside(day, clock, text) for day in others)]
    free.sort(key=lambda clock: clock.start < found.start)
    return free[0].on(found.part) if free else None


def _beside(found: Found, clock: Clock, text: str) -> bool:
    after = clock.start >= found.end
    return bool(
        _GLUE.fullmatch(text, *((found.end, clock.start) if after else (clock.end, found.start)))
    )


def _until_problem(more: Iterator[Found]) -> list[Found]:
    """Return the further days of a text, up to one that cannot be used."""
    found: list[Found] = []
    try:
        for day in more:
            found.append(day)
    except DateProblem:
        return found
    return found


def _said(source: Plain, found: Found | None, clock: Clock | None, context: Context) -> Said:
    pieces = [(piece.start, piece.end) for piece in (found, clock) if piece is not None]
    pieces.sort()
    if len(pieces) == 2 and _GLUE.fullmatch(source.text, pieces[0][1], pieces[1][0]):
        pieces = [(pieces[0][0], pieces[1][1])]
    spans = tuple(source.span(start, end) for start, end in pieces)
    main = spans[0] if found is None or len(spans) == 1 else source.span(found.start, found.end)
    moment, has_time = _moment(found, clock, context)
    return Said(
        moment=moment,
        has_time=has_time,
        words=source.original[main[0] : main[1]],
        span=main,
        has_day=found is not None,
        spans=spans,
        rest=without(source.original, spans),
        part=found.part if found and not has_time else None,
        other=found.other if found else None,
    )


def _moment(found: Found | None, clock: Clock | None, context: Context) -> tuple[datetime, bool]:
    zone = context.now.tzinfo
    if clock is not None and clock.impossible:
        raise ImpossibleDate
    if found is not None and found.instant is not None:
        return found.instant, True
    if clock is None:
        day = found.day if found else context.today
        if found and found.part == "noon" and context.language == "fr":
            return datetime.combine(day, time(12), zone), True  # "demain midi" is a time of day
        return datetime.combine(day, time(0), zone), False
    if found is None:
        clock = clock.on(None)
        wall = _wall(context.today, clock)
        ahead = wall > context.now.replace(tzinfo=None)
        if ahead != (context.toward == "future"):
            wall += timedelta(days=1 if context.toward == "future" else -1)
    else:
        wall = _wall(found.day, clock)
    assert zone is not None  # noqa: S101 - checked when the context was made
    if not exists(wall, zone):
        raise NonexistentTime(resolve(wall, zone).astimezone(zone))
    return wall.replace(tzinfo=zone), True


def _wall(day: date, clock: Clock) -> datetime:
    return datetime.combine(day, time(clock.hour, clock.minute)) + timedelta(days=clock.after)
