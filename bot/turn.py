"""What a turn may change: a :class:`Turn` is a value, written in one transaction by the worker.

The engine reads what a person said and what their notebook holds, and returns a ``Turn``: what to
say, what to change, what to remember. Nothing is written while it thinks, so a turn that fails,
is cut short or is done twice leaves no trace of its first try.
"""

from datetime import datetime
from typing import Literal

from pydantic import Field, JsonValue

from bot.dates import Order
from bot.messages import Address, Incoming, Outgoing, Space, Value
from bot.notebook.changes import ChangeSet
from bot.notebook.facts import new_id


class Consent(Value):
    """What the person agreed to, and which wording of the notice they read."""

    version: str
    language: str
    at: datetime


class Place(Value):
    """A direct conversation in which this person is known: the address and who they are there.

    ``nudges`` is off where the person wants none.
    """

    address: Address
    sender: str
    nudges: bool = True


class Account(Value):
    """What Carnet knows about a person outside the notebook: nothing here is about health.

    ``person`` and ``notebook`` are random ids. ``home`` is the verified direct conversation that
    nudges go to, one of the ``places`` where the person was met. ``link_attempts`` are the times
    of the latest linking codes asked for or tried. ``admitted`` is set once the person was let in.
    ``topics`` are the threads of a private chat that are a space. ``born`` is here because rules
    for minors hold in both spaces. ``date_order`` is how this person writes a day and a month in
    figures, once they have said what "9/3" is.
    """

    person: str
    notebook: str
    language: str | None = None
    country: str | None = None
    zone: str | None = None
    born: int | None = None
    consent: Consent | None = None
    space: Space = Space.HEALTH
    home: Address | None = None
    nudges: bool = True
    joined_at: datetime | None = None
    admitted: bool = False
    topics: dict[str, Space] = Field(default_factory=dict)
    places: tuple[Place, ...] = ()
    link_attempts: tuple[datetime, ...] = ()
    date_order: Order | None = None


class Said(Value):
    """One line of a space's history. ``message`` is the platform's id of what the person wrote."""

    who: Literal["person", "carnet"]
    text: str
    at: datetime
    message: str | None = None


class Call(Value):
    """An action with its arguments as said or chosen; what a button or a form leads to.

    ``proposed`` calls were begun by a model: whatever the person adds when asked for more, what
    they change is shown and must be ``confirmed`` before it is done. ``order`` is how this choice
    reads a date in figures: from then on Carnet reads them so.
    """

    action: str
    arguments: dict[str, JsonValue] = Field(default_factory=dict)
    confirmed: bool = False
    proposed: bool = False
    order: Order | None = None


class Offer(Value):
    """What one button does. ``group`` ties buttons together: pressing one uses all.

    ``message`` is the key of the message it stands under.
    """

    id: str
    group: str
    label: str
    call: Call
    expires_at: datetime
    message: str = ""


class Form(Value):
    """An action that still lacks something. It survives a restart because it is stored.

    ``asking`` is the parameter the next answer fills; ``tries`` counts answers not understood.
    ``readings`` are the moments that a date in figures may mean, with the order of each. ``about``
    is what the question is about, in words, for when it is asked again.
    """

    call: Call
    asking: str
    tries: int = 0
    opened_at: datetime
    readings: dict[str, Order] = Field(default_factory=dict)
    about: str | None = None


class Dialogue(Value):
    """One space's memory of the conversation: history, open form, live buttons.

    ``episode`` is the safety gate's open episode, as the gate wrote it. ``turns`` counts the turns
    of ``day``, for the quota.
    """

    history: tuple[Said, ...] = ()
    form: Form | None = None
    offers: tuple[Offer, ...] = ()
    used: tuple[str, ...] = ()
    episode: dict[str, JsonValue] | None = None
    day: str = ""
    turns: int = 0


class Reminder(Value):
    """Something to say later, about one fact.

    ``local`` is naive wall time in ``zone``: the due instant is derived, so that daylight saving
    never moves it. ``what`` names the nudge ("visits-evening"). ``about`` is the fact's id.
    ``recurrence`` is a cron expression for nudges that come back.
    """

    about: str
    what: str
    local: datetime
    zone: str
    recurrence: str | None = None
    arguments: dict[str, JsonValue] = Field(default_factory=dict)


class NewDocument(Value):
    """The bytes of a document to seal beside its DocumentReference of the same id."""

    id: str
    content: bytes


class AuditLine(Value):
    """One line of the log a person can read: who did what, when. Never what it was about."""

    at: datetime
    what: str
    door: Literal["command", "button", "form", "sentence", "tool", "system"] = "system"


class Link(Value):
    """A further identity on a platform for this person (linked account)."""

    channel: str
    account: str
    sender: str


class LinkCode(Value):
    """A linking code that this person issued: its SHA-256, never the code itself."""

    digest: str
    expires_at: datetime


class LinkClaim(Value):
    """Somebody typed a code: who they are on their platform, and where. The issuer is asked."""

    digest: str
    link: Link
    address: Address


class Feedback(Value):
    """What a person thought of an answer, kept with their agreement.

    ``question`` and ``answer`` are there only when the person gave them too.
    """

    rating: Literal["up", "down"]
    question: str | None = None
    answer: str | None = None


class Turn(Value):
    """All that one job changes and says.

    ``dialogues`` holds only the spaces that changed. ``replan`` replaces all waiting reminders
    about each fact id by the given ones (an empty tuple cancels them). ``drop_documents`` removes
    sealed bytes. ``erase`` destroys the keys: "everything" forgets the person altogether.
    ``link`` makes a further identity this person's; who it was until then is erased. ``claim``
    uses up the code and tells whoever issued it, if it is one. ``invitation`` uses up an invitation
    code and lets the person in; ``waits`` puts them on the waiting list.
    """

    id: str = Field(default_factory=new_id)
    replies: tuple[Outgoing, ...] = ()
    account: Account | None = None
    dialogues: dict[Space, Dialogue] = Field(default_factory=dict)
    changes: tuple[ChangeSet, ...] = ()
    documents: tuple[NewDocument, ...] = ()
    drop_documents: tuple[str, ...] = ()
    replan: dict[str, tuple[Reminder, ...]] = Field(default_factory=dict)
    audit: tuple[AuditLine, ...] = ()
    erase: Literal["notebook", "everything"] | None = None
    link: Link | None = None
    unlink: Link | None = None
    issue: LinkCode | None = None
    claim: LinkClaim | None = None
    invitation: str | None = None
    waits: bool = False
    feedback: Feedback | None = None


Body = Incoming | Reminder | Outgoing
"""What a job holds: something said, something due, something to send."""
