"""The ports: what the companion needs from the outside world, as small protocols.

Channels, models, storage and the clock are handed in by the composition root
(:mod:`bot.__main__`); tests hand in fakes of ten lines.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal, Protocol, TypeVar

from pydantic import JsonValue

from bot.messages import (
    Address,
    Capabilities,
    FileReference,
    Incoming,
    Outgoing,
    SendResult,
    Space,
    Value,
)
from bot.notebook.changes import ChangeSet
from bot.notebook.facts import Fact
from bot.turn import Account, AuditLine, Body, Dialogue, Turn

F = TypeVar("F", bound=Fact)


class Clock(Protocol):
    """Now, and waiting for later."""

    def now(self) -> datetime:
        """The present instant, aware, UTC."""
        ...


class Channel(Protocol):
    """A platform people talk on."""

    name: str

    def capabilities(self, address: Address) -> Capabilities:
        """What this conversation can show."""
        ...

    async def send(self, outgoing: Outgoing) -> SendResult:
        """Show a message; raises Transient when the platform did not answer."""
        ...

    async def draft(self, address: Address, text: str) -> None:
        """Show an answer that is still being written, best effort; "" shows that we think."""
        ...

    async def fetch(self, reference: FileReference, *, limit: int) -> bytes:
        """The file's bytes; raises Explainable when it is too large or gone."""
        ...


# --- the language model -------------------------------------------------------------------------


class ToolSpec(Value):
    """A tool as a model sees it; ``schema`` is JSON Schema."""

    name: str
    description: str
    schema_: dict[str, JsonValue]


class ToolCall(Value):
    """The model asks for an action."""

    id: str
    name: str
    arguments: dict[str, JsonValue]


class ToolResult(Value):
    """What an action answered the model."""

    id: str
    text: str
    error: bool = False


class Picture(Value):
    """A picture as a model sees it; ``content`` is the whole file, without any metadata."""

    media_type: Literal["image/jpeg", "image/png"]
    content: bytes


class ModelMessage(Value):
    """One message of the conversation with the model; ``pictures`` go before its text."""

    role: Literal["user", "assistant"]
    text: str = ""
    pictures: tuple[Picture, ...] = ()
    calls: tuple[ToolCall, ...] = ()
    results: tuple[ToolResult, ...] = ()


class ModelRequest(Value):
    """All that the model receives. ``system`` parts are stable first, so that they are cached."""

    system: tuple[str, ...]
    messages: tuple[ModelMessage, ...]
    tools: tuple[ToolSpec, ...] = ()
    max_tokens: int = 1200
    schema_: dict[str, JsonValue] | None = None


class ModelAnswer(Value):
    """What the model answered, whole."""

    text: str
    calls: tuple[ToolCall, ...] = ()
    stop: Literal["end", "tool", "length", "refusal", "pause"] = "end"
    input_tokens: int = 0
    output_tokens: int = 0
    cached_tokens: int = 0


class LanguageModel(Protocol):
    """A language model behind an API."""

    name: str

    async def answer(
        self,
        request: ModelRequest,
        *,
        deadline: float,
        on_text: Callable[[str], Awaitable[None]] | None = None,
    ) -> ModelAnswer:
        """Answer within ``deadline`` seconds; ``on_text`` receives the text so far as it grows.

        Raises Transient for everything that may pass (slow, cut, down, garbage) and Permanent
        for what will not (wrong key, unknown model).
        """
        ...


# --- storage ------------------------------------------------------------------------------------


class Notebook(Protocol):
    """One person's notebook, open for reading for the length of a turn."""

    async def facts(self, *kinds: type[F]) -> list[F]:
        """All facts of these kinds, oldest first; with no kind, every fact but proposals."""
        ...

    async def fact(self, fact_id: str) -> Fact | None:
        """The fact of this id, if it is still there."""
        ...

    async def document(self, document_id: str) -> bytes | None:
        """The bytes of a kept document."""
        ...

    async def change_sets(self, limit: int) -> list[ChangeSet]:
        """The latest change sets, newest first."""
        ...

    async def audit(self, limit: int) -> list[AuditLine]:
        """The latest audit lines, newest first."""
        ...


