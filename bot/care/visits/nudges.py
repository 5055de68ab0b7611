"""When to nudge about a visit or a follow-up, and what the nudge says.

Reminders are derived from facts: whatever changes an appointment (moving, cancelling, undoing)
replans its nudges, because they are computed anew from the fact that results.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot import dates
from bot.actions import HealthContext
from bot.care.visits.prepare import card
from bot.care.visits.repetition import reminders_of
from bot.notebook import facts as f
from bot.turn import Call, Form, Reminder
from bot.wording.lines import appointment as appointment_line
from bot.wording.lines import line, visit

DEBRIEF_AFTER = timedelta(hours=2)
LATEST = time(21, 0)
MORNING = time(9, 0)


def reminders(fact: f.Fact, now: datetime) -> tuple[Reminder, ...]:
    """The nudges a fact asks for that are still ahead of ``now`` (aware)."""
    match fact:
        case f.Appointment(status="booked"):
            planned = _of_appointment(fact)
        case f.Task(status="open") if fact.repeat:
            return reminders_of(fact, "visits-routine", now)
        case f.Task(status="open") if fact.due and len(fact.due) >= 7 and fact.zone:
            # A month ("2027-06") is nudged about on its first day.
            day = datetime.fromisoformat(fact.due if len(fact.due) == 10 else f"{fact.due}-01")
            at = time.fromisoformat(fact.at) if fact.at else MORNING
            planned = [("visits-task", datetime.combine(day.date(), at), fact.zone)]
        case _:
            return ()
    return tuple(
        Reminder(about=fact.id, what=what, local=local, zone=zone)
        for what, local, zone in planned
        if dates.resolve(local, ZoneInfo(zone)) > now
    )


def _of_appointment(fact: f.Appointment) -> list[tuple[str, datetime, str]]:
    zone = ZoneInfo(fact.zone)
    evening = ("visits-evening", dates.evening_before(fact.start, zone), fact.zone)
    if fact.all_day:
        debrief = datetime.combine(fact.start.date(), time(19, 0))
        return [evening, ("visits-debrief", debrief, fact.zone)]
    debrief = fact.start + DEBRIEF_AFTER
    if debrief.time() >= LATEST or debrief.date() != fact.start.date():
        debrief = datetime.combine(fact.start.date() + timedelta(days=1), MORNING)
    return [
        evening,
        ("visits-hour", dates.hour_before(fact.start, zone), fact.zone),
        ("visits-debrief", debrief, fact.zone),
    ]


async def _evening(context: HealthContext, reminder: Reminder, fact: f.Fact) -> None:
    assert isinstance(fact, f.Appointment)  # noqa: S101 - NUDGES pairs names with kinds
    text = context.say("nudge-evening", line=appointment_line(fact, context.language))
    text += "\n\n" + await card(context, fact)
    ask = Call(action="visits-ask", arguments={"appointment": fact.id})
    context.draft.say(text, kind="nudge", choices=[(context.say("add-question-button"), ask)])


async def _hour(context: HealthContext, reminder: Reminder, fact: f.Fact) -> None:
    assert isinstance(fact, f.Appointment)  # noqa: S101 - NUDGES pairs names with kinds
    prepare = Call(action="visits-prepare", arguments={"appointment": fact.id})
    context.draft.say(
        context.say("nudge-hour", line=appointment_line(fact, context.language)),
        kind="nudge",
        choices=[(context.say("card-button"), prepare)],
    )


async def _debrief(context: HealthContext, reminder: Reminder, fact: f.Fact) -> None:
    assert isinstance(fact, f.Appointment)  # noqa: S101 - NUDGES pairs names with kinds
    call = Call(action="visits-debrief", arguments={"appointment": fact.id})
    context.draft.say(
        context.say("nudge-debrief", who=visit(fact, context.language)),
        kind="nudge",
        choices=[
            (
                context.say("debrief-not-held"),
                Call(action="visits-cancel", arguments={"appointment": fact.id}),
            ),
            (context.say("debrief-later"), Call(action="account-cancel")),
        ],
    )
    # The next thing said is the answer, unless it is clearly something else.
    context.draft.form = Form(call=call, asking="words", opened_at=context.now)


async def _task(context: HealthContext, reminder: Reminder, fact: f.Fact) -> None:
    assert isinstance(fact, f.Task)  # noqa: S101 - NUDGES pairs names with kinds
    later = {"task": fact.id, "when": (context.now + timedelta(days=1)).strftime("%Y-%m-%d")}
    context.draft.say(
        context.say("nudge-task", line=line(fact, context.language)),
        kind="nudge",
        choices=[
            (
                context.say("task-done-button"),
                Call(action="visits-done", arguments={"task": fact.id}),
            ),
            (
                context.say("task-later-button"),
                Call(action="visits-follow-up", arguments={"what": fact.text, **later}),
            ),
        ],
    )


async def _routine(context: HealthContext, reminder: Reminder, fact: f.Fact) -> None:
    assert isinstance(fact, f.Task)  # noqa: S101 - NUDGES pairs names with kinds
    if fact.status != "open":
        return
    stop = Call(action="visits-done", arguments={"task": fact.id})
    context.draft.say(
        context.say("nudge-routine", what=fact.text),
        kind="nudge",
        choices=[(context.say("routine-stop-button"), stop)],
    )


Nudge = Callable[[HealthContext, Reminder, f.Fact], Awaitable[None]]

NUDGES: dict[str, tuple[type[f.Fact], Nudge]] = {
    "visits-evening": (f.Appointment, _evening),
    "visits-hour": (f.Appointment, _hour),
    "visits-debrief": (f.Appointment, _debrief),
    "visits-task": (f.Task, _task),
    "visits-routine": (f.Task, _routine),
}
"""What each nudge is about, and what draws it."""
