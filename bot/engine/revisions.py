"""A message that was edited or deleted: the history follows, the notebook is never changed by it.

What was noted from the first wording was shown to the person, who can correct or undo it; changing
it behind their back, because a platform lets texts be rewritten, would be worse than asking.
"""

from bot.messages import Incoming, IncomingKind, Space
from bot.turn import Dialogue, Said

REVISIONS = frozenset({IncomingKind.EDIT, IncomingKind.DELETE})


def space_of(incoming: Incoming, dialogues: dict[Space, Dialogue]) -> Space | None:
    """The space in whose history the message stands; None when it is not remembered."""
    for space, dialogue in dialogues.items():
        if _line(incoming, dialogue) is not None:
            return space
    return None


def revised(incoming: Incoming, dialogue: Dialogue) -> tuple[Dialogue, bool]:
    """The dialogue with the new wording, or without the line; whether anything changed."""
    line = _line(incoming, dialogue)
    if line is None or line.text == incoming.text:
        return dialogue, False
    kept = []
    for said in dialogue.history:
        if said is not line:
            kept.append(said)
        elif incoming.kind is IncomingKind.EDIT and incoming.text:
            kept.append(said.model_copy(update={"text": incoming.text[:4000]}))
    return dialogue.model_copy(update={"history": tuple(kept)}), True


def _line(incoming: Incoming, dialogue: Dialogue) -> Said | None:
    if incoming.about is None:
        return None
    mine = (x for x in dialogue.history if x.who == "person" and x.message == incoming.about)
    return next(mine, None)
