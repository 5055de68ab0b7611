"""Mailboxes: one per person, leased as a whole (the port Mailboxes).

A lease is one statement that takes, by rank and then by age, the person whose due job waited
longest and whom nobody holds. Its token fences every write: each transaction first touches the
mailbox's row under the token, so that a worker that was paused past its lease, and replaced,
writes nothing. A change of state happens exactly once; a model call or a send at least once.
"""

import logging
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from uuid import uuid4

from bot.errors import LeaseLost, SealBroken
from bot.messages import Incoming
from bot.ports import Job, Lease
from bot.turn import Body, Reminder, Turn
from storage import jobs
from storage import mailbox_sql as sql
from storage.database import Database, Durability
from storage.fresh import Fresh
from storage.instants import instant, next_occurrence, seconds, seconds_up
from storage.keys import KeyRing
from storage.posting import IngressMailboxes
from storage.statement import Row, Transaction
from storage.writing import TurnWriter

_NOTHING = Turn()
_MANY_CHANGES = 100
_MANY_BYTES = 1_000_000
_log = logging.getLogger(__name__)


class StoredMailboxes(IngressMailboxes):
    """The mailboxes as a worker sees them."""

    def __init__(self, database: Database, keys: KeyRing) -> None:
        super().__init__(database, keys.index, keys.installation.closer)
        self._keys = keys
        self._fresh = Fresh()
        self._lease = sql.lease(locking=database.postgresql)

    async def lease(self, now: datetime, length: timedelta) -> Lease | None:
        """The person whose due job waited longest and whom nobody holds."""
        token, until = str(uuid4()), seconds_up(now + length)
        values = {"token": token, "until": until, "now": seconds(now)}

        def work(transaction: Transaction) -> tuple[str, Row | None] | None:
            person = transaction.value(self._lease, values)
            if person is None:
                return None
            return person, transaction.first(sql.NEXT_JOB, {**values, "person": person})

        leased = await self._database.write(work, "NORMAL")
        if leased is None:
            return None
        person, row = leased
        first: Job | None = None
        with suppress(SealBroken):  # next_job sets it aside
            first = None if row is None else self._opened(person, row)
        return Lease(person, token, instant(until), first)

    async def next_job(self, lease: Lease, now: datetime) -> Job | None:
        """This person's first due job; None when nothing is due; raises LeaseLost.

        A job whose seal is broken can never be done: it becomes a dead letter here.
        """
        while True:
            row = await self._database.read(lambda transaction: _first(transaction, lease, now))
            if row is None:
                return None
            try:
                return self._opened(lease.person, row)
            except SealBroken as broken:
                job_id, kind = row[:2]
                _log.error("a %s job of %s becomes a dead letter: %s", kind, lease.person, broken)
                await self._database.run(partial(self._discard, lease, job_id, now))

    async def stops(self, person: str) -> int:
        """How often this person asked to stop, until now."""
        found = await self._database.read(
            lambda transaction: transaction.value(sql.STOPS, {"person": person})
        )
        return found or 0

    async def renew(self, lease: Lease, now: datetime, length: timedelta) -> Lease:
        """Hold on longer; raises LeaseLost."""
        until = seconds_up(now + length)
        values = {"person": lease.person, "token": lease.token, "until": until}
        held = await self._database.write(
            lambda transaction: transaction.run(sql.RENEW, values), "NORMAL"
        )
        if not held:
            raise LeaseLost("somebody else holds this person")
        return Lease(lease.person, lease.token, instant(until))

    async def commit(
        self, lease: Lease, job: Job, turn: Turn, now: datetime, *, hold: bool = True
    ) -> Job | None:
        """Write all of a turn and remove its job in one transaction; raises LeaseLost.

        Returns the person's next job that is due. When there is none and not ``hold``, the person
        is given back, in the same transaction.
        """
        row = await self._finish(lease, job, turn, now, hold=hold)
        if row is None:
            return None
        with suppress(SealBroken):
            return self._opened(lease.person, row)
        coming = await self.next_job(lease, now)
        if coming is None and not hold:
            await self.release(lease)
        return coming

    async def retry(
        self, lease: Lease, job: Job, at: datetime, now: datetime, *, counted: bool = True
    ) -> None:
        """Count a failed attempt and delay the whole mailbox, so that order holds."""

        def work(transaction: Transaction) -> None:
            _fence(transaction, lease)
            if counted:
                transaction.run(sql.COUNT_ATTEMPT, {"person": lease.person, "id": job.id})
            jobs.refresh(transaction, lease.person, seconds_up(at))

        await self._database.write(work)

    async def bury(self, lease: Lease, job: Job, turn: Turn, now: datetime) -> None:
        """Move a job that cannot be done to the dead letters and write the apology."""
        await self._finish(lease, job, turn, now, bury=True)

    async def release(self, lease: Lease) -> None:
        """Give the person back; nothing happens when somebody else holds them by now."""
        values = {"person": lease.person, "token": lease.token}
        await self._database.write(
            lambda transaction: transaction.run(sql.RELEASE, values), "NORMAL"
        )

    async def next_due(self) -> datetime | None:
        """When the earliest job of anybody is due (or, of somebody held, becomes free)."""
        earliest = await self._database.read(
            lambda transaction: (
                *transaction.rows(sql.EARLIEST),
                *transaction.rows(sql.EARLIEST_LEASED),
            )
        )
        known = [due_at for row in earliest for due_at in row if due_at is not None]
        return instant(min(known)) if known else None

    def free_all(self) -> None:
        """Take all leases and pauses back: for the only worker there is, as it starts.

        Leases belong to a process that is gone. Pauses are for what has perhaps been mended since
        (a full disk): without this somebody who starts again would be answered by silence.
        """

        def work(transaction: Transaction) -> None:
            transaction.run(sql.FREE_ALL)
            transaction.run(sql.UNPAUSE_ALL)

        self._database.write_now(work)

    def shred_doomed(self) -> None:
        """Destroy the keys of those who were erased; also what a crash left over."""
        rows = self._database.read_now(lambda transaction: transaction.rows(sql.DOOMED))
        owners = [owner for (owner,) in rows]

        def work(transaction: Transaction) -> None:
            for owner in owners:
                transaction.run(sql.NOT_DOOMED, {"owner": owner})

        if owners:
            self._fresh.forget()
            self._keys.shred(owners)
            self._database.write_now(work)

    async def _finish(
        self,
        lease: Lease,
        job: Job,
        turn: Turn,
        now: datetime,
        *,
        bury: bool = False,
        hold: bool = True,
    ) -> Row | None:
        """Write a turn; the next job's row. Without one the person is given back if not held."""

        def work(transaction: Transaction) -> Row | None:
            closing = self._remove(transaction, lease, job.id, now, bury=bury, body=job.body)
            writer = TurnWriter(transaction, self._keys, lease.person, closing=closing)
            writer.write(turn, _coming(turn, job.body, now), now)
            _settle(transaction, lease.person, closing=writer.closing)
            for made in writer.sealed:
                self._fresh.put(*made)
            row = _first(transaction, lease, now)
            if row is None and not hold:
                transaction.run(sql.RELEASE, {"person": lease.person, "token": lease.token})
            return row

        # A message that was sent is sent at least once whatever we do: no need for the disk's word.
        light = job.kind == "send" and turn == _NOTHING.model_copy(update={"id": turn.id})
        if turn.erase is None and turn.link is None:
            durability: Durability = "NORMAL" if light else "FULL"
            return await self._database.write(work, durability, long=_long(turn))

        def write_and_shred() -> Row | None:
            row = self._database.write_now(work)
            self.shred_doomed()
            return row

        return await self._database.run(write_and_shred)

    def _opened(self, person: str, row: Row) -> Job:
        """The job in a row; raises SealBroken."""
        job_id, kind, due_at, attempts, key_id, sealed, stops = row
        body = self._fresh.take(job_id, sealed)
        if body is None:
            body = jobs.open_body(self._keys, person, job_id, kind, key_id, sealed)
        return Job(job_id, kind, instant(due_at), attempts, body, stops)

    def _posted(self, job_id: str, sealed: bytes, incoming: Incoming) -> None:
        self._fresh.put(job_id, sealed, incoming)

    def _discard(self, lease: Lease, job_id: str, now: datetime) -> None:
        def work(transaction: Transaction) -> None:
            closing = self._remove(transaction, lease, job_id, now, bury=True)
            _settle(transaction, lease.person, closing=closing)

        self._database.write_now(work)

    def _remove(
        self,
        transaction: Transaction,
        lease: Lease,
        job_id: str,
        now: datetime,
        *,
        bury: bool,
        body: Body | None = None,
    ) -> bool:
        """Take a job out of the mailbox, whoever holds the lease only; whether it is closing."""
        closing = _fence(transaction, lease)
        values = {"person": lease.person, "id": job_id}
        if bury and not closing:
            transaction.run(sql.BURY, {**values, "now": seconds(now)})
            vault = self._keys.find(lease.person)
            if body is not None and vault is not None:
                # The person's own key, so that shredding it reaches this letter too.
                plain = body.model_dump_json().encode()
                sealed = vault.seal(plain, jobs.place_of(lease.person, job_id))
                key = {"key_id": jobs.OWN_KEY, "sealed": sealed, "id": job_id}
                transaction.run(sql.SEAL_AGAIN, key)
        if transaction.run(sql.REMOVE_JOB, values) == 0:
            raise LeaseLost("this job was done already")
        return closing


