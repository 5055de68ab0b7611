"""Answers in days, hours and years."""

from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import zip_longest

from pydantic import JsonValue

from bot import dates
from bot.actions import Asked, Context, NotHeard, Option, Unclear

DAY = "%Y-%m-%d"
MINUTE = "%Y-%m-%dT%H:%M"


def moment_of(canonical: str, context: Context) -> datetime:
    """The aware moment of a canonical "2026-12-01T14:30", in the person's zone."""
    return datetime.fromisoformat(canonical).replace(tzinfo=context.now.tzinfo)


@dataclass(frozen=True, slots=True)
class Moment(Asked):
    """A day, perhaps with a time: "2026-12-01" or "2026-12-01T14:30".

    ``toward`` is where a day said without a year lies.
    """

    toward: dates.Toward = "future"

    async def hear(self, text: str, context: Context) -> JsonValue:
        """Reads dates as people say them; several meanings become buttons."""
        if canonical := _canonical(text):
            return canonical
        said = _read(text, context, self.toward)
        return said.moment.strftime(MINUTE if said.has_time else DAY)


@dataclass(frozen=True, slots=True)
class TimeOfDay(Asked):
    """A time of day: "14:30"; with its day ("2026-12-03T10:00") when one was said with it."""

    async def hear(self, text: str, context: Context) -> JsonValue:
        """The time said; a day alone is not heard."""
        said = _read(text, context)
        if not said.has_time:
            raise NotHeard("not-heard-time")
        return said.moment.strftime(MINUTE if said.has_day else "%H:%M")


@dataclass(frozen=True, slots=True)
class BirthYear(Asked):
    """A year of birth as an integer."""

    async def hear(self, text: str, context: Context) -> JsonValue:
        """A plausible year, from a year or a whole date."""
        year = dates.read_year(text)
        if year is None or not context.now.year - 120 <= year <= context.now.year:
            raise NotHeard("not-heard-year")
        return year


def _canonical(text: str) -> str | None:
    for form in (MINUTE, DAY):
        try:
            return datetime.strptime(text.strip(), form).strftime(form)  # noqa: DTZ007 - wall time
        except ValueError:
            continue
    return None


def _read(text: str, context: Context, toward: dates.Toward = "future") -> dates.Said:
    try:
        return dates.read_when(
            text[:500],
            language=context.language,
            country=context.account.country,
            now=context.now,
            toward=toward,
            order=context.account.date_order or "ask",
        )
    except dates.AmbiguousDate as problem:
        raise Unclear(
            (
                Option(_with_time(d, problem.time), dates.spell_date(d, context.language), order)
                for d, order in zip_longest(problem.options, problem.orders)
            ),
            "ask-which-day",
        ) from None
    except dates.VagueDate as problem:
        raise NotHeard(
            "not-heard-which-day",
            first=dates.spell_date(problem.first, context.language),
            last=dates.spell_date(problem.last, context.language),
        ) from None
    except dates.ImpossibleDate:
        raise NotHeard("not-heard-impossible-date") from None
    except dates.NonexistentTime:
        raise NotHeard("not-heard-nonexistent-time") from None
    except dates.DateProblem:
        raise NotHeard("not-heard-date") from None


def _with_time(day: date, at: time | None) -> str:
    """The canonical moment of a day whose time was said with it, if it was."""
    return f"{day.isoformat()}T{at:%H:%M}" if at is not None else day.isoformat()
