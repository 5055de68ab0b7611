"""Drafts: the answer while it is being written, and "typing". Best effort, never in the way.

A draft is a preview of thirty seconds that only private chats have. At most one frame per
conversation goes every :data:`EVERY` seconds, one at a time; others are dropped, because a later
one holds all of their text. Nothing here is ever worth delaying the final message.
"""

import asyncio
import itertools
import time
from dataclasses import dataclass

from telegram import Bot
from telegram.constants import ChatAction
from telegram.error import RetryAfter, TelegramError

from adapters.pacing import Limit, Pace
from adapters.telegram.faults import Fault, fault_of, seconds_of
from adapters.telegram.formatting import start_of
from bot.messages import Address, ConversationKind

EVERY = 1.5
_FRAMES = Limit(1 / EVERY, 1)
_TYPING = Limit(1 / 4, 1)
_SETTLE = 3.0
_KNOWN = 5_000


@dataclass(slots=True)
class _Showing:
    """What is being shown in one conversation."""

    id: int
    frame: asyncio.Task[None] | None = None
    typing: asyncio.Task[None] | None = None


class Drafts:
    """Shows drafts in conversations until their final message comes."""

    def __init__(self, bot: Bot, pace: Pace) -> None:
        self._bot = bot
        self._pace = pace
        self._ids = itertools.count(int(time.time()) % 1_000_000_000 + 1)
        self._showing: dict[tuple[str, str | None], _Showing] = {}
        self._muted: dict[str, float] = {}
        self.possible = True

    def show(self, address: Address, text: str) -> None:
        """Show this text so far; "" shows that we think. Returns at once."""
        showing = self._of(address)
        if any(t is not None and not t.done() for t in (showing.frame, showing.typing)):
            return
        if self._muted.get(address.conversation, 0.0) > time.monotonic():
            return
        if text and self.possible and address.kind is ConversationKind.DM:
            if self._pace.may(f"draft:{address.conversation}", _FRAMES):
                frame = self._frame(address, showing.id, text)
                showing.frame = asyncio.create_task(frame)
        elif self._pace.may(f"typing:{address.conversation}", _TYPING):
            showing.typing = asyncio.create_task(self._typing(address))

    async def end(self, address: Address) -> None:
        """No frame may come after the final message: wait for the one that is under way."""
        showing = self._showing.pop((address.conversation, address.thread), None)
        if showing is None or showing.frame is None or showing.frame.done():
            return
        await asyncio.wait([showing.frame], timeout=_SETTLE)
        showing.frame.cancel()

    def _of(self, address: Address) -> _Showing:
        place = (address.conversation, address.thread)
        if place not in self._showing:
            if len(self._showing) >= _KNOWN:
                self._showing.pop(next(iter(self._showing)))
            self._showing[place] = _Showing(next(self._ids))
        return self._showing[place]

    async def _frame(self, address: Address, draft: int, text: str) -> None:
        piece = start_of(text)
        try:
            await self._bot.send_message_draft(
                chat_id=int(address.conversation),
                draft_id=draft,
                text=piece.text,
                entities=piece.entities,
                message_thread_id=_thread(address),
            )
        except TelegramError as error:
            self._failed(address, error)

    async def _typing(self, address: Address) -> None:
        try:
            await self._bot.send_chat_action(
                chat_id=int(address.conversation),
                action=ChatAction.TYPING,
                message_thread_id=_thread(address),
            )
        except RetryAfter as error:
            self._failed(address, error)
        except TelegramError:
            return

    def _failed(self, address: Address, error: TelegramError) -> None:
        if isinstance(error, RetryAfter):
            self._pace.complained()
            if len(self._muted) > _KNOWN:
                self._muted.clear()
            self._muted[address.conversation] = time.monotonic() + seconds_of(error)
        elif fault_of(error) in {Fault.REFUSED, Fault.TOKEN}:
            # A server that knows no drafts (404 reads like a wrong token): do without them.
            self.possible = False


def _thread(address: Address) -> int | None:
    return int(address.thread) if address.thread else None