def _long(turn: Turn) -> bool:
    """Whether writing the turn would keep everybody else waiting."""
    changes = sum(len(change_set.changes) for change_set in turn.changes)
    documents = sum(len(document.content) for document in turn.documents)
    return changes > _MANY_CHANGES or documents > _MANY_BYTES


def _fence(transaction: Transaction, lease: Lease) -> bool:
    """Hold the mailbox's row under this lease until the end; whether it is closing."""
    row = transaction.first(sql.FENCE, {"person": lease.person, "token": lease.token})
    if row is None:
        raise LeaseLost("somebody else holds this person")
    return bool(row[0])


def _first(transaction: Transaction, lease: Lease, now: datetime) -> Row | None:
    """The first due job; raises LeaseLost when somebody else holds the person."""
    values = {"person": lease.person, "token": lease.token, "now": seconds(now)}
    row = transaction.first(sql.NEXT_JOB, values)
    if row is None:
        holder = transaction.first(sql.TOKEN, {"person": lease.person})
        # No row at all: the mailbox of somebody erased is gone, and nothing is left to do.
        if holder is not None and holder[0] != lease.token:
            raise LeaseLost("somebody else holds this person")
    return row


def _settle(transaction: Transaction, person: str, *, closing: bool) -> None:
    """Bring the mailbox's row up to date; the last job of somebody erased takes it along."""
    if not jobs.refresh(transaction, person, 0) and closing:
        transaction.run(sql.REMOVE_MAILBOX, {"person": person})


def _coming(turn: Turn, body: Body, now: datetime) -> Reminder | None:
    """The next time of a reminder that comes back, unless the turn plans it anew."""
    if not isinstance(body, Reminder) or turn.erase is not None or body.about in turn.replan:
        return None
    return next_occurrence(body, now)
