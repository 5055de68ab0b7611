"""The two values that channels and the engine exchange: :class:`Incoming` and :class:`Outgoing`.

A channel turns whatever its platform sends into an ``Incoming`` and shows an ``Outgoing`` as well
as its platform can. Both are frozen pydantic models because they are stored (sealed) as JSON
between hops. Times are aware UTC datetimes. Text is Markdown going out, plain text coming in.
"""

from datetime import datetime
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class Value(BaseModel):
    """A frozen value; bytes travel as base64 when it is written as JSON."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        ser_json_bytes="base64",
        val_json_bytes="base64",
        hide_input_in_errors=True,
    )


class Space(StrEnum):
    """The two spaces of a person. Nothing flows from health to everyday."""

    HEALTH = "health"
    EVERYDAY = "everyday"


class ConversationKind(StrEnum):
    """Who can read along: only the person (dm), or others too."""

    DM = "dm"
    GROUP = "group"
    CHANNEL = "channel"


class Address(Value):
    """A place where a message was said or can be sent.

    ``account`` is our bot or workspace installation on the platform, ``tenant`` the workspace or
    organisation, ``conversation`` the platform's own id, ``thread`` a topic or thread in it.
    ``shared`` is true when people outside the tenant can read there.
    """

    channel: str
    account: str = ""
    tenant: str = ""
    conversation: str
    kind: ConversationKind = ConversationKind.DM
    thread: str | None = None
    shared: bool = False


class IncomingKind(StrEnum):
    """What the person did."""

    TEXT = "text"
    COMMAND = "command"
    CHOICE = "choice"
    FORM = "form"
    FILE = "file"
    VOICE = "voice"
    EDIT = "edit"
    DELETE = "delete"
    STOP = "stop"
    OPENED = "opened"
    HOME = "home"
    LINK = "link"
    GONE = "gone"


class FileReference(Value):
    """A file that the channel can fetch; ``reference`` means something to that channel only."""

    reference: str
    name: str = ""
    media_type: str = ""
    size: int | None = None


class Incoming(Value):
    """One thing a person did on a platform.

    ``key`` is the platform's own event id made unique per channel: the same event delivered
    twice has the same key. ``sender`` is the platform's immutable id of the person, never a user
    name or an e-mail address. ``choice`` is the id of the pressed button, ``fields`` the values
    of a submitted form, ``about`` the platform id of the message itself, or of the one that was
    pressed, ``addressed`` whether a group message was meant for Carnet. ``space`` is set where
    the place itself decides it; otherwise the person's current space holds. ``topic`` is the name
    of the private topic it was said in, "" where only its thread is known. A submitted
    form names its action in ``choice`` and has its answers in ``text`` too, for the gate. ``home``
    means that the person looks at Carnet's own page, where a platform has one. ``link`` comes from
    the mailboxes themselves: whoever is at this address typed a linking code of this person's.
    """

    key: str
    address: Address
    sender: str
    kind: IncomingKind = IncomingKind.TEXT
    text: str = ""
    files: tuple[FileReference, ...] = ()
    choice: str | None = None
    fields: dict[str, str] = Field(default_factory=dict)
    about: str | None = None
    addressed: bool = True
    topic: str | None = None
    space: Space | None = None
    locale: str | None = None
    sent_at: datetime
    received_at: datetime


class Attachment(Value):
    """A file that Carnet sends: a picture, an export."""

    name: str
    media_type: str
    content: bytes
    description: str = ""


PRIVATE = "private"
"""The id of the button that leads to the person's own direct conversation: channels know it."""


class Choice(Value):
    """A button. ``id`` is random and short; what it does is kept on our side only.

    Two kinds mean something by themselves: :data:`PRIVATE`, and on a page ``fr/command``, a
    command in a language, for which a channel may show a form.
    """

    id: str = Field(max_length=40)
    label: str
    url: str | None = None


class Sensitivity(StrEnum):
    """How private a message is. Health goes to a verified direct message or nowhere."""

    NONE = "none"
    PERSONAL = "personal"
    HEALTH = "health"


MessageKind = Literal["reply", "nudge", "emergency", "crisis", "confirm", "page"]


class Outgoing(Value):
    """One message that Carnet sends.

    ``key`` makes sending idempotent where the platform allows it. ``preview`` is what a lock
    screen may show; it never holds a health word. ``replaces`` is the platform id of the message
    to edit. ``priority`` 0 goes first (emergencies 0, replies 1, nudges 2). ``expires_at`` drops
    a message that makes no sense any more (a nudge for an appointment already begun).
    ``zone`` is the person's own, in which a channel that shows times spells them.
    ``stripped`` is the platform id of the message whose buttons should now show ``chosen``, and
    beside it only those that are ``left``. ``late`` answers come when the person may have laid the
    phone down: they are as discreet as nudges. ``recipient`` is the platform's id of the one person
    who is to see it: of a ``page`` (it takes the place of the one before), or of a remark where
    others read along, which holds nothing private in case a platform cannot show it to one alone.
    """

    key: str
    address: Address
    kind: MessageKind = "reply"
    space: Space = Space.HEALTH
    sensitivity: Sensitivity = Sensitivity.HEALTH
    text: str
    preview: str = ""
    choices: tuple[Choice, ...] = ()
    files: tuple[Attachment, ...] = ()
    replaces: str | None = None
    stripped: str | None = None
    chosen: str | None = None
    left: tuple[Choice, ...] = ()
    recipient: str | None = None
    priority: int = 1
    expires_at: datetime | None = None
    silent: bool = False
    late: bool = False
    zone: str | None = None
    protect: bool = False


class SendResult(Value):
    """What the platform answered.

    ``sent`` (with the platform's message id), ``retry_after`` (seconds in ``delay``), ``gone``
    (the person blocked or removed us: stop), ``unknown`` (accepted or not, nobody knows).
    """

    status: Literal["sent", "retry_after", "gone", "unknown"]
    message: str | None = None
    delay: float = 0.0


class Capabilities(Value):
    """What one conversation can show. Behaviour follows these flags, never a channel's name.

    ``progress`` means that a draft may say something else than the message that follows it.
    """

    max_text: int = 4096
    files: bool = True
    buttons: bool = True
    forms: bool = False
    streaming: bool = False
    status: bool = False
    progress: bool = False
    edit: bool = False
    protect: bool = False
    verified_dm: bool = True
