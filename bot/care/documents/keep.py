"""Keeping what a file says: all of it, some groups or lines, corrected first if need be, or
nothing."""

import re
from typing import Annotated

from bot.actions import Ask, HealthContext, NotHeard, action
from bot.asked import FactOf, Words
from bot.care.account.settings import UNDO
from bot.care.documents.groups import (
    ALL,
    FRAME,
    Group,
    by_group,
    chosen,
    detailed,
    flat,
    lines_of,
    listed,
)
from bot.care.documents.offer import NOT_READ_TWICE, choices, keeps_file, readable
from bot.care.documents.series import documents_of, keep_series
from bot.care.labs.correct import corrected_value
from bot.errors import Explainable
from bot.notebook import facts as f
from bot.turn import Call
from bot.wording.folding import fold
from bot.wording.lines import line


def _label(fact: f.Fact, context: object) -> str:
    return fact.title if isinstance(fact, f.Proposal) else ""


PROPOSAL = FactOf((f.Proposal,), _label)

_DETAIL = re.compile(
    r"^(?:details?|voir|show|ouvre|open|groupe?)\s+(?P<group>\d{1,4})(?:\.(?P<line>\d{1,5}))?\b"
)
_EDIT = re.compile(r"^(?P<line>\d{1,5}(?:\.\d{1,5})?)\s*[=:]\s*(?P<text>.+)$", re.S)


async def waiting(context: HealthContext, given: str) -> f.Proposal:
    """The proposal of this id; raises Explainable when it waits no more."""
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
    found = await waiting(context, proposal)
    wanted = [x for x in found.facts if not (sure and isinstance(x, f.Observation) and x.doubt)]
    await _keep(found, wanted, context)


async def _keep(proposal: f.Proposal, wanted: list[f.Kept], context: HealthContext) -> None:
    context.draft.remove(proposal)
    own = {x.id for x in proposal.facts if isinstance(x, f.DocumentReference)}
    for fact in wanted:
        if isinstance(fact, f.Patient):
            await _complete_patient(fact, context)
            continue
        place = fact.provenance.document
        confirmed = fact.provenance.model_copy(
            update={
                "confirmed": True,
                "document": place if place in own else proposal.document or place,
            }
        )
        kept = fact.model_copy(update={"provenance": confirmed})
        if isinstance(kept, f.MeasurementSeries):
            await keep_series(kept, context)
        else:
            context.draft.put(kept)
    taken = {fact.id for fact in wanted}
    for fact in proposal.facts:
        if isinstance(fact, f.MeasurementSeries) and fact.id not in taken:
            context.draft.dropped += documents_of(fact)
    count = len(lines_of(wanted))
    said = "documents-kept" if keeps_file(proposal) else "import-kept"
    reply = context.draft.say(
        context.say(said, count=count) if count else context.say("documents-file-kept"),
        choices=[(context.say("undo-button"), UNDO)],
    )
    reply.choices += _further(wanted, context)


def _further(wanted: list[f.Kept], context: HealthContext) -> list[tuple[str, Call]]:
    """What can be done next with what was kept."""
    further: list[tuple[str, Call]] = []
    if any(isinstance(x, f.Observation) and x.category == "laboratory" for x in wanted):
        call = Call(action="labs-explain", arguments={"what": "results"})
        further.append((context.say("documents-explain-button"), call))
    if any(isinstance(x, f.MeasurementSeries) for x in wanted):
        further.append((context.say("documents-measures-button"), Call(action="wellness-overview")))
    inside = [x for x in wanted if isinstance(x, f.DocumentReference)][1:]
    read = {x.provenance.document for x in wanted if not isinstance(x, FRAME)}
    for document in [x for x in inside if x.id not in read and readable(x.media_type)][:3]:
        call = Call(action="documents-reread", arguments={"document": document.id})
        further.append((context.say("documents-reread-button", what=document.text[:30]), call))
    return further


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
    lines: Annotated[str | None, Words(400)] = None,
) -> None:
    """Keep some groups or lines of what a file says."""
    found = await waiting(context, proposal)
    groups = by_group(found.facts, context)
    if lines is None:
        raise Ask("lines", because=_offered(found, groups, context))
    detail = _DETAIL.match(fold(lines))
    if detail and (groups is None or not 1 <= int(detail["group"]) <= len(groups)):
        raise Ask("lines", because=_offered(found, groups, context))
    if groups is not None and detail:
        first = max(int(detail["line"] or 1), 1)
        raise Ask("lines", because=detailed(groups, int(detail["group"]), context, first))
    edit_ = _EDIT.match(lines.strip())
    if edit_:
        await _edit(found, edit_["line"], edit_["text"], context)
        return
    picked = chosen(lines, groups or flat(found.facts))
    if not picked:
        raise Ask("lines", because=context.say(
            "not-heard-lines", count=len(groups or flat(found.facts))
        ))  # fmt: skip
    frame = [x for x in found.facts if isinstance(x, FRAME)]
    await _keep(found, [*frame, *picked], context)


