"""What an action is: one typed async function, reached through three doors.

A function decorated with :func:`action` is the whole declaration: its parameters say what must be
known, their annotations say how an answer is heard (:class:`Asked`) and what JSON Schema a model
sees (by pydantic), its docstring tells the model what it does. What people read (the command's
name, the line in ``/help``, the question for each missing parameter) is one Fluent message per
action, with attributes, in both languages::

    visits-note = Note an appointment
        .command = appointment
        .who = Who is it with?

The first parameter's type says where the action works: :class:`HealthContext` only in the health
space, :class:`Context` in both.

What a person says is *heard* once, when it is said: "demain" becomes a date on the spot, so that
a form answered tomorrow still means the same day.
"""

import inspect
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Annotated, Any, Literal, Protocol, get_args, get_origin, get_type_hints

from pydantic import BaseModel, JsonValue, ValidationError, create_model

from bot.dates import Order
from bot.draft import Draft
from bot.errors import Explainable
from bot.intake.reading import FileReader
from bot.intake.vision import VisionReader
from bot.messages import FileReference, Incoming, Space
from bot.notebook.facts import LifeEvent
from bot.ports import Notebook
from bot.turn import Account, Said
from bot.wording import LANGUAGES, find, say
from bot.wording.folding import fold

Door = Literal["command", "button", "form", "sentence", "tool", "system"]


class Fetch(Protocol):
    """Gets a file's bytes from the channel it came through."""

    async def __call__(self, reference: FileReference, *, limit: int) -> bytes:
        """The bytes; raises Explainable when there are more than ``limit`` of them."""
        ...


class HealthInbox(Protocol):
    """The only way from the everyday space into the notebook: things go in, nothing comes out."""

    def put(self, event: LifeEvent) -> None:
        """Add a life event to the notebook when the turn is committed."""
        ...


@dataclass(slots=True)
class Context:
    """What an action in any space may use.

    ``now`` is aware, in the person's zone. ``reads_photos`` says that the operator lets people have
    a photograph read by the model too. ``level`` is the safety gate's for the open episode,
    ``history`` what was said in this space lately.
    """

    account: Account
    now: datetime
    draft: Draft
    door: Door
    space: Space
    incoming: Incoming | None
    inbox: HealthInbox
    actions: "Actions"
    agent_name: str | None
    reads_photos: bool
    level: str
    history: tuple[Said, ...]

    @property
    def language(self) -> str:
        """The person's language."""
        return self.account.language or "en"

    def say(self, message_id: str, /, **arguments: object) -> str:
        """The wording in the person's language."""
        return say(self.language, message_id, **arguments)


@dataclass(slots=True)
class HealthContext(Context):
    """What an action in the health space may use besides: the notebook, and files.

    ``vision`` reads a photograph with a model, where the operator allows it.
    """

    notebook: Notebook
    files: FileReader
    fetch: Fetch
    progress: Callable[[float], None] | None = None
    vision: VisionReader | None = None


# --- hearing what a person says -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Option:
    """One answer that can be chosen: the canonical value and what the button says.

    ``order`` is how it reads a day and a month in figures, where that is what is asked.
    """

    value: str
    label: str
    order: Order | None = None


class NotHeard(Explainable):
    """The answer is not one we understand; the message id says what would be."""


class Unclear(Exception):
    """The answer has more than one meaning: the options are to be offered."""

    def __init__(self, options: Iterable[Option], message_id: str = "ask-which-one") -> None:
        super().__init__(message_id)
        self.options = tuple(options)
        self.message_id = message_id


class Ask(Exception):
    """An action found, while running, that it must know one more of its parameters.

    ``because`` is a sentence in the person's language that goes before the question.
    """

    def __init__(self, parameter: str, because: str | None = None) -> None:
        super().__init__(parameter)
        self.parameter = parameter
        self.because = because


class Asked(ABC):
    """How an answer is heard: words in, a canonical JSON value out."""

    async def options(self, context: Context) -> tuple[Option, ...]:
        """The answers to offer as buttons."""
        return ()

    @abstractmethod
    async def hear(self, text: str, context: Context) -> JsonValue:
        """The canonical value; raises NotHeard or Unclear."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One thing an action must know. ``required`` parameters are asked for by a form."""

    name: str
    asked: Asked
    required: bool
    default: object
    annotation: Any


