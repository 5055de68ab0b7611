"""Jobs in their mailbox: ranks, how a body is sealed and opened, and the mailbox's own row.

Ranks put what people wait for first, across persons and within one: emergencies, replies, what
people said, nudges being sent, reminders falling due. Only reminders wait for a time to come, so
within every other rank what is first in line is also due.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Literal
from uuid import uuid4

from pydantic import TypeAdapter, ValidationError

from bot.errors import SealBroken
from bot.messages import Incoming, Outgoing
from bot.turn import Body, Reminder
from storage.envelope import Closer
from storage.instants import due, seconds
from storage.keys import KeyRing
from storage.statement import Statement, Transaction
from storage.vault import Place, Vault

Kind = Literal["turn", "reminder", "send"]

RANK_EMERGENCY = 0
RANK_REPLY = 1
RANK_TURN = 2
RANK_NUDGE = 3
RANK_REMINDER = 4
RANKS = range(RANK_REMINDER + 1)
_RANK_IDLE = 9
_NEVER = 2**62
OWN_KEY = 0
"""The ``key_id`` of what the person's own key sealed."""

_READERS: dict[str, TypeAdapter[Body]] = {
    "turn": TypeAdapter(Incoming),
    "reminder": TypeAdapter(Reminder),
    "send": TypeAdapter(Outgoing),
}

_INSERT = Statement(
    "INSERT INTO job (id, person, kind, rank, due_at, about, attempts, key_id, sealed) VALUES"
    " (:id, :person, :kind, :rank, :due_at, :about, 0, :key_id, :sealed)"
)
_HEAD = Statement(
    "SELECT rank, due_at FROM job WHERE person = :person ORDER BY rank, due_at LIMIT 1"
)
_REFRESH = Statement(
    "UPDATE mailbox SET rank = :rank, due_at = :due_at, paused_until = :paused"
    " WHERE person = :person"
)

Sealer = Callable[[bytes, Place], tuple[int, bytes]]
"""Seals a body at its place: the key's id and the sealed bytes."""


def with_own_key(vault: Vault) -> Sealer:
    """Seal with the person's own key."""
    return lambda plain, place: (OWN_KEY, vault.seal(plain, place))


def with_installation(closer: Closer) -> Sealer:
    """Seal so that the installation opens it, whatever happens to the person's key."""
    return lambda plain, place: (closer.key_id, closer.close(plain, place))


def place_of(person: str, job_id: str) -> Place:
    """Where a job's body is sealed."""
    return Place(person, "job", job_id, "sealed", 0)


def insert(
    transaction: Transaction, person: str, body: Body, seal: Sealer, now: datetime
) -> tuple[str, bytes]:
    """Put one job into a mailbox; the mailbox's own row is brought up to date by the caller.

    Returns the job's id and what its body was sealed to.
    """
    kind, rank, due_at = _nature(body, now)
    job_id = str(uuid4())
    key_id, sealed = seal(body.model_dump_json().encode(), place_of(person, job_id))
    transaction.run(
        _INSERT,
        {
            "id": job_id,
            "person": person,
            "kind": kind,
            "rank": rank,
            "due_at": due_at,
            "about": body.about if isinstance(body, Reminder) else None,
            "key_id": key_id,
            "sealed": sealed,
        },
    )
    return job_id, sealed


def open_body(
    keys: KeyRing, person: str, job_id: str, kind: str, key_id: int, sealed: bytes
) -> Body:
    """What a job holds; raises SealBroken."""
    place = place_of(person, job_id)
    if key_id == OWN_KEY:
        plain = keys.vault(person).open(sealed, place)
    else:
        plain = keys.open_envelope(key_id, sealed, place)
    try:
        return _READERS[kind].validate_json(plain)
    except (KeyError, ValidationError):
        raise SealBroken("a job is not of a form this version knows") from None


def refresh(transaction: Transaction, person: str, paused: int) -> bool:
    """Bring the mailbox's row up to date after its jobs changed; whether any job is left."""
    head = transaction.first(_HEAD, {"person": person})
    rank, due_at = (_RANK_IDLE, _NEVER) if head is None else (head[0], max(head[1], paused))
    transaction.run(_REFRESH, {"person": person, "rank": rank, "due_at": due_at, "paused": paused})
    return head is not None


def _nature(body: Body, now: datetime) -> tuple[Kind, int, int]:
    if isinstance(body, Incoming):
        return "turn", RANK_TURN, seconds(now)
    if isinstance(body, Reminder):
        return "reminder", RANK_REMINDER, seconds(due(body))
    rank = RANK_EMERGENCY if body.priority <= 0 else RANK_REPLY
    return "send", RANK_NUDGE if body.priority > 1 else rank, seconds(now)
