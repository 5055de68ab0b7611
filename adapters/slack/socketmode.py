"""Socket Mode: Slack delivers over a socket that we open, so that no public address is needed."""

import asyncio
import logging
import time

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp

from adapters.slack.api import SILENT, SlackApi
from adapters.slack.faults import Fault, SlackFault
from bot.errors import ConfigurationError, Transient

LOG = logging.getLogger(__name__)

PING_SECONDS = 5.0
_LOOK_SECONDS = 1.0
_SILENCE = 30.0
_PASSING = {Fault.WAIT, Fault.UNSENT, Fault.DOUBTFUL}


async def check_app_token(api: SlackApi, app_token: str) -> None:
    """Ask for a socket; raises ConfigurationError (wrong token) or Transient."""
    try:
        await api.call("apps.connections.open", app_token, app_token=app_token)
    except SlackFault as fault:
        if fault.fault in _PASSING:
            raise Transient("Slack does not answer") from None
        raise ConfigurationError(
            f"Slack refuses the app token ({fault.code}): copy the App-Level Token (xapp-…, with"
            " connections:write) again into slack.app_token, and turn Socket Mode on."
        ) from None


class Socket:
    """Keeps the socket open, and says when it is not."""

    def __init__(self, api: SlackApi, app_token: str) -> None:
        self._api = api
        self._token = app_token
        self._connected_at: float | None = None

    def healthy(self) -> bool:
        """Whether the socket was open lately."""
        at = self._connected_at
        return at is not None and time.monotonic() - at < _SILENCE

    async def run(self, app: AsyncApp, stop: asyncio.Event) -> None:
        """Receive until ``stop``; raises ConfigurationError when the token stops being good."""
        client = AsyncSocketModeHandler(
            app,
            self._token,
            logger=SILENT,
            web_client=self._api.client(self._token),
            ping_interval=PING_SECONDS,
        ).client
        connecting = asyncio.create_task(client.connect())  # type: ignore[no-untyped-call]
        asked_at = time.monotonic()
        stopping = asyncio.create_task(stop.wait())
        try:
            while not stop.is_set():
                now = time.monotonic()
                if await client.is_connected():
                    self._connected_at = asked_at = now
                elif now - asked_at > _SILENCE:
                    asked_at = now
                    LOG.warning("the socket to Slack is down; it is being opened again")
                    await self._ask_again()
                await asyncio.wait({stopping}, timeout=_LOOK_SECONDS)
        finally:
            stopping.cancel()
            connecting.cancel()
            await asyncio.gather(connecting, return_exceptions=True)
            await client.close()  # type: ignore[no-untyped-call]

    async def _ask_again(self) -> None:
        try:
            await check_app_token(self._api, self._token)
        except Transient:
            return
