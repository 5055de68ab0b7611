"""The kinds of answers actions ask for: words, moments, days, choices, facts of the notebook."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from itertools import zip_longest

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
        said = _bare(text)
        for value in self.values:
            if {said, _POLITE.sub("", said).strip()} & self.names(value):
                return value
        raise NotHeard("not-heard-choice")

    def names(self, value: str) -> set[str]:
        """What the value may be called, in every language, for comparison with plain words."""
        names = {_bare(value)}
        for language in LANGUAGES:
            names.add(_bare(find(language, f"{self.labels}.{value}") or value))
            also = find(language, f"{self.labels}.{value}-also") or ""
            names |= {_bare(word) for word in also.split(",")}
        return names - {""}


@dataclass(frozen=True, slots=True)
class Country(Asked):
    """A country: ISO 3166 alpha-2, or "ZZ" when the person would rather not say."""

    offered: tuple[str, ...] = ("FR", "BE", "CH", "GB", "US", "CA")

    async def options(self, context: Context) -> tuple[Option, ...]:
        """The most likely countries; any other can be typed."""
        names = _territories(context.language)
        return tuple(Option(code, names[code]) for code in self.offered)

    async def hear(self, text: str, context: Context) -> JsonValue:
        """A code, a name in either language, or a sentence that names one country."""
        said = _bare(text.replace(".", ""))
        if said in {"zz", "skip", "passer"}:
            return "ZZ"
        names = _country_names()
        if said in names:
            return names[said]
        if len(said) == 2 and said.upper() in names.values() and said not in _NO_CODE:
            return said.upper()
        found = _named(said, names)
        if len(found) == 1 and not _DENYING.search(said):
            return found[0]
        if len(found) > 1:
            territories = _territories(context.language)
            raise Unclear(Option(code, territories[code]) for code in found[:6])
        raise NotHeard("not-heard-country")


_STEM = 6
_SHORT = 3


def apart(text: str) -> str:
    """The words without hyphens: "sage-femme" and "sage femme" are one."""
    return fold(text).replace("-", " ")


def named_words(text: str) -> list[str]:
    """The words that can name something, in plain form: "l'ORL" is "orl", "my son's" is "son"."""
    return [w for w in re.findall(r"[^\W_]+", apart(text)) if len(w) > 2]


def within(word: str, label: str) -> bool:
    """Whether a word, or the stem of a long one, is in a label: "oncologist" of "Oncology".

    A short word must begin one of the label's: the "ENT" is no dENTist.
    """
    if len(word) <= _SHORT:
        return re.search(rf"\b{re.escape(word)}", label) is not None
    return word in label or (len(word) > _STEM and word[:_STEM] in label)


_SMALL = frozenset(
    (
        *("chez", "avec", "pour", "mon", "mes", "les", "des", "une", "celui", "celle"),
        *("with", "the", "for", "and", "my", "est", "was", "one"),
    )
)

_ALIASES = {
    **dict.fromkeys(("uk", "england", "angleterre", "britain", "great britain"), "GB"),
    **dict.fromkeys(("grande bretagne", "scotland", "ecosse", "wales", "pays de galles"), "GB"),
    **dict.fromkeys(("northern ireland", "irlande du nord"), "GB"),
    **dict.fromkeys(("usa", "united states of america", "etats unis d amerique"), "US"),
    **dict.fromkeys(("quebec",), "CA"),
    **dict.fromkeys(("holland", "hollande"), "NL"),
}
"""Names of countries, and of their parts that people call their country."""

_NOT_COUNTRIES = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})
"""Codes of CLDR for unions, tests and the unknown."""

_NO_CODE = frozenset({"no", "je", "me", "my", "la", "so", "to", "si"})
"""Words that happen to be codes: "no" is no answer "Norway"."""

_DENYING = re.compile(r"\b(?:pas|plus|not|don t|quitte|left)\b")
_POLITE = re.compile(
    r"\b(?:svp|s il (?:vous|te) plait|merci|please|thanks|thank you|bien sur|of course|carnet)\b"
)


def _bare(text: str) -> str:
    """Words alone: without case, accents and punctuation, so that "d accord !" is "d'accord"."""
    return " ".join(re.findall(r"\w+", fold(text)))


@cache
def _country_names() -> dict[str, str]:
    names = {_bare(n): c for x in LANGUAGES for c, n in _territories(x).items()}
    return {**names, **_ALIASES}


def _named(said: str, names: dict[str, str]) -> list[str]:
    """The countries a sentence names, each once; the longest name wins where two overlap."""
    found: dict[str, None] = {}
    rest = f" {said} "
    for name in sorted(names, key=len, reverse=True):
        if len(name) > 3 and f" {name} " in rest:
            found[names[name]] = None
            rest = rest.replace(f" {name} ", " · ")
    return list(found)


def _territories(language: str) -> dict[str, str]:
    from babel import Locale

    territories = Locale.parse(language).territories
    return {
        code: str(name)
        for code, name in territories.items()
        if len(code) == 2 and code not in _NOT_COUNTRIES
    }


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
        words = [w for w in named_words(text) if w not in _SMALL]
        fitting = [f for f in found if all(within(w, apart(self.label(f, context))) for w in words)]
        if words and len(fitting) == 1:
            return fitting[0].id
        if not found:
            raise NotHeard("not-heard-nothing-there")
        offered = (fitting or found)[: self.limit]
        options = (Option(f.id, self.label(f, context)) for f in offered)
        raise Unclear(options, "ask-which-one" if fitting or not words else "ask-none-fits")

    async def _facts(self, context: Context) -> list[Fact]:
        if not isinstance(context, HealthContext):
            return []
        kept: list[Fact] = await context.notebook.facts(*self.kinds)
        facts: dict[str, Fact | None] = {x.id: x for x in kept}
        # As they are after what this turn has changed: a visit that was just moved has moved.
        for change in context.draft.changes:
            if change.fact.id in facts or isinstance(change.after, self.kinds):
                facts[change.fact.id] = change.after
        return [x for x in facts.values() if x is not None and self.wanted(x, context)]


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
