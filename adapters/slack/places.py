"""Where conversations are: a person's own, and who reads along in the others."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

from adapters.slack.api import SlackApi
from adapters.slack.faults import SlackFault
from adapters.slack.installations import Installations
from adapters.slack.workspace import Workspace
from bot.errors import Transient
from bot.messages import Address, ConversationKind

_SECONDS = 1.5
"""Slack waits three seconds for our word, and the commit needs some of it."""
_HOUR = 3600.0
_KNOWN = 10_000


class Places:
    """Asks Slack about conversations, within the time there is."""

    def __init__(self, api: SlackApi, installations: Installations) -> None:
        self._api = api
        self._installations = installations
        self._own: OrderedDict[tuple[str, str], str] = OrderedDict()
        self._kinds: OrderedDict[str, tuple[float, ConversationKind, bool]] = OrderedDict()

    def learned(self, account: str, user: str, conversation: str) -> None:
        """Somebody's own conversation was seen."""
        _note(self._own, (account, user), conversation)

    async def own(self, workspace: Workspace, user: str) -> str:
        """The person's own conversation with us; raises Transient."""
        known = self._own.get((workspace.account, user))
        if known is not None:
            return known
        found = await self._ask("conversations.open", workspace, users=user)
        channel = found.get("channel") if found else None
        conversation = channel.get("id") if isinstance(channel, Mapping) else None
        if not isinstance(conversation, str):
            raise Transient("a direct conversation could not be opened")
        self.learned(workspace.account, user, conversation)
        return conversation

    async def looked_at(self, address: Address) -> Address:
        """The address with what Slack says about who reads along there."""
        kind, shared = await self._kind(address)
        return address.model_copy(update={"kind": kind, "shared": address.shared or shared})

    async def _kind(self, address: Address) -> tuple[ConversationKind, bool]:
        place = f"{address.account}:{address.conversation}"
        known = self._kinds.get(place)
        if known is not None and time.monotonic() - known[0] < _HOUR:
            return known[1], known[2]
        workspace = Workspace.of_address(address)
        found = await self._ask("conversations.info", workspace, channel=address.conversation)
        channel = found.get("channel") if found else None
        if not isinstance(channel, Mapping):
            # Ids that begin with G may be group conversations: those are refused.
            grouped = address.conversation.startswith("G")
            return (ConversationKind.GROUP if grouped else address.kind), False
        kind = address.kind
        if channel.get("is_im"):
            kind = ConversationKind.DM
        elif channel.get("is_mpim"):
            kind = ConversationKind.GROUP
        shared = bool(channel.get("is_ext_shared") or channel.get("is_pending_ext_shared"))
        _note(self._kinds, place, (time.monotonic(), kind, shared))
        return kind, shared

    async def _ask(
        self, method: str, workspace: Workspace, **arguments: str
    ) -> Mapping[str, Any] | None:
        try:
            async with asyncio.timeout(_SECONDS):
                found = await self._installations.find(workspace)
                if found is None:
                    return None
                return await self._api.call(method, found.token, **arguments)
        except (SlackFault, TimeoutError, Transient):
            return None


def _note(kept: "OrderedDict[Any, Any]", key: object, value: object) -> None:
    kept[key] = value
    kept.move_to_end(key)
    if len(kept) > _KNOWN:
        kept.popitem(last=False)
