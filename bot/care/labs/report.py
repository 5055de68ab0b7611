"""Explaining results: what stands out first, with a picture of where each value lies."""

from bot.actions import Context, HealthContext
from bot.messages import Attachment
from bot.notebook import facts as f


async def earlier(found: list[f.Observation], context: HealthContext) -> list[f.Observation]:
    """Kept results of the same analytes, for the trend; not the given ones themselves."""
    wanted = {x.analyte or x.text for x in found}
    given = {x.id for x in found}
    kept = await context.notebook.facts(f.Observation)
    return [x for x in kept if (x.analyte or x.text) in wanted and x.id not in given]


def explained(
    found: list[f.Observation], before: list[f.Observation], context: Context
) -> tuple[str, list[Attachment]]:
    """The explanation as Markdown and its picture."""
    from bot.care.labs.explain import explain, render
    from bot.care.labs.pictures import number_line

    text = render(explain(found, before), context.language)
    drawn = [x for x in found if x.value is not None and (x.low is not None or x.high is not None)]
    if not drawn:
        return text, []
    picture = Attachment(
        name=f"carnet-{context.now.strftime('%Y-%m-%d-%H%M')}.png",
        media_type="image/png",
        content=number_line(drawn, context.language),
        description=context.say("labs-picture"),
    )
    return text, [picture]
