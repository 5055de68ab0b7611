"""The two spaces, and the wall between them.

:class:`EverydaySpace` is constructed from a model and nothing else: there is no notebook in its
reach, in its context or in its dialogue. What it can do for the notebook is put a life event into
the inbox, with the person's say. :class:`HealthSpace` is given the notebook turn by turn.
"""

from typing import cast

from bot.actions import Action, Context, HealthContext
from bot.asked import DAY, MINUTE
from bot.care.account.feedback import thumbs
from bot.care.profile.note import offer_life_event
from bot.engine import calls, guide, intents
from bot.engine.agent import Agent, Unanswered
from bot.engine.conversation import Conversation, OnText
from bot.engine.nearest import suggestions
from bot.engine.prompt import everyday_request
from bot.engine.summary import health_summary
from bot.intake import confirmation
from bot.intake.reading import Source
from bot.intake.typed import read_typed
from bot.knowledge.consult import advise
from bot.knowledge.visits import life_event_patterns
from bot.messages import Sensitivity
from bot.notebook.facts import Appointment, Observation
from bot.turn import Call, Dialogue
from bot.wording.folding import fold


class EverydaySpace(Conversation):
    """Ordinary conversation. Knows nothing of the notebook."""

    def __init__(self, agent: Agent | None) -> None:
        self._agent = agent

    def refuses(self, action: Action, context: Context) -> bool:
        """Actions that need the notebook do not work here."""
        if not action.needs_notebook:
            return False
        context.draft.say(
            context.say("wrong-space"),
            sensitivity=Sensitivity.NONE,
            choices=[(context.say("to-health-button"), Call(action="account-health"))],
        )
        return True

    async def take_files(self, context: Context) -> str:
        """Files belong in the health space: nothing is fetched here."""
        context.draft.say(
            context.say("wrong-space-files"),
            sensitivity=Sensitivity.NONE,
            choices=[(context.say("to-health-button"), Call(action="account-health"))],
        )
        return "everyday-file"

    async def answer_freely(
        self, context: Context, text: str, dialogue: Dialogue, on_text: OnText | None
    ) -> str:
        """The model answers; without one Carnet says what it can do here."""
        tells_event = life_event_patterns(context.language).search(fold(text)) is not None
        if self._agent is None:
            if not tells_event:
                context.draft.say(context.say("everyday-no-model"), sensitivity=Sensitivity.NONE)
        else:
            request = everyday_request(context, text, dialogue)
            try:
                answer = await self._agent.answer(request, context, on_text, facts=())
                context.draft.say(
                    answer, sensitivity=Sensitivity.PERSONAL, choices=thumbs(context)
                ).exclusive = True
            except Unanswered as problem:
                text_instead = context.say(problem.message_id, **problem.arguments)
                context.draft.say(text_instead, sensitivity=Sensitivity.NONE)
        if tells_event:
            offer_life_event(context, text)
        return "everyday"

    def answers_whole(self, text: str) -> bool:
        """A model understands a whole message better than the guide does a part of it."""
        return self._agent is not None


_OWN_LENGTH = 120
"""Characters up to which a message about an appointment is the person's own words."""


class HealthSpace(Conversation):
    """The notebook's side: actions first, then the agent, then an honest "I did not understand"."""

    def __init__(self, agent: Agent | None) -> None:
        self._agent = agent

    def understand(self, text: str, context: Context) -> tuple[list[guide.Understood], list[str]]:
        """Like the guide, but a forwarded confirmation of an appointment is read as a whole."""
        understood, lost = super().understand(text, context)
        sent = len(text) > _OWN_LENGTH or "\n" in text
        if not understood or (sent and understood[0].action == "visits-note"):
            forwarded = _forwarded(text, context)
            if forwarded is not None:
                return [forwarded], []
        return understood, lost

    async def take_files(self, context: Context) -> str:
        """Read them."""
        await calls.perform(Call(action="documents-read"), context)
        return "documents-read"

    async def answer_freely(
        self, context: Context, text: str, dialogue: Dialogue, on_text: OnText | None
    ) -> str:
        """What can be noted, then the agent, then the guide's own fallback."""
        noting = _noting(text, context)
        for name in noting:
            await calls.perform(Call(action=name, arguments={"text": text}), context)
        if noting:
            return noting[0]
        if life_event_patterns(context.language).search(fold(text)) is not None:
            event = Call(
                action="profile-life-event", arguments={"what": text[:500]}, confirmed=True
            )
            await calls.perform(event, context)
            return "profile-life-event"
        if self._agent is not None:
            health = cast(HealthContext, context)
            summary = await health_summary(health)
            try:
                answer = await self._agent.converse(health, text, dialogue, summary, on_text)
                if answer:
                    context.draft.say(answer, choices=thumbs(context)).exclusive = True
                return "agent"
            except Unanswered as problem:
                context.draft.say(context.say(problem.message_id, **problem.arguments))
        self._fallback(context, text)
        return "not-understood"

    def _fallback(self, context: Context, text: str) -> None:
        note = (
            context.say("note-it-button"),
            Call(action="profile-journal", arguments={"what": text[:4000]}),
        )
        # Under an open alarm the call stands first: whom to ask this week would weaken it.
        advice = advise(text, context.language) if context.level == "none" else None
        if advice is None:
            help_ = (context.say("help-button"), Call(action="account-help"))
            near = suggestions(text, context) if context.level == "none" else []
            said = "perhaps-meant" if near else "not-understood"
            if intents.of_another(text) and context.level == "none":
                near, said = [], "about-another"
            context.draft.say(context.say(said), choices=[*near, note, help_])
            return
        keep = (
            context.say("consult-question-button"),
            Call(action="visits-ask", arguments={"what": advice.question}),
        )
        context.draft.say(f"{advice.text}\n\n{context.say('consult-offer')}", choices=[note, keep])

    def answers_whole(self, text: str) -> bool:
        """A model understands a whole message better than the guide does a part of it."""
        return self._agent is not None


def _noting(text: str, context: Context) -> list[str]:
    """The actions that note what a text states: measurements, laboratory values, or both.

    Deterministic, so it goes before any model.
    """
    if not any(c.isdigit() for c in text):
        return []
    country = context.account.country
    reading = read_typed(text, received_at=context.now, language=context.language, country=country)
    vital = [isinstance(x, Observation) and x.category == "vital-signs" for x in reading.facts]
    noting = ["wellness-note"] if any(vital) else []
    return noting if all(vital) else [*noting, "labs-note"]


def _forwarded(text: str, context: Context) -> guide.Understood | None:
    """The appointment in a confirmation that a practice or a booking service sent."""
    if not confirmation.says_appointment(text):
        return None
    source = Source(
        content=text.encode(),
        language=context.language,
        country=context.account.country,
        received_at=context.now,
    )
    visits = [x for x in confirmation.read_text(text, source).facts if isinstance(x, Appointment)]
    if len(visits) != 1:
        return None
    visit = visits[0]
    if visit.status == "cancelled":
        return guide.Understood("visits-cancel", {"appointment": visit.text})
    said = {"who": visit.text, "when": visit.start.strftime(DAY if visit.all_day else MINUTE)}
    return guide.Understood("visits-note", said | ({"where": visit.place} if visit.place else {}))
