"""Reading what is kept: people and their notebooks (the ports Notebooks and Notebook)."""

from collections.abc import Sequence
from contextlib import suppress
from itertools import groupby
from typing import TypeVar, cast, get_args

from pydantic import ValidationError

from bot.errors import Permanent, SealBroken
from bot.messages import Space
from bot.notebook.changes import ChangeSet
from bot.notebook.facts import Fact, Kept, Proposal, new_id
from bot.ports import Person
from bot.turn import Account, AuditLine, Dialogue
from storage.database import Database
from storage.keys import KeyRing
from storage.shelves import Shelves, fact_of, facts_of
from storage.statement import Statement, Transaction
from storage.together import Together
from storage.vault import Vault
from storage.writing import (
    ANY_RECORD,
    AUDIT,
    PERSON_KINDS,
    account_of,
    dialogue_kind,
    document_place,
    first_notebook,
    line_place,
    vault_for,
)

F = TypeVar("F", bound=Fact)

_KINDS: dict[str, type[Fact]] = {
    kind.model_fields["kind"].default: kind for kind in (*get_args(Kept), Proposal)
}
_CLOSING = Statement("SELECT closing FROM mailbox WHERE person = :person")
_PARTS = Statement(
    "SELECT part, parts, sealed FROM document WHERE owner = :owner AND id = :id ORDER BY part"
)
_CHANGE_SETS = Statement(
    "SELECT id, sealed FROM change_set WHERE owner = :owner ORDER BY seq DESC LIMIT :limit"
)
_AUDIT = Statement(
    "SELECT id, sealed FROM audit WHERE owner = :owner ORDER BY seq DESC LIMIT :limit"
)


class StoredNotebooks:
    """Opens people and notebooks."""

    def __init__(self, database: Database, keys: KeyRing) -> None:
        self._database = database
        self._keys = keys
        self._preparing: Together[str] = Together(self._prepare)

    async def person(self, person: str) -> Person:
        """The account and dialogues; a fresh account for somebody new."""
        if self._keys.known(person) is None:
            await self._preparing.ask(person)
        return await self._database.read(lambda transaction: self._person(transaction, person))

    def notebook(self, account: Account) -> "StoredNotebook":
        """The notebook of this account."""
        return StoredNotebook(self._database, self._keys, account.notebook)

    def _prepare(self, people: Sequence[str]) -> None:
        """Find the keys of these people in a thread; make keys, once for all, for who is new."""
        strangers = []
        for person in people:
            with suppress(SealBroken):  # theirs alone: reading them will say so
                if self._keys.find(person) is None:
                    strangers.append(person)
        if strangers:
            new = self._database.read_now(lambda transaction: _new(transaction, strangers))
            self._keys.make_all(new, first_notebook)

    def _person(self, transaction: Transaction, person: str) -> Person:
        if self._keys.find(person) is None and transaction.value(_CLOSING, {"person": person}):
            # Somebody erased, whose farewell is still to be sent: no key is made for them again.
            fresh = Account(person=person, notebook=new_id())
            return Person(fresh, {space: Dialogue() for space in Space})
        vault = vault_for(transaction, self._keys, person)
        shelves = Shelves(transaction, person, vault)
        pages = shelves.pages(PERSON_KINDS)
        plain = {page.shelf: page.plain for page in pages}
        dialogues: dict[Space, Dialogue] = {}
        try:
            for space in Space:
                kept = plain.get(shelves.label(dialogue_kind(space)))
                dialogues[space] = Dialogue.model_validate_json(kept) if kept else Dialogue()
            return Person(account_of(person, vault, pages, shelves), dialogues)
        except ValidationError:
            raise Permanent("what is kept is not of a form this version knows") from None


class StoredNotebook:
    """One notebook for one turn: only the shelves that are asked for are opened, each once."""

    def __init__(self, database: Database, keys: KeyRing, owner: str) -> None:
        self._database = database
        self._keys = keys
        self._owner = owner
        self._opened: dict[str, list[Fact]] = {}

    async def facts(self, *kinds: type[F]) -> list[F]:
        """All facts of these kinds, oldest first; with no kind, every fact but proposals."""
        names = [kind.model_fields["kind"].default for kind in kinds or get_args(Kept)]
        wanted = [name for name in names if name not in self._opened]
        if wanted:
            await self._database.read(lambda transaction: self._open(transaction, wanted))
        facts = sorted((fact for name in names for fact in self._opened[name]), key=_recorded)
        return cast(list[F], facts)

    async def fact(self, fact_id: str) -> Fact | None:
        """The fact of this id, if it is still there."""
        return await self._database.read(lambda transaction: self._fact(transaction, fact_id))

    async def document(self, document_id: str) -> bytes | None:
        """The bytes of a kept document."""
        return await self._database.read(
            lambda transaction: self._document(transaction, document_id)
        )

    async def change_sets(self, limit: int) -> list[ChangeSet]:
        """The latest change sets, newest first."""
        plains = await self._lines("change_set", limit)
        return [ChangeSet.model_validate_json(plain) for plain in plains]

    async def audit(self, limit: int) -> list[AuditLine]:
        """The latest audit lines, newest first."""
        lines: list[AuditLine] = []
        for plain in await self._lines("audit", limit):
            lines.extend(reversed(AUDIT.validate_json(plain)))
        return lines[:limit]

    def _vault(self, transaction: Transaction) -> Vault:
        return vault_for(transaction, self._keys, self._owner)

    def _open(self, transaction: Transaction, names: list[str]) -> None:
        shelves = Shelves(transaction, self._owner, self._vault(transaction))
        pages = shelves.pages(names)
        opened = {shelf: list(each) for shelf, each in groupby(pages, key=lambda page: page.shelf)}
        for name in names:
            self._opened[name] = facts_of(opened.get(shelves.label(name), ()), _KINDS[name])

    def _fact(self, transaction: Transaction, fact_id: str) -> Fact | None:
        shelves = Shelves(transaction, self._owner, self._vault(transaction))
        return fact_of(shelves.all_pages(), fact_id)

    def _document(self, transaction: Transaction, document_id: str) -> bytes | None:
        rows = transaction.rows(_PARTS, {"owner": self._owner, "id": document_id})
        if not rows:
            return None
        vault = self._vault(transaction)
        if len(rows) != rows[0][1]:
            raise Permanent("a part of a document is missing")
        return b"".join(
            vault.open(sealed, document_place(self._owner, document_id, part, parts))
            for part, parts, sealed in rows
        )

    async def _lines(self, table: str, limit: int) -> list[bytes]:
        return await self._database.read(
            lambda transaction: self._open_lines(transaction, table, limit)
        )

    def _open_lines(self, transaction: Transaction, table: str, limit: int) -> list[bytes]:
        statement = _AUDIT if table == "audit" else _CHANGE_SETS
        rows = transaction.rows(statement, {"owner": self._owner, "limit": limit})
        if not rows:
            return []
        vault = self._vault(transaction)
        return [vault.open(sealed, line_place(self._owner, table, line)) for line, sealed in rows]


def _new(transaction: Transaction, people: Sequence[str]) -> list[str]:
    """Those of whom nothing is kept, and who are not being erased."""
    return [
        person
        for person in people
        if not transaction.value(_CLOSING, {"person": person})
        and transaction.first(ANY_RECORD, {"owner": person}) is None
    ]


def _recorded(fact: Fact) -> float:
    return fact.provenance.recorded_at.timestamp()
