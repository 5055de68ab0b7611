"""Which appointment is meant: the only one, the one named, or a question with buttons."""

from datetime import datetime, timedelta
from typing import cast

from pydantic import JsonValue

from bot.actions import Ask, Context, HealthContext, NotHeard, Option, Unclear
from bot.asked import FactOf
from bot.care.visits.narrowing import stretch_of
from bot.errors import Explainable
from bot.notebook import facts as f
from bot.wording.lines import appointment as appointment_line


def upcoming(fact: f.Fact, context: Context) -> bool:
    """A booked appointment that has not begun more than an hour ago."""
    return (
        isinstance(fact, f.Appointment)
        and fact.status == "booked"
        and starts(fact, context) > context.now - timedelta(hours=1)
    )


def recent(fact: f.Fact, context: Context) -> bool:
    """A booked appointment that has begun, up to two months ago."""
    return (
        isinstance(fact, f.Appointment)
        and fact.status == "booked"
        and context.now - timedelta(days=60) <= starts(fact, context) <= context.now
    )


def starts(fact: f.Appointment, context: Context) -> datetime:
    """The aware instant an appointment begins."""
    from zoneinfo import ZoneInfo

    return fact.start.replace(tzinfo=ZoneInfo(fact.zone))


def _label(fact: f.Fact, context: Context) -> str:
    return appointment_line(cast(f.Appointment, fact), context.language)


UNNOTED = "- "
"""Stands before the name of an appointment that is not in the notebook."""


_NAME = 3
"""Words that a name has at most."""


class PerhapsNoted(FactOf):
    """An appointment of the notebook, or :data:`UNNOTED` when the words name another one."""

    async def hear(self, text: str, context: Context) -> JsonValue:
        """As :class:`~bot.asked.FactOf`, but a name that fits none is no question."""
        try:
            return await FactOf.hear(self, text, context)
        except NotHeard:
            if len(text.split()) > _NAME:
                raise
            return UNNOTED + text
        except Unclear as problem:
            every = await self._facts(context)
            if len(problem.options) == min(len(every), self.limit) and len(text.split()) <= _NAME:
                return UNNOTED + text
            raise


class VisitOf(FactOf):
    """An appointment by its name, or by its day: "the one on Tuesday"."""

    async def hear(self, text: str, context: Context) -> JsonValue:
        """As :class:`~bot.asked.FactOf`; a day that is said leaves the visits of that day."""
        stretch = stretch_of(text, context)
        if stretch is not None:
            first, last = stretch
            noted = [x for x in await self._facts(context) if isinstance(x, f.Appointment)]
            on = [x for x in noted if first <= x.start.date() <= last]
            if len(on) > 1:
                raise Unclear(Option(x.id, self.label(x, context)) for x in on[: self.limit])
            if on:
                return on[0].id
        return await FactOf.hear(self, text, context)


PERHAPS = PerhapsNoted((f.Appointment,), _label, upcoming)
UPCOMING = VisitOf((f.Appointment,), _label, upcoming)
RECENT = FactOf((f.Appointment,), _label, recent)


async def chosen(context: HealthContext, given: str | None, kind: FactOf) -> f.Appointment:
    """The appointment of that id; without one, the only one there is, or a question."""
    if given:
        fact = await context.notebook.fact(given)
        if isinstance(fact, f.Appointment):
            return fact
        raise Explainable("no-such-appointment")
    facts = [x for x in await context.notebook.facts(f.Appointment) if kind.wanted(x, context)]
    if not facts:
        raise Explainable("no-appointment")
    if len(facts) > 1:
        raise Ask("appointment")
    return facts[0]
