"""One person's conversation with a whole engine, everything in memory."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import cast
from zoneinfo import ZoneInfo

from bot.dates import resolve
from bot.engine.contexts import Surroundings
from bot.engine.engine import Engine
from bot.errors import Explainable
from bot.messages import (
    Address,
    ConversationKind,
    FileReference,
    Incoming,
    IncomingKind,
    Outgoing,
    Space,
)
from bot.notebook.changes import ChangeSet
from bot.notebook.facts import Fact, Proposal
from bot.ports import F, Person
from bot.turn import Account, AuditLine, Dialogue, Reminder, Turn

START = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)
HOME = Address(channel="memory", conversation="c")
GROUP = Address(channel="memory", conversation="g", kind=ConversationKind.GROUP)


class MemoryNotebook:
    """A notebook in a dictionary."""

    def __init__(self) -> None:
        self.kept: dict[str, Fact] = {}
        self.documents: dict[str, bytes] = {}
        self.sets: list[ChangeSet] = []
        self.log: list[AuditLine] = []

    @classmethod
    def holding(cls, *facts: Fact) -> "MemoryNotebook":
        """A notebook with these facts."""
        notebook = cls()
        notebook.kept = {fact.id: fact for fact in facts}
        return notebook

    async def facts(self, *kinds: type[F]) -> list[F]:
        """Facts of these kinds, oldest first."""
        wanted = [
            cast(F, fact)
            for fact in self.kept.values()
            if (isinstance(fact, kinds) if kinds else not isinstance(fact, Proposal))
        ]
        return sorted(wanted, key=lambda fact: fact.provenance.recorded_at)

    async def fact(self, fact_id: str) -> Fact | None:
        """One fact."""
        return self.kept.get(fact_id)

    async def document(self, document_id: str) -> bytes | None:
        """A document's bytes."""
        return self.documents.get(document_id)

    async def change_sets(self, limit: int) -> list[ChangeSet]:
        """Newest first."""
        return self.sets[::-1][:limit]

    async def audit(self, limit: int) -> list[AuditLine]:
        """Newest first."""
        return self.log[::-1][:limit]

    def apply(self, turn: Turn) -> None:
        """Write what a turn changes, as storage would."""
        for change_set in turn.changes:
            for change in change_set.changes:
                if change.after is None:
                    self.kept.pop(change.fact.id, None)
                else:
                    self.kept[change.after.id] = change.after
            if change_set.kept:
                self.sets.append(change_set)
        for document in turn.documents:
            self.documents[document.id] = document.content
        for document_id in turn.drop_documents:
            self.documents.pop(document_id, None)
        self.log += turn.audit
        if turn.erase:
            self.kept, self.documents, self.sets, self.log = {}, {}, [], []


@dataclass
class Memory:
    """One person's conversation; ``last`` is what was said last, ``turn`` the whole of it.

    ``drafts`` collects what was shown while an answer was being written, when ``streaming``.
    """

    engine: Engine
    notebook: MemoryNotebook = field(default_factory=MemoryNotebook)
    language: str = "fr"
    country: str = "FR"
    born: str = "1980"
    now: datetime = START
    streaming: bool = False
    account: Account = field(default_factory=lambda: Account(person="p", notebook="n"))
    dialogues: dict[Space, Dialogue] = field(default_factory=dict)
    reminders: list[Reminder] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    drafts: list[str] = field(default_factory=list)
    last: tuple[Outgoing, ...] = ()
    turn: Turn = field(default_factory=Turn)
    next_key: Callable[[], int] = field(default_factory=lambda: count().__next__)

    @property
    def fields(self) -> dict[str, str]:
        """All that the welcome asks for."""
        return {
            "language": self.language,
            "country": self.country,
            "born": self.born,
            "agree": "yes",
        }

    async def opened(self, fields: dict[str, str] | None = None) -> tuple[Outgoing, ...]:
        """Open the conversation, by default with everything the welcome asks for."""
        given = self.fields if fields is None else fields
        return await self.take(IncomingKind.OPENED, fields=given)

    async def say(self, text: str, address: Address = HOME) -> tuple[Outgoing, ...]:
        """Say something."""
        kind = IncomingKind.COMMAND if text.startswith("/") else IncomingKind.TEXT
        return await self.take(kind, address=address, text=text)

    async def press(self, label: str) -> tuple[Outgoing, ...]:
        """Press the button whose label contains these words, in the last messages that have any."""
        choice = next(
            c.id for m in reversed(self.last) for c in m.choices if label.lower() in c.label.lower()
        )
        return await self.press_id(choice)

    async def press_id(self, choice: str) -> tuple[Outgoing, ...]:
        """Press a button by its id."""
        return await self.take(IncomingKind.CHOICE, choice=choice)

    async def attach(self, name: str, content: bytes) -> tuple[Outgoing, ...]:
        """Send a file."""
        self.files[name] = content
        return await self.take(IncomingKind.FILE, files=(FileReference(reference=name, name=name),))

    async def wait(self, length: timedelta) -> tuple[Outgoing, ...]:
        """Let time pass; every nudge that falls due is said, in order."""
        until = self.now + length
        said: list[Outgoing] = []
        while due := [r for r in self.reminders if _due(r) <= until]:
            reminder = min(due, key=_due)
            self.reminders.remove(reminder)
            self.now = max(self.now, _due(reminder))
            turn = await self.engine.take_reminder(
                reminder, self._person(), self.notebook, self._around()
            )
            said += self.apply(turn)
        self.now = until
        self.last = tuple(said) or self.last
        return tuple(said)

    def text(self) -> str:
        """All that was said last."""
        return "\n".join(m.text for m in self.last)

    async def take(
        self, kind: IncomingKind, *, address: Address = HOME, **values: object
    ) -> tuple[Outgoing, ...]:
        """Let the engine take one turn, and apply it."""
        self.now += timedelta(seconds=1)
        incoming = Incoming(
            key=f"k{self.next_key()}",
            address=address,
            sender="s",
            kind=kind,
            sent_at=self.now,
            received_at=self.now,
            **values,  # type: ignore[arg-type]
        )
        turn = await self.engine.take_turn(incoming, self._person(), self.notebook, self._around())
        self.last = self.apply(turn)
        return self.last

    def apply(self, turn: Turn) -> tuple[Outgoing, ...]:
        """Write all that a turn changes; what it says."""
        # Through JSON, as storage does: what cannot be written must fail here too.
        self.turn = Turn.model_validate_json(turn.model_dump_json())
        if self.turn.account is not None:
            self.account = self.turn.account
        self.dialogues |= self.turn.dialogues
        self.notebook.apply(self.turn)
        for about, reminders in self.turn.replan.items():
            self.reminders = [r for r in self.reminders if r.about != about] + list(reminders)
        if self.turn.erase:
            self.account = Account(person="p2", notebook="n2")
            self.dialogues, self.reminders = {}, []
        return self.turn.replies

    def _around(self) -> Surroundings:
        return Surroundings(self.now, self._fetch, self._draft if self.streaming else None)

    async def _draft(self, text: str) -> None:
        self.drafts.append(text)

    async def _fetch(self, reference: FileReference, *, limit: int) -> bytes:
        if reference.reference not in self.files:
            raise Explainable("file-missing")
        return self.files[reference.reference]

    def _person(self) -> Person:
        return Person(account=self.account, dialogues=dict(self.dialogues))


def _due(reminder: Reminder) -> datetime:
    return resolve(reminder.local, ZoneInfo(reminder.zone))
