"""Calling the Web API: one try for each call, and errors that hold no token and no text.

slack-sdk's own retry of cut connections is off: a call that was accepted just before the cut would
be done twice. Who calls decides what to do about a :class:`SlackFault`.
"""

import asyncio
import logging
from collections.abc import Mapping
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.pacing import UNREACHED_SECONDS
from adapters.slack.faults import Fault, SlackFault, fault_of

PUBLIC = "https://slack.com/api/"
SECONDS = 15
_ODD = (ValueError, TypeError, AttributeError)
"""What slack-sdk raises when an answer is not what it expects."""
_UNREACHED = (
    aiohttp.ClientConnectorError,
    aiohttp.ClientConnectionResetError,
    aiohttp.ClientHttpProxyError,
)
"""Nothing went out: whatever was asked is not at fault."""
_TOO_MANY = 429
_SERVER = 500

SILENT = logging.getLogger("slack_sdk.silent")
"""For the libraries: what they would log can hold tokens, identities and texts."""
SILENT.addHandler(logging.NullHandler())
SILENT.propagate = False
SILENT.setLevel(logging.CRITICAL + 1)


class SlackApi:
    """A connection to one server, used with the tokens of many workspaces."""

    def __init__(self, base_url: str | None = None) -> None:
        self.base_url = _root(base_url or PUBLIC)
        self._session: aiohttp.ClientSession | None = None

    async def call(self, method: str, token: str | None, /, **arguments: Any) -> Mapping[str, Any]:
        """The answer of a method such as "chat.postMessage"; raises SlackFault.

        Arguments that are None are left out. slack-sdk knows which methods take JSON and which
        take a form.
        """
        given = {k: v for k, v in arguments.items() if v is not None}
        done = getattr(self.client(token), method.replace(".", "_"))
        try:
            async with asyncio.timeout(SECONDS + 5):
                answer = await done(**given)
        except SlackApiError as error:
            raise refusal(method, error) from None
        except _UNREACHED:
            wait = UNREACHED_SECONDS
            raise SlackFault(Fault.UNSENT, method, "not connected", delay=wait) from None
        except (aiohttp.ClientError, TimeoutError, OSError, SlackClientError, *_ODD):
            raise SlackFault(Fault.DOUBTFUL, method, "no answer") from None
        data = answer.data
        if not isinstance(data, dict):
            raise SlackFault(Fault.DOUBTFUL, method, "an answer that is no object")
        return data

    def client(self, token: str | None) -> AsyncWebClient:
        """slack-sdk's client, without its retries."""
        return AsyncWebClient(
            token=token,
            base_url=self.base_url,
            timeout=SECONDS,
            session=self.session(),
            logger=SILENT,
            retry_handlers=[],
        )

    def session(self) -> aiohttp.ClientSession:
        """The session of this process, made when it is first needed."""
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(
                timeout=aiohttp.ClientTimeout(total=SECONDS, sock_connect=5),
                connector=aiohttp.TCPConnector(limit=64, keepalive_timeout=10.0),
            )
        return self._session

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()


def _root(url: str) -> str:
    """``http://127.0.0.1:9000`` and ``http://127.0.0.1:9000/api/`` mean the same."""
    root = url.rstrip("/")
    return f"{root}/" if root.endswith("/api") else f"{root}/api/"


def refusal(method: str, error: SlackApiError) -> SlackFault:
    """What Slack's refusal means, without what it said."""
    response = error.response
    status = getattr(response, "status_code", None) or getattr(response, "status", None)
    if status == _TOO_MANY:
        return SlackFault(Fault.WAIT, method, "ratelimited", delay=_seconds(response))
    data = getattr(response, "data", None)
    code = data.get("error") if isinstance(data, dict) else None
    if isinstance(code, str):
        fault = fault_of(code)
        wait = _seconds(response) if fault is Fault.WAIT else 0.0
        return SlackFault(fault, method, _plain(code), delay=wait)
    if isinstance(status, int) and status >= _SERVER:
        # It answered that it failed; but what failed may have been the answer.
        return SlackFault(Fault.DOUBTFUL, method, f"status {status}")
    if status == 404:
        return SlackFault(Fault.UNKNOWN_METHOD, method, "not found")
    return SlackFault(Fault.DOUBTFUL, method, "an answer that cannot be read")


def _seconds(response: object) -> float:
    headers = getattr(response, "headers", None) or {}
    try:
        return max(0.0, float(headers.get("Retry-After") or headers.get("retry-after") or 1.0))
    except (TypeError, ValueError):
        return 1.0


def _plain(code: str) -> str:
    """An error code as it is; anything else that stands in its place is not repeated."""
    return code if code.replace("_", "").isalnum() and len(code) < 60 else "refused"
