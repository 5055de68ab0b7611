"""Taking what Slack delivers: committed first, then acknowledged.

Whatever Slack sends comes as one payload, by socket or by signed request. When the commit fails,
the error goes up, nothing is acknowledged, and Slack delivers again; the mailboxes know what they
have by its key. ``X-Slack-Retry-Num`` is not looked at: a retry can be the only delivery.
"""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from datetime import UTC, datetime
from typing import Any

from adapters.slack.api import SlackApi
from adapters.slack.blocks import buttons
from adapters.slack.channel import SlackChannel
from adapters.slack.faults import Fault, SlackFault
from adapters.slack.formatting import escape
from adapters.slack.forms import form_of
from adapters.slack.incoming import to_incoming
from adapters.slack.installations import Installations
from adapters.slack.places import Places
from adapters.slack.pressed import (
    Pressed,
    chosen,
    in_private,
    read_press,
    read_submission,
    sent,
    to_command,
)
from adapters.slack.workspace import Body, Workspace
from adapters.turns import Turns
from bot.actions import Actions
from bot.errors import Transient
from bot.messages import PRIVATE, Choice, ConversationKind, Incoming, IncomingKind
from bot.wording import LANGUAGES, say

LOG = logging.getLogger(__name__)

Post = Callable[[Incoming], Awaitable[bool]]
_REFUSED = 2_000
_PROMPTS = ("appointments", "prepare", "notebook", "help")


def _now() -> datetime:
    return datetime.now(UTC)


