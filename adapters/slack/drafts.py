"""What is shown before the answer: "is thinking…", and the answer while it is being written.

A stream needs a thread and lives about five minutes; elsewhere long work says how far it is in a
message of its own. Where a workspace or server
does not know a method, it is left alone from then on. Nothing here is worth delaying or losing the
final message, which takes the place of the stream.
"""

import asyncio
import time
from dataclasses import dataclass

from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_chat_stream import AsyncChatStream

from adapters.slack.api import SlackApi, refusal
from adapters.slack.blocks import FALLBACK, section
from adapters.slack.faults import Fault, SlackFault
from adapters.slack.formatting import sections
from adapters.slack.installations import Installation, Installations
from adapters.slack.workspace import Workspace
from bot.messages import Address, ConversationKind
from bot.wording import say

STREAM_SECONDS = 280.0
"""Slack ends a stream after about five minutes; from then on the text stands still."""
EVERY = 1.0
_SETTLE = 3.0
_KNOWN = 5_000
_INVISIBLE = "\u200b"
_LATCHES = {Fault.UNKNOWN_METHOD, Fault.SCOPE}


@dataclass(slots=True)
class _Showing:
    """What is being shown in one conversation. ``said`` is what the stream holds by now."""

    task: asyncio.Task[None] | None = None
    stream: AsyncChatStream | None = None
    message: str | None = None
    said: str = ""
    begun: float = 0.0
    at: float = 0.0
    status: bool = False


class Drafts:
    """Shows drafts in conversations until their final message comes."""

    def __init__(self, api: SlackApi, installations: Installations, language: str) -> None:
        self._api = api
        self._thinking = say(language, "status-thinking")
        self._installations = installations
        self._showing: dict[tuple[str, str | None], _Showing] = {}
        self._threads: dict[str, str] = {}
        self.statuses = True
        self.streams = True

    def heard(self, conversation: str, ts: str) -> None:
        """The latest message of a direct conversation: its status shows there."""
        if len(self._threads) >= _KNOWN:
            self._threads.pop(next(iter(self._threads)))
        self._threads[conversation] = ts

    def show(self, address: Address, text: str) -> None:
        """Show this text so far; "" shows that we think. Returns at once."""
        if address.kind is not ConversationKind.DM:
            return
        showing = self._of(address)
        if showing.task is not None and not showing.task.done():
            return
        if not text and self.statuses and not showing.status:
            showing.status = True
            showing.task = asyncio.create_task(self._status(address))
        elif text and time.monotonic() - showing.at >= EVERY:
            showing.at = time.monotonic()
            grows = self.streams and address.thread is not None
            if not grows and showing.begun:
                return  # a stream that ended here is not continued by editing
            work = self._grow if grows else self._progress
            showing.task = asyncio.create_task(work(address, showing, text))

    async def end(self, address: Address) -> str | None:
        """End what is shown; the time stamp of the streamed message that is to be replaced."""
        showing = self._showing.pop((address.conversation, address.thread), None)
        if showing is None:
            return None
        if showing.task is not None and not showing.task.done():
            await asyncio.wait([showing.task], timeout=_SETTLE)
            showing.task.cancel()
        if showing.stream is None or showing.stream.ts is None:
            return showing.message
        ts = showing.stream.ts
        try:
            async with asyncio.timeout(_SETTLE):
                await showing.stream.stop()
        except (SlackClientError, TimeoutError, OSError, ValueError):
            pass  # it ended by itself, or will: the final message replaces what it says
        return ts

    def _of(self, address: Address) -> _Showing:
        place = (address.conversation, address.thread)
        if place not in self._showing:
            if len(self._showing) >= _KNOWN:
                self._showing.pop(next(iter(self._showing)))
            self._showing[place] = _Showing()
        return self._showing[place]

    async def _status(self, address: Address) -> None:
        thread = address.thread or self._threads.get(address.conversation)
        found = await self._installation(address)
        if thread is None or found is None:
            return
        try:
            await self._api.call(
                "assistant.threads.setStatus",
                found.token,
                channel_id=address.conversation,
                thread_ts=thread,
                status=self._thinking,
            )
        except SlackFault as fault:
            if fault.fault in _LATCHES:
                self.statuses = False

    async def _progress(self, address: Address, showing: _Showing, text: str) -> None:
        """How far long work is, in a message that the answer takes the place of."""
        found = await self._installation(address)
        if found is None:
            return
        shown = {
            "channel": address.conversation,
            "text": FALLBACK,
            "blocks": [section(piece) for piece in sections(text)[:1]],
        }
        try:
            if showing.message is None:
                answer = await self._api.call(
                    "chat.postMessage", found.token, thread_ts=address.thread, **shown
                )
                ts = answer.get("ts")
                showing.message = ts if isinstance(ts, str) else None
            else:
                await self._api.call("chat.update", found.token, ts=showing.message, **shown)
        except SlackFault:
            return

    async def _grow(self, address: Address, showing: _Showing, text: str) -> None:
        now = time.monotonic()
        if showing.stream is not None and now - showing.begun > STREAM_SECONDS:
            return
        if not text.startswith(showing.said):
            return  # the model began anew: the final message puts it right
        if showing.stream is None:
            found = await self._installation(address)
            if found is None or address.thread is None:
                return
            showing.stream = await self._api.client(found.token).chat_stream(
                channel=address.conversation, thread_ts=address.thread, buffer_size=1
            )
            showing.begun = now
            # The first words would show in a notification: it begins with none.
            if not await self._append(showing, _INVISIBLE):
                return
        if await self._append(showing, text[len(showing.said) :]):
            showing.said = text

    async def _append(self, showing: _Showing, more: str) -> bool:
        if showing.stream is None or not more:
            return showing.stream is not None
        try:
            async with asyncio.timeout(_SETTLE):
                await showing.stream.append(markdown_text=more)
        except SlackApiError as error:
            fault = refusal("chat.appendStream", error).fault
            if fault in _LATCHES:
                self.streams = False
            if fault is not Fault.WAIT:
                showing.begun = float("-inf")
            return False
        except (SlackClientError, TimeoutError, OSError, ValueError):
            showing.begun = float("-inf")
            return False
        return True

    async def _installation(self, address: Address) -> Installation | None:
        return await self._installations.find(Workspace.of_address(address))
