"""After a press: the message whose button was pressed shows what was chosen, and what is left."""

from bot.messages import Choice, Incoming, IncomingKind
from bot.turn import Dialogue, Turn


def show_chosen(turn: Turn, before: Dialogue, after: Dialogue, incoming: Incoming) -> Turn:
    """The turn, its first reply telling the channel what to show under the pressed message.

    Nothing is shown for buttons that may be pressed again, nor where there is no reply.
    """
    if incoming.kind is not IncomingKind.CHOICE or incoming.about is None or not turn.replies:
        return turn
    pressed = next((o for o in before.offers if o.id == incoming.choice), None)
    if pressed is None or any(o.id == pressed.id for o in after.offers):
        return turn
    left = tuple(
        Choice(id=o.id, label=o.label)
        for o in after.offers
        if o.message == pressed.message and pressed.message
    )
    first = turn.replies[0].model_copy(
        update={"stripped": incoming.about, "chosen": pressed.label, "left": left}
    )
    return turn.model_copy(update={"replies": (first, *turn.replies[1:])})
