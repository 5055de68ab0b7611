"""The channels of ``carnet run``: a function for each, which opens it when it is configured.

A new platform is a new folder in ``adapters/`` and a new line in :data:`CHANNELS`.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from starlette.routing import BaseRoute

from bot.actions import Actions
from bot.errors import ConfigurationError, Transient
from bot.messages import Incoming
from bot.ports import Channel, Secrets
from bot.settings import Settings

Post = Callable[[Incoming], Awaitable[bool]]


class Around(Protocol):
    """What receiving may use of the process it runs in."""

    @property
    def settings(self) -> Settings: ...
    @property
    def actions(self) -> Actions: ...
    @property
    def stop(self) -> asyncio.Event: ...


@dataclass(frozen=True, slots=True)
class Opened:
    """A channel that is configured.

    ``check`` asks the platform who we are (raises ConfigurationError for what an operator must
    mend); ``receive`` runs until ``stop`` and commits what comes before it acknowledges;
    ``routes`` are its webhooks, ``pages`` what needs the secrets (where workspaces install
    Carnet); ``healthy`` says whether it receives.
    """

    channel: Channel
    check: Callable[[], Awaitable[None]]
    receive: Callable[[Post, Callable[[], None], Around], Awaitable[None]]
    close: Callable[[], Awaitable[None]]
    healthy: Callable[[], bool]
    routes: Sequence[BaseRoute] = field(default=())
    pages: Sequence[BaseRoute] = field(default=())


def telegram(settings: Settings, secrets: Secrets | None) -> Opened | None:
    """Telegram, when there is a token."""
    own = settings.telegram
    if own.token.read() is None:
        return None
    from adapters.telegram.opening import TelegramBot, webhook_problems
    from adapters.telegram.webhook import webhook

    if problems := webhook_problems(own):
        raise ConfigurationError(" ".join(problems))
    bot = TelegramBot(own)

    async def check() -> None:
        try:
            await bot.identify()
        except Transient:
            return  # no network yet: receiving goes on asking

    async def receive(post: Post, wake: Callable[[], None], around: Around) -> None:
        await bot.receive(around.stop, post, wake, around.actions, around.settings.language)

    routes = []
    if own.webhook_url is not None:
        routes.append(webhook(own.webhook_secret.read() or "", bot.take, own.webhook_path()))
    return Opened(bot.channel, check, receive, bot.close, bot.healthy, routes)


def slack(settings: Settings, secrets: Secrets | None) -> Opened | None:
    """Slack, when there is a bot token or an OAuth client."""
    own = settings.slack
    if own.bot_token.read() is None and own.client_id is None:
        return None
    from adapters.slack.opening import SlackApp

    app = SlackApp(own, secrets, settings.web.public_url, settings.language)

    async def check() -> None:
        try:
            await app.check()
        except Transient:
            return  # no network yet: receiving goes on asking

    async def receive(post: Post, wake: Callable[[], None], around: Around) -> None:
        await app.receive(around.stop, post, wake, around.actions)

    return Opened(app.channel, check, receive, app.close, app.healthy, app.routes, app.pages)


CHANNELS: tuple[Callable[[Settings, Secrets | None], Opened | None], ...] = (telegram, slack)
"""Every channel that ``carnet run`` knows. Secrets are None in a process that opens nothing."""
