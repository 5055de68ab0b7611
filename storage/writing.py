"""Writing a turn: everything a :class:`bot.turn.Turn` changes, inside the caller's transaction."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID, uuid4

from pydantic import TypeAdapter

from bot.errors import SealBroken
from bot.messages import Space
from bot.notebook.facts import new_id
from bot.turn import Account, AuditLine, Body, Dialogue, Link, NewDocument, Reminder, Turn
from storage import feedback, guests, jobs, linking
from storage.blind import BlindIndex
from storage.keys import KeyRing
from storage.shelves import Page, Shelves
from storage.statement import Statement, Transaction
from storage.vault import Place, Vault

ACCOUNT = "account"
AUDIT: TypeAdapter[tuple[AuditLine, ...]] = TypeAdapter(tuple[AuditLine, ...])
PART_BYTES = 1024 * 1024
"""How much of a document one row holds."""

_OWNED = ("record", "document", "change_set", "audit")
_FORGET_OWNED = [
    Statement(f"DELETE FROM {table} WHERE owner = :owner")  # noqa: S608 - fixed names
    for table in _OWNED
]
_DOOM = Statement("INSERT INTO doomed (owner) VALUES (:owner) ON CONFLICT (owner) DO NOTHING")
_FORGET_IDENTITIES = Statement("DELETE FROM identity WHERE person = :person")
_FORGET_JOBS = Statement("DELETE FROM job WHERE person = :person")
_FORGET_REMINDERS = Statement("DELETE FROM job WHERE person = :person AND kind = 'reminder'")
_FORGET_REMINDERS_ABOUT = Statement(
    "DELETE FROM job WHERE person = :person AND kind = 'reminder' AND about = :about"
)
_FORGET_LETTERS = Statement("DELETE FROM dead_letter WHERE person = :person")
_FORGET_MAILBOX = Statement("DELETE FROM mailbox WHERE person = :person")
_WHOSE = Statement("SELECT person FROM identity WHERE blind = :blind")
_ANY_IDENTITY = Statement("SELECT 1 FROM identity WHERE person = :person LIMIT 1")
_CLOSE = Statement("UPDATE mailbox SET closing = true WHERE person = :person")
ANY_RECORD = Statement("SELECT 1 FROM record WHERE owner = :owner LIMIT 1")
_ADD_CHANGE_SET = Statement(
    "INSERT INTO change_set (owner, id, sealed) VALUES (:owner, :id, :sealed)"
)
_ADD_AUDIT = Statement("INSERT INTO audit (owner, id, sealed) VALUES (:owner, :id, :sealed)")
_ADD_PART = Statement(
    "INSERT INTO document (owner, id, part, parts, sealed)"
    " VALUES (:owner, :id, :part, :parts, :sealed)"
)
_DROP_DOCUMENT = Statement("DELETE FROM document WHERE owner = :owner AND id = :id")
_LINK = Statement(
    "INSERT INTO identity (blind, person) VALUES (:blind, :person)"
    " ON CONFLICT (blind) DO UPDATE SET person = excluded.person"
)
_UNLINK = Statement("DELETE FROM identity WHERE blind = :blind AND person = :person")


def dialogue_kind(space: Space) -> str:
    """The kind of a space's dialogue on the person's shelves."""
    return f"dialogue/{space.value}"


PERSON_KINDS = (ACCOUNT, *(dialogue_kind(space) for space in Space))


def document_place(owner: str, document: str, part: int, parts: int) -> Place:
    """Where a part of a document is sealed: one that is missing or swapped is noticed."""
    return Place(owner, "document", f"{document}/{part}/{parts}", "sealed", 0)


def line_place(owner: str, table: str, line: str) -> Place:
    """Where a change set or audit row is sealed."""
    return Place(owner, table, line, "sealed", 0)


def vault_for(transaction: Transaction, keys: KeyRing, owner: str) -> Vault:
    """The owner's vault, with a new key for a new owner.

    Raises SealBroken when something is kept for the owner but the key is gone: a new key would
    make what is kept look as if it had never been.
    """
    found = keys.find(owner)
    if found is None:
        if transaction.first(ANY_RECORD, {"owner": owner}) is not None:
            raise SealBroken("something is kept for this owner, but the key is gone")
        found = keys.make(owner)
    return found


def account_of(person: str, vault: Vault, pages: Iterable[Page], shelves: Shelves) -> Account:
    """The kept account, or the fresh one of somebody new, the same each time it is asked."""
    label = shelves.label(ACCOUNT)
    for page in pages:
        if page.shelf == label:
            return Account.model_validate_json(page.plain)
    return Account(person=person, notebook=first_notebook(vault))


def first_notebook(vault: Vault) -> str:
    """The notebook that somebody new will have."""
    return str(UUID(bytes=vault.pseudonym("notebook", "first"), version=4))


class TurnWriter:
    """Writes the turns of one person over one transaction."""

    def __init__(
        self, transaction: Transaction, keys: KeyRing, person: str, *, closing: bool
    ) -> None:
        self._transaction = transaction
        self._keys = keys
        self._person = person
        self.closing = closing
        self.sealed: list[tuple[str, bytes, Body]] = []
        """The jobs of the replies: id, sealed body, body."""

    def write(self, turn: Turn, coming: Reminder | None, now: datetime) -> None:
        """Write everything, and the next time of a reminder that was just handled.

        Of somebody who was erased, only what is still to be said is written.
        """
        if turn.erase == "everything" and not self.closing:
            self._erase_everything()
        if not self.closing:
            if _touches_person(turn):
                self._write_person(turn)
            self._replan(turn, now)
            if coming is not None:
                jobs.insert(self._transaction, self._person, coming, self._sealer(), now)
            self._identities(turn, now)
            self._doors(turn, now)
        if turn.replies:
            seal = self._sealer()
            for reply in turn.replies:
                made = jobs.insert(self._transaction, self._person, reply, seal, now)
                self.sealed.append((*made, reply))

    def _sealer(self) -> jobs.Sealer:
        if self.closing:
            return jobs.with_installation(self._keys.installation.closer)
        return jobs.with_own_key(vault_for(self._transaction, self._keys, self._person))

    def _write_person(self, turn: Turn) -> None:
        vault = vault_for(self._transaction, self._keys, self._person)
        shelves = Shelves(self._transaction, self._person, vault)
        kept = account_of(self._person, vault, shelves.pages([ACCOUNT]), shelves)
        account = turn.account or kept
        dialogues = dict(turn.dialogues)
        if turn.erase == "notebook":
            self._forget([kept.notebook])
            self._transaction.run(_FORGET_REMINDERS, {"person": self._person})
            self._transaction.run(_FORGET_LETTERS, {"person": self._person})
            if account.notebook == kept.notebook:
                account = account.model_copy(update={"notebook": new_id()})
            # What was said in the health space is about health as much as the notebook was.
            dialogues.setdefault(Space.HEALTH, Dialogue())
        versions = shelves.versions(PERSON_KINDS)
        if account != kept:
            self._put(shelves, ACCOUNT, account.model_dump_json(), versions)
        for space, dialogue in dialogues.items():
            self._put(shelves, dialogue_kind(space), dialogue.model_dump_json(), versions)
        self._write_notebook(account.notebook, turn)

    def _put(self, shelves: Shelves, kind: str, body: str, versions: dict[bytes, int]) -> None:
        label = shelves.label(kind)
        shelves.put(Page(label, 0, versions.get(label, 0) + 1, body.encode()))

    def _write_notebook(self, owner: str, turn: Turn) -> None:
        if not (turn.changes or turn.documents or turn.drop_documents or turn.audit):
            return
        vault = vault_for(self._transaction, self._keys, owner)
        if turn.changes:
            changes = [change for change_set in turn.changes for change in change_set.changes]
            Shelves(self._transaction, owner, vault).apply(changes)
        for change_set in turn.changes:
            if change_set.kept:
                self._line(vault, owner, "change_set", change_set.model_dump_json().encode())
        if turn.audit:
            self._line(vault, owner, "audit", AUDIT.dump_json(turn.audit))
        for document in turn.documents:
            self._document(vault, owner, document)
        for dropped in turn.drop_documents:
            self._transaction.run(_DROP_DOCUMENT, {"owner": owner, "id": dropped})

    def _line(self, vault: Vault, owner: str, table: str, plain: bytes) -> None:
        line = str(uuid4())
        self._transaction.run(
            _ADD_AUDIT if table == "audit" else _ADD_CHANGE_SET,
            {
                "owner": owner,
                "id": line,
                "sealed": vault.seal(plain, line_place(owner, table, line)),
            },
        )

    def _document(self, vault: Vault, owner: str, document: NewDocument) -> None:
        self._transaction.run(_DROP_DOCUMENT, {"owner": owner, "id": document.id})
        content = document.content
        parts = max(1, -(-len(content) // PART_BYTES))
        for part in range(parts):
            place = document_place(owner, document.id, part, parts)
            piece = content[part * PART_BYTES : (part + 1) * PART_BYTES]
            self._transaction.run(
                _ADD_PART,
                {
                    "owner": owner,
                    "id": document.id,
                    "part": part,
                    "parts": parts,
                    "sealed": vault.seal(piece, place),
                },
            )

    def _replan(self, turn: Turn, now: datetime) -> None:
        if not turn.replan:
            return
        seal = self._sealer()
        for about, reminders in turn.replan.items():
            self._transaction.run(_FORGET_REMINDERS_ABOUT, {"person": self._person, "about": about})
            for reminder in reminders:
                jobs.insert(self._transaction, self._person, reminder, seal, now)

    def _identities(self, turn: Turn, now: datetime) -> None:
        if turn.issue is not None:
            linking.issue(self._transaction, self._keys, self._person, turn.issue)
        if turn.claim is not None:
            linking.claim(self._transaction, self._keys, self._person, turn.claim, now)
        if turn.link is not None:
            self._link(_blind(self._keys.index, turn.link))
        if turn.unlink is not None:
            blind = _blind(self._keys.index, turn.unlink)
            self._transaction.run(_UNLINK, {"blind": blind, "person": self._person})

    def _doors(self, turn: Turn, now: datetime) -> None:
        if turn.invitation is not None:
            index = self._keys.index
            guests.come_in(self._transaction, index, self._person, turn.invitation, now)
        if turn.waits:
            guests.wait(self._transaction, self._person, now)
        if turn.feedback is not None:
            feedback.add(self._transaction, self._keys, turn.feedback, now)

    def _link(self, blind: bytes) -> None:
        """An identity becomes this person's; who it was before goes, if nobody is left there."""
        before = self._transaction.value(_WHOSE, {"blind": blind})
        self._transaction.run(_LINK, {"blind": blind, "person": self._person})
        if before in (None, self._person):
            return
        former = {"person": before}
        if self._transaction.first(_ANY_IDENTITY, former) is None:
            TurnWriter(self._transaction, self._keys, before, closing=False)._erase_everything()
            # There is no farewell to wait for; whoever works for them now writes nothing.
            self._transaction.run(_FORGET_MAILBOX, former)

    def _erase_everything(self) -> None:
        """Forget the person; the mailbox stays until the farewell is sent."""
        owners = [self._person]
        vault = self._keys.find(self._person)
        if vault is not None:
            shelves = Shelves(self._transaction, self._person, vault)
            pages = shelves.pages([ACCOUNT])
            owners.append(account_of(self._person, vault, pages, shelves).notebook)
        person = {"person": self._person}
        # Identities first: whoever writes to us from now on is somebody new.
        self._transaction.run(_FORGET_IDENTITIES, person)
        self._transaction.run(_FORGET_JOBS, person)
        self._transaction.run(_FORGET_LETTERS, person)
        self._transaction.run(linking.FORGET_OF, person)
        guests.forget(self._transaction, self._person)
        self._transaction.run(_CLOSE, person)
        self._forget(owners)
        self.closing = True

    def _forget(self, owners: list[str]) -> None:
        for owner in owners:
            for statement in _FORGET_OWNED:
                self._transaction.run(statement, {"owner": owner})
            self._transaction.run(_DOOM, {"owner": owner})


def _touches_person(turn: Turn) -> bool:
    return bool(
        turn.account
        or turn.dialogues
        or turn.changes
        or turn.documents
        or turn.drop_documents
        or turn.audit
        or turn.erase
    )


def _blind(index: BlindIndex, link: Link) -> bytes:
    return index.identity(link.channel, link.account, link.sender)
