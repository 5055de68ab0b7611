"""Goals that the person sets: a number for a measure, shown with how far it is."""

import re
from decimal import Decimal
from typing import Annotated

from bot.actions import HealthContext, NotHeard, action
from bot.asked import FactOf, Words
from bot.care.account.settings import UNDO
from bot.care.profile.note import provenance
from bot.care.wellness.days import Collected, collect
from bot.care.wellness.spelled import amount, day
from bot.care.wellness.windows import Window
from bot.errors import Explainable
from bot.knowledge.wellness import Shown, measure_named, measures
from bot.notebook import facts as f
from bot.wording.folding import fold
from bot.wording.lines import line

_NUMBER = re.compile(r"\d{1,3}(?:[ \u202f\u00a0]\d{3})+|\d+(?:[.,]\d+)?")
_HOURS = re.compile(r"(?P<h>\d{1,2})\s*(?:h|heures?|hours?)\b\s*(?P<m>\d{1,2})?")
_BY_UNIT = (
    (r"\b(?:pas|steps)\b", "steps"),
    (r"\b(?:kg|kilos?)\b", "weight"),
    (r"\b(?:km|kilometres?)\b", "distance"),
    (r"\b(?:min|minutes?)\b", "activity"),
    (r"\b(?:h|heures?|hours?)\b", "sleep"),
)


def goal_said(text: str, language: str) -> tuple[str, Decimal] | None:
    """The measure and the number (in its unit) that some words set as a goal."""
    folded = fold(text)
    name = measure_named(text)
    if name is None:
        name = next((id_ for unit, id_ in _BY_UNIT if re.search(unit, folded)), None)
    if name is None or measures(language)[name].goal is None:
        return None
    in_hours = _HOURS.search(folded)
    if name in ("sleep", "activity") and in_hours:
        return name, Decimal(in_hours["h"]) * 60 + Decimal(in_hours["m"] or 0)
    found = _NUMBER.search(folded)
    if found is None:
        return None
    digits = re.sub(r"[ \u202f\u00a0]", "", found.group()).replace(",", ".")
    if language == "en":
        # "10,000 steps": a comma before three digits groups thousands in English.
        digits = re.sub(r"\.(?=\d{3}\b)", "", digits) if "," in found.group() else digits
    return name, Decimal(digits)


@action("wellness-goal", writes=True)
async def set_goal(context: HealthContext, goal: Annotated[str, Words(120)]) -> str:
    """Set a goal of the person's own, or change it.

    goal: the measure and the number, for example "8000 steps a day", "72 kg", "7 h of sleep".
    """
    said = goal_said(goal, context.language)
    if said is None:
        raise NotHeard("wellness-goal-how")
    name, target = said
    measure = measures(context.language)[name]
    assert measure.goal is not None  # noqa: S101 - goal_said gives only measures with bounds
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
