"""What every fact has: an id, a provenance; and the small values they share."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import uuid4

from pydantic import Field, StringConstraints

from bot.messages import Value

PartialDate = Annotated[str, StringConstraints(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]


def new_id() -> str:
    """A random id (UUID 4): it says nothing about the person or the fact."""
    return str(uuid4())


class Provenance(Value):
    """Where a fact comes from, when it was recorded, and whether the person confirmed it.

    ``place`` is where in the source: "page 1, line 12", a FHIR path, an XML path.
    ``document`` is the id of the :class:`DocumentReference` it was read from.
    """

    source: Literal["told", "document", "device", "life-event", "derived"] = "told"
    recorded_at: datetime
    confirmed: bool = True
    document: str | None = None
    place: str | None = None


class Code(Value):
    """A code of a terminology; ``system`` is its URI or common short name."""

    system: str
    code: str
    text: str = ""


class Fact(Value):
    """What all facts share."""

    id: str = Field(default_factory=new_id)
    provenance: Provenance
