"""Noting that visits are cancelled: one, or all that are meant, after one question."""

from typing import Annotated

from bot.actions import HealthContext, action
from bot.asked import Words
from bot.care.account.settings import UNDO
from bot.care.visits.choosing import UPCOMING, chosen, starts, upcoming
from bot.care.visits.narrowing import wanted_of
from bot.errors import Explainable
from bot.notebook import facts as f
from bot.wording.lines import appointment as appointment_line


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


@action("visits-cancel-all", writes=True, confirm=True, listed=False)
async def cancel_all(
    context: HealthContext, about: Annotated[str | None, Words(60)] = None
) -> None:
    """Note that all coming appointments are cancelled, or those of a name or of some days.

    about: a day, a stretch of days, or a name, when only those are meant.
    """
    facts = await context.notebook.facts(f.Appointment)
    coming = sorted((x for x in facts if upcoming(x, context)), key=lambda x: starts(x, context))
    if not coming:
        raise Explainable("no-appointment")
    if about:
        wanted = wanted_of(about, coming, (), context)
        if wanted is None:
            raise Explainable("appointments-none-about", what=about.strip())
        coming, _ = wanted
    for fact in coming:
        context.draft.put(fact.model_copy(update={"status": "cancelled"}), fact)
    lines = [f"- {appointment_line(x, context.language)}" for x in coming]
    text = [
        context.say("appointments-cancelled", count=len(coming)),
        "\n".join(lines),
        context.say("appointments-cancelled.call"),
    ]
    context.draft.say("\n\n".join(text), choices=[(context.say("undo-button"), UNDO)])
