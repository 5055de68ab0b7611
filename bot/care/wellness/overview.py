"""Which measurements there are, each with its latest value."""

from datetime import date

from bot.actions import Context, HealthContext, Option, action
from bot.asked import Words
from bot.care.wellness.days import collect, is_of, series_of
from bot.care.wellness.pressure import readings
from bot.care.wellness.spelled import amount, day
from bot.care.wellness.windows import MOST_DAYS, Window
from bot.knowledge.wellness import Shown, measures
from bot.notebook import facts as f
from bot.turn import Call


class Named(Words):
    """Words that name a measure."""

    async def options(self, context: Context) -> tuple[Option, ...]:
        """The measures that there is something of."""
        if not isinstance(context, HealthContext):
            return ()
        return tuple(Option(x.id, x.title) for x in await available(context))


async def available(context: HealthContext) -> list[Shown]:
    """The measures that the notebook holds something of."""
    results = [x for x in await context.notebook.facts(f.Observation) if x.category != "laboratory"]
    found = []
    for shown in measures(context.language).values():
        if await series_of(shown.codes, context) or any(is_of(x, shown) for x in results):
            found.append(shown)
    return found


@action("wellness-overview")
async def overview(context: HealthContext) -> str:
    """Say which measurements there are, each with its latest value; buttons show one."""
    lines, choices = [], []
    whole = Window.until(context.now.date(), MOST_DAYS)
    for shown in await available(context):
        call = Call(action="wellness-show", arguments={"measure": shown.id})
        choices.append((shown.title, call))
        if shown.kind == "pressure":
            pairs = await readings(whole, context)
            if pairs:
                value = f"{pairs[-1].systolic.normalize():f}/{pairs[-1].diastolic.normalize():f}"
                said = f"{value} {shown.shown} · {day(pairs[-1].day, context.language)}"
                lines.append(f"- {shown.title} : {said}")
            continue
        facts = await series_of(shown.codes, context)
        if facts:
            last = max(fact.last_day for fact in facts)
            count = max(fact.days for fact in facts)
            when = day(date.fromisoformat(last), context.language)
            lines.append(
                f"- {shown.title} : " + context.say("wellness-until", count=count, last=when)
            )
            continue
        days = (await collect(shown, whole, context)).days
        if days:
            value = amount(days[-1].value, shown, context)
            lines.append(f"- {shown.title} : {value} · {day(days[-1].day, context.language)}")
    text = "\n".join([context.say("wellness-overview-title"), "", *lines])
    if not lines:
        text = context.say("wellness-overview-empty")
    reply = context.draft.say(text)
    reply.choices = choices[:8]
    return text
