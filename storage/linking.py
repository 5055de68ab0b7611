"""Linking codes, inside the transaction of a turn.

A code is kept as a keyed digest of its digest, so that the table alone finds none. Typing one uses
it up, in time or late; the person who issued it is asked through their own mailbox, and nobody
else learns whether it was one.
"""

from datetime import datetime

from bot.messages import Incoming, IncomingKind
from bot.turn import LinkClaim, LinkCode
from storage.instants import seconds
from storage.keys import KeyRing
from storage.posting import deliver
from storage.statement import Statement, Transaction

_ADD = Statement(
    "INSERT INTO link_code (digest, person, expires_at) VALUES (:digest, :person, :expires_at)"
    " ON CONFLICT (digest) DO NOTHING"
)
_USE = Statement("DELETE FROM link_code WHERE digest = :digest RETURNING person, expires_at")
FORGET_OF = Statement("DELETE FROM link_code WHERE person = :person")
FORGET_OLD = Statement("DELETE FROM link_code WHERE expires_at < :now")


def issue(transaction: Transaction, keys: KeyRing, person: str, code: LinkCode) -> None:
    """Keep a code, in place of the person's earlier ones."""
    transaction.run(FORGET_OF, {"person": person})
    transaction.run(
        _ADD,
        {
            "digest": keys.index.linking(code.digest),
            "person": person,
            "expires_at": seconds(code.expires_at),
        },
    )


def claim(
    transaction: Transaction, keys: KeyRing, person: str, claimed: LinkClaim, now: datetime
) -> None:
    """Use a code up and ask whoever issued it; nothing happens when it is none."""
    row = transaction.first(_USE, {"digest": keys.index.linking(claimed.digest)})
    if row is None or row[0] == person or row[1] < seconds(now):
        return
    owner = row[0]
    asked = Incoming(
        key=f"link:{claimed.digest[:32]}",
        address=claimed.address,
        sender=claimed.link.sender,
        kind=IncomingKind.LINK,
        sent_at=now,
        received_at=now,
    )
    deliver(transaction, owner, asked, keys.installation.closer, now)