def _offered(found: f.Proposal, groups: list[Group] | None, context: HealthContext) -> str:
    if groups is not None:
        return listed(groups, context, ALL) + "\n\n" + context.say("documents-choose-groups")
    shown = lines_of(found.facts)
    return "  \n".join(f"{n}\\. {line(x, context.language)}" for n, x in enumerate(shown, 1))


@action("documents-edit", writes=True, tool=False, listed=False)
async def edit(
    context: HealthContext,
    proposal: Annotated[str, PROPOSAL],
    line_number: Annotated[str | None, Words(20)] = None,
    text: Annotated[str | None, Words(300)] = None,
) -> None:
    """Correct a line of what a file says, before it is kept."""
    found = await waiting(context, proposal)
    if line_number is None:
        groups = by_group(found.facts, context)
        raise Ask("line_number", because=_offered(found, groups, context))
    fact = _line(found, line_number, context)
    if text is None:
        raise Ask("text", because=f"**{line(fact, context.language)}**")
    await _edit(found, line_number, text, context)


def _line(found: f.Proposal, number: str, context: HealthContext) -> f.Kept:
    groups = by_group(found.facts, context) or flat(found.facts)
    picked = chosen(number, groups)
    if len(picked) != 1:
        raise NotHeard("documents-edit-which")
    return picked[0]


async def _edit(found: f.Proposal, number: str, text: str, context: HealthContext) -> None:
    before = _line(found, number, context)
    if isinstance(before, f.Observation):
        after: f.Kept = corrected_value(before, text, before.provenance)
    elif isinstance(before, f.MeasurementSeries | f.Appointment) or not hasattr(before, "text"):
        raise Explainable("not-correctable")
    else:
        after = before.model_copy(update={"text": text})
    changed = found.model_copy(
        update={
            "facts": tuple(after if x.id == before.id else x for x in found.facts),
            # Who corrects a line holds the paper: that is worth more than a model's look.
            "warnings": tuple(dict.fromkeys((*found.warnings, NOT_READ_TWICE))),
        }
    )
    context.draft.put(changed, found)
    context.draft.say(
        context.say(
            "documents-edited",
            before=line(before, context.language),
            after=line(after, context.language),
        ),
        kind="confirm",
        choices=choices(changed, context),
    )


@action("documents-discard", writes=True, tool=False, listed=False)
async def discard(context: HealthContext, proposal: Annotated[str, PROPOSAL]) -> None:
    """Keep nothing of a file: what was read and the file itself are destroyed."""
    found = await waiting(context, proposal)
    context.draft.remove(found)
    for fact in found.facts:
        if isinstance(fact, f.DocumentReference):
            context.draft.dropped.append(fact.id)
        elif isinstance(fact, f.MeasurementSeries):
            context.draft.dropped += documents_of(fact)
    if found.document and found.document not in context.draft.dropped:
        context.draft.dropped.append(found.document)
    said = "documents-discarded" if found.document else "documents-discarded-reading"
    said = said if keeps_file(found) else "import-discarded"
    context.draft.say(context.say(said))
