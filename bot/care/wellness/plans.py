"""The home blood pressure protocol: two readings morning and evening, for three days or more.

The plan is a fact; its nudges are computed from it, so stopping or undoing it cancels them.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from bot import dates
from bot.actions import Ask, HealthContext, action
from bot.asked import Moment, Words
from bot.care.account.settings import UNDO
from bot.care.profile.note import provenance
from bot.care.wellness.pressure import (
    Average,
    Progress,
    Reading,
    average,
    level,
    progress,
    table,
    window_of,
)
from bot.care.wellness.spelled import day as spelled
from bot.care.wellness.windows import days_said
from bot.errors import Explainable
from bot.knowledge.wellness import pressure_limits
from bot.notebook import facts as f
from bot.turn import Call, Form, Reminder

MOST_DAYS = 14
AFTER_LAST = timedelta(hours=2)
"""How long after the last evening the result is told."""


async def running(context: HealthContext) -> f.MeasurementPlan | None:
    """The plan that is going on today, if there is one."""
    today = context.now.date()
    for plan in reversed(await context.notebook.facts(f.MeasurementPlan)):
        window = window_of(plan)
        if plan.status == "active" and window.first <= today <= window.last + timedelta(days=2):
            return plan
    return None


@action("wellness-pressure-plan", writes=True)
async def start(
    context: HealthContext,
    when: Annotated[str | None, Moment()] = None,
    days: Annotated[str | None, Words(20)] = None,
) -> str:
    """Start measuring blood pressure at home: 2 readings morning and evening, 3 days or more.

    when: the first day; tomorrow when not said.
    days: for how many days, 3 when not said.
    """
    if await running(context) is not None:
        raise Explainable("wellness-plan-already")
    first = datetime.fromisoformat(when).date() if when else context.now.date() + timedelta(days=1)
    if first < context.now.date():
        raise Ask("when", because=context.say("wellness-plan-past"))
    limits = pressure_limits()
    length = min(
        max(days_said(days or "", context.language) or limits.days, limits.days), MOST_DAYS
    )
    plan = f.MeasurementPlan(
        text=context.say("wellness-plan-text", days=length),
        start=first.isoformat(),
        days=length,
        zone=str(context.now.tzinfo),
        morning=limits.morning,
        evening=limits.evening,
        provenance=provenance(context),
    )
    context.draft.put(plan)
    text = context.say(
        "wellness-plan-started",
        first=spelled(first, context.language),
        days=length,
        morning=_clock(plan.morning, context),
        evening=_clock(plan.evening, context),
    )
    context.draft.say(text, choices=[(context.say("undo-button"), UNDO)])
    return text


@action("wellness-pressure-stop", writes=True)
async def stop(context: HealthContext) -> None:
    """Stop the blood pressure plan: no more nudges. What was measured stays."""
    plan = await running(context) or await _coming(context)
    if plan is None:
        raise Explainable("wellness-plan-none")
    context.draft.put(plan.model_copy(update={"status": "stopped"}), plan)
    context.draft.say(
        context.say("wellness-plan-stopped"), choices=[(context.say("undo-button"), UNDO)]
    )


async def _coming(context: HealthContext) -> f.MeasurementPlan | None:
    plans = await context.notebook.facts(f.MeasurementPlan)
    return next((x for x in reversed(plans) if x.status == "active"), None)


@action("wellness-pressure-result")
async def result(context: HealthContext) -> str:
    """Show the average of the blood pressure plan, what it means, and a table for the doctor."""
    plans = [x for x in await context.notebook.facts(f.MeasurementPlan) if x.status != "stopped"]
    if not plans:
        raise Explainable("wellness-plan-none")
    text = await result_text(plans[-1], context)
    context.draft.say(text)
    return text


async def result_text(plan: f.MeasurementPlan, context: HealthContext) -> str:
    """The average, where it stands, what is missing, and the readings day by day."""
    done = await progress(plan, context)
    if not done.readings:
        return context.say("wellness-plan-nothing")
    mean = average(done.readings)
    parts = [
        context.say(
            "wellness-plan-average",
            value=f"{mean.systolic}/{mean.diastolic}",
            count=mean.count,
            days=mean.days,
        ),
        meaning(mean, context),
    ]
    if not done.complete:
        parts.append(context.say("wellness-plan-missing", count=done.missing))
    parts.append(context.say("wellness-plan-table") + "\n\n" + table_of(done, context))
    parts.append(context.say("wellness-plan-doctor"))
    return "\n\n".join(parts)


def meaning(mean: Average, context: HealthContext) -> str:
    """Where an average stands; nothing is said of a limit that does not hold at this age."""
    limits = pressure_limits()
    born = context.account.born
    if born and context.now.year - born < limits.adult_from:
        return context.say("wellness-pressure-child")
    return context.say(
        f"wellness-average-{level(mean.systolic, mean.diastolic)}",
        limit="{}/{}".format(*limits.high),
    )


def table_of(done: Progress, context: HealthContext) -> str:
    """The readings day by day, as a doctor wants to see them."""
    return table(
        done.readings,
        context.say("wellness-morning"),
        context.say("wellness-evening"),
        {x.day: spelled(x.day, context.language) for x in done.readings},
    )


async def for_visit(context: HealthContext) -> str | None:
    """One line for the preparation card: the latest plan's average, if it has readings."""
    plans = [x for x in await context.notebook.facts(f.MeasurementPlan) if x.status != "stopped"]
    if not plans:
        return None
    done = await progress(plans[-1], context)
    if not done.readings:
        return None
    mean = average(done.readings)
    return context.say(
        "wellness-card-pressure",
        value=f"{mean.systolic}/{mean.diastolic}",
        count=mean.count,
        days=mean.days,
    )


