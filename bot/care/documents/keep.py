"""Keeping what a file says: all of it, some lines, or nothing."""

import re
from typing import Annotated

from bot.actions import Ask, HealthContext, NotHeard, action
from bot.asked import FactOf, Words
from bot.care.account.settings import UNDO
from bot.errors import Explainable
from bot.notebook import facts as f
from bot.wording.lines import line


def _label(fact: f.Fact, context: object) -> str:
    return fact.title if isinstance(fact, f.Proposal) else ""


FRAME = (f.DocumentReference, f.DiagnosticReport, f.Patient)
"""What comes along with the lines of a paper and is not counted among them."""

PROPOSAL = FactOf((f.Proposal,), _label)


async def _proposal(context: HealthContext, given: str) -> f.Proposal:
    fact = await context.notebook.fact(given)
    if not isinstance(fact, f.Proposal):
        raise Explainable("proposal-gone")
    return fact


@action("documents-keep", writes=True, tool=False, listed=False)
async def keep(
    context: HealthContext,
    proposal: Annotated[str, PROPOSAL],
    sure: Annotated[str | None, Words(3)] = None,
) -> None:
    """Keep what a file says. ``sure`` leaves out the lines that are in doubt."""
    found = await _proposal(context, proposal)
    wanted = [x for x in found.facts if not (sure and isinstance(x, f.Observation) and x.doubt)]
    await _keep(found, wanted, context)


async def _keep(proposal: f.Proposal, wanted: list[f.Kept], context: HealthContext) -> None:
    context.draft.remove(proposal)
    for fact in wanted:
        if isinstance(fact, f.Patient):
            await _complete_patient(fact, context)
            continue
        confirmed = fact.provenance.model_copy(
            update={"confirmed": True, "document": proposal.document}
        )
        context.draft.put(fact.model_copy(update={"provenance": confirmed}))
    count = sum(1 for x in wanted if not isinstance(x, FRAME))
    context.draft.say(
        context.say("documents-kept", count=count) if count else context.say("documents-file-kept"),
        choices=[(context.say("undo-button"), UNDO)],
    )


async def _complete_patient(read: f.Patient, context: HealthContext) -> None:
    """A paper may fill what the notebook does not know of the person; it changes nothing else.

    The name stays on the paper: the notebook does not need it.
    """
    there = await context.notebook.facts(f.Patient)
    if read.sex is None or (there and there[0].sex is not None):
        return
    before = there[0] if there else None
    after = (before or read.model_copy(update={"name": None, "born": None})).model_copy(
        update={"sex": read.sex}
    )
    context.draft.put(after, before)


@action("documents-choose", writes=True, tool=False, listed=False)
async def choose(
    context: HealthContext,
    proposal: Annotated[str, PROPOSAL],
    lines: Annotated[str | None, Words(200)] = None,
) -> None:
    """Keep some lines of what a file says."""
    found = await _proposal(context, proposal)
    listed = [x for x in found.facts if not isinstance(x, FRAME)]
    if lines is None:
        shown = "  \n".join(f"{n}\\. {line(x, context.language)}" for n, x in enumerate(listed, 1))
        raise Ask("lines", because=shown)
    numbers = _numbers(lines, len(listed))
    if not numbers:
        raise NotHeard("not-heard-lines", count=len(listed))
    chosen = [x for n, x in enumerate(listed, 1) if n in numbers]
    frame = [x for x in found.facts if isinstance(x, FRAME)]
    await _keep(found, [*frame, *chosen], context)


def _numbers(text: str, last: int) -> set[int]:
    """The line numbers said: "1-5, 8" or "1 à 5 et 8"."""
    numbers: set[int] = set()
    for first, end in re.findall(r"(\d{1,5})(?:\s*(?:-|–|à|a|to)\s*(\d{1,5}))?", text):
        numbers |= set(range(int(first), min(int(end or first), last) + 1))
    return {n for n in numbers if 1 <= n <= last}


@action("documents-discard", writes=True, tool=False, listed=False)
async def discard(context: HealthContext, proposal: Annotated[str, PROPOSAL]) -> None:
    """Keep nothing of a file: what was read and the file itself are destroyed."""
    found = await _proposal(context, proposal)
    context.draft.remove(found)
    if found.document:
        context.draft.dropped.append(found.document)
    context.draft.say(context.say("documents-discarded"))
