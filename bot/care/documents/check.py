"""Having a photograph read by the model too: asked for each one, sent only at a press.

Nothing of the notebook and no word of the person's goes along with the picture.
"""

from typing import Annotated

from bot.actions import HealthContext, action
from bot.care.documents.groups import lines_of
from bot.care.documents.keep import PROPOSAL, waiting
from bot.care.documents.offer import NOT_READ_TWICE, READ_BY_EYE, choices, offers_check
from bot.care.documents.show import show
from bot.care.merging import Merge, merge
from bot.errors import Explainable
from bot.intake.reading import Reading, Source
from bot.intake.vision import Compared, NotRead, compare
from bot.notebook import facts as f

READ_TWICE = "warning-read-twice"
CUT = "warning-photo-cut"


@action("documents-check", writes=True, tool=False, listed=False)
async def check(context: HealthContext, proposal: Annotated[str, PROPOSAL]) -> None:
    """Send the photograph to the model and compare what it reads with what Carnet read."""
    found = await waiting(context, proposal)
    paper = found.document or found.provenance.document or ""
    content = await context.notebook.document(paper)
    if context.vision is None or context.door != "button" or not offers_check(found, context):
        raise Explainable("documents-check-not-here")
    if content is None:
        raise Explainable("file-missing")
    source = Source(content=content, language=context.language, id=paper)
    try:
        copied = await context.vision.read(source)
    except NotRead as problem:
        _as_read(found, problem, context)
        return
    compared = compare(
        found.facts,
        copied,
        document=paper,
        cut=CUT in found.warnings,
        now=found.provenance.recorded_at,
    )
    await _show(found, compared, context)


def _as_read(found: f.Proposal, problem: NotRead, context: HealthContext) -> None:
    """The reading stays as it was; the person is told why, and not asked again."""
    changed = found.model_copy(update={"warnings": (*found.warnings, NOT_READ_TWICE)})
    context.draft.put(changed, found)
    told = (context.say(problem.message_id), context.say("documents-check-as-read"))
    context.draft.say(" ".join(told), kind="confirm", choices=choices(changed, context))


async def _show(found: f.Proposal, compared: Compared, context: HealthContext) -> None:
    # What the model alone read may be in the notebook already.
    results = [x for x in compared.facts if isinstance(x, f.Observation)]
    merged = await merge(results, context)
    new = {x.id for x in merged.new}
    facts = [x for x in compared.facts if not isinstance(x, f.Observation) or x.id in new]
    warnings = [READ_TWICE if x == READ_BY_EYE else x for x in found.warnings]
    loose = [x for x in compared.loose if x not in found.not_understood]
    changed = found.model_copy(
        update={
            "facts": tuple(facts),
            "warnings": tuple(warnings),
            "not_understood": (*found.not_understood, *loose),
        }
    )
    context.draft.put(changed, found)
    reading = Reading(
        format=found.format,
        title=found.title,
        facts=tuple(facts),
        not_understood=changed.not_understood,
        warnings=changed.warnings,
    )
    whole = Merge(new=lines_of(facts), same=merged.same, conflicts=merged.conflicts)
    await show(
        reading, whole, changed, context, heading=_heading(found, changed, compared, context)
    )


def _heading(
    found: f.Proposal, changed: f.Proposal, compared: Compared, context: HealthContext
) -> str:
    doubtful = sum(isinstance(x, f.Observation) and bool(x.doubt) for x in changed.facts)
    told = [context.say("documents-check-agreed", count=compared.agreed)]
    if doubtful:
        told.append(context.say("documents-check-doubtful", count=doubtful))
    return f"{context.say('documents-check-heading', title=found.title)}\n\n{' '.join(told)}"
