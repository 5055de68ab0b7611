"""A network for evaluations that keeps every request, and sends it only when told to."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import httpx2

StandIn = Callable[[bytes, bool], str]
"""What to answer in the server's place: the request's body, and whether a JSON form is wanted."""


class Recorder(httpx2.AsyncBaseTransport):
    """Keeps each request as bytes: method, address, headers, body.

    Without ``network`` nothing leaves the machine: ``stand_in`` answers. With it, a request goes
    out the first time it is made; the same request made again gets the same answer from memory.
    """

    def __init__(
        self, stand_in: StandIn, *, network: httpx2.AsyncBaseTransport | None = None
    ) -> None:
        self._stand_in = stand_in
        self._network = network
        self._known: dict[bytes, tuple[int, bytes, str]] = {}
        self._requests: list[bytes] = []
        self.sent = 0

    def drain(self) -> list[bytes]:
        """The requests since the last call."""
        kept, self._requests = self._requests, []
        return kept

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Keep the request; answer it from memory, from the network or by the stand-in."""
        body = await request.aread()
        head = [f"{request.method} {request.url}", *sorted(_headers(request))]
        whole = "\n".join(head).encode() + b"\n\n" + body
        self._requests.append(whole)
        if self._network is None:
            return _answered(200, self._made_up(body), "text/event-stream")
        if whole not in self._known:
            self.sent += 1
            response = await self._network.handle_async_request(request)
            content = await response.aread()
            kind = response.headers.get("content-type", "")
            self._known[whole] = (response.status_code, content, kind)
        return _answered(*self._known[whole])

    async def aclose(self) -> None:
        """Close the network."""
        if self._network is not None:
            await self._network.aclose()

    def _made_up(self, body: bytes) -> bytes:
        asked = json.loads(body)
        text = self._stand_in(body, "output_config" in asked)
        return b"".join(_events(text, str(asked.get("model", ""))))


def _headers(request: httpx2.Request) -> Iterator[str]:
    for name, value in request.headers.items():
        # The key opens the operator's account: it is compared nowhere and shown nowhere.
        if name not in {"authorization", "x-api-key"}:
            yield f"{name}: {value}"


def _answered(status: int, content: bytes, kind: str) -> httpx2.Response:
    return httpx2.Response(status, headers={"content-type": kind}, content=content)


def _events(text: str, model: str) -> Iterator[bytes]:
    start: dict[str, Any] = {
        "id": "msg_stand_in",
        "type": "message",
        "role": "assistant",
        "model": model,
        "content": [],
        "stop_reason": None,
        "stop_sequence": None,
        "usage": {"input_tokens": 1, "output_tokens": 1},
    }
    block = {"type": "text", "text": ""}
    events: tuple[dict[str, Any], ...] = (
        {"type": "message_start", "message": start},
        {"type": "content_block_start", "index": 0, "content_block": block},
        {
            "type": "content_block_delta",
            "index": 0,
            "delta": {"type": "text_delta", "text": text},
        },
        {"type": "content_block_stop", "index": 0},
        {
            "type": "message_delta",
            "delta": {"stop_reason": "end_turn", "stop_sequence": None},
            "usage": {"output_tokens": 1},
        },
        {"type": "message_stop"},
    )
    for event in events:
        yield f"event: {event['type']}\ndata: {json.dumps(event, ensure_ascii=False)}\n\n".encode()
