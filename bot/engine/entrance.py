"""The entrance: who may use this installation, and how much.

The safety gate stands before it: a stranger in danger is answered all the same. What a person has
a right to (seeing, exporting, deleting, leaving) stays possible whatever they have used up.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.actions import Context
from bot.care.account import linking
from bot.messages import Incoming, IncomingKind, Sensitivity
from bot.ports import Doors, Person
from bot.turn import Dialogue

Policy = Literal["everybody", "invitation", "waiting-list"]

CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 12
_CODE = re.compile(rf"[{CODE_LETTERS}]{{{CODE_LENGTH}}}")
_RIGHTS = frozenset({"account-delete", "account-privacy", "account-language", "account-link"})
_PRESSED = _RIGHTS | {"account-link-take", "account-cancel"}


def code_in(text: str) -> str | None:
    """The invitation code that a text is: ``K7QP-2MXD-9RTA``, alone or after ``/start``."""
    word, _, rest = text.strip().partition(" ")
    given = rest if word.split("@")[0].lower() in {"/start", "/demarrer"} else text
    code = re.sub(r"[\s–—-]", "", given).upper()
    return code if _CODE.fullmatch(code) else None


@dataclass(frozen=True, slots=True)
class Entrance:
    """The operator's choice of doors, and what is kept about who came through."""

    policy: Policy
    turns_a_day: int
    doors: Doors

    async def admitted(self, context: Context) -> bool:
        """Whether this person may come in."""
        account = context.account
        if self.policy == "everybody" or account.admitted:
            return True
        if not await self.doors.admitted(account.person):
            return False
        context.account = context.draft.account = account.model_copy(update={"admitted": True})
        return True

    async def refuse(
        self, context: Context, incoming: Incoming, person: Person, *, private: bool
    ) -> str | None:
        """What the turn ends as when it ends here; None when it goes on.

        In front of others nobody is spoken to at the door.
        """
        if not private:
            return None if await self.admitted(context) else "door"
        if _offered(incoming, person) or linking.code_in(incoming.text) is not None:
            return None
        met = await self.meet(context, incoming)
        if met is None and self.spent(context, incoming, list(person.dialogues.values())):
            return "door-spent"
        return met

    async def meet(self, context: Context, incoming: Incoming) -> str | None:
        """Speak to somebody at the door; None when they are in and the turn goes on."""
        if await self.admitted(context) or self._right(context, incoming):
            return None
        code = code_in(incoming.text)
        if code is not None and await self.doors.stands(code):
            context.draft.invitation = code
            account = context.account.model_copy(update={"admitted": True})
            context.account = context.draft.account = account
            return None
        if code is not None:
            message = "door-code-wrong"
        elif self.policy == "waiting-list":
            message = "door-waiting"
            context.draft.waits = True
        else:
            message = "door-closed"
        context.draft.say(context.say(message), sensitivity=Sensitivity.NONE)
        return "door"

    def spent(self, context: Context, incoming: Incoming, dialogues: list[Dialogue]) -> bool:
        """Whether today's turns are used up; says so. Commands and buttons go on."""
        day = day_of(context.now)
        used = sum(d.turns for d in dialogues if d.day == day)
        if used < self.turns_a_day or incoming.kind is IncomingKind.CHOICE:
            return False
        if incoming.text.startswith("/"):
            return False
        if used == self.turns_a_day:
            limit = self.turns_a_day
            context.draft.say(context.say("door-spent", count=limit), sensitivity=Sensitivity.NONE)
        return True

    def _right(self, context: Context, incoming: Incoming) -> bool:
        word = incoming.text.strip().split(" ")[0]
        if not word.startswith("/"):
            return False
        action = context.actions.by_command(word[1:].split("@")[0])
        return action is not None and action.name in _RIGHTS


def _offered(incoming: Incoming, person: Person) -> bool:
    """Whether a button was pressed that a right has led to: deleting, say, asks before it does."""
    if incoming.kind is not IncomingKind.CHOICE:
        return False
    offers = (o for dialogue in person.dialogues.values() for o in dialogue.offers)
    return any(o.id == incoming.choice and o.call.action in _PRESSED for o in offers)


def day_of(now: datetime) -> str:
    """The person's own day, as turns are counted by it."""
    return now.strftime("%Y-%m-%d")


def counted(dialogue: Dialogue, now: datetime) -> Dialogue:
    """The dialogue with one more turn of today."""
    day = day_of(now)
    turns = dialogue.turns + 1 if dialogue.day == day else 1
    return dialogue.model_copy(update={"day": day, "turns": turns})
