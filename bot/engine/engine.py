"""Taking a turn: what was said or has fallen due, and what is known, in; a value out.

Order in every turn: the gate, then the space the person is in, then a form, an action or an
answer. The engine writes nothing; it may read the notebook, ask a model and show drafts.
"""

from collections.abc import Mapping
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
from bot.engine.contexts import Contexts, Surroundings
from bot.engine.conversation import used_up
from bot.engine.entrance import Entrance, counted
from bot.engine.finish import finish
from bot.engine.overruled import withhold
from bot.engine.page import show_page
from bot.engine.pressed import show_chosen
from bot.engine.revisions import REVISIONS, revised, space_of
from bot.engine.spaces import EverydaySpace, HealthSpace
from bot.errors import Explainable
from bot.intake.reading import FileReader
from bot.messages import (
    Address,
    ConversationKind,
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
    ) -> None:
        self._actions = actions
        self._nudges = nudges
        self._contexts = Contexts(actions, files, agent_name)
        self._entrance = entrance
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
            return await self._revise(context, incoming, dialogue, person, notebook)
        if incoming.kind is IncomingKind.LINK:
            return self._linking(context, incoming, dialogue)
        if incoming.kind is IncomingKind.HOME:
            assert isinstance(context, HealthContext)  # noqa: S101 - pages are health's
            await show_page(context)
            context.draft.form = dialogue.form
            return finish(context, dialogue, address=incoming.address, action="page", said=None)
        private = incoming.address.kind is ConversationKind.DM and not incoming.address.shared
        # A linking code is no language, though chance may spell a word in it.
        said = "" if code_in(incoming.text.partition(" ")[2] or incoming.text) else incoming.text
        alarm: gate.Alarm | None = None
        blind: gate.Alarm | None = None
        others: dict[Space, Dialogue] = {}
        if said and incoming.kind is not IncomingKind.CHOICE:
            alarm, others, dialogue, blind = await self._gate(context, dialogue, person, notebook)
            context.level = blind.verdict.level.label
            if not private:
                public.take_home(context)
            if blind.stops:
                if not private:
                    public.alarm(context, alarm.verdict)
                return self._end(context, dialogue, incoming, "safety", others)
        if self._entrance is not None:
            dialogue = counted(dialogue, context.now)
            refused = await self._entrance.refuse(context, incoming, person, private=private)
            if refused is not None:
                context.draft.form = dialogue.form
                return self._end(context, dialogue, incoming, refused, others)
        if not private:
            return await self._in_public(context, incoming, dialogue, others, around, blind)
        conversation = self._everyday if space is Space.EVERYDAY else self._health
        spoken = len(context.draft.replies)
        graver = alarm and blind and alarm.verdict.level > blind.verdict.level
        try:
            on_text = None if graver else around.on_text
            action = await conversation.take(context, incoming, dialogue, on_text)
        except Explainable as problem:
            action = "explained"
            context.draft.say(context.say(problem.message_id, **problem.arguments))
        if alarm is not None and alarm.verdict.level >= safety.Level.URGENT:
            if alarm.fresh and action in {"not-understood", "everyday"}:
                # The card has answered; more words after it would only confuse. They stay in the
                # history: what an everyday model reads must not depend on the notebook.
                for reply in context.draft.replies[spoken:]:
                    reply.shown = False
            elif graver:
                withhold(context.draft.replies[spoken:], context, alarm.verdict.level)
            gate.keep_in_view(alarm, account, context.draft, space, sensitivity=Sensitivity.HEALTH)
        before = dialogue
        if incoming.kind is IncomingKind.CHOICE:
            dialogue = used_up(dialogue, incoming.choice, self._writes)
        turn = self._end(context, dialogue, incoming, action, others)
        return show_chosen(turn, before, dialogue, incoming)

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
        if incoming.address.kind is not ConversationKind.DM or incoming.address.shared:
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

    async def _gate(
        self, context: Context, dialogue: Dialogue, person: Person, notebook: Notebook
    ) -> tuple[gate.Alarm, dict[Space, Dialogue], Dialogue, gate.Alarm]:
        """The alarm, what changes in the other space's dialogue, this one, and the blind alarm.

        The blind alarm is what this space may know: in the everyday one, judged without notebook.
        """
        assert context.incoming is not None  # noqa: S101 - a gate needs something said
        account, now, said = context.account, context.now, context.incoming.text
        who = await gate.person_of(account, notebook, now.date())
        health = person.dialogues.get(Space.HEALTH, Dialogue())
        alarm = gate.judge(said, account, who, health, now)
        held = alarm.episode.to_dict() if alarm.episode else None
        if alarm.fresh:
            gate.say(alarm, account, who, context.draft, now)
        if context.space is Space.HEALTH:
            return alarm, {}, dialogue.model_copy(update={"episode": held}), alarm
        # Everyday: the notebook-wise episode is kept on the health side; what a model is asked
        # depends on a verdict made without the notebook.
        others = {Space.HEALTH: health.model_copy(update={"episode": held})}
        blind = gate.judge(said, account, safety.Person(born=account.born), dialogue, now)
        kept = blind.episode.to_dict() if blind.episode else None
        dialogue = dialogue.model_copy(update={"episode": kept})
        return alarm, others, dialogue, blind

    async def _in_public(
        self,
        context: Context,
        incoming: Incoming,
        dialogue: Dialogue,
        others: dict[Space, Dialogue],
        around: Surroundings,
        blind: gate.Alarm | None,
    ) -> Turn:
        """In front of others: an everyday answer, or a hint that only the person sees.

        What was said in private, everyday things too, is not known here; nor does what is said
        here become part of it.
        """
        action, form = "ignored", dialogue.form
        raised = blind is not None and blind.fresh
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

    async def _revise(
        self,
        context: Context,
        incoming: Incoming,
        dialogue: Dialogue,
        person: Person,
        notebook: Notebook,
    ) -> Turn:
        """The history follows an edit or a deletion; the gate hears the new wording too."""
        form, others = dialogue.form, dict[Space, Dialogue]()
        dialogue, changed = revised(incoming, dialogue)
        private = incoming.address.kind is ConversationKind.DM and not incoming.address.shared
        if changed and private and incoming.kind is IncomingKind.EDIT and incoming.text:
            alarm, others, dialogue, _ = await self._gate(context, dialogue, person, notebook)
            if not alarm.fresh:
                seen = context.draft.say(context.say("edit-seen"), sensitivity=Sensitivity.NONE)
                # Whether it is said may hang on the notebook: an everyday model reads the history.
                seen.remembered = False
        context.draft.form = form
        return finish(
            context,
            dialogue,
            address=incoming.address,
            action="revised",
            said=None,
            others=others,
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
            said=incoming.text or None,
            others=others,
        )

    def _writes(self, name: str) -> bool:
        return name not in self._actions or self._actions[name].writes
