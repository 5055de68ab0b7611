"""Small things that the storage tests say and do again and again."""

import itertools
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from bot.messages import Address, Incoming, Outgoing
from bot.notebook.changes import Change, ChangeSet
from bot.notebook.facts import AnyFact, Appointment, Condition, Fact, Observation, Provenance
from bot.ports import Job, Lease
from bot.turn import Reminder, Turn
from storage.master import MasterKey
from storage.opening import Storage, open_storage

NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOME = Address(channel="telegram", account="bot1", conversation="7781234567")


@dataclass(frozen=True)
class House:
    """A data folder with its master key, and where its tables are."""

    folder: Path
    master_file: Path
    url: str | None

    def master(self) -> MasterKey:
        """The master key, read anew."""
        return MasterKey.load(file=self.master_file)

    def open(self, *, worker: bool = True) -> Storage:
        """The storage, opened as a process of its own would."""
        return open_storage(self.folder, self.master(), database_url=self.url, worker=worker)


def said(
    text: str, *, sender: str = "7781234567", key: str | None = None, at: datetime = NOON
) -> Incoming:
    """A message of a person; the key follows from text and sender unless given."""
    return Incoming(
        key=key or f"{sender}/{text}",
        address=HOME,
        sender=sender,
        text=text,
        sent_at=at,
        received_at=at,
    )


def reply(text: str, *, priority: int = 1) -> Outgoing:
    """A message to a person."""
    return Outgoing(key=f"key of {text}", address=HOME, text=text, priority=priority)


def provenance(minutes: int = 0) -> Provenance:
    """Told, some minutes after noon."""
    return Provenance(recorded_at=NOON + minutes * MINUTE)


def condition(text: str, minutes: int = 0) -> Condition:
    """A condition, told some minutes after noon."""
    return Condition(text=text, provenance=provenance(minutes))


def observation(text: str, minutes: int = 0) -> Observation:
    """A result."""
    return Observation(
        text=text, value=Decimal("5.60"), unit="mmol/L", provenance=provenance(minutes)
    )


def appointment(text: str, start: str, zone: str = "Europe/Paris") -> Appointment:
    """A visit at a local time, as "2026-12-01T09:00"."""
    return Appointment(
        text=text, start=datetime.fromisoformat(start), zone=zone, provenance=provenance()
    )


def reminder(about: Fact, local: str, recurrence: str | None = None) -> Reminder:
    """A nudge about a fact at a local time in Paris."""
    return Reminder(
        about=about.id,
        what="nudge",
        local=datetime.fromisoformat(local),
        zone="Europe/Paris",
        recurrence=recurrence,
    )


def adds(*facts: AnyFact) -> ChangeSet:
    """A change set that adds facts."""
    return ChangeSet(at=NOON, action="note", changes=tuple(Change(after=fact) for fact in facts))


@asynccontextmanager
async def leased(storage: Storage, now: datetime = NOON) -> AsyncIterator[Lease]:
    """Somebody's mailbox, given back at the end."""
    lease = await storage.mailboxes.lease(now, MINUTE)
    assert lease is not None
    yield lease
    await storage.mailboxes.release(lease)


async def job_of(storage: Storage, lease: Lease, now: datetime = NOON) -> Job:
    """The next job, which must be there."""
    job = await storage.mailboxes.next_job(lease, now)
    assert job is not None
    return job


_numbers = itertools.count(1)


async def tell(
    storage: Storage, turn: Turn | Callable[[str], Turn], *, sender: str = "7781234567"
) -> str:
    """Have a person say something that leads to this turn; returns the person."""
    await storage.mailboxes.post(said(f"message {next(_numbers)}", sender=sender))
    async with leased(storage) as lease:
        job = await job_of(storage, lease)
        value = turn if isinstance(turn, Turn) else turn(lease.person)
        await storage.mailboxes.commit(lease, job, value, NOON)
        return lease.person


async def drain(storage: Storage, now: datetime = NOON) -> list[str]:
    """Do everything that is due with empty turns; the texts or names of what was done."""
    done = []
    while (lease := await storage.mailboxes.lease(now, MINUTE)) is not None:
        while (job := await storage.mailboxes.next_job(lease, now)) is not None:
            done.append(job.body.what if isinstance(job.body, Reminder) else job.body.text)
            await storage.mailboxes.commit(lease, job, Turn(), now)
        await storage.mailboxes.release(lease)
    return done
