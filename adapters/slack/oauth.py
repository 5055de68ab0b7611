"""Installing Carnet into further workspaces: Slack's OAuth flow, by Bolt.

The state that protects the flow is signed and lives ten minutes, so that nothing about it is kept
on disk; Bolt ties it to the browser by a cookie. What a workspace gives us goes to the sealed
installations and nowhere else.
"""

import hashlib
import hmac
import logging
import secrets
import time
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.oauth.installation_store import Installation as Granted
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from adapters.slack.api import PUBLIC, SILENT, SlackApi
from adapters.slack.installations import Installation, ManyWorkspaces
from adapters.slack.workspace import Workspace

INSTALL_PATH = "/slack/install"
REDIRECT_PATH = "/slack/oauth_redirect"
STATE_SECONDS = 600

SCOPES = (
    *("app_mentions:read", "assistant:write", "chat:write", "commands"),
    *("im:history", "im:read", "im:write", "files:read", "files:write"),
    *("channels:read", "groups:read", "mpim:read"),
)
"""What Carnet asks for: no history of channels, no profiles, no e-mail addresses."""


class SignedStates(AsyncOAuthStateStore):
    """States that carry their own proof: time, chance and a signature. Each is taken once."""

    def __init__(self, key: str, clock: Callable[[], float] = time.time) -> None:
        self._key = key.encode()
        self._clock = clock
        self._used: dict[str, float] = {}

    @property
    def logger(self) -> logging.Logger:
        """Silent."""
        return SILENT

    async def async_issue(self, *args: Any, **kwargs: Any) -> str:
        """A new state."""
        plain = f"{int(self._clock())}.{secrets.token_urlsafe(16)}"
        return f"{plain}.{self._sign(plain)}"

    async def async_consume(self, state: str) -> bool:
        """Whether it is ours, fresh and not used before."""
        now = self._clock()
        self._used = {s: at for s, at in self._used.items() if now - at < STATE_SECONDS}
        plain, _, signature = (state or "").rpartition(".")
        if not hmac.compare_digest(signature.encode(), self._sign(plain).encode()):
            return False
        issued = plain.partition(".")[0]
        fresh = issued.isdecimal() and 0 <= now - int(issued) + 5 <= STATE_SECONDS
        if not fresh or state in self._used:
            return False
        self._used[state] = now
        return True

    def _sign(self, plain: str) -> str:
        return hmac.new(self._key, b"carnet state " + plain.encode(), hashlib.sha256).hexdigest()


class SealedStore(AsyncInstallationStore):
    """Where Bolt puts what a workspace granted: of it we keep the bot's token and ids, sealed."""

    def __init__(self, installations: ManyWorkspaces) -> None:
        self._installations = installations

    @property
    def logger(self) -> logging.Logger:
        """Silent."""
        return SILENT

    async def async_save(self, installation: Granted) -> None:
        """Keep it."""
        whole = bool(installation.is_enterprise_install)
        workspace = Workspace(
            installation.enterprise_id or None,
            None if whole else installation.team_id or None,
        )
        if not installation.bot_token:
            return
        await self._installations.save(
            workspace,
            Installation(
                token=installation.bot_token,
                bot_user=installation.bot_user_id,
                bot_id=installation.bot_id,
                app=installation.app_id,
            ),
        )


def routes(
    api: SlackApi,
    installations: ManyWorkspaces,
    *,
    client_id: str,
    client_secret: str,
    public_url: str | None,
) -> list[Route]:
    """``/slack/install``, where one begins, and where Slack sends the browser back to."""
    states = SignedStates(client_secret)

    def flow() -> AsyncOAuthFlow:
        settings = AsyncOAuthSettings(
            client_id=client_id,
            client_secret=client_secret,
            scopes=list(SCOPES),
            user_scopes=[],
            redirect_uri=f"{public_url.rstrip('/')}{REDIRECT_PATH}" if public_url else None,
            install_path=INSTALL_PATH,
            install_page_rendering_enabled=False,  # Bolt's page loads pictures from elsewhere
            redirect_uri_path=REDIRECT_PATH,
            authorization_url=_authorize_url(api.base_url),
            installation_store=SealedStore(installations),
            state_store=states,
            logger=SILENT,
        )
        return AsyncOAuthFlow(client=api.client(None), logger=SILENT, settings=settings)

    async def install(request: Request) -> Response:
        return await _answer(request, flow().handle_installation)

    async def redirected(request: Request) -> Response:
        return await _answer(request, flow().handle_callback)

    return [
        Route(INSTALL_PATH, install, methods=["GET"]),
        Route(REDIRECT_PATH, redirected, methods=["GET"]),
    ]


async def _answer(
    request: Request, handle: Callable[[AsyncBoltRequest], Awaitable[BoltResponse]]
) -> Response:
    try:
        asked = AsyncBoltRequest(
            body="", query=request.url.query, headers=dict(request.headers.items())
        )
    except (ValueError, TypeError):
        return PlainTextResponse("not understood\n", status_code=400)
    done = await handle(asked)
    response = Response(
        done.body, status_code=done.status, headers=done.first_headers_without_set_cookie()
    )
    for cookie in done.headers.get("set-cookie", []):
        response.headers.append("set-cookie", cookie)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _authorize_url(base_url: str) -> str:
    """Where a browser is sent to agree: beside the API."""
    parts = urlsplit(PUBLIC if base_url == PUBLIC else base_url)
    return f"{parts.scheme}://{parts.netloc}/oauth/v2/authorize"
