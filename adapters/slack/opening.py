"""Slack as a whole, from its settings: the channel, its check, and what receives."""

import asyncio
from collections.abc import Callable, Sequence

from slack_bolt.async_app import AsyncApp
from starlette.routing import BaseRoute

from adapters.pacing import Pace
from adapters.slack.api import SlackApi
from adapters.slack.bolt import bolt_app
from adapters.slack.channel import OVERALL, SlackChannel
from adapters.slack.installations import Installations, ManyWorkspaces, OneWorkspace
from adapters.slack.oauth import routes
from adapters.slack.receiver import Post, Receiver
from adapters.slack.socketmode import Socket, check_app_token
from adapters.slack.webhook import webhook
from bot.actions import Actions
from bot.errors import ConfigurationError, Transient
from bot.ports import Secrets
from bot.settings import Slack


def problems(settings: Slack) -> list[str]:
    """What an operator must mend before Slack can be opened, in words."""
    found = []
    if settings.mode == "socket" and settings.app_token.read() is None:
        found.append(
            "Socket Mode needs slack.app_token (an App-Level Token, xapp-…, with"
            " connections:write); or set slack.mode to http."
        )
    if settings.mode == "http" and not settings.signing_secret.read():
        found.append("slack.mode http needs slack.signing_secret (Basic Information).")
    if settings.client_id is not None and settings.client_secret.read() is None:
        found.append("slack.client_id needs slack.client_secret beside it.")
    return found


async def slack_problems(settings: Slack) -> list[str]:
    """What is wrong with Slack, asked of Slack itself; nothing when all is well."""
    app = SlackApp(settings)
    try:
        await app.check()
    except ConfigurationError as problem:
        return [str(problem)]
    except Transient as problem:
        return [f"{problem}: is there a network, and is slack.base_url right?"]
    finally:
        await app.close()
    return []


class SlackApp:
    """Carnet in Slack. ``secrets`` keeps the tokens of several workspaces."""

    def __init__(
        self,
        settings: Slack,
        secrets: Secrets | None = None,
        public_url: str | None = None,
        language: str = "fr",
    ) -> None:
        self._language = language
        self._settings = settings
        self._public_url = public_url
        self._api = SlackApi(settings.base_url)
        self._app: AsyncApp | None = None
        self._socket: Socket | None = None
        self._receiving = False
        self._installations = self._found(secrets)
        self.channel = SlackChannel(self._api, self._installations, Pace(OVERALL), language)
        self.routes: Sequence[BaseRoute] = self._routes()
        self.pages: Sequence[BaseRoute] = self._pages() if secrets is not None else ()

    def _found(self, secrets: Secrets | None) -> Installations:
        token = self._settings.bot_token.read()
        if token is not None and self._settings.client_id is None:
            return OneWorkspace(self._api, token)
        return ManyWorkspaces(secrets)

    async def check(self) -> None:
        """Ask Slack who we are; raises ConfigurationError or Transient."""
        if found := problems(self._settings):
            raise ConfigurationError(" ".join(found))
        if isinstance(self._installations, OneWorkspace):
            await self._installations.identify()
        token = self._settings.app_token.read()
        if self._settings.mode == "socket" and token is not None:
            await check_app_token(self._api, token)

    async def receive(
        self,
        stop: asyncio.Event,
        post: Post,
        wake: Callable[[], None],
        actions: Actions,
    ) -> None:
        """Receive until ``stop``."""
        receiver = Receiver(
            self._api,
            self._installations,
            self.channel,
            actions,
            post,
            wake,
            language=self._language,
        )
        secret = self._settings.signing_secret.read()
        self._app = bolt_app(self._api.client(None), secret, receiver.take)
        token = self._settings.app_token.read()
        try:
            if self._settings.mode == "socket" and token is not None:
                self._socket = Socket(self._api, token)
                await self._socket.run(self._app, stop)
            else:
                self._receiving = True
                await stop.wait()
        finally:
            self._receiving = False
            await receiver.close()

    def healthy(self) -> bool:
        """Whether events reach us."""
        return self._socket.healthy() if self._socket is not None else self._receiving

    async def close(self) -> None:
        """Close the connections."""
        await self._api.close()

    def _routes(self) -> list[BaseRoute]:
        secret = self._settings.signing_secret.read()
        if self._settings.mode != "http" or not secret:
            return []
        return [webhook(lambda: self._app, secret)]

    def _pages(self) -> list[BaseRoute]:
        client, secret = self._settings.client_id, self._settings.client_secret.read()
        if not isinstance(self._installations, ManyWorkspaces) or not client or not secret:
            return []
        return [
            *routes(
                self._api,
                self._installations,
                client_id=client,
                client_secret=secret,
                public_url=self._public_url,
            )
        ]
