"""The professionals who look after the person: their name, what they do, where, their number."""

import re
from typing import Annotated

from bot.actions import HealthContext, action
from bot.asked import Words
from bot.care.account.settings import UNDO
from bot.care.profile.note import provenance
from bot.care.visits.naming import named, split_place
from bot.notebook import facts as f
from bot.wording.folding import fold
from bot.wording.lines import line

_PHONE = re.compile(
    r"[,;(]?\s*(?:(?:au|tel|tél|phone|on|at)\b[.:]?\s*)?(\+?\d[\d .()-]{7,18}\d)\)?", re.I
)


@action("profile-team", writes=True)
async def team(
    context: HealthContext,
    who: Annotated[str, Words(160)],
    speciality: Annotated[str | None, Words(80)] = None,
    phone: Annotated[str | None, Words(40)] = None,
) -> None:
    """Note a professional who looks after the person, with the place and the number if said.

    who: the name, perhaps with the place and the telephone number.
    speciality: what they do, as the person says it ("my cardiologist").
    phone: the telephone number, when it was said apart.
    """
    if (said_with := _PHONE.search(who)) is not None:
        who = who[: said_with.start()] + who[said_with.end() :]
        phone = phone or said_with[1]
    who, place = split_place(who, context)
    name = named(who.strip(" ,;"))
    noted = await context.notebook.facts(f.CareTeamMember)
    before = next((x for x in noted if fold(x.text) == fold(name)), None)
    after = f.CareTeamMember(
        text=name,
        speciality=named(speciality) if speciality else None,
        place=place,
        phone=" ".join(phone.split()) if phone else None,
        provenance=provenance(context),
    )
    if before is not None:
        # What is said now counts; what is not said stays.
        said = after.model_dump(include={"speciality", "place", "phone"}, exclude_none=True)
        after = before.model_copy(update=said)
        if after == before:
            context.draft.say(context.say("already-noted", what=line(before, context.language)))
            return
    context.draft.put(after, before)
    context.draft.say(
        context.say("noted-line", line=line(after, context.language)),
        choices=[(context.say("undo-button"), UNDO)],
    )
