"""Noting, listing and moving appointments, and noting questions for them."""

import re
from datetime import timedelta
from typing import Annotated

from bot import dates
from bot.actions import Ask, HealthContext, action
from bot.asked import Moment, TimeOfDay, Words, apart, within
from bot.care.account.settings import UNDO
from bot.care.profile.note import provenance
from bot.care.visits.choosing import PERHAPS, UNNOTED, UPCOMING, chosen, starts, upcoming
from bot.care.visits.hour import UNKNOWN, VisitTime, next_at, start_of
from bot.care.visits.naming import named, own, split_place
from bot.care.visits.narrowing import wanted_of
from bot.care.visits.nudges import reminders
from bot.errors import Explainable
from bot.notebook import facts as f
from bot.turn import Call
from bot.wording.folding import fold
from bot.wording.lines import appointment as appointment_line
from bot.wording.lines import headed

JUST_NOW = timedelta(minutes=15)
"""As long as a correction that names no visit is of the last one."""


@action("visits-note", writes=True)
async def note(
    context: HealthContext,
    who: Annotated[str, Words(120)],
    when: Annotated[str | None, Moment()] = None,
    time: Annotated[str | None, VisitTime()] = None,
    where: Annotated[str | None, Words(200)] = None,
    subject: Annotated[str | None, Words(60)] = None,
) -> str | None:
    """Note a medical appointment; nudges and the debrief follow by themselves.

    who: the professional or speciality, as the person says it.
    when: day and time, as the person says them.
    time: the time, when it was said apart.
    where: the place, if known.
    subject: whose appointment it is, as the person says it, when it is not their own.
    """
    if where is None:
        who, where = split_place(who, context)
    who = named(who)
    noted = [x for x in await context.notebook.facts(f.Appointment) if x.status == "booked"]
    if when is None:
        if time is None or time == UNKNOWN:
            raise Ask("when")
        if without_hour := _without_hour(noted, who, context):
            return await _at(without_hour, time, context)
        when = next_at(time, context)
    start, whole_day = start_of(when, time, who, context)
    for fact in noted:
        same = (fact.start, fact.all_day, fold(fact.text)) == (start, whole_day, fold(who))
        if same and fact.subject == own(subject):
            context.draft.say(
                context.say("appointment-already", line=appointment_line(fact, context.language))
            )
            return None
    fact = f.Appointment(
        text=who,
        start=start,
        zone=str(context.now.tzinfo),
        place=where,
        all_day=whole_day,
        subject=own(subject),
        provenance=provenance(context),
    )
    context.draft.put(fact)
    _said(context, "appointment-noted", fact)
    return "Noted."


def _without_hour(
    noted: list[f.Appointment], who: str, context: HealthContext
) -> f.Appointment | None:
    """The coming visit of that name whose hour was left open, when there is just one."""
    words = apart(who).split()
    found = [
        x
        for x in noted
        if x.all_day and upcoming(x, context) and all(within(w, apart(x.text)) for w in words)
    ]
    return found[0] if len(found) == 1 else None


async def _at(fact: f.Appointment, time: str, context: HealthContext) -> str:
    """Give a visit the hour that was open."""
    day = fact.start.strftime("%Y-%m-%d")
    start, _ = start_of(day, time, fact.text, context)
    after = fact.model_copy(update={"start": start, "all_day": False})
    context.draft.put(after, fact)
    _said(context, "appointment-noted", after)
    return "Noted."


def _said(context: HealthContext, message_id: str, fact: f.Appointment) -> None:
    planned = [
        dates.spell_moment(r.local, language=context.language, now=None)
        for r in reminders(fact, context.now)
        if r.what in {"visits-evening", "visits-hour"}
    ]
    text = context.say(message_id, line=appointment_line(fact, context.language))
    if fact.all_day:
        text += "\n\n" + context.say("hour-missing", who=fact.text)
    if planned and context.account.nudges:
        text += "\n\n" + context.say("nudges-planned", moments=" · ".join(planned))
    prepare = Call(action="visits-prepare", arguments={"appointment": fact.id})
    context.draft.say(
        text,
        choices=[(context.say("prepare-button"), prepare), (context.say("undo-button"), UNDO)],
    )


_NEXT = re.compile(r"^(?:prochaine?|next)\b(?! (?:semaine|mois|annee|week|month|year|\w+day)\b)")
"""What asks for one visit and not for all of that name."""


