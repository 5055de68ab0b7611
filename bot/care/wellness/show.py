"""Showing a measure over a stretch of days: numbers, coverage, what to be careful about, a
picture."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated

from bot.actions import HealthContext, NotHeard, action
from bot.care.wellness.days import Collected, Day, collect
from bot.care.wellness.drawn import pairs, picture
from bot.care.wellness.glucose import in_range, range_said
from bot.care.wellness.goals import goal_of, progress_said
from bot.care.wellness.overview import Named
from bot.care.wellness.plans import meaning
from bot.care.wellness.pressure import average, level, readings
from bot.care.wellness.spelled import amount, day
from bot.care.wellness.windows import DEFAULT_DAYS, MOST_DAYS, Length, Window, days_said
from bot.knowledge.wellness import (
    Shown,
    measure_named,
    measures,
    pressure_limits,
)
from bot.turn import Call

LONGER = {7: 30, 30: 90, 90: 365, 365: MOST_DAYS}
"""What is offered after a window: a longer one."""


@action("wellness-show")
async def show(
    context: HealthContext,
    measure: Annotated[str, Named(80)],
    days: Annotated[int | None, Length()] = None,
) -> str:
    """Show a measure over some days, with a picture: steps, activity, sleep, weight, blood
    pressure, heart rate, glucose (with time in range), saturation, temperature.

    measure: what to show, as the person says it.
    days: over how many days up to today; 30 when not said.
    """
    name = measure_named(measure)
    if name is None:
        raise NotHeard("wellness-not-heard-measure")
    if days is None:
        days = days_said(measure, context.language) or DEFAULT_DAYS
    shown = measures(context.language)[name]
    window = Window.until(context.now.date(), days)
    if shown.kind == "pressure":
        return await _pressure(shown, window, context)
    collected = await collect(shown, window, context)
    if days >= MOST_DAYS and collected.days:
        # "Since the beginning" is from the first to the last that there is.
        window = Window(collected.days[0].day, collected.days[-1].day)
    if not collected.days:
        return await _nothing(shown, window, context)
    parts = [_heading(shown, window, context)]
    parts.append("\n".join(await _numbers(shown, window, collected, context)))
    parts += await _careful(shown, window, collected, context)
    goal = await goal_of(shown.id, context)
    if goal is not None and goal.target is not None:
        told = progress_said(goal, shown, collected, context)
        target = amount(goal.target, shown, context)
        parts.append(context.say("wellness-goal-line", target=target, progress=told))
    text = "\n\n".join(parts)
    reply = context.draft.say(text)
    target_value = float(goal.target) if goal is not None and goal.target is not None else None
    reply.files = [picture(shown, window, collected.days, target_value, context)]
    reply.choices = _further(shown, days, context)
    return text


async def _nothing(shown: Shown, window: Window, context: HealthContext) -> str:
    """Nothing in this window: say so, and when the last was."""
    whole = Window.until(context.now.date(), LONGER[365])
    if shown.kind == "pressure":
        dates = [x.day for x in await readings(whole, context)]
    else:
        dates = [x.day for x in (await collect(shown, whole, context)).days]
    if not dates:
        text = context.say("wellness-nothing", measure=shown.title)
        context.draft.say(text)
        return text
    text = context.say(
        "wellness-nothing-lately",
        measure=shown.title,
        days=window.days,
        last=day(dates[-1], context.language),
    )
    call = Call(action="wellness-show", arguments={"measure": shown.id, "days": whole.days})
    context.draft.say(text, choices=[(context.say("wellness-all-button"), call)])
    return text


def _heading(shown: Shown, window: Window, context: HealthContext) -> str:
    return context.say(
        "wellness-heading",
        measure=shown.title,
        days=window.days,
        first=day(window.first, context.language),
        last=day(window.last, context.language),
    )


async def _numbers(
    shown: Shown, window: Window, collected: Collected, context: HealthContext
) -> list[str]:
    """The lines with numbers: what a day looks like, its extremes, the days before."""
    whole = _finished(shown, collected.days, context)
    lines = []
    if shown.kind == "glucose":
        lines += await _sensor(window, context)
    if not whole:
        today = collected.days[-1]
        return [*lines, context.say("wellness-today", value=amount(today.value, shown, context))]
    mean = _mean(whole)
    if shown.kind == "level":
        lines += _levels(shown, whole, context)
    else:
        kind = shown.kind if shown.kind in ("sum", "sleep") else "sample"
        low = min(x.value if kind != "sample" else x.low for x in whole)
        high = max(x.value if kind != "sample" else x.high for x in whole)
        lines.append(
            context.say(
                f"wellness-mean-{kind}",
                mean=amount(mean, shown, context),
                low=amount(low, shown, context, unit=False),
                high=amount(high, shown, context),
            )
        )
        before = await collect(shown, window.before(), context)
        if before.days and window.days <= 366:
            lines.append(
                context.say(
                    "wellness-before",
                    days=window.days,
                    mean=amount(_mean(before.days), shown, context),
                    measured=len(before.days),
                )
            )
    today_ = context.now.date()
    if shown.kind == "sum" and collected.days[-1].day == today_:
        value = amount(collected.days[-1].value, shown, context)
        lines.append(context.say("wellness-today", value=value))
    return lines


def _finished(shown: Shown, days: Sequence[Day], context: HealthContext) -> list[Day]:
    """The days that count: what adds up is not finished today."""
    today = context.now.date()
    return [x for x in days if shown.kind != "sum" or x.day != today]


def _mean(days: Sequence[Day]) -> Decimal:
    return sum((x.value for x in days), Decimal(0)) / len(days)


def _levels(shown: Shown, days: Sequence[Day], context: HealthContext) -> list[str]:
    first, last = days[0], days[-1]
    lines = [
        context.say(
            "wellness-level-last",
            value=amount(last.value, shown, context),
            day=day(last.day, context.language),
        )
    ]
    if len(days) > 1:
        difference = last.value - first.value
        sign = "+" if difference > 0 else "−" if difference < 0 else ""
        lines.append(
            context.say(
                "wellness-level-change",
                change=sign + amount(abs(difference), shown, context),
                day=day(first.day, context.language),
                low=amount(min(x.low for x in days), shown, context, unit=False),
                high=amount(max(x.high for x in days), shown, context),
            )
        )
    return lines


async def _sensor(window: Window, context: HealthContext) -> list[str]:
    """Time in range, when a sensor measured."""
    found = await in_range(window, context)
    return range_said(found, window, context) if found is not None else []


async def _careful(
    shown: Shown, window: Window, collected: Collected, context: HealthContext
) -> list[str]:
    """Coverage, sources, overlaps, changes of device."""
    parts = [
        context.say("wellness-coverage", measured=len(collected.days), days=window.days)
        if shown.kind != "level"
        else context.say("wellness-measured-days", measured=len(collected.days))
    ]
    if collected.sources:
        names = ", ".join(collected.sources[:3])
        parts[0] += " " + context.say("wellness-sources", names=names)
    if collected.overlapping:
        parts.append(context.say(f"wellness-overlap-{_rule(shown)}", days=collected.overlapping))
    for change in collected.changes[-2:]:
        parts.append(
            context.say(
                "wellness-device-changed",
                day=day(change.day, context.language),
                before=change.before,
                after=change.after,
            )
        )
    return parts


def _rule(shown: Shown) -> str:
    return {"sum": "sum", "sleep": "sleep"}.get(shown.kind, "level")


def _further(shown: Shown, days: int, context: HealthContext) -> list[tuple[str, Call]]:
    longer = next((x for at, x in LONGER.items() if days <= at < x), None)
    choices = []
    if longer is not None:
        label = (
            context.say("wellness-all-button")
            if longer > 400
            else context.say("wellness-longer-button", days=longer)
        )
        call = Call(action="wellness-show", arguments={"measure": shown.id, "days": longer})
        choices.append((label, call))
    return choices


async def _pressure(shown: Shown, window: Window, context: HealthContext) -> str:
    """Blood pressure: the mean of all readings, how many are high, each as a pair."""
    found = await readings(window, context)
    if not found:
        return await _nothing(shown, window, context)
    if window.days >= MOST_DAYS:
        window = Window(found[0].day, found[-1].day)
    mean, limits = average(found), pressure_limits()
    limit = "{}/{}".format(*limits.high)
    high = sum(1 for x in found if level(x.systolic, x.diastolic) != "usual")
    last = found[-1]
    lines = [
        context.say(
            "wellness-pressure-mean",
            value=f"{mean.systolic}/{mean.diastolic}",
            count=mean.count,
            days=mean.days,
        ),
        context.say("wellness-pressure-high-count", count=high, total=len(found), limit=limit),
        context.say(
            "wellness-pressure-last",
            value=f"{last.systolic.normalize():f}/{last.diastolic.normalize():f}",
            day=day(last.day, context.language),
        ),
    ]
    parts = [_heading(shown, window, context), "\n".join(lines)]
    parts.append(
        meaning(mean, context)
        if mean.days >= limits.days
        else context.say("wellness-pressure-few", days=limits.days)
    )
    text = "\n\n".join(parts)
    reply = context.draft.say(text)
    reply.files = [pairs(shown, window, found, context)]
    reply.choices = _further(shown, window.days, context)
    plan = Call(action="wellness-pressure-plan")
    reply.choices.append((context.say("wellness-plan-button"), plan))
    return text
