"""Putting the Telegram channel together from its settings, and saying what is wrong with them."""

import asyncio
import logging
import secrets
from collections.abc import Callable, Iterable
from typing import Any

from telegram import User
from telegram.error import RetryAfter, TelegramError

from adapters.pacing import Pace
from adapters.telegram.channel import DOWNLOAD_BYTES, TelegramChannel
from adapters.telegram.connection import Connection, identify
from adapters.telegram.faults import Fault, fault_of, seconds_of
from adapters.telegram.incoming import ALLOWED
from adapters.telegram.menu import show_menu
from adapters.telegram.polling import Poller
from adapters.telegram.receiving import Post, Receiver
from bot.actions import Action
from bot.errors import CarnetError, ConfigurationError, Transient
from bot.settings import Telegram

LOG = logging.getLogger(__name__)

LOCAL_BYTES = 200_000_000
"""What a self-hosted server in local mode may hand out; the public one gives 20 MB."""
_AGAIN = 5.0


class TelegramBot:
    """The connection, the channel that sends and, where asked for, what receives."""

    def __init__(self, settings: Telegram) -> None:
        token = settings.token.read()
        if token is None:
            raise ConfigurationError("There is no Telegram token.")
        self._settings = settings
        self._connection = Connection(
            token,
            base_url=settings.base_url,
            base_file_url=settings.base_file_url,
            local_mode=settings.local_mode,
        )
        downloads = LOCAL_BYTES if settings.local_mode else DOWNLOAD_BYTES
        pace = Pace(settings.messages_per_second)
        self.channel = TelegramChannel(self._connection, pace, downloads=downloads)
        self._me: User | None = None
        self._receiver: Receiver | None = None
        self._poller: Poller | None = None

    async def identify(self) -> None:
        """Ask who we are; raises ConfigurationError for a wrong token, Transient otherwise."""
        self._me = await identify(self._connection)

    @property
    def user_name(self) -> str | None:
        """The bot's user name, once it is identified."""
        return self._me.username if self._me is not None else None

    def healthy(self) -> bool:
        """Whether updates can reach us."""
        return self._receiver is not None and (self._poller is None or self._poller.healthy())

    async def receive(
        self,
        stop: asyncio.Event,
        post: Post,
        wake: Callable[[], None],
        actions: Iterable[Action],
        language: str,
    ) -> None:
        """Receive until ``stop``: poll, or have Telegram call the webhook."""
        if not await self._known(stop) or self._me is None:
            return
        self._receiver = Receiver(self._connection, self._me, post, wake, self.channel.sent)
        if not await self._announce(stop):
            return
        menu = asyncio.create_task(show_menu(self._connection, actions, language))
        try:
            if self._settings.webhook_url is None:
                self._poller = Poller(self._connection, self._receiver.take)
                await self._poller.run(stop)
            else:
                await stop.wait()
        finally:
            menu.cancel()
            await asyncio.gather(menu, return_exceptions=True)

    async def take(self, raw: Any) -> bool:
        """Commit one update that came by the webhook; raises Transient for "deliver it again"."""
        if self._receiver is None:
            raise Transient("not ready yet", retry_after=_AGAIN)
        return await self._receiver.take(raw)

    async def close(self) -> None:
        """Let go of the connections."""
        await self._connection.close_all()

    async def _known(self, stop: asyncio.Event) -> bool:
        """Find out who we are, however long Telegram does not answer; False when stopped."""
        while self._me is None and not stop.is_set():
            try:
                await self.identify()
            except Transient:
                LOG.warning("Telegram does not answer; asking again in %.0f s", _AGAIN)
                await _pause(stop, _AGAIN)
        return not stop.is_set()

    async def _announce(self, stop: asyncio.Event) -> bool:
        """Say how updates are to reach us; nothing that waits is dropped. False when stopped."""
        url, secret = self._settings.webhook_url, self._settings.webhook_secret.read()
        if url is None:
            # Whatever comes of it: a webhook that stays shows as a conflict when we poll.
            await self._connection.forget_webhook()
            return not stop.is_set()
        while not stop.is_set():
            try:
                await self._connection.set_webhook(
                    url, allowed_updates=ALLOWED, secret_token=secret, max_connections=40
                )
            except TelegramError as error:
                if fault_of(error) in {Fault.REFUSED, Fault.TOKEN, Fault.GONE}:
                    raise ConfigurationError(
                        "Telegram refuses the webhook: check telegram.webhook_url."
                    ) from None
                await _pause(stop, seconds_of(error) if isinstance(error, RetryAfter) else _AGAIN)
            else:
                return True
        return False


async def telegram_problems(settings: Telegram) -> list[str]:
    """What is wrong with the Telegram settings, in words; an empty list when nothing is."""
    if settings.token.read() is None:
        return []
    problems = webhook_problems(settings)
    try:
        bot = TelegramBot(settings)
    except ConfigurationError as problem:
        return [*problems, str(problem)]
    try:
        await bot.identify()
    except CarnetError as problem:
        problems.append(str(problem))
    finally:
        await bot.close()
    return problems


def webhook_problems(settings: Telegram) -> list[str]:
    """What is wrong with the webhook's settings."""
    if settings.webhook_url is None:
        return []
    problems = []
    secret = settings.webhook_secret.read()
    if not secret:
        suggestion = secrets.token_urlsafe(24)
        problems.append(
            "telegram.webhook_secret is missing: without it anybody could speak for anybody."
            f" Take a random one, for example {suggestion}"
        )
    elif not (1 <= len(secret) <= 256 and all(c.isalnum() or c in "_-" for c in secret)):
        problems.append("telegram.webhook_secret may hold letters, digits, _ and - only.")
    if not settings.webhook_url.startswith("https://") and settings.base_url is None:
        problems.append("telegram.webhook_url must begin with https://.")
    return problems


async def _pause(stop: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await stop.wait()
    except TimeoutError:
        return
