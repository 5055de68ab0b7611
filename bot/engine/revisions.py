"""A message that was edited or deleted: the history follows, the notebook is never changed by it.

What was noted from the first wording was shown to the person, who can correct or undo it; changing
it behind their back, because a platform lets texts be rewritten, would be worse than asking.
"""

from bot.actions import Context
from bot.engine import public
from bot.engine.alarms import hear
from bot.engine.finish import finish
from bot.engine.gate import Gate
from bot.messages import Incoming, IncomingKind, Sensitivity, Space
from bot.ports import Notebook, Person
from bot.turn import Dialogue, Said, Turn

REVISIONS = frozenset({IncomingKind.EDIT, IncomingKind.DELETE})


async def revise(
    gate: Gate, context: Context, dialogue: Dialogue, person: Person, notebook: Notebook
) -> Turn:
    """Take a message that was edited or deleted: the gate hears the new wording too."""
    assert context.incoming is not None  # noqa: S101 - a revision is something that came in
    incoming, form = context.incoming, dialogue.form
    others: dict[Space, Dialogue] = {}
    dialogue, changed = revised(incoming, dialogue)
    private = public.alone(incoming)
    if changed and private and incoming.kind is IncomingKind.EDIT and incoming.text:
        heard = await hear(gate, context, dialogue, person, notebook)
        dialogue, others = heard.dialogue, heard.others
        if not heard.alarm.fresh:
            seen = context.draft.say(context.say("edit-seen"), sensitivity=Sensitivity.NONE)
            # Whether it is said may hang on the notebook: an everyday model reads the history.
            seen.remembered = False
    context.draft.form = form
    return finish(
        context, dialogue, address=incoming.address, action="revised", said=None, others=others
    )


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
