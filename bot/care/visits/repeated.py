"""What comes back: a series of appointments, and a reminder every day, week or month.

Only repetitions that a calendar can show are taken; anything else is told, not approximated.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import JsonValue

from bot import dates
from bot.actions import Ask, Asked, Context, HealthContext, NotHeard, action
from bot.asked import Words
from bot.care.account.settings import UNDO
from bot.care.profile.note import provenance
from bot.care.visits.naming import named
from bot.errors import Explainable
from bot.notebook import facts as f
from bot.wording.folding import clean, fold_in_place
from bot.wording.lines import appointment as appointment_line
from bot.wording.lines import repetition

MOST = 60
"""Appointments of one series: more than a year of one a week."""

_COUNT = re.compile(
    r"[,;:(]?\s*(?:(?:pendant|pour|for|durant|sur)\s+)?\b(?P<count>\d{1,2})\s*"
    r"(?P<unit>seances?|fois|sessions?|times|rdv|rendez-vous|appointments?|visits?"
    r"|semaines?|weeks?|mois|months?)\b\)?"
)
_VISIT = re.compile(r"^\W*(?:rdv|rendez[- ]vous|appointments?|appts?)\b", re.I)
_UNTIL = re.compile(r"[,;]?\s*\b(?:jusqu'(?:a|au|en)|jusque|until|till|up to)\s+(?P<until>.+)$")

_BESIDE = re.compile(
    r"\b(?:jusqu'(?:a|au|en)|jusque|until|till|up to|le|la|the|on|a|au|en|in|pendant|pour|for"
    r"|durant|environ|about|fin|end|of|debut|mi|seulement|only|svp|please|merci|thanks)\b|[\W\d]"
)
"""What may stand beside how many or until when; more words are another message."""


@dataclass(frozen=True, slots=True)
class Ending(Asked):
    """How many, or until when: the words, once they are known to say one of the two."""

    async def hear(self, text: str, context: Context) -> JsonValue:
        """The words; raises NotHeard for anything else, another appointment included."""
        words = clean(text, limit=60)
        if not words.strip().isdigit():
            last = None if _COUNT.search(fold_in_place(words)) else _last_day(words, context)
            rest = _COUNT.sub(" ", fold_in_place(words)) if last is None else last[1]
            if _BESIDE.sub("", fold_in_place(rest)):
                raise NotHeard("series-how-many-unheard")
        return words


def _last_day(asked: str, context: Context) -> tuple[date, str] | None:
    """The day a series ends with, and the words around it; None when no day is said."""
    until = _UNTIL.search(fold_in_place(asked))
    words = until["until"] if until else asked
    try:
        said = dates.read_when(
            words,
            language=context.language,
            country=context.account.country,
            now=context.now,
            order=context.account.date_order,
        )
    except dates.VagueDate as stretch:  # "until March", "jusqu'à fin janvier"
        return stretch.last, ""
    except dates.ImpossibleDate:
        raise NotHeard("not-heard-impossible-date") from None
    except dates.DateProblem:
        return None
    return (said.moment.date(), said.rest) if said.has_day and not said.has_time else None


@action("visits-series", writes=True)
async def series(
    context: HealthContext,
    words: Annotated[str, Words(200)],
    how_many: Annotated[str | None, Ending()] = None,
) -> None:
    """Note appointments that come back ("physio every Tuesday at 5pm for 6 weeks").

    words: who, which days and what time, as the person says it.
    how_many: how many, or until when, when it was said apart.
    """
    folded = fold_in_place(words)
    text = folded if len(folded) != len(words) else words
    bounds = [m for m in (_COUNT.search(folded), _UNTIL.search(folded)) if m]
    if how_many is None and not bounds:
        raise Ask("how_many")
    for bound in sorted(bounds, key=lambda m: -m.start()):
        text = text[: bound.start()] + text[bound.end() :]
    said = dates.find_recurrence(text, language=context.language)
    if said is None or not said.has_time or said.recurrence.every != 1:
        raise Explainable("series-how")
    asked = how_many or " ".join(m[0].strip(" ,;(") for m in bounds)
    starts = _starts(said.recurrence, asked, context)
    who = named(_VISIT.sub("", said.rest))
    facts = [
        f.Appointment(
            text=who or context.say("series-unnamed"),
            start=start,
            zone=str(context.now.tzinfo),
            provenance=provenance(context),
        )
        for start in starts
    ]
    for fact in facts:
        context.draft.put(fact)
    lines = [f"- {appointment_line(x, context.language)}" for x in facts]
    shown = lines if len(lines) <= 8 else [*lines[:3], "- …", lines[-1]]
    context.draft.say(
        context.say("series-noted", count=len(facts)) + "\n\n" + "\n".join(shown),
        choices=[(context.say("undo-button"), UNDO)],
    )


def _starts(rule: dates.Recurrence, asked: str, context: HealthContext) -> list[datetime]:
    """The naive local starts, from now on, as many as were asked for."""
    folded = fold_in_place(asked)
    # To the minute: six weeks of Tuesdays from a Tuesday morning are six times, not seven.
    now = context.now.replace(tzinfo=None)
    count, last = None, now + timedelta(days=400)
    if found := _COUNT.search(folded):
        number, unit = int(found["count"]), found["unit"]
        if unit.startswith(("sem", "week")):
            last = now + timedelta(weeks=number)
        elif unit.startswith(("moi", "month")):
            last = now + timedelta(days=number * 61 // 2)
        else:
            count = number
    else:
        try:
            day = None if asked.strip().isdigit() else _last_day(asked, context)
        except NotHeard as problem:
            raise Ask("how_many", because=context.say(problem.message_id)) from None
        if day is not None:
            last = datetime.combine(day[0], time.max)
        elif asked.strip().isdigit():
            count = int(asked)
        else:
            raise Ask("how_many", because=context.say("series-how-many-unheard"))
    starts = list(_within(rule, last, context))[: min(count or MOST, MOST)]
    if not starts:
        raise Ask("how_many", because=context.say("series-none"))
    return starts


def _within(rule: dates.Recurrence, last: datetime, context: HealthContext) -> Iterator[datetime]:
    zone, at = ZoneInfo(str(context.now.tzinfo)), context.now
    for _ in range(MOST):
        at = rule.next_after(at, zone)
        local = at.astimezone(zone).replace(tzinfo=None)
        if local > last:
            return
        yield local


@action("visits-routine", writes=True)
async def routine(context: HealthContext, words: Annotated[str, Words(200)]) -> None:
    """Remind the person of something every day, on some weekdays, or on days of the month.

    words: what to be reminded of and how often, as the person says it.
    """
    said = dates.find_recurrence(words, language=context.language)
    if said is None:
        raise Ask("words", because=context.say("routine-how"))
    rule, what = said.recurrence, named(said.rest)
    if rule.every != 1 or not what:
        raise Ask("words", because=context.say("routine-how"))
    repeat = f.Repetition(
        times=tuple(at.strftime("%H:%M") for at in rule.times),
        weekdays=rule.weekdays,
        monthdays=rule.monthdays or ((1,) if rule.unit == "month" else ()),
    )
    fact = f.Task(
        text=what,
        repeat=repeat,
        zone=str(context.now.tzinfo),
        provenance=provenance(context),
    )
    context.draft.put(fact)
    text = context.say("routine-noted", what=what, when=repetition(repeat, context.language))
    if not context.account.nudges:
        text += "\n\n" + context.say("routine-nudges-off")
    context.draft.say(text, choices=[(context.say("undo-button"), UNDO)])
