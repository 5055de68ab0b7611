"""The buttons under what was read."""

from bot.actions import HealthContext
from bot.care.documents.groups import lines_of
from bot.intake.reading import PHOTO
from bot.notebook import facts as f
from bot.turn import Call

_READABLE = ("application/pdf", "image/", "text/", "application/xml", "application/json")

NOT_KEPT = "import-not-kept"
"""The warning of a proposal whose own file is elsewhere: only what was read in it is here."""


READ_BY_EYE = "warning-read-by-eye"
"""The warning of a photograph that only Carnet has read."""

NOT_READ_TWICE = "warning-not-read-twice"
"""The mark of a photograph that was offered to the model once, in vain or no more."""


def offers_check(proposal: f.Proposal, context: HealthContext) -> bool:
    """Whether the person is asked if the model may read the photograph too: once, by a button."""
    asked = NOT_READ_TWICE in proposal.warnings or READ_BY_EYE not in proposal.warnings
    return context.vision is not None and proposal.format == PHOTO and not asked


def keeps_file(proposal: f.Proposal) -> bool:
    """Whether the file can be kept beside what it says; the export of an import cannot."""
    return NOT_KEPT not in proposal.warnings


def inside(proposal: f.Proposal) -> list[f.DocumentReference]:
    """The documents that stand in the file."""
    references = (x for x in proposal.facts if isinstance(x, f.DocumentReference))
    return [x for x in references if x.id != proposal.document]


def readable(media_type: str) -> bool:
    """Whether a document of this type is worth reading for what it says."""
    return media_type.startswith(_READABLE)


def choices(proposal: f.Proposal, context: HealthContext) -> list[tuple[str, Call]]:
    """Keep all, keep what is sure, choose, correct a line, have it checked, keep nothing."""

    def call(action_name: str, **arguments: str) -> Call:
        return Call(action=action_name, arguments={"proposal": proposal.id, **arguments})

    new = lines_of(proposal.facts)
    doubtful = sum(1 for x in new if isinstance(x, f.Observation) and x.doubt)
    discard = (context.say("documents-discard-button"), call("documents-discard"))
    if not new:
        if not keeps_file(proposal) and not inside(proposal):
            return [discard]
        return [(context.say("documents-keep-file"), call("documents-keep")), discard]
    offered = [(context.say("documents-keep-button", count=len(new)), call("documents-keep"))]
    if doubtful and doubtful < len(new):
        sure = context.say("documents-keep-sure", count=len(new) - doubtful)
        offered.append((sure, call("documents-keep", sure="yes")))
    offered.append((context.say("documents-choose-button"), call("documents-choose")))
    if any(isinstance(x, f.Observation) for x in new):
        offered.append((context.say("documents-edit-button"), call("documents-edit")))
    if offers_check(proposal, context):
        offered.append((context.say("documents-check-button"), call("documents-check")))
    offered.append(discard)
    return offered
