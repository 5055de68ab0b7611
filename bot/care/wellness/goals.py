"""Goals that the person sets: a number for a measure, shown with how far it is."""

from decimal import Decimal
from typing import Annotated

from bot.actions import Ask, HealthContext, NotHeard, action
from bot.asked import FactOf, Words
from bot.care.account.settings import UNDO
from bot.care.profile.note import provenance
from bot.care.wellness.aims import Aim, aim_said
from bot.care.wellness.days import Collected, collect
from bot.care.wellness.spelled import amount, day
from bot.care.wellness.windows import Window
from bot.errors import Explainable
from bot.knowledge.wellness import Shown, measures
from bot.notebook import facts as f
from bot.wording.lines import line

RECENT_DAYS = 180
"""A weight older than half a year is not the one that somebody wants to change."""


@action("wellness-goal", writes=True)
async def set_goal(context: HealthContext, goal: Annotated[str, Words(120)]) -> str:
    """Set a goal of the person's own, or change it.

    goal: the measure and the number, for example "8000 steps a day", "72 kg", "7 h of sleep",
        "lose 5 kg".
    """
    aim = aim_said(goal, context.language)
    if aim is None:
        raise NotHeard("wellness-goal-how")
    name = aim.measure
    measure = measures(context.language)[name]
    if aim.weekly and aim.target is not None:
        raise Ask("goal", because=context.say("wellness-goal-daily"))
    target = aim.target if aim.target is not None else await _from_now(aim, measure, context)
    assert measure.goal is not None  # noqa: S101 - aim_said gives only measures with bounds
    if not measure.goal[0] <= target <= measure.goal[1]:
        raise Explainable(
            "wellness-goal-bounds",
            low=amount(measure.goal[0], measure, context),
            high=amount(measure.goal[1], measure, context),
        )
    before = await goal_of(name, context)
    after = f.Goal(
        text=measure.title,
        target=target,
        unit=measure.shown if measure.kind != "sleep" else "min",
        measure=name,
        provenance=provenance(context),
    )
    if before is not None:
        after = after.model_copy(update={"id": before.id})
    context.draft.put(after, before)
    text = context.say(
        "wellness-goal-set", measure=measure.title, target=amount(target, measure, context)
    )
    context.draft.say(text, choices=[(context.say("undo-button"), UNDO)])
    return text


async def _from_now(aim: Aim, measure: Shown, context: HealthContext) -> Decimal:
    """The weight that is so much less or more than the latest one; asks when it cannot be told."""
    if aim.change is None or aim.weekly:
        raise Ask("goal", because=context.say("wellness-goal-which-weight"))
    window = Window.until(context.now.date(), RECENT_DAYS)
    days = (await collect(measure, window, context)).days
    if not days:
        change = amount(abs(aim.change), measure, context)
        raise Ask("goal", because=context.say("wellness-goal-no-weight", change=change))
    return days[-1].value + aim.change


async def goal_of(measure: str, context: HealthContext) -> f.Goal | None:
    """The latest goal for a measure."""
    goals = await context.notebook.facts(f.Goal)
    return next((x for x in reversed(goals) if x.measure == measure and x.target), None)


@action("wellness-goals")
async def goals(context: HealthContext) -> str:
    """List the person's goals with their progress over the last 30 days."""
    kept = await context.notebook.facts(f.Goal)
    if not kept:
        raise Explainable("wellness-goal-none")
    lines = []
    for goal in kept:
        measure = measures(context.language).get(goal.measure or "")
        said = line(goal, context.language)
        if measure is not None and goal.target is not None:
            window = Window.until(context.now.date(), 30)
            collected = await collect(measure, window, context)
            said = f"{measure.title} : {amount(goal.target, measure, context)}"
            said += f" · {progress_said(goal, measure, collected, context)}"
        lines.append(f"- {said}")
    text = "\n".join(lines)
    context.draft.say(text)
    return text


def progress_said(
    goal: f.Goal, measure: Shown, collected: Collected, context: HealthContext
) -> str:
    """How far a goal is: days that reached it, or how much is left."""
    today = context.now.date()
    adds_up = measure.kind in ("sum", "sleep")
    days = [x for x in collected.days if not (measure.kind == "sum" and x.day == today)]
    if goal.target is None or not days:
        return context.say("wellness-goal-nothing")
    if adds_up:
        reached = sum(1 for x in days if x.value >= goal.target)
        return context.say("wellness-goal-reached", reached=reached, days=len(days))
    last = days[-1]
    left = abs(last.value - goal.target)
    return context.say(
        "wellness-goal-left",
        value=amount(last.value, measure, context),
        left=amount(left, measure, context),
        day=day(last.day, context.language),
    )


def _label(fact: f.Fact, context: object) -> str:
    return fact.text if isinstance(fact, f.Goal) else ""


GOAL = FactOf((f.Goal,), _label)


@action("wellness-goal-remove", writes=True, listed=False)
async def remove_goal(context: HealthContext, goal: Annotated[str, GOAL]) -> None:
    """Remove a goal.

    goal: which goal, by words that name it.
    """
    kept = await context.notebook.fact(goal)
    if not isinstance(kept, f.Goal):
        raise Explainable("wellness-goal-none")
    context.draft.remove(kept)
    context.draft.say(
        context.say("wellness-goal-removed", measure=kept.text),
        choices=[(context.say("undo-button"), UNDO)],
    )
