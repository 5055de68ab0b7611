"""Noting that a medicine is no longer taken: Carnet keeps what is told and never says to stop."""

import re
from typing import Annotated

from bot.actions import HealthContext, action
from bot.asked import DAY, OneOf, Words
from bot.care.account.settings import UNDO
from bot.care.profile.note import items, provenance
from bot.notebook import facts as f
from bot.wording.folding import fold
from bot.wording.lines import line

_WHEN = re.compile(
    r"\s+(?:depuis|il y a|hier|la semaine|le mois|en|since|last|yesterday|ago|in)\b.*$", re.I
)

_NEITHER = re.compile(r"^(?:ni|nor)\s+(?:d[eu]s?\s+|d['’]|les?\s+|la\s+|l['’])?", re.I)
_EVERY = re.compile(r"^(?:(?:aucune?|tou(?:te?)?s|all|any|mes|mon|my|les?|the|of)\s+)+")
_MEDICINES = OneOf("part", ("medicines",))


@action("profile-stopped", writes=True)
async def stopped(context: HealthContext, what: Annotated[str, Words()]) -> None:
    """Note that the person no longer takes one or several medicines.

    what: the medicines in the person's own words, separated by commas.
    """
    noted = await context.notebook.facts(f.MedicationStatement)
    lines = []
    for item in items(_WHEN.sub("", what)):
        name = _NEITHER.sub("", item)
        every = _is_every(name)
        known = [m for m in noted if every or _names(fold(name), fold(m.text))]
        for before in known:
            if before.status == "stopped":
                continue
            after = before.model_copy(
                update={"status": "stopped", "end": context.now.strftime(DAY)}
            )
            context.draft.put(after, before)
            lines.append("- " + line(after, context.language))
        if not known and not every:
            fact = f.MedicationStatement(
                text=name[:1].upper() + name[1:], status="stopped", provenance=provenance(context)
            )
            context.draft.put(fact)
            lines.append("- " + line(fact, context.language))
    if not lines:
        context.draft.say(context.say("noted-nothing"))
        return
    context.draft.say(
        context.say("noted.MedicationStatement")
        + "\n\n"
        + "\n".join(lines)
        + "\n\n"
        + context.say("stopped-tell"),
        choices=[(context.say("undo-button"), UNDO)],
    )


def _names(said: str, known: str) -> bool:
    """Whether all words of one name are words of the other ("metformine", "Metformine 500")."""
    first, second = set(said.split()), set(known.split())
    return first <= second or second <= first


def _is_every(said: str) -> bool:
    """Whether no medicine is named but all of them are meant ("any medicines")."""
    return _EVERY.sub("", fold(said)) in _MEDICINES.names("medicines")
