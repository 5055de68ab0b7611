"""Explaining results: what stands out first, with a picture of where each value lies."""

from bot.actions import Context, HealthContext
from bot.care.drawing import drawn
from bot.care.labs.explain import Explanation, explain, render
from bot.messages import Attachment
from bot.notebook import facts as f


async def earlier(found: list[f.Observation], context: HealthContext) -> list[f.Observation]:
    """Kept results of the same analytes, for the trend; not the given ones themselves."""
    wanted = {x.analyte or x.text for x in found}
    given = {x.id for x in found}
    kept = await context.notebook.facts(f.Observation)
    return [x for x in kept if (x.analyte or x.text) in wanted and x.id not in given]


def latest_of_each(found: list[f.Observation]) -> list[f.Observation]:
    """The most recent result of each analyte, once: not its restatement in another unit."""
    latest: dict[str, f.Observation] = {}
    for result in sorted(found, key=lambda x: x.effective or ""):
        if result.category == "laboratory" and result.restates is None:
            latest[result.analyte or result.text] = result
    return list(latest.values())


def of_latest_day(
    found: list[f.Observation],
) -> tuple[list[f.Observation], list[f.Observation]]:
    """The results of the most recent day, and the older ones (a report's "previous" column)."""
    day = max(((x.effective or "")[:10] for x in found), default="")
    latest = [x for x in found if (x.effective or "")[:10] == day]
    return latest, [x for x in found if x not in latest]


async def explained(
    found: list[f.Observation], before: list[f.Observation], context: Context
) -> tuple[str, list[Attachment]]:
    """The explanation as Markdown and its picture."""
    from bot.care.labs.pictures import number_line

    explanations = explain(found, before)
    text = render(explanations, context.language)
    if len(explanations) == 1 and explanations[0].earlier:
        trend = await _trend(explanations[0], context)
        return text, [_picture(trend, "labs-trend", context)]
    try:
        # In the order of the text: what stands out is drawn first.
        observations = [e.observation for e in explanations]
        lines = await drawn(number_line, observations, context.language)
    except ValueError:  # results in words only: nothing to draw
        return text, []
    return text, [_picture(lines, "labs-picture", context)]


async def _trend(explanation: Explanation, context: Context) -> bytes:
    from bot.care.labs.pictures import trend

    return await drawn(trend, explanation.observation, explanation.earlier, context.language)


def _picture(content: bytes, description: str, context: Context) -> Attachment:
    return Attachment(
        name=f"carnet-{context.now.strftime('%Y-%m-%d-%H%M')}.png",
        media_type="image/png",
        content=content,
        description=context.say(description),
    )
