"""Posting: what a person did becomes a job in their mailbox, once, before it is acknowledged.

This is all that an ingress process does, so it needs the index key and the public key only.
"""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from uuid import uuid4

from bot.errors import Transient
from bot.messages import Incoming
from storage import jobs
from storage.blind import BlindIndex
from storage.database import Database
from storage.envelope import Closer
from storage.instants import seconds
from storage.statement import Statement, Transaction

_TRIES = 3
_DAY = 86_400

_SEEN = Statement(
    "INSERT INTO seen (event, day) VALUES (:event, :day) ON CONFLICT (event) DO NOTHING"
)
PERSON = Statement("SELECT person FROM identity WHERE blind = :blind")
_NEW_PERSON = Statement(
    "INSERT INTO identity (blind, person) VALUES (:blind, :person) ON CONFLICT (blind) DO NOTHING"
)
# A pause holds back what is new too: the order of one person's messages comes first.
_WAKE = Statement(
    "INSERT INTO mailbox (person, rank, due_at, lease_until, paused_until, closing)"
    " VALUES (:person, :rank, :due_at, 0, 0, false)"
    " ON CONFLICT (person) DO UPDATE SET"
    " due_at = CASE WHEN mailbox.rank <= :rank THEN mailbox.due_at"
    " WHEN mailbox.paused_until > :due_at THEN mailbox.paused_until ELSE :due_at END,"
    " rank = CASE WHEN mailbox.rank <= :rank THEN mailbox.rank ELSE :rank END"
)
_STOP = Statement("UPDATE mailbox SET stops = stops + 1 WHERE person = :person")
_WAITING = Statement("SELECT COUNT(*), MIN(due_at) FROM job WHERE due_at <= :now")


def deliver(
    transaction: Transaction, person: str, incoming: Incoming, closer: Closer, now: datetime
) -> tuple[str, bytes]:
    """Put what came for a person into their mailbox, sealed to the installation.

    Returns the job's id and what its body was sealed to.
    """
    made = jobs.insert(transaction, person, incoming, jobs.with_installation(closer), now)
    wake = {"person": person, "rank": jobs.RANK_TURN, "due_at": seconds(now)}
    transaction.run(_WAKE, wake)
    return made


class _ErasedMeanwhile(Exception):
    """The person was erased between finding them and writing to them."""


class IngressMailboxes:
    """The door for what comes in: it posts, and can open nothing that is kept."""

    def __init__(self, database: Database, index: BlindIndex, closer: Closer) -> None:
        self._database = database
        self._index = index
        self._closer = closer

    async def post(self, incoming: Incoming, *, stops: bool = False) -> bool:
        """Commit what was said, sealed; False when this event was already posted.

        ``stops`` tells the worker that is busy with this person, wherever it runs, to stop.
        """
        for _ in range(_TRIES):
            with suppress(_ErasedMeanwhile):
                return await self._database.write(
                    lambda transaction: self._post(transaction, incoming, stops=stops)
                )
        raise Transient("a mailbox kept disappearing while something was posted", retry_after=1)

    async def waiting(self, now: datetime) -> Sequence[int]:
        """How many jobs are due, and how many seconds the oldest has waited."""
        ((count, oldest),) = await self._database.read(
            lambda transaction: transaction.rows(_WAITING, {"now": seconds(now)})
        )
        return (count, max(0, seconds(now) - oldest) if count else 0)

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    def _post(self, transaction: Transaction, incoming: Incoming, *, stops: bool) -> bool:
        channel, account = incoming.address.channel, incoming.address.account
        day = seconds(incoming.received_at) // _DAY
        event = self._index.event(channel, account, incoming.key)
        if transaction.run(_SEEN, {"event": event, "day": day}) == 0:
            return False
        blind = {"blind": self._index.identity(channel, account, incoming.sender)}
        person = transaction.value(PERSON, blind)
        if person is None:
            transaction.run(_NEW_PERSON, {**blind, "person": str(uuid4())})
            person = transaction.value(PERSON, blind)
        made = deliver(transaction, person, incoming, self._closer, incoming.received_at)
        if stops:
            transaction.run(_STOP, {"person": person})
        # While we waited for the mailbox's row, this person may have been erased (on SQLite, which
        # writes one after the other, not).
        if self._database.postgresql and transaction.value(PERSON, blind) != person:
            raise _ErasedMeanwhile
        self._posted(*made, incoming)
        return True

    def _posted(self, job_id: str, sealed: bytes, incoming: Incoming) -> None:
        """Told of each message that was posted; an ingress process forgets it at once."""
