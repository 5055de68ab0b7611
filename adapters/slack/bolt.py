"""The Bolt app: checks signatures and answers Slack's own questions, then hands over the payload.

It acknowledges after the receiver has committed. Its authorisation asks nobody: which token speaks
for a workspace is our business when we speak, and a message is not lost because Slack's API is
down when it arrives.
"""

import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.api import SILENT
from bot.errors import CarnetError

LOG = logging.getLogger(__name__)
AGAIN = 503
"""What is answered when a payload was not committed. Bolt's own 500 means that it is broken."""
BROKEN = 500

Take = Callable[[Mapping[str, Any]], Awaitable[None]]


def bolt_app(client: AsyncWebClient, signing_secret: str | None, take: Take) -> AsyncApp:
    """The app. ``take`` raises when a payload is to be delivered again."""

    async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id)

    app = AsyncApp(
        logger=SILENT,
        name="carnet",
        client=client,
        # Without a secret only the socket delivers, whose requests carry no signature.
        signing_secret=signing_secret or "none",
        request_verification_enabled=True,
        process_before_response=True,
        authorize=authorize,
        ignoring_self_events_enabled=False,
        attaching_function_token_enabled=False,
        attaching_conversation_kwargs_enabled=False,
    )

    async def deliver(body: dict[str, Any]) -> BoltResponse:
        try:
            await take(body)
        except (CarnetError, OSError) as problem:
            LOG.warning(
                "something from Slack is to be delivered again (%s)", type(problem).__name__
            )
            return BoltResponse(status=AGAIN, body="")
        return BoltResponse(status=200, body="")

    app.use(deliver)
    return app
