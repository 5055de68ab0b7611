"""The kinds of answers actions ask for: words, moments, days, choices, facts of the notebook."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time

from pydantic import JsonValue

from bot import dates
from bot.actions import Asked, Context, HealthContext, NotHeard, Option, Unclear
from bot.notebook.facts import Fact
from bot.wording import LANGUAGES, find
from bot.wording.folding import clean, fold

DAY = "%Y-%m-%d"
MINUTE = "%Y-%m-%dT%H:%M"


def moment_of(canonical: str, context: Context) -> datetime:
    """The aware moment of a canonical "2026-12-01T14:30", in the person's zone."""
    return datetime.fromisoformat(canonical).replace(tzinfo=context.now.tzinfo)


@dataclass(frozen=True, slots=True)
class Words(Asked):
    """Free words, cleaned and bounded."""

    limit: int = 500

    async def hear(self, text: str, context: Context) -> JsonValue:
        """The words without control characters; raises NotHeard when nothing is left."""
        words = clean(text, limit=self.limit)
        if not words:
            raise NotHeard("not-heard-empty")
        return words


@dataclass(frozen=True, slots=True)
class Moment(Asked):
    """A day, perhaps with a time: "2026-12-01" or "2026-12-01T14:30"."""

    async def hear(self, text: str, context: Context) -> JsonValue:
        """Reads dates as people say them; several meanings become buttons."""
        if canonical := _canonical(text):
            return canonical
        said = _read(text, context)
        return said.moment.strftime(MINUTE if said.has_time else DAY)


@dataclass(frozen=True, slots=True)
class TimeOfDay(Asked):
    """A time of day: "14:30"."""

    async def hear(self, text: str, context: Context) -> JsonValue:
        """The time said; a day alone is not heard."""
        said = _read(text, context)
        if not said.has_time:
            raise NotHeard("not-heard-time")
        return said.moment.strftime("%H:%M")


@dataclass(frozen=True, slots=True)
class BirthYear(Asked):
    """A year of birth as an integer."""

    async def hear(self, text: str, context: Context) -> JsonValue:
        """A plausible year, from a year or a whole date."""
        year = dates.read_year(text)
        if year is None or not context.now.year - 120 <= year <= context.now.year:
            raise NotHeard("not-heard-year")
        return year


@dataclass(frozen=True, slots=True)
class OneOf(Asked):
    """One of a few values. Labels are the attributes ``.value`` of the message ``labels``."""

    labels: str
    values: tuple[str, ...]

    async def options(self, context: Context) -> tuple[Option, ...]:
        """One button per value."""
        return tuple(Option(v, context.say(f"{self.labels}.{v}")) for v in self.values)

    async def hear(self, text: str, context: Context) -> JsonValue:
        """The value whose name, label or listed synonym was said."""
        said = fold(text).strip(" .!")
        for value in self.values:
            names = {fold(value)}
            for language in LANGUAGES:
                names.add(fold(find(language, f"{self.labels}.{value}") or value))
                also = find(language, f"{self.labels}.{value}-also") or ""
                names |= {fold(word) for word in also.split(",") if word.strip()}
            if said in names:
                return value
        raise NotHeard("not-heard-choice")


@dataclass(frozen=True, slots=True)
class Country(Asked):
    """A country: ISO 3166 alpha-2, or "ZZ" when the person would rather not say."""

    offered: tuple[str, ...] = ("FR", "BE", "CH", "GB", "US", "CA")

    async def options(self, context: Context) -> tuple[Option, ...]:
        """The most likely countries; any other can be typed."""
        names = _territories(context.language)
        return tuple(Option(code, names[code]) for code in self.offered)

    async def hear(self, text: str, context: Context) -> JsonValue:
        """A code or a name in either language."""
        said = fold(text).strip(" .!")
        if said in {"zz", "skip", "passer"}:
            return "ZZ"
        for language in ("fr", "en"):
            for code, name in _territories(language).items():
                if said == fold(name) or said.upper() == code:
                    return code
        alias = _ALIASES.get(said)
        if alias:
            return alias
        raise NotHeard("not-heard-country")


_SMALL = frozenset(
    (
        *("chez", "avec", "pour", "mon", "mes", "les", "des", "une"),
        *("with", "the", "for", "and", "my", "est", "was"),
    )
)

_ALIASES = {"uk": "GB", "england": "GB", "angleterre": "GB", "usa": "US", "etats unis": "US"}


def _territories(language: str) -> dict[str, str]:
    from babel import Locale

    territories = Locale.parse(language).territories
    return {code: str(name) for code, name in territories.items() if len(code) == 2}


@dataclass(frozen=True, slots=True)
class FactOf(Asked):
    """A fact of the notebook, by id. ``label`` says it in one line."""

    kinds: tuple[type[Fact], ...]
    label: Callable[[Fact, Context], str]
    wanted: Callable[[Fact, Context], bool] = lambda fact, context: True
    limit: int = 8

    async def options(self, context: Context) -> tuple[Option, ...]:
        """The latest facts of these kinds."""
        found = await self._facts(context)
        return tuple(Option(f.id, self.label(f, context)) for f in found[: self.limit])

    async def hear(self, text: str, context: Context) -> JsonValue:
        """An id, or words that fit exactly one fact; several become buttons."""
        found = await self._facts(context)
        if any(text == f.id for f in found):
            return text
        words = [w for w in fold(text).split() if len(w) > 2 and w not in _SMALL]
        fitting = [f for f in found if all(w in fold(self.label(f, context)) for w in words)]
        if words and len(fitting) == 1:
            return fitting[0].id
        if not found:
            raise NotHeard("not-heard-nothing-there")
        offered = (fitting or found)[: self.limit]
        raise Unclear(Option(f.id, self.label(f, context)) for f in offered)

    async def _facts(self, context: Context) -> list[Fact]:
        if not isinstance(context, HealthContext):
            return []
        facts: list[Fact] = await context.notebook.facts(*self.kinds)
        return [f for f in facts if self.wanted(f, context)]


def _canonical(text: str) -> str | None:
    for form in (MINUTE, DAY):
        try:
            return datetime.strptime(text.strip(), form).strftime(form)  # noqa: DTZ007 - wall time
        except ValueError:
            continue
    return None


def _read(text: str, context: Context) -> dates.Said:
    try:
        return dates.read_when(
            text[:500], language=context.language, country=context.account.country, now=context.now
        )
    except dates.AmbiguousDate as problem:
        raise Unclear(
            (
                Option(_with_time(d, problem.time), dates.spell_date(d, context.language))
                for d in problem.options
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
