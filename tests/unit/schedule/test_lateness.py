"""When an answer is late, and what becomes of it."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.messages import Address, Incoming, Outgoing
from bot.schedule.lateness import discreet_when_late
from bot.turn import Turn

NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
HOME = Address(channel="telegram", conversation="7")
TURN = Turn(
    replies=(
        Outgoing(key="0", address=HOME, text="Appelez le 15", priority=0),
        Outgoing(key="1", address=HOME, text="Glycémie : 5,4 mmol/L"),
    )
)


@pytest.mark.parametrize(
    ("kept", "taken", "late"),
    [
        (0, 10, False),
        (0, 300, True),
        (3600, 1, True),  # Carnet was down while the platform kept it
        (-3600, 1, False),  # clocks that differ
        (400 * 86_400, 1, False),
    ],
)
def test_replies_after_a_long_wait_are_discreet(kept: int, taken: int, late: bool) -> None:
    """Counted from when it was said, as far as that can be; emergencies stay in view."""
    incoming = Incoming(
        key="k",
        address=HOME,
        sender="7",
        sent_at=NOON - timedelta(seconds=kept),
        received_at=NOON,
    )
    turn = discreet_when_late(TURN, incoming, NOON + timedelta(seconds=taken))
    assert [False, late] == [reply.late for reply in turn.replies]
