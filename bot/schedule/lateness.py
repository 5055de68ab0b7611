"""Answers that come late find a phone that was laid down: they are as discreet as nudges."""

from datetime import datetime, timedelta

from bot.messages import Incoming, Outgoing
from bot.turn import Turn

LATE = timedelta(seconds=90)
_DAY = timedelta(days=1)


def discreet_when_late(turn: Turn, incoming: Incoming, now: datetime) -> Turn:
    """The turn, with discreet replies when the person waited long for them.

    What is urgent stays in plain view.
    """
    kept = incoming.received_at - incoming.sent_at
    # Platforms keep what they could not deliver for a day; other differences are wrong clocks.
    since = incoming.sent_at if timedelta(0) < kept < _DAY else incoming.received_at
    replies = (discreet_if_late(reply, since, now) for reply in turn.replies)
    return turn.model_copy(update={"replies": tuple(replies)})


def discreet_if_late(outgoing: Outgoing, since: datetime, now: datetime) -> Outgoing:
    """The message, discreet when it has been waited for longer than :data:`LATE`."""
    if now - since <= LATE or outgoing.priority <= 0:
        return outgoing
    return outgoing.model_copy(update={"late": True})
