"""Events over HTTP: the signature first, then the payload, 200 only after the commit."""

from collections.abc import Callable

from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.signature import SignatureVerifier
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from adapters.slack.bolt import BROKEN

PATH = "/slack/events"
_BYTES = 4_000_000


def webhook(app: Callable[[], AsyncApp | None], signing_secret: str, path: str = PATH) -> Route:
    """The route of events, buttons, forms and commands. ``app`` is None before we receive.

    Without a good and fresh signature: 401, and nothing is parsed.
    """
    verifier = SignatureVerifier(signing_secret)

    async def called(request: Request) -> Response:
        try:
            raw = await _body(request)
        except ClientDisconnect:
            return PlainTextResponse("cut\n", status_code=400)
        if raw is None:
            return PlainTextResponse("too large\n", status_code=413)
        try:
            good = verifier.is_valid(
                raw,
                request.headers.get("x-slack-request-timestamp", ""),
                request.headers.get("x-slack-signature", ""),
            )
        except ValueError:
            good = False
        if not good:
            return PlainTextResponse("forbidden\n", status_code=401)
        bolt = app()
        if bolt is None:
            return PlainTextResponse("not yet\n", status_code=503)
        try:
            asked = AsyncBoltRequest(body=raw.decode("utf-8"), headers=dict(request.headers))
        except (ValueError, TypeError, AttributeError, RecursionError):
            return PlainTextResponse("not a payload\n", status_code=400)
        done = await bolt.async_dispatch(asked)
        if done.status == BROKEN:
            return PlainTextResponse("not a payload\n", status_code=400)
        headers = done.first_headers_without_set_cookie()
        return Response(done.body, status_code=done.status, headers=headers)

    return Route(path, called, methods=["POST"])


async def _body(request: Request) -> bytes | None:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _BYTES:
            return None
    return bytes(body)
