"""Socket Mode: Slack delivers over a socket that we open, so that no public address is needed."""

import asyncio
import logging
import time
from typing import Any

from slack_bolt.adapter.socket_mode.async_internals import send_async_response
from slack_bolt.adapter.socket_mode.internals import build_headers
from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from adapters.slack.api import SILENT, SlackApi
from adapters.slack.bolt import BROKEN
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

        async def received(client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
            done = await _dispatched(app, request)
            await send_async_response(client, request, done, time.time())

        async def odd(
            client: AsyncBaseSocketModeClient, message: dict[str, Any], _raw: str | None = None
        ) -> None:
            """slack-sdk passes over an envelope without a payload; it must not come again."""
            envelope = message.get("envelope_id")
            if isinstance(envelope, str) and not isinstance(message.get("payload"), dict | str):
                await client.send_socket_mode_response(SocketModeResponse(envelope_id=envelope))

        client = SocketModeClient(
            self._token,
            logger=SILENT,
            web_client=self._api.client(self._token),
            ping_interval=PING_SECONDS,
        )
        client.message_listeners.append(odd)
        client.socket_mode_request_listeners.append(received)
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


async def _dispatched(app: AsyncApp, request: SocketModeRequest) -> BoltResponse:
    """What the app says; a payload that Bolt cannot read is acknowledged: it gets no better."""
    try:
        asked = AsyncBoltRequest(
            mode="socket_mode", body=request.payload, headers=build_headers(request)
        )
    except (AttributeError, TypeError, ValueError, KeyError):
        LOG.warning("a payload from Slack is of no known form")
        return BoltResponse(status=200, body="")
    done = await app.async_dispatch(asked)
    if done.status == BROKEN:
        LOG.warning("a payload from Slack is not understood")
        return BoltResponse(status=200, body="")
    return done