@dataclass(frozen=True, eq=False)
class Action:
    """A capability. Built by :func:`action`; see the module's docstring."""

    name: str
    run: Callable[..., Awaitable[str | None]]
    parameters: tuple[Parameter, ...]
    needs_notebook: bool
    writes: bool
    confirm: bool
    tool: bool
    listed: bool

    @property
    def room(self) -> str:
        """The care room this action belongs to."""
        return self.name.partition("-")[0]

    def command(self, language: str) -> str | None:
        """The localised command name, without the slash."""
        return find(language, f"{self.name}.command")

    def title(self, language: str) -> str:
        """What it does, in a few words."""
        return say(language, self.name)

    def parameter(self, name: str) -> Parameter:
        """The parameter of that name; KeyError when there is none."""
        for parameter in self.parameters:
            if parameter.name == name:
                return parameter
        raise KeyError(name)

    @cached_property
    def model(self) -> type[BaseModel]:
        """The pydantic model of the arguments: validates canonical values, gives the schema."""
        fields: dict[str, Any] = {
            p.name: (p.annotation, ... if p.required else p.default) for p in self.parameters
        }
        return create_model(self.name.replace("-", "_"), **fields)

    def validate(self, arguments: dict[str, JsonValue]) -> dict[str, object]:
        """Canonical values as the function's types; raises NotHeard when one is not valid."""
        known = {p.name for p in self.parameters}
        try:
            # JSON mode, because canonical values are what JSON holds: dates are ISO strings.
            valid = self.model.model_validate({k: v for k, v in arguments.items() if k in known})
        except ValidationError as error:
            raise NotHeard("not-heard") from error
        return {p.name: getattr(valid, p.name) for p in self.parameters}

    def description(self) -> str:
        """What the model reads: the docstring without its indentation."""
        return inspect.getdoc(self.run) or self.name


def action(
    name: str,
    *,
    writes: bool = False,
    confirm: bool = False,
    tool: bool = True,
    listed: bool = True,
) -> Callable[[Callable[..., Awaitable[str | None]]], Action]:
    """Declare an action. ``confirm`` shows what would change and asks first, at every door.

    ``tool=False`` keeps it from the model, ``listed=False`` keeps it out of ``/help``. The
    function may return a line for the model; what the person reads goes to ``context.draft``.
    """

    def declare(function: Callable[..., Awaitable[str | None]]) -> Action:
        hints = get_type_hints(function, include_extras=True)
        signature = list(inspect.signature(function).parameters.values())
        parameters = []
        for given in signature[1:]:
            annotation = hints[given.name]
            required = given.default is inspect.Parameter.empty
            parameters.append(
                Parameter(
                    name=given.name,
                    asked=_asked(annotation),
                    required=required,
                    default=None if required else given.default,
                    annotation=annotation,
                )
            )
        return Action(
            name=name,
            run=function,
            parameters=tuple(parameters),
            needs_notebook=hints[signature[0].name] is HealthContext,
            writes=writes,
            confirm=confirm,
            tool=tool,
            listed=listed,
        )

    return declare


def _asked(annotation: Any) -> Asked:
    if get_origin(annotation) is Annotated:
        for extra in annotation.__metadata__:
            if isinstance(extra, Asked):
                return extra
    for part in get_args(annotation):
        if part is not type(None):
            try:
                return _asked(part)
            except TypeError:
                continue
    raise TypeError(f"no Asked in {annotation!r}")


class Actions:
    """All declared actions, found by name or by localised command."""

    def __init__(self, actions: Iterable[Action]) -> None:
        self._by_name = {a.name: a for a in actions}

    def __iter__(self) -> Iterator[Action]:
        return iter(self._by_name.values())

    def __getitem__(self, name: str) -> Action:
        return self._by_name[name]

    def __contains__(self, name: str) -> bool:
        return name in self._by_name

    @cached_property
    def _commands(self) -> dict[str, str]:
        table: dict[str, str] = {}
        for act in self:
            for language in LANGUAGES:
                for word in (act.command(language) or "").split():
                    table.setdefault(fold(word), act.name)
        return table

    def by_command(self, word: str) -> Action | None:
        """The action of a command word of either language, accents and case apart."""
        name = self._commands.get(fold(word))
        return self._by_name[name] if name else None

    def in_space(self, space: Space) -> list[Action]:
        """The actions that work in that space."""
        return [a for a in self if space is Space.HEALTH or not a.needs_notebook]
