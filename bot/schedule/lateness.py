"""Answers that come late find a phone that was laid down: they are as discreet as nudges."""

from datetime import datetime, timedelta

from bot.messages import Incoming
from bot.turn import Turn

LATE = timedelta(seconds=90)
_DAY = timedelta(days=1)


def discreet_when_late(turn: Turn, incoming: Incoming, now: datetime) -> Turn:
    """The turn, with discreet replies when the person waited longer than :data:`LATE` for them.

    What is urgent stays in plain view.
    """
    kept = incoming.received_at - incoming.sent_at
    # Platforms keep what they could not deliver for a day; other differences are wrong clocks.
    since = incoming.sent_at if timedelta(0) < kept < _DAY else incoming.received_at
    if now - since <= LATE:
        return turn
    replies = (r.model_copy(update={"late": r.priority > 0}) for r in turn.replies)
    return turn.model_copy(update={"replies": tuple(replies)})
