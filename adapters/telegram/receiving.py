"""Receiving: each update becomes a committed row before Telegram is told that we have it."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

from telegram import Update, User
from telegram.error import TelegramError

from adapters.telegram.connection import Connection
from adapters.telegram.doubt import Sent
from adapters.telegram.incoming import to_incoming
from adapters.telegram.mending import mendings
from adapters.turns import Turns
from bot.messages import Incoming

LOG = logging.getLogger(__name__)

_ODD = (
    *(ValueError, TypeError, AttributeError, LookupError),
    *(OverflowError, OSError, RecursionError),
)
"""What is raised where an update is not as it should be."""

Post = Callable[[Incoming], Awaitable[bool]]


class Receiver:
    """Takes raw updates, from polling or a webhook."""

    def __init__(
        self,
        bot: Connection,
        me: User,
        post: Post,
        wake: Callable[[], None],
        sent: Sent,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._clock = clock
        self._bot = bot
        self._me = me
        self._post = post
        self._wake = wake
        self._sent = sent
        self._turns = Turns()
        self._answering: set[asyncio.Task[None]] = set()

    async def take(self, raw: Any) -> bool:
        """Commit what an update says; whether it was something new.

        Raises Transient when the database does not take it: the update must then be delivered
        again. An update that cannot be read is counted as taken, or it would come for ever.
        """
        update, incoming = self._read(raw)
        if update is not None and update.callback_query is not None:
            self._calm(update.callback_query.id)
        if incoming is None:
            return False
        if incoming.about is not None:
            self._sent.saw(int(incoming.address.conversation), int(incoming.about))
        # A webhook may be called for several at once, and databases commit side by side.
        async with self._turns.of(incoming.sender):
            new = await self._post(incoming)
        if new:
            self._wake()
        return new

    def _read(self, raw: Any) -> tuple[Update | None, Incoming | None]:
        """The update and what it says; None for one that lacks what even a mended one needs."""
        try:
            return self._understood(raw)
        except _ODD as error:
            odd = type(error).__name__
        for mended in mendings(raw) if isinstance(raw, dict) else ():
            with contextlib.suppress(*_ODD):
                return self._understood(mended)
        LOG.warning("an update could not be read (%s)", odd)
        return None, None

    def _understood(self, raw: Any) -> tuple[Update, Incoming | None]:
        update = Update.de_json(raw, self._bot)
        incoming = to_incoming(update, self._me, self._clock())
        if incoming is not None:
            # Telegram's ids are numbers; what is none could not be answered either.
            int(incoming.address.conversation), int(incoming.about or 0), int(incoming.sender)
        return update, incoming

    def _calm(self, query_id: str) -> None:
        """Tell Telegram that a press was received, or the button keeps turning."""
        task = asyncio.create_task(self._answer(query_id))
        self._answering.add(task)
        task.add_done_callback(self._answering.discard)

    async def _answer(self, query_id: str) -> None:
        try:
            await self._bot.answer_callback_query(query_id)
        except TelegramError as error:
            LOG.info("a press was not acknowledged (%s)", type(error).__name__)
