"""A turn in the making: what actions say and change is collected here, then becomes a Turn."""

from dataclasses import dataclass, field
from typing import Literal

from bot.messages import Address, Attachment, MessageKind, Sensitivity
from bot.notebook.changes import Change
from bot.notebook.facts import AnyFact
from bot.turn import Account, Call, Feedback, Form, Link, LinkClaim, LinkCode, NewDocument


@dataclass(slots=True)
class Reply:
    """Something to say. ``choices`` are labels with what pressing them calls.

    ``exclusive`` choices answer one question: pressing one uses up all. ``remembered`` replies
    become part of the history that a model may read; a reply that is not ``shown`` was overtaken
    by something more urgent. ``fixed`` buttons carry an id that channels know by itself.
    ``alone`` is the platform's id of the one person who is to see it; ``address`` is where it
    goes, when that is not the conversation the turn took place in.
    """

    text: str
    kind: MessageKind = "reply"
    sensitivity: Sensitivity = Sensitivity.HEALTH
    choices: list[tuple[str, Call]] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    files: list[Attachment] = field(default_factory=list)
    protect: bool = False
    exclusive: bool = False
    remembered: bool = True
    shown: bool = True
    fixed: list[tuple[str, str]] = field(default_factory=list)
    alone: str | None = None
    address: Address | None = None


@dataclass(slots=True)
class Draft:
    """Collects a turn. Only the engine turns it into a :class:`bot.turn.Turn`."""

    replies: list[Reply] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    documents: list[NewDocument] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    account: Account | None = None
    form: Form | None = None
    erase: Literal["notebook", "everything"] | None = None
    undoes: str | None = None
    forget_history: bool = False
    link: Link | None = None
    unlink: Link | None = None
    issue: LinkCode | None = None
    claim: LinkClaim | None = None
    invitation: str | None = None
    waits: bool = False
    feedback: Feedback | None = None

    def say(
        self,
        text: str,
        *,
        kind: MessageKind = "reply",
        sensitivity: Sensitivity = Sensitivity.HEALTH,
        choices: list[tuple[str, Call]] | None = None,
    ) -> Reply:
        """Add a reply and return it, so that choices and files can be added."""
        reply = Reply(text=text, kind=kind, sensitivity=sensitivity, choices=choices or [])
        self.replies.append(reply)
        return reply

    def put(self, after: AnyFact, before: AnyFact | None = None) -> None:
        """Add a fact, or correct ``before`` into ``after``."""
        self.changes.append(Change(before=before, after=after))

    def remove(self, fact: AnyFact) -> None:
        """Take a fact out of the notebook."""
        self.changes.append(Change(before=fact, after=None))
