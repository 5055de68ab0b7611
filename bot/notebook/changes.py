"""Changes to a notebook, kept so that each can be undone.

A :class:`Change` holds the fact before and after: ``before is None`` adds, ``after is None``
removes, both set corrects. A turn's changes form one :class:`ChangeSet`, undone as a whole by
applying its inverse, which is itself a change set: nothing is ever lost.
"""

from datetime import datetime

from pydantic import Field, TypeAdapter

from bot.messages import Value
from bot.notebook.facts import AnyFact, new_id

FACT: TypeAdapter[AnyFact] = TypeAdapter(AnyFact)
"""Reads and writes any fact as JSON."""


class Change(Value):
    """One fact, before and after."""

    before: AnyFact | None = None
    after: AnyFact | None = None

    @property
    def fact(self) -> AnyFact:
        """The fact that is changed, in whichever state exists (after first)."""
        fact = self.after if self.after is not None else self.before
        assert fact is not None  # noqa: S101 - a change without a fact cannot be built by us
        return fact

    def inverse(self) -> "Change":
        """The change that takes this one back."""
        return Change(before=self.after, after=self.before)


class ChangeSet(Value):
    """All that one turn changed, in order; ``action`` says by which action.

    ``kept`` is false for changes that are applied but not remembered: what a file proposes comes
    and goes without a trace until the person decides.
    """

    id: str = Field(default_factory=new_id)
    at: datetime
    action: str
    changes: tuple[Change, ...]
    undoes: str | None = None
    kept: bool = True

    def inverse(self, at: datetime) -> "ChangeSet":
        """The change set that takes this one back, last change first."""
        return ChangeSet(
            at=at,
            action="undo",
            changes=tuple(change.inverse() for change in reversed(self.changes)),
            undoes=self.id,
        )