@action("visits-list")
async def list_(context: HealthContext, about: Annotated[str | None, Words(60)] = None) -> str:
    """List the coming appointments and the follow-ups that are open.

    about: a day, a stretch of days, or a name, when only those are wanted.
    """
    facts = await context.notebook.facts(f.Appointment)
    coming = sorted((x for x in facts if upcoming(x, context)), key=lambda x: starts(x, context))
    tasks = [t for t in await context.notebook.facts(f.Task) if t.status == "open"]
    if about and (coming or tasks):
        wanted = wanted_of(about, coming, tasks, context)
        if wanted is None:
            context.draft.say(context.say("no-appointment-about", what=about.strip(" ?")))
        else:
            coming, tasks = wanted
            if _NEXT.search(fold(about)):
                coming, tasks = coming[:1], []
    if not coming and not tasks:
        context.draft.say(context.say("no-appointment"))
        return "None."
    parts = []
    if coming:
        parts.append(f"**{context.say('kind.Appointment')}**\n")
        parts += [f"- {appointment_line(x, context.language)}" for x in coming]
    reply = context.draft.say("")
    if tasks:
        from bot.wording.lines import line

        parts.append(f"\n**{context.say('kind.Task')}**\n")
        parts += [f"- {line(t, context.language)}" for t in tasks]
        reply.choices += [
            (
                context.say("task-stop" if t.repeat else "task-done", what=t.text[:40]),
                Call(action="visits-done", arguments={"task": t.id}),
            )
            for t in tasks[:4]
        ]
    if coming:
        call = Call(action="visits-prepare", arguments={"appointment": coming[0].id})
        reply.choices.insert(0, (context.say("prepare-button"), call))
    reply.text = "\n".join(parts).lstrip()
    return reply.text


@action("visits-ask", writes=True)
async def ask_at_visit(
    context: HealthContext,
    what: Annotated[str, Words(300)],
    appointment: Annotated[str | None, PERHAPS] = None,
) -> None:
    """Keep a question the person wants to ask at a visit.

    what: the question in the person's own words.
    appointment: the appointment it is for, when several are planned.
    """
    facts = [x for x in await context.notebook.facts(f.Appointment) if upcoming(x, context)]
    target = appointment or (facts[0].id if len(facts) == 1 else None)
    if target is None and len(facts) > 1:
        raise Ask("appointment")
    if target is not None and target.startswith(UNNOTED):
        what, target = headed(target.removeprefix(UNNOTED), what, context.language), None
    context.draft.put(f.Question(text=what, appointment=target, provenance=provenance(context)))
    choices = [(context.say("undo-button"), UNDO)]
    if target:
        call = Call(action="visits-prepare", arguments={"appointment": target})
        choices.insert(0, (context.say("prepare-button"), call))
    context.draft.say(context.say("question-noted", what=what), choices=choices)


async def _just_noted(context: HealthContext) -> f.Appointment | None:
    """The visit that was noted or moved last, a moment ago: "in fact it is at 3"."""
    for last in await context.notebook.change_sets(1):
        visits = [c.after for c in last.changes if isinstance(c.after, f.Appointment)]
        if len(visits) == 1 and context.now - last.at <= JUST_NOW and upcoming(visits[0], context):
            kept = await context.notebook.fact(visits[0].id)
            return kept if isinstance(kept, f.Appointment) else None
    return None


@action("visits-move", writes=True)
async def move(
    context: HealthContext,
    when: Annotated[str | None, Moment()] = None,
    appointment: Annotated[str | None, UPCOMING] = None,
    time: Annotated[str | None, TimeOfDay()] = None,
) -> None:
    """Move an appointment to another moment.

    when: the new day and time, as the person says them; none when only the time changes.
    appointment: which appointment, by words that name it.
    time: the new time, when it was said apart.
    """
    if when is None and time is None:
        raise Ask("when")
    await _moved(await chosen(context, appointment, UPCOMING), when, time, context)


@action("visits-correct", writes=True, tool=False, listed=False)
async def correct_last(
    context: HealthContext,
    when: Annotated[str | None, Moment()] = None,
    time: Annotated[str | None, TimeOfDay()] = None,
) -> None:
    """Correct the moment of the visit that was noted a moment ago ("in fact it is at 3").

    when: the new day and time, as the person says them.
    time: the new time, when it was said alone.
    """
    last = await _just_noted(context)
    if last is None:
        raise Explainable("not-understood-plain")
    await _moved(last, when, time, context)


async def _moved(
    fact: f.Appointment, when: str | None, time: str | None, context: HealthContext
) -> None:
    when = when or fact.start.strftime("%Y-%m-%d")
    hour = UNKNOWN if fact.all_day else fact.start.strftime("%H:%M")
    start, whole_day = start_of(when, time or (None if "T" in when else hour), fact.text, context)
    zone = str(context.now.tzinfo)
    after = fact.model_copy(update={"start": start, "zone": zone, "all_day": whole_day})
    context.draft.put(after, fact)
    _said(context, "appointment-moved", after)
