"""Taking a turn: what was said or has fallen due, and what is known, in; a value out.

Order in every turn: the gate, then the space the person is in, then a form, an action or an
answer. The engine writes nothing; it may read the notebook, ask a model and show drafts.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from bot import safety
from bot.actions import Actions, Context, HealthContext
from bot.care.account import topics
from bot.care.account.linking import ask_owner, code_in
from bot.care.account.places import met, nudge_place, without
from bot.care.visits.nudges import Nudge
from bot.draft import Draft
from bot.engine import gate, public
from bot.engine.agent import Agent
from bot.engine.alarms import Heard, answer_by_card, hear
from bot.engine.contexts import Contexts, Surroundings
from bot.engine.conversation import used_up
from bot.engine.entrance import Entrance, counted
from bot.engine.finish import finish
from bot.engine.overruled import withhold
from bot.engine.page import show_page
from bot.engine.pressed import show_chosen, typed
from bot.engine.revisions import REVISIONS, revise, space_of
from bot.engine.second_reader import Raised
from bot.engine.spaces import EverydaySpace, HealthSpace
from bot.errors import Explainable
from bot.intake.reading import FileReader
from bot.intake.vision import VisionReader
from bot.messages import (
    Address,
    Incoming,
    IncomingKind,
    Sensitivity,
    Space,
)
from bot.notebook.facts import Fact
from bot.ports import Notebook, Person
from bot.turn import Account, Dialogue, Reminder, Turn


class Engine:
    """The companion's dialogue engine."""

    def __init__(
        self,
        actions: Actions,
        nudges: Mapping[str, tuple[type[Fact], Nudge]],
        files: FileReader,
        agent: Agent | None = None,
        agent_name: str | None = None,
        entrance: Entrance | None = None,
        vision: VisionReader | None = None,
    ) -> None:
        self._actions = actions
        self._nudges = nudges
        self._contexts = Contexts(actions, files, agent_name, vision)
        self._entrance = entrance
        self._gate = gate.Gate()
        self._everyday = EverydaySpace(agent)
        self._health = HealthSpace(agent)

    async def take_turn(
        self, incoming: Incoming, person: Person, notebook: Notebook, around: Surroundings
    ) -> Turn:
        """Answer one message. Raises only what the worker deals with (Transient, SealBroken)."""
        account = topics.bound(met(person.account, incoming), incoming)
        space = self._space(incoming, account, person)
        dialogue = person.dialogues.get(space, Dialogue())
        context = self._contexts.of(account, space, notebook, incoming, around)
        context.history = dialogue.history
        if account != person.account:
            context.draft.account = account
        if incoming.kind is IncomingKind.GONE:
            context.draft.account = without(context.account, incoming.address)
            context.draft.form = dialogue.form
            return finish(context, dialogue, address=incoming.address, action="gone", said=None)
        if incoming.kind in REVISIONS:
            return await revise(self._gate, context, dialogue, person, notebook)
        if incoming.kind is IncomingKind.LINK:
            return self._linking(context, incoming, dialogue)
        if incoming.kind is IncomingKind.HOME:
            assert isinstance(context, HealthContext)  # noqa: S101 - pages are health's
            await show_page(context)
            context.draft.form = dialogue.form
            return finish(context, dialogue, address=incoming.address, action="page", said=None)
        private = public.alone(incoming)
        # A linking code is no language, though chance may spell a word in it.
        said = "" if code_in(incoming.text.partition(" ")[2] or incoming.text) else incoming.text
        heard: Heard | None = None
        others: dict[Space, Dialogue] = {}
        if said and incoming.kind is not IncomingKind.CHOICE:
            heard = await hear(self._gate, context, dialogue, person, notebook)
            dialogue, others = heard.dialogue, heard.others
            context.level = heard.blind.verdict.level.label
            if not private:
                public.take_home(context)
            if heard.blind.stops:
                if not private:
                    public.alarm(context, heard.alarm.verdict)
                return self._end(context, dialogue, incoming, "safety", others)
        if self._entrance is not None:
            dialogue = counted(dialogue, context.now)
            refused = await self._entrance.refuse(context, incoming, person, private=private)
            if refused is not None:
                context.draft.form = dialogue.form
                return self._end(context, dialogue, incoming, refused, others)
        spoken = len(context.draft.replies)
        try:
            if not private:
                return await self._in_public(context, incoming, dialogue, others, around, heard)
            conversation = self._everyday if space is Space.EVERYDAY else self._health
            on_text = None if heard is not None and heard.graver else around.on_text
            incoming = typed(incoming, dialogue, context)
            action = await conversation.take(context, incoming, dialogue, on_text)
        except Raised as danger:
            assert heard is not None  # noqa: S101 - it was read in something said
            heard = answer_by_card(replace(heard, dialogue=dialogue), danger.verdict, context)
            return self._end(context, heard.dialogue, incoming, "safety", heard.others)
        except Explainable as problem:
            action = "explained"
            context.draft.say(context.say(problem.message_id, **problem.arguments))
        if heard is not None and heard.ended and action == "not-understood":
            del context.draft.replies[spoken:]
            context.draft.say(context.say("episode-ended"))
        if private and heard is not None and heard.alarm.verdict.level >= safety.Level.URGENT:
            self._under_alarm(context, heard, action, spoken)
        before = dialogue
        if incoming.kind is IncomingKind.CHOICE:
            dialogue = used_up(dialogue, incoming.choice, self._writes)
        turn = self._end(context, dialogue, incoming, action, others)
        return show_chosen(turn, before, dialogue, incoming)

    async def take_stopped(
        self, incoming: Incoming, person: Person, notebook: Notebook, around: Surroundings
    ) -> Turn:
        """What is left of a turn that the person stopped: the gate's word, if it has one.

        Who stops a long answer stops the talk of a model, not a warning.
        """
        if not incoming.text or incoming.kind is IncomingKind.CHOICE or not public.alone(incoming):
            return Turn()
        account = topics.bound(met(person.account, incoming), incoming)
        space = self._space(incoming, account, person)
        dialogue = person.dialogues.get(space, Dialogue())
        context = self._contexts.of(account, space, notebook, incoming, around)
        heard = await hear(self._gate, context, dialogue, person, notebook)
        if not heard.alarm.fresh:
            return Turn()
        context.level = heard.blind.verdict.level.label
        context.draft.form = dialogue.form
        return self._end(context, heard.dialogue, incoming, "safety", heard.others)

    async def take_reminder(
        self, reminder: Reminder, person: Person, notebook: Notebook, around: Surroundings
    ) -> Turn:
        """Say what has fallen due, if it still stands and the person still wants it."""
        account = person.account
        dialogue = person.dialogues.get(Space.HEALTH, Dialogue())
        context = self._contexts.of(account, Space.HEALTH, notebook, None, around)
        context.door = "system"
        home = nudge_place(account)
        named = self._nudges.get(reminder.what)
        fact = await notebook.fact(reminder.about)
        if home is None or named is None or not account.nudges or account.consent is None:
            return Turn()
        kind, nudge = named
        if not isinstance(fact, kind):
            return Turn()
        assert isinstance(context, HealthContext)  # noqa: S101 - built for the health space
        context.draft.form = dialogue.form
        await nudge(context, reminder, fact)
        return finish(context, dialogue, address=home, action=reminder.what, said=None)

    def apology(self, account: Account, address: Address | None, now: datetime) -> Turn:
        """What to say when something could not be done after several tries."""
        where = address or account.home
        if where is None:
            return Turn()
        draft = Draft()
        context = self._contexts.bare(account, Space.EVERYDAY, draft, now)
        draft.say(context.say("apology"), sensitivity=Sensitivity.NONE)
        turn = finish(context, Dialogue(), address=where, action="apology", said=None)
        return Turn(replies=turn.replies)

    # --- the pieces -----------------------------------------------------------------------------

    def _space(self, incoming: Incoming, account: Account, person: Person) -> Space:
        """Others reading along means everyday; a button belongs where it was offered."""
        if not public.alone(incoming):
            return Space.EVERYDAY
        if incoming.kind in {IncomingKind.HOME, IncomingKind.FORM, IncomingKind.LINK}:
            return Space.HEALTH
        if incoming.kind in REVISIONS:
            return space_of(incoming, person.dialogues) or account.space
        if incoming.kind is IncomingKind.CHOICE:
            for space, dialogue in person.dialogues.items():
                ids = {o.id for o in dialogue.offers} | set(dialogue.used)
                if incoming.choice in ids:
                    return space
        return topics.space_of(account, incoming)

    def _under_alarm(self, context: Context, heard: Heard, action: str, spoken: int) -> None:
        """While an alarm is open: nothing that plays it down, and the call in view."""
        if heard.alarm.fresh and action in {"not-understood", "everyday"}:
            # The card has answered; more words after it would only confuse. They stay in the
            # history: what an everyday model reads must not depend on the notebook.
            for reply in context.draft.replies[spoken:]:
                reply.shown = False
        elif heard.graver:
            withhold(context.draft.replies[spoken:], context, heard.alarm.verdict.level)
        gate.keep_in_view(
            heard.alarm,
            context.account,
            context.draft,
            context.space,
            sensitivity=Sensitivity.HEALTH,
        )

    async def _in_public(
        self,
        context: Context,
        incoming: Incoming,
        dialogue: Dialogue,
        others: dict[Space, Dialogue],
        around: Surroundings,
        heard: Heard | None,
    ) -> Turn:
        """In front of others: an everyday answer, or a hint that only the person sees.

        What was said in private, everyday things too, is not known here; nor does what is said
        here become part of it.
        """
        action, form = "ignored", dialogue.form
        raised = heard is not None and heard.blind.fresh
        if incoming.addressed and (raised or public.is_private(context, incoming)):
            action = "public-hint"
            public.hint(context)
        elif incoming.addressed:
            bare = Dialogue(episode=dialogue.episode)
            action = await self._everyday.take(context, incoming, bare, around.on_text)
            for reply in context.draft.replies:
                reply.remembered = False
        context.draft.form = form
        return finish(
            context, dialogue, address=incoming.address, action=action, said=None, others=others
        )

    def _linking(self, context: Context, incoming: Incoming, dialogue: Dialogue) -> Turn:
        """Somebody typed this person's code elsewhere: ask, where the person is at home."""
        home = context.account.home
        context.draft.form = dialogue.form
        if home is None:
            return Turn()
        ask_owner(context, incoming.address, incoming.sender)
        return finish(context, dialogue, address=home, action="link-asked", said=None)

    def _end(
        self,
        context: Context,
        dialogue: Dialogue,
        incoming: Incoming,
        action: str,
        others: dict[Space, Dialogue],
    ) -> Turn:
        return finish(
            context,
            dialogue,
            address=incoming.address,
            action=action,
            # What is said in front of others is no part of what was said in private.
            said=incoming.text if incoming.text and public.alone(incoming) else None,
            others=others,
        )

    def _writes(self, name: str) -> bool:
        return name not in self._actions or self._actions[name].writes
