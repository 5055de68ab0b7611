"""Noting, listing, moving and cancelling appointments, and noting questions for them."""

import re
from datetime import datetime
from typing import Annotated

from bot import dates
from bot.actions import Ask, HealthContext, action
from bot.asked import MINUTE, Moment, TimeOfDay, Words
from bot.care.account.settings import UNDO
from bot.care.profile.note import provenance
from bot.care.visits.choosing import PERHAPS, UNNOTED, UPCOMING, chosen, starts, upcoming
from bot.care.visits.narrowing import wanted_of
from bot.care.visits.nudges import reminders
from bot.knowledge.visits import place_words
from bot.notebook import facts as f
from bot.turn import Call
from bot.wording.folding import fold
from bot.wording.lines import appointment as appointment_line

_AT = re.compile(r"\s+(?:à l['’]|à la|à|au|aux|at the|at|in the|in)\s*", re.I)
_LEADING = re.compile(
    r"^(?:(?:chez|avec|au|aux|à|a|le|la|les|l['’]|un|une|mon|ma|with|at|to|the|my|an)\s+|l['’])+",
    re.I,
)


def _apart(who: str, context: HealthContext) -> tuple[str, str | None]:
    """ "IRM à l'hôpital Cochin" apart: what it is, and the place when the words name one."""
    for gap in _AT.finditer(who):
        place = who[gap.end() :].strip()
        if gap.start() > 0 and place_words(context.language).search(fold(place)):
            return who[: gap.start()], place[:1].upper() + place[1:]
    return who, None


def named(who: str) -> str:
    """Who or what it is, without the small words before it, with a capital."""
    who = _LEADING.sub("", who.strip(" .,!"))
    return who[:1].upper() + who[1:]


def _start(when: str, time: str | None, context: HealthContext) -> datetime:
    """The naive local start; asks for the time when only the day is known."""
    if "T" not in when:
        if time is None:
            day = datetime.fromisoformat(when).date()
            raise Ask(
                "time",
                because=context.say("day-heard", day=dates.spell_date(day, context.language)),
            )
        # "jeudi 10h" in answer to "at what time?" corrects the day too.
        when = time if "T" in time else f"{when}T{time}"
    start = datetime.fromisoformat(when)
    if start <= context.now.replace(tzinfo=None):
        spelled = dates.spell_moment(start, language=context.language, now=None)
        raise Ask("when", because=context.say("appointment-past", moment=spelled))
    if dates.resolve(start, context.now.tzinfo).astimezone(  # type: ignore[arg-type]
        context.now.tzinfo
    ).strftime(MINUTE) != start.strftime(MINUTE):
        raise Ask("when", because=context.say("not-heard-nonexistent-time"))
    return start


@action("visits-note", writes=True)
async def note(
    context: HealthContext,
    who: Annotated[str, Words(120)],
    when: Annotated[str, Moment()],
    time: Annotated[str | None, TimeOfDay()] = None,
    where: Annotated[str | None, Words(200)] = None,
) -> str | None:
    """Note a medical appointment; nudges and the debrief follow by themselves.

    who: the professional or speciality, as the person says it.
    when: day and time, as the person says them.
    time: the time, when it was said apart.
    where: the place, if known.
    """
    start = _start(when, time, context)
    if where is None:
        who, where = _apart(who, context)
    who = named(who)
    for fact in await context.notebook.facts(f.Appointment):
        if fact.start == start and fold(fact.text) == fold(who) and fact.status == "booked":
            context.draft.say(
                context.say("appointment-already", line=appointment_line(fact, context.language))
            )
            return None
    fact = f.Appointment(
        text=who,
        start=start,
        zone=str(context.now.tzinfo),
        place=where,
        provenance=provenance(context),
    )
    context.draft.put(fact)
    _said(context, "appointment-noted", fact)
    return "Noted."


def _said(context: HealthContext, message_id: str, fact: f.Appointment) -> None:
    planned = [
        dates.spell_moment(r.local, language=context.language, now=None)
        for r in reminders(fact, context.now)
        if r.what in {"visits-evening", "visits-hour"}
    ]
    text = context.say(message_id, line=appointment_line(fact, context.language))
    if planned and context.account.nudges:
        text += "\n\n" + context.say("nudges-planned", moments=" · ".join(planned))
    prepare = Call(action="visits-prepare", arguments={"appointment": fact.id})
    context.draft.say(
        text,
        choices=[(context.say("prepare-button"), prepare), (context.say("undo-button"), UNDO)],
    )


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
            context.draft.say(context.say("no-appointment-about", what=about.strip()))
        else:
            coming, tasks = wanted
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
        name = target.removeprefix(UNNOTED)
        colon = " : " if context.language == "fr" else ": "
        what, target = name[:1].upper() + name[1:] + colon + what, None
    context.draft.put(f.Question(text=what, appointment=target, provenance=provenance(context)))
    choices = [(context.say("undo-button"), UNDO)]
    if target:
        call = Call(action="visits-prepare", arguments={"appointment": target})
        choices.insert(0, (context.say("prepare-button"), call))
    context.draft.say(context.say("question-noted", what=what), choices=choices)


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
    fact = await chosen(context, appointment, UPCOMING)
    when = when or fact.start.strftime("%Y-%m-%d")
    start = _start(when, time or (None if "T" in when else fact.start.strftime("%H:%M")), context)
    after = fact.model_copy(update={"start": start, "zone": str(context.now.tzinfo)})
    context.draft.put(after, fact)
    _said(context, "appointment-moved", after)


@action("visits-cancel", writes=True)
async def cancel_visit(
    context: HealthContext, appointment: Annotated[str | None, UPCOMING] = None
) -> None:
    """Note that an appointment is cancelled: its nudges stop. Tells nobody else.

    appointment: which appointment, by words that name it.
    """
    fact = await chosen(context, appointment, UPCOMING)
    context.draft.put(fact.model_copy(update={"status": "cancelled"}), fact)
    context.draft.say(
        context.say("appointment-cancelled", line=appointment_line(fact, context.language)),
        choices=[(context.say("undo-button"), UNDO)],
    )
