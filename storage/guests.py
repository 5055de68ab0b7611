"""Guests and invitations, inside the transaction of a turn.

An invitation is kept as a keyed digest, so that the table alone opens no door. A guest is a
pseudonym with a state and the second it was reached.
"""

from datetime import datetime

from bot.errors import Transient
from storage.blind import BlindIndex
from storage.instants import seconds
from storage.statement import Statement, Transaction

WAITING, ADMITTED = "waiting", "admitted"

_WAIT = Statement(
    "INSERT INTO guest (person, state, since) VALUES (:person, 'waiting', :now)"
    " ON CONFLICT (person) DO NOTHING"
)
_ADMIT = Statement(
    "INSERT INTO guest (person, state, since) VALUES (:person, 'admitted', :now)"
    " ON CONFLICT (person) DO UPDATE SET state = 'admitted', since = :now"
)
_FORGET = Statement("DELETE FROM guest WHERE person = :person")
_USE = Statement("UPDATE invitation SET used_at = :now WHERE digest = :digest AND used_at IS NULL")


def digest(index: BlindIndex, code: str) -> bytes:
    """What an invitation is kept as."""
    return index.identity("carnet", "invitation", code)


def come_in(
    transaction: Transaction, index: BlindIndex, person: str, code: str, now: datetime
) -> None:
    """Use up an invitation; raises Transient when somebody else did meanwhile."""
    values = {"digest": digest(index, code), "now": seconds(now)}
    if transaction.run(_USE, values) != 1:
        raise Transient("an invitation was used by somebody else meanwhile", retry_after=0.5)
    admit(transaction, person, now)


def admit(transaction: Transaction, person: str, now: datetime) -> None:
    """Let a person in."""
    transaction.run(_ADMIT, {"person": person, "now": seconds(now)})


def wait(transaction: Transaction, person: str, now: datetime) -> None:
    """Put a person on the waiting list, once."""
    transaction.run(_WAIT, {"person": person, "now": seconds(now)})


def forget(transaction: Transaction, person: str) -> None:
    """Forget that the person was ever at the door."""
    transaction.run(_FORGET, {"person": person})
