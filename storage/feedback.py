"""Feedback that people agreed to give, sealed so that only the installation opens it.

It is kept apart from people: no pseudonym stands beside it, only the day.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import uuid4

from bot.turn import Feedback
from storage.database import Database
from storage.instants import instant, seconds
from storage.keys import KeyRing
from storage.statement import Statement, Transaction
from storage.vault import Place

_ADD = Statement(
    "INSERT INTO feedback (id, at, key_id, sealed) VALUES (:id, :at, :key_id, :sealed)"
)
_ALL = Statement("SELECT id, at, key_id, sealed FROM feedback ORDER BY at, id")
_FORGET = Statement("DELETE FROM feedback WHERE at < :before")
_DAY = 86_400
KEPT_DAYS = 365


@dataclass(frozen=True, slots=True)
class KeptFeedback:
    """One piece of feedback and its day."""

    day: datetime
    feedback: Feedback


class StoredFeedback:
    """What the operator can read."""

    def __init__(self, database: Database, keys: KeyRing) -> None:
        self._database = database
        self._keys = keys

    async def all(self) -> list[KeptFeedback]:
        """Everything, oldest first; raises SealBroken."""
        rows = await self._database.read(lambda transaction: transaction.rows(_ALL))
        return [
            KeptFeedback(
                instant(at),
                Feedback.model_validate_json(
                    self._keys.open_envelope(key_id, sealed, _place(identity))
                ),
            )
            for identity, at, key_id, sealed in rows
        ]


def add(transaction: Transaction, keys: KeyRing, feedback: Feedback, now: datetime) -> None:
    """Keep one piece, under its day only: the minute could point at a person."""
    identity = str(uuid4())
    day = seconds(now.astimezone(UTC)) // _DAY * _DAY
    closer = keys.installation.closer
    sealed = closer.close(feedback.model_dump_json().encode(), _place(identity))
    values = {"id": identity, "at": day, "key_id": closer.key_id, "sealed": sealed}
    transaction.run(_ADD, values)


def forget_old(transaction: Transaction, now: datetime) -> None:
    """Forget what is older than a year."""
    transaction.run(_FORGET, {"before": seconds(now) - KEPT_DAYS * _DAY})


def _place(identity: str) -> Place:
    return Place("installation", "feedback", identity, "sealed", 0)
