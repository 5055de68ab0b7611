"""Handing a large export over: what was read is sealed for the person, and their mailbox is told.

Both in one transaction. What was read waits as a document of the person's own notebook, sealed
under its key: whoever hands it over cannot open it again, and erasing the notebook erases it too.
The turn that takes it up drops that document.
"""

import hashlib
from datetime import datetime
from uuid import uuid4

from bot.errors import ConfigurationError
from bot.intake.reading import HANDED_OVER
from bot.messages import FileReference, Incoming, IncomingKind, Space
from bot.turn import Account, NewDocument, Place, Turn
from storage.database import Database
from storage.instants import seconds
from storage.keys import KeyRing
from storage.posting import deliver
from storage.statement import Statement, Transaction
from storage.writing import TurnWriter

_USE = Statement(
    "DELETE FROM link_code WHERE digest = :digest AND expires_at >= :now RETURNING person"
)
_CLOSING = Statement("SELECT closing FROM mailbox WHERE person = :person")


class StoredImports:
    """Lets an operator's command put what it read into a person's mailbox, and nothing else."""

    def __init__(self, database: Database, keys: KeyRing) -> None:
        self._database = database
        self._keys = keys

    async def person_of(self, code: str, now: datetime) -> str | None:
        """Who issued a linking code that still stands; the code (without hyphens) is used up."""
        digest = self._keys.index.linking(hashlib.sha256(code.encode()).hexdigest())
        values = {"digest": digest, "now": seconds(now)}
        return await self._database.write(lambda transaction: transaction.value(_USE, values))

    async def hand_over(
        self, account: Account, content: bytes, *, name: str, size: int, now: datetime
    ) -> None:
        """Seal what was read and post it; raises ConfigurationError when nobody could be told.

        ``content`` is a :class:`bot.intake.reading.Reading` as JSON, ``name`` and ``size`` (in
        bytes) are those of the file it was read from.
        """
        place = place_to_tell(account)
        document = str(uuid4())
        incoming = Incoming(
            key=f"import:{document}",
            address=place.address,
            sender=place.sender,
            kind=IncomingKind.FILE,
            files=(FileReference(reference=HANDED_OVER + document, name=name, size=size),),
            space=Space.HEALTH,
            locale=account.language,
            sent_at=now,
            received_at=now,
        )

        def work(transaction: Transaction) -> bool:
            person = account.person
            mailbox = transaction.first(_CLOSING, {"person": person})
            if mailbox is None or mailbox[0]:
                return False  # erased since the file began to be read
            turn = Turn(documents=(NewDocument(id=document, content=content),))
            TurnWriter(transaction, self._keys, person, closing=False).write(turn, None, now)
            deliver(transaction, person, incoming, self._keys.installation.closer, now)
            return True

        if not await self._database.write(work):
            raise ConfigurationError("This person's data was erased.")


def place_to_tell(account: Account) -> Place:
    """The private conversation in which the person will find it: where nudges go, or another.

    Raises ConfigurationError where there is none, or the person has not yet agreed to the notice.
    """
    if account.consent is None:
        raise ConfigurationError("This person has not yet agreed to the notice.")
    for place in account.places:
        if account.home is None or place.address == account.home:
            return place
    if account.places:
        return account.places[0]
    raise ConfigurationError("This person has no private conversation with Carnet yet.")
