"""What public recommendations say, with "ask your doctor first" where the notebook says so."""

from typing import Annotated

from bot.actions import Context, HealthContext, NotHeard, Option, action
from bot.asked import Words
from bot.knowledge import wellness as knowledge
from bot.notebook import facts as f
from bot.turn import Call


class Topic(Words):
    """Words that name a topic; the topics are offered as buttons."""

    async def options(self, context: Context) -> tuple[Option, ...]:
        """One button per topic."""
        return tuple(
            Option(topic, knowledge.advice(topic, context.language, None).title)
            for topic in knowledge.topics()
        )


@action("wellness-advice")
async def advise(context: HealthContext, topic: Annotated[str, Topic(80)]) -> str:
    """Say what public recommendations advise on moving, eating, alcohol or sleep.

    topic: activity, food, alcohol or sleep, as the person says it.
    """
    name = knowledge.topic_named(topic)
    if name is None:
        raise NotHeard("wellness-advice-how")
    born = context.account.born
    age = context.now.year - born if born else None
    found = knowledge.advice(name, context.language, age)
    parts = [f"**{found.title}**"]
    # Before the advice: whoever stops reading has read what concerns them.
    parts += [f"⚠ {warning}" for warning in await _first(name, context)]
    parts.append("\n".join(f"- {each}" for each in found.lines))
    parts.append(context.say("wellness-advice-source", source=found.source))
    text = "\n\n".join(parts)
    context.draft.say(
        text,
        choices=[
            (
                context.say("wellness-goal-button"),
                Call(action="wellness-goal"),
            )
        ]
        if name in ("activity", "sleep")
        else [],
    )
    return text


async def _first(topic: str, context: HealthContext) -> list[str]:
    """What the notebook makes necessary to ask before."""
    conditions = await context.notebook.facts(f.Condition)
    medicines = await context.notebook.facts(f.MedicationStatement)
    known = [x.text for x in conditions if x.status != "resolved"]
    known += [x.text for x in medicines if x.status == "active"]
    found = knowledge.ask_first(topic, known, context.language)
    if await pregnant(context) and (said := knowledge.pregnancy(topic, context.language)):
        found.append(said)
    return found


async def pregnant(context: HealthContext) -> bool:
    """Whether a pregnancy is noted whose term is still ahead."""
    today = context.now.date().isoformat()
    patients = await context.notebook.facts(f.Patient)
    return any(x.pregnant_until is not None and x.pregnant_until >= today for x in patients)
