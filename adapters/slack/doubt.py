"""What was sent of each message, and whether a part that got no answer arrived after all.

Slack has no idempotency keys, but it lets us read our own direct conversations: each message
carries its mark (the id of its first block, and again in its metadata), so before repeating a post
whose answer was lost we look whether it is there. The same look before the first post to a
conversation after a start finds what a killed process had sent and not recorded.
"""

import time
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from adapters.slack.api import SlackApi
from adapters.slack.blocks import bears
from adapters.slack.faults import Fault, SlackFault
from bot.messages import Address

_KEPT = 5_000
_WARY_SECONDS = 600.0
_LOOK = 100
_DAY = 86_400.0


@dataclass(slots=True)
class Progress:
    """How much of one outgoing message went; ``doubtful`` when the next part may be there.

    ``stream`` is the message that showed it while it grew, ``files`` the ids of what was uploaded.
    """

    parts: int = 0
    message: str | None = None
    doubtful: bool = False
    stream: str | None = None
    files: dict[str, str] = field(default_factory=dict)


class Sent:
    """Remembers, for this process, how far messages went. Bounded."""

    def __init__(self) -> None:
        self._progress: OrderedDict[str, Progress] = OrderedDict()
        self._latest: OrderedDict[str, float] = OrderedDict()
        self._written: OrderedDict[str, None] = OrderedDict()
        self._wary_until = time.monotonic() + _WARY_SECONDS

    def progress(self, key: str, conversation: str) -> Progress:
        """The progress of the message with this key."""
        first = key not in self._progress
        found = self._progress.setdefault(key, Progress())
        if first and conversation not in self._written and time.monotonic() < self._wary_until:
            found.doubtful = True
        while len(self._progress) > _KEPT:
            self._progress.popitem(last=False)
        return found

    def wrote(self, conversation: str) -> None:
        """This process has written to a conversation."""
        _note(self._written, conversation, None)

    def done(self, key: str) -> None:
        """The message is sent whole."""
        self._progress.pop(key, None)

    def saw(self, conversation: str, ts: object) -> None:
        """A message of this time stamp exists in this conversation."""
        try:
            at = float(str(ts))
        except ValueError:
            return
        _note(self._latest, conversation, max(at, self._latest.get(conversation, 0.0)))

    async def arrived(
        self, api: SlackApi, token: str, address: Address, mark: str, text: str
    ) -> str | None:
        """The time stamp under which a message arrived; None when it did not, as far as we see.

        Raises SlackFault when Slack cannot be asked now.
        """
        try:
            messages = await _read(api, token, address)
        except SlackFault as fault:
            if fault.fault in {Fault.UNSENT, Fault.DOUBTFUL, Fault.WAIT, Fault.TOKEN}:
                raise
            return None  # not allowed to look (a channel), or nothing to look at
        after = self._latest.get(address.conversation)
        for message in messages:
            ts = message.get("ts")
            if isinstance(ts, str) and (_marked(message, mark) or _new(message, text, after)):
                return ts
        return None

    async def shared(self, api: SlackApi, token: str, address: Address, file: str) -> bool:
        """Whether an uploaded file was shared in the conversation."""
        try:
            messages = await _read(api, token, address)
        except SlackFault as fault:
            if fault.fault in {Fault.UNSENT, Fault.DOUBTFUL, Fault.WAIT, Fault.TOKEN}:
                raise
            return False
        return any(
            isinstance(f, Mapping) and f.get("id") == file
            for message in messages
            for f in (message.get("files") or [])
        )


async def read_one(
    api: SlackApi, token: str, address: Address, ts: str
) -> Mapping[str, Any] | None:
    """One message of a conversation; None when it cannot be read."""
    around = {"oldest": ts, "latest": ts, "inclusive": True, "limit": 5}
    try:
        if address.thread is not None:
            found = await api.call(
                "conversations.replies",
                token,
                channel=address.conversation,
                ts=address.thread,
                **around,
            )
        else:
            found = await api.call(
                "conversations.history", token, channel=address.conversation, **around
            )
    except SlackFault:
        return None
    return next((m for m in _messages(found) if m.get("ts") == ts), None)


async def _read(api: SlackApi, token: str, address: Address) -> Sequence[Mapping[str, Any]]:
    if address.thread is None:
        found = await api.call(
            "conversations.history",
            token,
            channel=address.conversation,
            limit=_LOOK,
            include_all_metadata=True,
        )
    else:
        found = await api.call(
            "conversations.replies",
            token,
            channel=address.conversation,
            ts=address.thread,
            oldest=f"{time.time() - _DAY:.6f}",
            limit=_LOOK,
            include_all_metadata=True,
        )
    return _messages(found)


def _messages(answer: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    found = answer.get("messages")
    return [m for m in found if isinstance(m, Mapping)] if isinstance(found, list) else []


def _marked(message: Mapping[str, Any], mark: str) -> bool:
    metadata = message.get("metadata")
    payload = metadata.get("event_payload") if isinstance(metadata, Mapping) else None
    if isinstance(payload, Mapping) and payload.get("key") == mark:
        return True
    return bears(dict(message), mark)


def _new(message: Mapping[str, Any], text: str, after: float | None) -> bool:
    """For servers that give back neither blocks nor metadata: ours, newer than all we know of."""
    if after is None or message.get("blocks") or message.get("metadata"):
        return False
    ours = bool(message.get("bot_id"))
    try:
        return ours and message.get("text") == text and float(str(message.get("ts"))) > after
    except ValueError:
        return False


def _note(kept: "OrderedDict[str, Any]", key: str, value: object) -> None:
    kept[key] = value
    kept.move_to_end(key)
    if len(kept) > _KEPT * 4:
        kept.popitem(last=False)
