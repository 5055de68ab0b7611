"""The language model port over the vendor's package: one streamed call, bounded in every way."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from adapters.claude.breaker import CircuitBreaker
from adapters.claude.faults import SILENT, translate, vendor_errors
from adapters.claude.printed import shown_while_written
from adapters.claude.reading import Reading
from adapters.claude.settings import LOOPBACK, ClaudeSettings
from adapters.claude.wire import to_body
from bot.errors import CarnetError, Transient
from bot.ports import ModelAnswer, ModelRequest

if TYPE_CHECKING:
    import httpx2
    from anthropic import AsyncAnthropic
    from anthropic.types import Usage

CHATTY = ("anthropic", "httpx2", "httpcore2")
_END = object()


class Claude:
    """Claude, or a server that speaks its protocol.

    Only ``POST /v1/messages`` is ever called. ``transport`` replaces the network, ``now`` the
    breaker's clock (monotonic seconds).
    """

    def __init__(
        self,
        settings: ClaudeSettings,
        *,
        transport: httpx2.AsyncBaseTransport | None = None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.settings = settings
        self.name = settings.model
        self.breaker = CircuitBreaker(settings.failures, settings.cool_down, now)
        self._transport = transport
        self._client: AsyncAnthropic | None = None
        self._connecting = asyncio.Lock()

    async def warm(self) -> None:
        """Import the vendor's package away from the event loop: it takes over a second."""
        await self._connected()

    async def close(self) -> None:
        """Close the connections."""
        client, self._client = self._client, None
        if client is not None:
            await client.close()

    async def answer(
        self,
        request: ModelRequest,
        *,
        deadline: float,
        on_text: Callable[[str], Awaitable[None]] | None = None,
    ) -> ModelAnswer:
        """Answer within ``deadline`` seconds; see :class:`bot.ports.LanguageModel`.

        ``input_tokens`` counts all that went in, ``cached_tokens`` the part read from the cache.
        A structured answer and a call that is being printed are never shown while they grow.
        """
        reading = Reading()
        with self.breaker.call():
            usage = await self._read(request, reading, deadline, on_text)
        return reading.answer(request, usage, printed=self.settings.reads_printed_calls)

    async def _read(
        self,
        request: ModelRequest,
        reading: Reading,
        deadline: float,
        on_text: Callable[[str], Awaitable[None]] | None,
    ) -> Usage | None:
        scope = asyncio.timeout(deadline)
        try:
            async with scope:
                client = await self._connected()
                body = to_body(request, self.settings.model, cached=self.settings.cached)
                if any(message.pictures for message in request.messages):
                    body["timeout"] = _patience(deadline, self.settings)
                call = _Call(client, body, reading)
                try:
                    await self._follow(call, request, reading, on_text)
                finally:
                    await call.close()
        except TimeoutError:
            if not scope.expired():
                raise
        if scope.expired():
            raise Transient(SILENT)
        reading.ended()
        return call.usage

    async def _follow(
        self,
        call: _Call,
        request: ModelRequest,
        reading: Reading,
        on_text: Callable[[str], Awaitable[None]] | None,
    ) -> None:
        shown = 0
        while await call.more():
            if on_text is None or request.schema_ is not None:
                continue
            text = reading.text
            if self.settings.reads_printed_calls:
                text = shown_while_written(text, request.tools)
            if len(text) > shown:
                shown = len(text)
                await on_text(text)

    async def _connected(self) -> AsyncAnthropic:
        async with self._connecting:
            if self._client is None:
                self._client = await asyncio.to_thread(_client, self.settings, self._transport)
            return self._client


class _Call:
    """One call, step by step. A step lets out Carnet's own errors only, never the vendor's."""

    def __init__(self, client: AsyncAnthropic, body: dict[str, Any], reading: Reading) -> None:
        self._open = client.messages.stream(**body)
        self._reading = reading
        self._stream: Any = None
        self.usage: Usage | None = None

    async def more(self) -> bool:
        """Wait until the text has grown; False at the end of the stream."""
        fault: CarnetError
        try:
            if self._stream is None:
                self._stream = await self._open.__aenter__()
            while (event := await anext(self._stream, _END)) is not _END:
                if self._reading.take(event):
                    return True
            if self._reading.begun:
                self.usage = self._stream.current_message_snapshot.usage
            return False
        except vendor_errors() as error:
            fault = translate(error, begun=self._reading.begun)
        raise fault

    async def close(self) -> None:
        """Let the connection go; what fails here changes nothing about the answer."""
        with contextlib.suppress(*vendor_errors()):
            await self._open.__aexit__(None, None, None)


def _patience(deadline: float, settings: ClaudeSettings) -> httpx2.Timeout:
    """A server looks at a picture for long before its first word: the deadline alone ends it."""
    import httpx2

    return httpx2.Timeout(deadline, connect=settings.connect)


def _client(
    settings: ClaudeSettings, transport: httpx2.AsyncBaseTransport | None
) -> AsyncAnthropic:
    import httpx2
    from anthropic import AsyncAnthropic, DefaultAsyncHttpxClient

    # Their debug lines hold whole prompts, and an environment variable can switch them on.
    for name in CHATTY:
        logger = logging.getLogger(name)
        logger.setLevel(max(logger.level, logging.WARNING))
    timeout = httpx2.Timeout(settings.silence, connect=settings.connect)
    # A redirect would carry the conversation to an address nobody set; a proxy of the
    # environment would carry to the network what is meant for this machine alone.
    direct: dict[str, Any] = {f"all://{_bracketed(host)}": None for host in LOOPBACK}
    options: dict[str, Any] = {"transport": transport} if transport is not None else {}
    http = DefaultAsyncHttpxClient(
        timeout=timeout, follow_redirects=False, mounts=direct, **options
    )
    return AsyncAnthropic(
        api_key=settings.key,
        base_url=settings.address,
        timeout=timeout,
        max_retries=0,
        open_telemetry=False,
        http_client=http,
    )


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