async def said_progress(
    plan: f.MeasurementPlan, context: HealthContext, extra: Sequence[Reading] = ()
) -> str:
    """How far the plan is, with readings that are being noted in this turn."""
    before = await progress(plan, context)
    done = count_in(plan, before, extra)
    if done.complete:
        mean = average(done.readings)
        return context.say("wellness-plan-complete", value=f"{mean.systolic}/{mean.diastolic}")
    return context.say("wellness-plan-progress", missing=done.missing)


def count_in(plan: f.MeasurementPlan, before: Progress, extra: Sequence[Reading]) -> Progress:
    """The progress with further readings."""
    window = window_of(plan)
    inside = [x for x in extra if window.first <= x.day <= window.last]
    wanted = pressure_limits().readings
    missing = before.missing
    there = list(before.readings)
    for reading in inside:
        same = sum(1 for x in there if x.day == reading.day and x.session == reading.session)
        if reading.session and same < wanted:
            missing -= 1
        there.append(reading)
    return replace(before, readings=tuple(there), missing=missing)


# --- nudges ---------------------------------------------------------------------------------------


def reminders(fact: f.Fact, now: datetime) -> tuple[Reminder, ...]:
    """The nudges a plan asks for that are still ahead of ``now`` (aware)."""
    if not isinstance(fact, f.MeasurementPlan) or fact.status != "active":
        return ()
    window = window_of(fact)
    planned = []
    for offset in range(fact.days):
        day = window.first + timedelta(days=offset)
        for at in (fact.morning, fact.evening):
            planned.append(("wellness-measure", datetime.combine(day, time.fromisoformat(at))))
    last = datetime.combine(window.last, time.fromisoformat(fact.evening)) + AFTER_LAST
    planned.append(("wellness-measured", last))
    return tuple(
        Reminder(about=fact.id, what=what, local=local, zone=fact.zone)
        for what, local in planned
        if dates.resolve(local, ZoneInfo(fact.zone)) > now
    )


async def measure_now(context: HealthContext, reminder: Reminder, fact: f.Fact) -> None:
    """Ask for the readings of this morning or evening, unless they are there."""
    assert isinstance(fact, f.MeasurementPlan)  # noqa: S101 - NUDGES pairs names with kinds
    session = "morning" if reminder.local.strftime("%H:%M") == fact.morning else "evening"
    done = await progress(fact, context)
    there = [x for x in done.readings if x.day == reminder.local.date() and x.session == session]
    if len(there) >= pressure_limits().readings or fact.status != "active":
        return
    context.draft.say(
        context.say(f"wellness-nudge-{session}"),
        kind="nudge",
        choices=[
            (context.say("wellness-plan-stop-button"), Call(action="wellness-pressure-stop")),
        ],
    )
    # The next thing said is the answer, unless it is clearly something else.
    context.draft.form = Form(
        call=Call(action="wellness-pressure"), asking="readings", opened_at=context.now
    )


async def measured(context: HealthContext, reminder: Reminder, fact: f.Fact) -> None:
    """Tell the result after the last evening."""
    assert isinstance(fact, f.MeasurementPlan)  # noqa: S101 - NUDGES pairs names with kinds
    if fact.status != "active":
        return
    context.draft.put(fact.model_copy(update={"status": "done"}), fact)
    context.draft.say(await result_text(fact, context), kind="nudge")


def _clock(at: str, context: HealthContext) -> str:
    if context.language != "fr":
        return at
    hour, minutes = at.split(":")
    return f"{int(hour)} h {minutes}".removesuffix(" 00")
