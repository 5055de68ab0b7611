"""The webhook: Telegram calls us, and is answered 200 only after the row is committed."""

import hmac
import json
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.errors import Transient

PATH = "/telegram"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name
_BYTES = 2_000_000
"""An update is a few kilobytes; files come apart."""


def webhook(secret: str, take: Callable[[Any], Awaitable[bool]], path: str = PATH) -> Route:
    """The route. Without the right secret: 403, and nothing is read."""
    expected = secret.encode()

    async def called(request: Request) -> Response:
        given = request.headers.get(SECRET_HEADER, "").encode("utf-8", "replace")
        if not expected or not hmac.compare_digest(given, expected):
            return PlainTextResponse("forbidden\n", status_code=403)
        body = bytearray()
        try:
            async for chunk in request.stream():
                body += chunk
                if len(body) > _BYTES:
                    return PlainTextResponse("too large\n", status_code=413)
        except ClientDisconnect:
            return PlainTextResponse("cut\n", status_code=400)
        try:
            update = json.loads(bytes(body))
        except (ValueError, RecursionError):
            return PlainTextResponse("not an update\n", status_code=400)
        try:
            await take(update)
        except Transient:
            # Not committed: anything but 200 makes Telegram deliver it again.
            return PlainTextResponse("try again\n", status_code=503)
        return PlainTextResponse("ok\n")

    return Route(path, called, methods=["POST"])
