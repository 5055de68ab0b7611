"""Ten-line doubles of the ports: memory instead of disk, a script instead of a model."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import count

from bot.care import all_actions, all_nudges
from bot.dates import resolve
from bot.engine.agent import Agent
from bot.engine.engine import Engine, Surroundings
from bot.errors import Explainable
from bot.intake.detect import read as read_file
from bot.intake.reading import Reading, Source
from bot.messages import Address, FileReference, Incoming, IncomingKind, Outgoing, Space
from bot.notebook.changes import ChangeSet
from bot.notebook.facts import Fact, Proposal
from bot.ports import ModelAnswer, ModelRequest, Person
from bot.turn import Account, AuditLine, Dialogue, Reminder, Turn

START = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)


class MemoryNotebook:
    """A notebook in a dictionary."""

    def __init__(self) -> None:
        self.kept: dict[str, Fact] = {}
        self.documents: dict[str, bytes] = {}
        self.sets: list[ChangeSet] = []
        self.log: list[AuditLine] = []

    async def facts(self, *kinds: type[Fact]) -> list[Fact]:
        """Facts of these kinds, oldest first."""
        found = [f for f in self.kept.values() if not kinds or isinstance(f, kinds)]
        if not kinds:
            found = [f for f in found if not isinstance(f, Proposal)]
        return sorted(found, key=lambda f: f.provenance.recorded_at)

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


class NoNotebook(MemoryNotebook):
    """A notebook that must not be read."""

    async def facts(self, *kinds: type[Fact]) -> list[Fact]:
        """Always empty."""
        return []


class DirectReader:
    """Reads files in this process."""

    async def read(self, source: Source) -> Reading:
        """What the file says."""
        return read_file(source)


class ScriptedModel:
    """Answers from a list, repeating the last answer, and records each request."""

    name = "scripted"

    def __init__(self, *answers: ModelAnswer | Exception) -> None:
        self._answers = list(answers) or [ModelAnswer(text="D'accord.")]
        self.requests: list[ModelRequest] = []

    async def answer(
        self,
        request: ModelRequest,
        *,
        deadline: float,
        on_text: Callable[[str], Awaitable[None]] | None = None,
    ) -> ModelAnswer:
        """The next answer of the script."""
        self.requests.append(request)
        answer = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        if isinstance(answer, Exception):
            raise answer
        if on_text is not None:
            await on_text(answer.text)
        return answer


class Talk:
    """One person's conversation with a whole engine, everything in memory."""

    def __init__(
        self,
        *,
        language: str = "fr",
        country: str = "FR",
        born: str = "1980",
        now: datetime = START,
        model: ScriptedModel | None = None,
        notebook: MemoryNotebook | None = None,
    ) -> None:
        self.engine = Engine(
            all_actions(),
            all_nudges(),
            DirectReader(),
            Agent(model) if model else None,
            model.name if model else None,
        )
        self.notebook = notebook or MemoryNotebook()
        self.now = now
        self.account = Account(person="p", notebook="n")
        self.dialogues: dict[Space, Dialogue] = {}
        self.reminders: list[Reminder] = []
        self.files: dict[str, bytes] = {}
        self.fields = {"language": language, "country": country, "born": born, "agree": "yes"}
        self.last: tuple[Outgoing, ...] = ()
        self.turn = Turn()
        self._keys = count()

    async def opened(self, fields: dict[str, str] | None = None) -> tuple[Outgoing, ...]:
        """Open the conversation, by default with everything the welcome asks for."""
        given = self.fields if fields is None else fields
        return await self._take(IncomingKind.OPENED, fields=given)

    async def say(self, text: str) -> tuple[Outgoing, ...]:
        """Say something."""
        kind = IncomingKind.COMMAND if text.startswith("/") else IncomingKind.TEXT
        return await self._take(kind, text=text)

    async def press(self, label: str) -> tuple[Outgoing, ...]:
        """Press the button whose label contains these words, in the last messages that have any."""
        choice = next(
            c.id for m in reversed(self.last) for c in m.choices if label.lower() in c.label.lower()
        )
        return await self.press_id(choice)

    async def press_id(self, choice: str) -> tuple[Outgoing, ...]:
        """Press a button by its id."""
        return await self._take(IncomingKind.CHOICE, choice=choice)

    async def attach(self, name: str, content: bytes) -> tuple[Outgoing, ...]:
        """Send a file."""
        self.files[name] = content
        return await self._take(
            IncomingKind.FILE, files=(FileReference(reference=name, name=name),)
        )

    async def wait(self, length: timedelta) -> tuple[Outgoing, ...]:
        """Let time pass; every nudge that falls due is said, in order."""
        until, said = self.now + length, []
        while due := [r for r in self.reminders if self._due(r) <= until]:
            reminder = min(due, key=self._due)
            self.reminders.remove(reminder)
            self.now = max(self.now, self._due(reminder))
            turn = await self.engine.take_reminder(
                reminder, self._person(), self.notebook, self._around()
            )
            said += self._apply(turn)
        self.now = until
        self.last = tuple(said) or self.last
        return tuple(said)

    def text(self) -> str:
        """All that was said last."""
        return "\n".join(m.text for m in self.last)

    async def _take(self, kind: IncomingKind, **values: object) -> tuple[Outgoing, ...]:
        self.now += timedelta(seconds=1)
        incoming = Incoming(
            key=f"k{next(self._keys)}",
            address=Address(channel="memory", conversation="c"),
            sender="s",
            kind=kind,
            sent_at=self.now,
            received_at=self.now,
            **values,  # type: ignore[arg-type]
        )
        turn = await self.engine.take_turn(incoming, self._person(), self.notebook, self._around())
        self.last = self._apply(turn)
        return self.last

    def _around(self) -> Surroundings:
        return Surroundings(self.now, self._fetch)

    async def _fetch(self, reference: FileReference, *, limit: int) -> bytes:
        if reference.reference not in self.files:
            raise Explainable("file-missing")
        return self.files[reference.reference]

    def _person(self) -> Person:
        return Person(account=self.account, dialogues=dict(self.dialogues))

    def _due(self, reminder: Reminder) -> datetime:
        from zoneinfo import ZoneInfo

        return resolve(reminder.local, ZoneInfo(reminder.zone))

    def _apply(self, turn: Turn) -> tuple[Outgoing, ...]:
        # Through JSON, as storage does: what cannot be written must fail here too.
        self.turn = Turn.model_validate_json(turn.model_dump_json())
        if self.turn.account is not None:
            self.account = self.turn.account
        self.dialogues |= self.turn.dialogues
        for change_set in self.turn.changes:
            for change in change_set.changes:
                if change.after is None:
                    self.notebook.kept.pop(change.fact.id, None)
                else:
                    self.notebook.kept[change.after.id] = change.after
            if change_set.kept:
                self.notebook.sets.append(change_set)
        for document in self.turn.documents:
            self.notebook.documents[document.id] = document.content
        for document_id in self.turn.drop_documents:
            self.notebook.documents.pop(document_id, None)
        for about, reminders in self.turn.replan.items():
            self.reminders = [r for r in self.reminders if r.about != about] + list(reminders)
        self.notebook.log += self.turn.audit
        if self.turn.erase:
            self.account = Account(person="p2", notebook="n2")
            self.dialogues, self.reminders = {}, []
            self.notebook.__init__()  # type: ignore[misc]
        return self.turn.replies


def texts(messages: Sequence[Outgoing]) -> str:
    """The messages' texts together."""
    return "\n".join(m.text for m in messages)
