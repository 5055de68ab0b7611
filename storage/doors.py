"""Who was let in, who waits, and which invitations stand (the port Doors)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.messages import Outgoing
from storage import guests, jobs
from storage.database import Database
from storage.instants import instant, seconds
from storage.keys import KeyRing
from storage.statement import Statement, Transaction
from storage.writing import vault_for

_STATE = Statement("SELECT state FROM guest WHERE person = :person")
_GUESTS = Statement("SELECT person, state, since FROM guest ORDER BY since, person")
_INVITE = Statement("INSERT INTO invitation (digest, made_at) VALUES (:digest, :now)")
_STANDS = Statement("SELECT 1 FROM invitation WHERE digest = :digest AND used_at IS NULL")
_INVITATIONS = Statement("SELECT COUNT(*), COUNT(used_at) FROM invitation")
_PAUSED = Statement("SELECT paused_until FROM mailbox WHERE person = :person")


@dataclass(frozen=True, slots=True)
class Guest:
    """A person at the door or through it, by pseudonym."""

    person: str
    state: str
    since: datetime


class StoredDoors:
    """The doors as the engine and the operator see them."""

    def __init__(self, database: Database, keys: KeyRing) -> None:
        self._database = database
        self._keys = keys

    async def admitted(self, person: str) -> bool:
        """Whether the operator let this person in."""
        values = {"person": person}
        state = await self._database.read(lambda transaction: transaction.value(_STATE, values))
        return bool(state == guests.ADMITTED)

    async def stands(self, code: str) -> bool:
        """Whether an invitation with this code was made and is not used up."""
        values = {"digest": guests.digest(self._keys.index, code)}
        found = await self._database.read(lambda transaction: transaction.value(_STANDS, values))
        return found is not None

    async def invite(self, codes: Sequence[str], now: datetime) -> None:
        """Make invitations with these codes, which are kept nowhere."""

        def work(transaction: Transaction) -> None:
            for code in codes:
                values = {"digest": guests.digest(self._keys.index, code), "now": seconds(now)}
                transaction.run(_INVITE, values)

        await self._database.write(work)

    async def invitations(self) -> tuple[int, int]:
        """How many invitations were made, and how many of them used."""
        (row,) = await self._database.read(lambda transaction: transaction.rows(_INVITATIONS))
        return int(row[0]), int(row[1])

    async def everybody(self) -> list[Guest]:
        """Everybody who waits or was let in, who came first first."""
        rows = await self._database.read(lambda transaction: transaction.rows(_GUESTS))
        return [Guest(person, state, instant(since)) for person, state, since in rows]

    async def admit(self, person: str, news: Outgoing | None, now: datetime) -> None:
        """Let somebody in, and tell them."""

        def work(transaction: Transaction) -> None:
            guests.admit(transaction, person, now)
            if news is None:
                return
            seal = jobs.with_own_key(vault_for(transaction, self._keys, person))
            jobs.insert(transaction, person, news, seal, now)
            paused = transaction.value(_PAUSED, {"person": person}) or 0
            jobs.refresh(transaction, person, paused)

        await self._database.write(work)
