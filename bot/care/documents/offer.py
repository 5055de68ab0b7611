"""The buttons under what was read."""

from bot.actions import HealthContext
from bot.care.documents.groups import lines_of
from bot.notebook import facts as f
from bot.turn import Call

_READABLE = ("application/pdf", "image/", "text/", "application/xml", "application/json")


def readable(media_type: str) -> bool:
    """Whether a document of this type is worth reading for what it says."""
    return media_type.startswith(_READABLE)


def choices(proposal: f.Proposal, context: HealthContext) -> list[tuple[str, Call]]:
    """Keep all, keep what is sure, choose, correct a line, keep nothing."""

    def call(action_name: str, **arguments: str) -> Call:
        return Call(action=action_name, arguments={"proposal": proposal.id, **arguments})

    new = lines_of(proposal.facts)
    doubtful = sum(1 for x in new if isinstance(x, f.Observation) and x.doubt)
    if not new:
        return [
            (context.say("documents-keep-file"), call("documents-keep")),
            (context.say("documents-discard-button"), call("documents-discard")),
        ]
    offered = [(context.say("documents-keep-button", count=len(new)), call("documents-keep"))]
    if doubtful and doubtful < len(new):
        sure = context.say("documents-keep-sure", count=len(new) - doubtful)
        offered.append((sure, call("documents-keep", sure="yes")))
    offered.append((context.say("documents-choose-button"), call("documents-choose")))
    if any(isinstance(x, f.Observation) for x in new):
        offered.append((context.say("documents-edit-button"), call("documents-edit")))
    offered.append((context.say("documents-discard-button"), call("documents-discard")))
    return offered