class Receiver:
    """Turns payloads into committed messages. One for a process."""

    def __init__(
        self,
        api: SlackApi,
        installations: Installations,
        channel: SlackChannel,
        actions: Actions,
        post: Post,
        wake: Callable[[], None],
        *,
        language: str,
        clock: Callable[[], datetime] = _now,
    ) -> None:
        self._api = api
        self._installations = installations
        self._channel = channel
        self._actions = actions
        self._post = post
        self._wake = wake
        self._language = language
        self._clock = clock
        self._places = Places(api, installations)
        self._refused: OrderedDict[str, None] = OrderedDict()
        self._turns = Turns()
        self._beside: set[asyncio.Task[None]] = set()
        self.prompts = True

    async def take(self, body: Body) -> None:
        """Deal with one payload; raises Transient when it must be delivered again.

        One that is broken gets no better by being delivered again: it is acknowledged.
        """
        try:
            await self._take(body)
        except (AttributeError, TypeError, ValueError, KeyError) as problem:
            LOG.warning("a payload from Slack is not understood (%s)", type(problem).__name__)

    async def _take(self, body: Body) -> None:
        now = self._clock()
        kind = body.get("type")
        if kind == "event_callback":
            await self._event(body, now)
        elif kind == "block_actions":
            await self._press(body, now)
        elif kind == "view_submission":
            await self._submission(body, now)
        elif isinstance(body.get("command"), str):
            await self._command(body, now)

    async def close(self) -> None:
        """Let go of what is done beside."""
        for task in self._beside:
            task.cancel()
        await asyncio.gather(*self._beside, return_exceptions=True)

    # --- what comes -----------------------------------------------------------------------------

    async def _event(self, body: Body, now: datetime) -> None:
        event = body.get("event")
        if not isinstance(event, Mapping):
            return
        if event.get("type") in {"app_uninstalled", "tokens_revoked"}:
            await self._removed(body, event)
            return
        incoming = to_incoming(body, await self._bot_user(body), now)
        if incoming is None:
            return
        address = incoming.address
        if address.kind is not ConversationKind.DM and not event.get("channel_type"):
            address = await self._places.looked_at(address)
            if address.kind is ConversationKind.DM:
                address = address.model_copy(update={"thread": event.get("thread_ts")})
            incoming = incoming.model_copy(update={"address": address})
        if address.shared or address.kind is ConversationKind.GROUP:
            self._aside(self._refuse(incoming))
            return
        if address.kind is ConversationKind.DM:
            self._places.learned(address.account, incoming.sender, address.conversation)
        if incoming.about is not None and incoming.kind is not IncomingKind.DELETE:
            self._channel.sent.saw(address.conversation, incoming.about)
            self._channel.drafts.heard(address.conversation, incoming.about)
        await self._commit(incoming)
        if incoming.kind is IncomingKind.OPENED and self.prompts:
            self._aside(self._suggest(incoming))

    async def _press(self, body: Body, now: datetime) -> None:
        press = read_press(body, now)
        if press is None:
            return
        command = press.command
        if command is not None and await self._form(press, *command):
            return
        if command is not None or press.private:
            own = await self._places.own(press.workspace, press.user)
            word = command[1] if command is not None else None
            await self._commit(in_private(press, own, now, word))
            return
        incoming = chosen(press, now)
        if incoming is None:
            return
        if press.message is not None:
            self._channel.was_pressed(incoming.address.conversation, press.message, press.blocks)
        await self._commit(incoming)

    async def _form(self, press: Pressed, language: str, word: str) -> bool:
        """Show the form of a command; False where the dialogue has to ask instead."""
        view = form_of(self._actions, word, language, press.conversation)
        found = await self._installations.find(press.workspace)
        if view is None or found is None or press.trigger is None:
            return False
        try:
            await self._api.call("views.open", found.token, trigger_id=press.trigger, view=view)
        except SlackFault as fault:
            LOG.info("a form was not shown (%s)", fault.fault.name)
            return False
        return True

    async def _submission(self, body: Body, now: datetime) -> None:
        submitted = read_submission(body)
        if submitted is None:
            return
        own = submitted.conversation or await self._places.own(submitted.workspace, submitted.user)
        incoming = sent(submitted, own, now)
        await self._commit(incoming)
        page = {"key": f"page:{incoming.key}", "kind": IncomingKind.HOME, "text": "", "fields": {}}
        await self._commit(incoming.model_copy(update={**page, "choice": None}))

    async def _command(self, body: Body, now: datetime) -> None:
        workspace, user = Workspace.of(body), body.get("user_id")
        if workspace is None or not isinstance(user, str):
            return
        own = await self._places.own(workspace, user)
        incoming = to_command(body, own, now)
        if incoming is not None:
            await self._commit(incoming)

    async def _removed(self, body: Body, event: Body) -> None:
        """The app was taken out of a workspace, or our token revoked: forget the token."""
        tokens = event.get("tokens")
        bots = tokens.get("bot") if isinstance(tokens, Mapping) else None
        if event.get("type") == "tokens_revoked" and not bots:
            return  # tokens of persons, which we never ask for
        workspace = Workspace.of(body)
        if workspace is not None:
            await self._installations.remove(workspace)
            LOG.warning("a workspace removed Carnet, or revoked its token")

    # --- the pieces -----------------------------------------------------------------------------

    async def _commit(self, incoming: Incoming) -> None:
        # What comes close together is taken side by side, and databases commit side by side too:
        # one person's messages are posted one after the other, in the order in which they came.
        person = f"{incoming.address.account}:{incoming.sender}"
        async with self._turns.of(person):
            new = await self._post(incoming)
        if new:
            self._wake()

    async def _bot_user(self, body: Body) -> str | None:
        """Our own user id there: the event tells it, and so does the installation."""
        given = body.get("authorizations")
        for entry in given if isinstance(given, list) else []:
            if isinstance(entry, Mapping) and entry.get("is_bot") and entry.get("user_id"):
                return str(entry["user_id"])
        workspace = Workspace.of(body)
        found = await self._installations.find(workspace) if workspace is not None else None
        return found.bot_user if found is not None else None

    async def _refuse(self, incoming: Incoming) -> None:
        """Say, to the person alone and once, that Carnet does not answer there."""
        if incoming.key in self._refused:
            return
        self._refused[incoming.key] = None
        while len(self._refused) > _REFUSED:
            self._refused.popitem(last=False)
        workspace = Workspace.of_address(incoming.address)
        found = await self._installations.find(workspace)
        if found is None:
            return
        text = "\n\n".join(say(language, "refused-shared") for language in LANGUAGES)
        label = say(self._language, "public-hint-button")
        section = {"type": "section", "text": {"type": "mrkdwn", "text": escape(text)}}
        await self._api.call(
            "chat.postEphemeral",
            found.token,
            channel=incoming.address.conversation,
            user=incoming.sender,
            thread_ts=incoming.address.thread,
            text="Carnet",
            blocks=[section, *buttons([Choice(id=PRIVATE, label=label)])],
        )

    async def _suggest(self, incoming: Incoming) -> None:
        """Offer a few things to say, where the workspace shows agents."""
        found = await self._installations.find(Workspace.of_address(incoming.address))
        if found is None:
            return
        prompts = []
        for name in _PROMPTS:
            words = say(self._language, f"prompt.{name}")
            prompts.append({"title": words, "message": words})
        try:
            await self._api.call(
                "assistant.threads.setSuggestedPrompts",
                found.token,
                channel_id=incoming.address.conversation,
                thread_ts=incoming.address.thread,
                prompts=prompts,
            )
        except SlackFault as fault:
            if fault.fault in {Fault.UNKNOWN_METHOD, Fault.SCOPE, Fault.REFUSED}:
                self.prompts = False

    def _aside(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something that may fail, beside acknowledging."""

        async def quietly() -> None:
            try:
                await work
            except (SlackFault, Transient) as problem:
                LOG.info("something was left out (%s)", type(problem).__name__)

        task = asyncio.create_task(quietly())
        self._beside.add(task)
        task.add_done_callback(self._beside.discard)