@dataclass(frozen=True, slots=True)
class Person:
    """What a turn starts from: the account and each space's dialogue."""

    account: Account
    dialogues: dict[Space, Dialogue]


class Notebooks(Protocol):
    """Opens what is kept about people."""

    async def person(self, person: str) -> Person:
        """The account and dialogues; a fresh account for somebody new."""
        ...

    def notebook(self, account: Account) -> Notebook:
        """The notebook of this account."""
        ...


@dataclass(frozen=True, slots=True)
class Job:
    """One thing to do for a person, opened.

    ``attempts`` counts the earlier tries, ``stops`` how often the person had asked to stop when
    it was taken: once there are more, it is to end.
    """

    id: str
    kind: Literal["turn", "reminder", "send"]
    due_at: datetime
    attempts: int
    body: Body
    stops: int = 0


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to work for one person until ``until``; ``token`` fences every write.

    ``first`` is the job that the person was leased for, where it was read with the lease.
    """

    person: str
    token: str
    until: datetime
    first: Job | None = field(default=None, compare=False, repr=False)


class Secrets(Protocol):
    """Small secrets of the installation itself (credentials a workspace gave us), kept sealed."""

    async def save(self, kind: str, name: str, plain: bytes) -> None:
        """Keep a secret under a name, in place of an older one."""
        ...

    async def find(self, kind: str, name: str) -> bytes | None:
        """The secret of that name."""
        ...

    async def remove(self, kind: str, name: str) -> None:
        """Forget it; nothing happens when there is none."""
        ...

    async def count(self, kind: str) -> int:
        """How many there are of a kind."""
        ...


class Doors(Protocol):
    """Who was let in, and which invitations stand."""

    async def admitted(self, person: str) -> bool:
        """Whether the operator let this person in."""
        ...

    async def stands(self, code: str) -> bool:
        """Whether an invitation with this code was made and is not used up."""
        ...


class Mailboxes(Protocol):
    """A mailbox per person: durable, in order, one worker at a time."""

    async def post(self, incoming: Incoming, *, stops: bool = False) -> bool:
        """Commit what was said, sealed; False when this event was already posted.

        ``stops`` tells the worker that is busy with this person, wherever it runs, to stop.
        """
        ...

    async def stops(self, person: str) -> int:
        """How often this person asked to stop, until now."""
        ...

    async def lease(self, now: datetime, length: timedelta) -> Lease | None:
        """The person whose due job waited longest and whom nobody holds."""
        ...

    async def next_job(self, lease: Lease, now: datetime) -> Job | None:
        """This person's first due job; None when nothing is due."""
        ...

    async def renew(self, lease: Lease, now: datetime, length: timedelta) -> Lease:
        """Hold on longer; raises LeaseLost."""
        ...

    async def commit(
        self, lease: Lease, job: Job, turn: Turn, now: datetime, *, hold: bool = True
    ) -> Job | None:
        """Write all of a turn and remove its job in one transaction; raises LeaseLost.

        Returns the person's next job that is due. When there is none and not ``hold``, the person
        is given back, in the same transaction.
        """
        ...

    async def retry(
        self, lease: Lease, job: Job, at: datetime, now: datetime, *, counted: bool = True
    ) -> None:
        """Delay the whole mailbox, so that order holds; ``counted`` as a failed attempt or not."""
        ...

    async def bury(self, lease: Lease, job: Job, turn: Turn, now: datetime) -> None:
        """Move a job that cannot be done to the dead letters and write the apology."""
        ...

    async def release(self, lease: Lease) -> None:
        """Give the person back."""
        ...

    async def next_due(self) -> datetime | None:
        """When the earliest job of anybody is due."""
        ...

    async def waiting(self, now: datetime) -> Sequence[int]:
        """How many jobs are due, and how many seconds the oldest has waited."""
        ...
