"""What both spaces do alike with a message: command, button, open form, ordinary sentence.

The space itself says what to do with a sentence that is none of these
(:meth:`Conversation.answer_freely`), and which context its actions get.
"""

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import ClassVar

from bot.actions import Action, Context
from bot.care.account.begin import consented
from bot.care.account.linking import code_in
from bot.engine import asides, calls, guide, intents
from bot.messages import Incoming, IncomingKind, Sensitivity
from bot.turn import Call, Dialogue, Form
from bot.wording.folding import clean

OnText = Callable[[str], Awaitable[None]]
MAX_TEXT = 20_000
FORM_LIFE = timedelta(days=2)

_BEFORE_CONSENT = frozenset({"account-privacy", "account-help"})
"""What can be asked before agreeing to anything."""

_ENDING = frozenset({"account-begin", "account-cancel", "account-undo", "account-delete"})
"""What ends a question on purpose: nothing more needs to be said about it."""


class Conversation(ABC):
    """One space's way with messages. Holds no state: everything comes in and goes out."""

    answers_life_events: ClassVar[bool] = False

    async def take(
        self, context: Context, incoming: Incoming, dialogue: Dialogue, on_text: OnText | None
    ) -> str:
        """Answer one message into ``context.draft``; returns the action's name for the log."""
        form = _live(dialogue.form, context)
        if incoming.kind is IncomingKind.CHOICE:
            return await self._choice(context, incoming, dialogue, form)
        if incoming.kind is IncomingKind.FORM and consented(context):
            return await self._form(context, incoming, form)
        text = clean(incoming.text, limit=MAX_TEXT)
        if text.startswith("/"):
            return await self._command(context, text, form)
        if (code := code_in(text)) is not None:
            if not self.refuses(context.actions["account-link"], context):
                await calls.perform(Call(action="account-link", arguments={"code": code}), context)
            return "account-link"
        if not consented(context):
            if intents.asks(text, "account-link"):
                context.draft.say(context.say("link-from-there"), sensitivity=Sensitivity.NONE)
                if form is not None:
                    context.draft.form = form
                    return "account-link"
            return await self._begin(context, incoming, text, form)
        if incoming.kind is IncomingKind.VOICE:
            context.draft.form = form
            context.draft.say(context.say("voice-not-yet"), sensitivity=Sensitivity.NONE)
            return "voice"
        if incoming.files:
            context.draft.form = form
            if on_text is not None:
                # A large export takes its time: say at once that it is being read.
                await on_text(context.say("documents-reading"))
            return await self.take_files(context)
        if incoming.kind is IncomingKind.OPENED and not text:
            met = "welcome-back" if incoming.topic is None else f"space-now-{context.space}"
            context.draft.say(context.say(met), sensitivity=Sensitivity.NONE)
            context.draft.form = form
            return "opened"
        if not text:
            context.draft.form = form
            context.draft.say(context.say("nothing-said"), sensitivity=Sensitivity.NONE)
            return "nothing"
        return await self._text(context, text, dialogue, form, on_text)

    @abstractmethod
    async def answer_freely(
        self,
        context: Context,
        text: str,
        dialogue: Dialogue,
        on_text: OnText | None,
    ) -> str:
        """Answer a sentence that is no action of ours."""

    @abstractmethod
    async def take_files(self, context: Context) -> str:
        """Deal with files."""

    async def _begin(
        self, context: Context, incoming: Incoming, text: str, form: Form | None
    ) -> str:
        context.door = "form"
        if form is not None and text:
            asked = guide.understand(text, context)[0]
            if asked and asked[0].action in _BEFORE_CONSENT:
                await calls.perform(Call(action=asked[0].action), context)
                await calls.ask(form.call, form.asking, context)
                return asked[0].action
            await calls.answer(form, text, context)
            return "account-begin"
        said = {**({"language": context.account.language} if context.account.language else {})}
        said |= incoming.fields
        heard, done = await calls.hear("account-begin", said, context)
        if done:
            await calls.perform(Call(action="account-begin", arguments=heard), context)
        return "account-begin"

    async def _command(self, context: Context, text: str, form: Form | None) -> str:
        word, _, rest = text[1:].partition(" ")
        action = context.actions.by_command(word.split("@")[0])
        context.door = "command"
        if word.split("@")[0].lower() in {"start", "demarrer"} or not consented(context):
            allowed = action is not None and action.name in {
                "account-help",
                "account-language",
                "account-privacy",
                "account-delete",
                "account-link",
            }
            if not allowed:
                return await self._start(context, form)
        if action is None:
            context.draft.form = form
            context.draft.say(
                context.say("unknown-command", command=word[:40]), sensitivity=Sensitivity.NONE
            )
            return "unknown-command"
        if self.refuses(action, context):
            return action.name
        said = guide.of_command(action, rest, context)
        heard, done = await calls.hear(action.name, said, context)
        if done:
            await calls.perform(Call(action=action.name, arguments=heard), context)
        await self._back_to(form, action, context)
        return action.name

    async def _start(self, context: Context, form: Form | None) -> str:
        if consented(context):
            context.draft.form = form
            context.draft.say(context.say("welcome-back"), sensitivity=Sensitivity.NONE)
            return "opened"
        arguments = form.call.arguments if form and form.call.action == "account-begin" else {}
        if context.account.language:
            arguments = {"language": context.account.language, **arguments}
        await calls.perform(Call(action="account-begin", arguments=arguments), context)
        return "account-begin"

    def refuses(self, action: Action, context: Context) -> bool:
        """Whether the action does not work in this space; says so when it does not."""
        return False

    async def _form(self, context: Context, incoming: Incoming, form: Form | None) -> str:
        """A form that a channel showed whole: all answers at once."""
        context.door = "form"
        name = incoming.choice or ""
        if name not in context.actions or self.refuses(context.actions[name], context):
            context.draft.form = form
            return "form-unknown"
        said = {k: v for k, v in incoming.fields.items() if v.strip()}
        heard, done = await calls.hear(name, said, context)
        if done:
            await calls.perform(Call(action=name, arguments=heard), context)
        if context.draft.form is None:
            context.draft.form = form
        return name

    async def _choice(
        self, context: Context, incoming: Incoming, dialogue: Dialogue, form: Form | None
    ) -> str:
        offer = next((o for o in dialogue.offers if o.id == incoming.choice), None)
        context.door = "button"
        if offer is None or offer.expires_at < context.now:
            context.draft.form = form
            used = incoming.choice in dialogue.used
            context.draft.say(
                context.say("choice-used" if used else "choice-expired"),
                sensitivity=Sensitivity.NONE,
            )
            return "choice-expired"
        await calls.perform(offer.call, context)
        return offer.call.action

    async def _text(
        self,
        context: Context,
        text: str,
        dialogue: Dialogue,
        form: Form | None,
        on_text: OnText | None,
    ) -> str:
        understood, lost = self.understand(text, context)
        if form is not None and not (understood and asides.leaves(form, understood[0], context)):
            if asides.declines(form, text, context):
                await calls.perform(Call(action="account-cancel"), context)
                return "account-cancel"
            if not await asides.is_aside(form, text, context):
                context.door = "form"
                await calls.answer(form, text, context)
                return form.call.action
            if not understood:
                name = await self.answer_freely(context, text, dialogue, on_text)
                await asides.asked_again(form, context)
                return name
        if not understood or (lost and self.answers_whole(text)):
            return await self.answer_freely(context, text, dialogue, on_text)
        context.door = "sentence"
        questions = asides.Questions(context)
        waiting: list[str] = []
        for found in understood:
            if self.refuses(context.actions[found.action], context):
                continue
            heard, done = await calls.hear(found.action, found.said, context)
            if done:
                await calls.perform(Call(action=found.action, arguments=heard), context)
            if not await questions.put_off():
                waiting.append(found.words)
        questions.ask()
        await self._back_to(form, context.actions[understood[0].action], context)
        for message, clauses in (("not-noted", lost), ("not-yet-noted", waiting)):
            if clauses:
                quoted = " · ".join(x[:120] for x in clauses)
                context.draft.say(context.say(message, what=quoted))
        return understood[0].action

    async def _back_to(self, form: Form | None, action: Action, context: Context) -> None:
        """After something else was said during a form: nothing that was begun vanishes unsaid.

        The question is asked again when what was said is dealt with. When that asks something
        itself, or notes something for the third time, what can be noted without an answer is, and
        the person is told that the rest is left.
        """
        if form is None or not form.call.arguments or action.name in _ENDING:
            return
        if not action.writes and context.draft.form is None:
            # Looking something up is no failed answer, however often.
            await calls.ask(form.call, form.asking, context, tries=form.tries)
            return
        again = form.tries + 1 < calls.MAX_TRIES and asides.comes_back(form, action, context)
        if again and context.draft.form is None:
            await asides.asked_again(form, context)
            return
        if not await asides.noted_as_it_is(form, context):
            context.draft.say(context.say("form-left"), sensitivity=Sensitivity.NONE)
        context.draft.replies.insert(0, context.draft.replies.pop())

    def understand(self, text: str, context: Context) -> tuple[list[guide.Understood], list[str]]:
        """The actions a message says, and the clauses that were not understood."""
        return guide.understand(text, context)

    def answers_whole(self, text: str) -> bool:
        """Whether a message understood in part is better answered as a whole."""
        return False


def _live(form: Form | None, context: Context) -> Form | None:
    if form is None or context.now - form.opened_at > FORM_LIFE:
        return None
    return form if form.call.action in context.actions else None


def used_up(dialogue: Dialogue, choice: str | None, actions: Callable[[str], bool]) -> Dialogue:
    """The dialogue after a button was pressed: it, and those that go with it, work no more.

    Buttons that change nothing stay: showing a card twice harms nobody. ``actions`` says whether
    an action writes.
    """
    pressed = next((o for o in dialogue.offers if o.id == choice), None)
    if pressed is None:
        return dialogue
    together = [o for o in dialogue.offers if o.group == pressed.group]
    if len(together) == 1 and not actions(pressed.call.action):
        return dialogue
    return dialogue.model_copy(
        update={
            "offers": tuple(o for o in dialogue.offers if o.group != pressed.group),
            "used": (*dialogue.used, *(o.id for o in together))[-200:],
        }
    )
