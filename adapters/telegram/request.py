"""Requests to a Bot API server over aiohttp, as python-telegram-bot lets them be replaced.

Its own are over httpx, which costs more than the rest of a turn together. What it must not do
either: log what a server answered when that is odd, as python-telegram-bot itself would.
"""

import json
import re
from functools import cache
from typing import Any
from urllib.parse import urlencode
from urllib.request import getproxies, proxy_bypass

import aiohttp
from telegram.error import NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData
from yarl import URL

from adapters.telegram.faults import WebPage

_TOO_MANY = 429
_BEFORE_A_PAGE = b"\xef\xbb\xbf \t\r\n"
_IDLE_SECONDS = 20.0
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
Seconds = Any
"""Seconds, None for no limit, or python-telegram-bot's mark for "as usual"."""


class Request(BaseRequest):
    """Up to ``connections`` requests at once, over connections that are kept open."""

    def __init__(self, connections: int, *, answer: float, connect: float = 5.0) -> None:
        self._connections = connections
        self._answer = answer
        self._connect = connect
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        """How many seconds a server may be silent."""
        return self._answer

    async def initialize(self) -> None:
        """Open a session, if none is open."""
        self._opened()

    async def shutdown(self) -> None:
        """Close every connection."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Seconds = BaseRequest.DEFAULT_NONE,
        write_timeout: Seconds = BaseRequest.DEFAULT_NONE,
        connect_timeout: Seconds = BaseRequest.DEFAULT_NONE,
        pool_timeout: Seconds = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """The status and the body of the answer; raises NetworkError whose cause says how far it
        came (:mod:`adapters.telegram.faults`), and which holds no address."""
        silence = read_timeout if isinstance(read_timeout, int | float) else self._answer
        timeout = aiohttp.ClientTimeout(
            total=None, connect=None, sock_connect=self._connect, sock_read=silence
        )
        target = URL(url)
        proxy, credentials = _proxy(target.scheme, target.host or "")
        body = _body(request_data)
        try:
            async with self._opened().request(
                method,
                target,
                data=body,
                headers=_FORM if isinstance(body, bytes) else None,
                timeout=timeout,
                allow_redirects=False,
                proxy=proxy,
                proxy_auth=credentials,
            ) as answer:
                status, content = answer.status, await answer.read()
                named = answer.headers.get("Retry-After", "")
        except TimeoutError as error:
            raise TimedOut from error
        except aiohttp.ClientError as error:
            raise NetworkError(type(error).__name__) from error
        if status == _TOO_MANY and b"retry_after" not in content:
            # Said in words only, or by a proxy in between.
            said = re.search(rb"retry after (\d{1,5})", content, re.I)
            seconds = said[1].decode() if said else named
            if seconds.isascii() and seconds.isdecimal():
                raise RetryAfter(int(seconds))
        return status, content

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The answer as JSON; raises TelegramError that holds none of it."""
        if payload.lstrip(_BEFORE_A_PAGE).startswith(b"<"):
            raise WebPage("A web page instead of an answer")
        try:
            parsed = json.loads(payload.decode("utf-8", "replace"))
        except (ValueError, RecursionError):
            raise TelegramError("Invalid server response") from None
        if not isinstance(parsed, dict) or ("result" not in parsed and parsed.get("ok", True)):
            raise TelegramError("Invalid server response")
        return parsed

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(
                    limit=self._connections, keepalive_timeout=_IDLE_SECONDS
                ),
                cookie_jar=aiohttp.DummyCookieJar(),
            )
        return self._session


@cache
def _proxy(scheme: str, host: str) -> tuple[URL | None, aiohttp.BasicAuth | None]:
    """The proxy that the environment names for a host, looked up once.

    Told to trust the environment, aiohttp reads it, and a .netrc, in a thread at each request.
    """
    named = getproxies().get(scheme)
    if not named or proxy_bypass(host):
        return None, None
    proxy = URL(named)
    credentials = aiohttp.BasicAuth(proxy.user, proxy.password or "") if proxy.user else None
    return proxy.with_user(None), credentials


def _body(given: RequestData | None) -> aiohttp.FormData | bytes | None:
    if given is None:
        return None
    if not given.contains_files:
        return urlencode(given.json_parameters).encode()
    form = aiohttp.FormData()
    for name, value in given.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, kind) in given.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return form
