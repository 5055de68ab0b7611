"""What a reader returns: everything the source says, as facts, documents or loose ends.

Nothing in a source is silently dropped: what a reader sees becomes a fact, an embedded document,
or a line of ``not_understood``. Facts come out with ``provenance.confirmed = False``; only the
person's word changes that.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Annotated, Protocol

from pydantic import Field

from bot.errors import Explainable
from bot.intake.series import Series
from bot.messages import Value
from bot.notebook.facts import Kept, new_id
from bot.ports import Picture

HANDED_OVER = "import:"
"""What a file's reference begins with when it was read already and waits, sealed, as a document
of the notebook with the id that follows."""


PHOTO = "lab-photo"
"""The format of a reading whose rows were read from pixels."""


class Embedded(Value):
    """A document inside the source (a PDF in a CDA, a file in a zip)."""

    title: str
    media_type: str
    content: bytes
    where: str


class Reading(Value):
    """What one file says.

    ``partial`` is true when the source was cut or a part of it could not be read. ``warnings``
    are message ids of :mod:`bot.wording`, optionally followed by ``|name=value`` pairs.
    ``not_understood`` quotes what was seen but not turned into a fact.
    """

    format: str
    title: str = ""
    date: str | None = None
    author: str | None = None
    partial: bool = False
    facts: tuple[Annotated[Kept, Field(discriminator="kind")], ...] = ()
    documents: tuple[Embedded, ...] = ()
    series: tuple[Series, ...] = ()
    not_understood: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """The bytes to read and what is known about them; ``id`` becomes the document's id.

    ``name`` is a hint only: formats are recognised by content. ``country`` (ISO 3166 alpha-2)
    settles day-first or month-first dates where the file does not. ``progress`` is told which
    share (0 to 1) of a long file was read. Where nobody is kept waiting (``hurried`` false), a
    reader may take longer than a conversation allows.
    """

    content: bytes
    name: str = ""
    media_type: str = ""
    language: str = "fr"
    country: str | None = None
    received_at: datetime = datetime(1970, 1, 1, tzinfo=UTC)
    id: str = ""
    progress: Callable[[float], None] | None = field(default=None, compare=False, repr=False)
    hurried: bool = True

    def __post_init__(self) -> None:
        if not self.id:
            object.__setattr__(self, "id", new_id())

    def tell(self, done: float, total: float) -> None:
        """Say how much of the whole was read, to whoever waits for it."""
        if self.progress is not None and total > 0:
            self.progress(min(max(done / total, 0.0), 1.0))


@dataclass(frozen=True, slots=True)
class Reader:
    """One format: how to recognise it by content, and how to read it.

    ``recognise`` is cheap and never raises. ``read`` raises :class:`Unreadable` when the content
    turns out not to be readable at all.
    """

    format: str
    recognise: Callable[[Source], bool]
    read: Callable[[Source], Reading]
    declares: str = ""


class Unreadable(Explainable):
    """The file cannot be read; the message id says why in words a person understands.

    Ids: ``unreadable-empty``, ``unreadable-encrypted``, ``unreadable-damaged``,
    ``unreadable-too-large``, ``unreadable-unknown``, ``unreadable-took-too-long``.
    """


class FileReader(Protocol):
    """Reads a file apart from the rest of the program, with limits on time and memory."""

    async def read(self, source: Source) -> Reading:
        """What the file says; raises :class:`bot.intake.reading.Unreadable`."""
        ...


class Sheet(Value):
    """A page as a picture that may leave: ``page`` counts from 1, as places in a reading do."""

    page: int
    picture: Picture


class Sheets(Protocol):
    """Draws the pages of a photograph anew, small and bare, apart from the rest of the program."""

    async def sheets(self, source: Source) -> tuple[Sheet, ...]:
        """The pages that are pictures; raises :class:`bot.intake.reading.Unreadable`."""
        ...
