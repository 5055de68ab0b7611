"""Noting medicines, each by its name and with its dosage as the person says it."""

import re
from typing import Annotated

from bot.actions import HealthContext, action
from bot.asked import Words
from bot.care.account.settings import UNDO
from bot.care.profile.dosage import AMOUNT, DOSAGE, dosed
from bot.care.profile.note import listed, note_each, nothing, provenance
from bot.notebook import facts as f
from bot.wording.folding import fold
from bot.wording.lines import line

_UNNAMED = re.compile(
    r"^(?:truc|machin|chose|quelque chose|medocs?|medicaments?|cachets?|comprimes?|pilules?"
    r"|traitement|something|stuff|thing|pills?|tablets?|medicines?|medication|one|another)"
    r"(?: (?:pour|contre|qui|dont|for|against|that|whose)\b.*)?$"
    r"|\b(?:je )?(?:ne |n')?(?:sais|connais|rappelle|souviens) (?:plus|pas)\b"
    r"|\b(?:don't|do not|can't|cannot|can not) (?:know|remember|recall)\b"
)
"""A medicine without its name: what it is for would be read as what it is called."""


@action("profile-medication", writes=True)
async def medication(context: HealthContext, what: Annotated[str, Words()]) -> None:
    """Note one or several medicines the person takes, with the dosage as they say it.

    what: the medicines in the person's own words, separated by commas.
    """
    if nothing(what):
        context.draft.say(context.say("noted-nothing"))
        return
    said = _medicines(what)
    unnamed = [x for x in said if _UNNAMED.search(fold(x))]
    named = [x for x in said if x not in unnamed]

    def build(text: str) -> f.MedicationStatement:
        name, dosage = dosed(text)
        return f.MedicationStatement(text=name, dosage=dosage, provenance=provenance(context))

    named = await _redosed(named, context)
    if named or not (unnamed or context.draft.changes):
        await note_each(context, f.MedicationStatement, named, build)
    if unnamed:
        context.draft.say(context.say("not-noted-unnamed", what=" · ".join(unnamed)))


async def _redosed(named: list[str], context: HealthContext) -> list[str]:
    """What is new, once the medicines that are kept with another dosage have the new one."""
    kept = await context.notebook.facts(f.MedicationStatement)
    there = {fold(x.text): x for x in kept if x.status == "active"}
    new: list[str] = []
    for text in named:
        name, dosage = dosed(text)
        before = there.get(fold(name))
        if before is None or not dosage or fold(dosage) == fold(before.dosage or ""):
            new.append(text if before is None else before.text)
            continue
        after = before.model_copy(update={"dosage": dosage})
        context.draft.put(after, before)
        old, now = line(before, context.language), line(after, context.language)
        context.draft.say(
            context.say("noted-redosed", old=old, new=now),
            choices=[(context.say("undo-button"), UNDO)],
        )
    return new


def _medicines(text: str) -> list[str]:
    """Like :func:`~bot.care.profile.note.items`, but "matin et soir" belongs to the one before."""
    found: list[str] = []
    for item, separator in listed(text):
        if found and DOSAGE.match(item) and not AMOUNT.match(item):
            found[-1] += separator + item
        else:
            found.append(item)
    return found
