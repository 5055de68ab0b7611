"""A language model on the loopback: it speaks the Messages protocol and says what it is told.

Give it a script (a list of steps, one a request) or a function of the request. It records every
request's bytes. It runs in threads of its own, so that tests of any kind, and programs they
start, can talk to it::

    with ModelServer([call("add_visit", {"with": "cardiologist"}), say("It is noted.")]) as server:
        ...  # base_url = server.base_url
    assert b"cardiologist" in server.requests[1].body

As a program, ``python -m tests.acceptance.model_server --script FILE [--record FILE]`` prints its
address and serves until its standard input ends; FILE holds a JSON list of steps, each an object
of :class:`Step`'s fields, and the record one JSON line a request.
"""

from __future__ import annotations

import argparse
import json
import socket
import struct
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

Kind = Literal["stream", "json", "raw", "hang"]
OVERLOADED = {"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}}
ERROR_TYPES = {
    400: "invalid_request_error",
    401: "authentication_error",
    403: "permission_error",
    404: "not_found_error",
    413: "request_too_large",
    429: "rate_limit_error",
    500: "api_error",
    529: "overloaded_error",
}


@dataclass(frozen=True, slots=True)
class Step:
    """What the server does with one request.

    ``stream`` answers ``text`` and ``calls`` (name, arguments) as events, in ``chunk`` characters
    a piece, then ``stop``; with ``cut`` it drops the connection after that many events, with
    ``error`` it ends by that error event. ``json`` answers ``status`` with an error of that
    status, ``raw`` with the bytes of ``body``. ``hang`` answers nothing at all. ``delay`` seconds
    pass before the first byte, ``pause`` before each event.
    """

    kind: Kind = "stream"
    text: str = ""
    calls: tuple[tuple[str, dict[str, Any]], ...] = ()
    stop: str = "end_turn"
    chunk: int = 12
    delay: float = 0.0
    pause: float = 0.0
    cut: int | None = None
    error: dict[str, Any] | None = None
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: str = ""
    usage: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Recorded:
    """One request as it arrived; header names are in lower case."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)

    def last_text(self) -> str:
        """All text of the last message: what the model is asked to answer."""
        content = self.json()["messages"][-1]["content"]
        if isinstance(content, str):
            return content
        return "\n".join(block.get("text") or str(block.get("content", "")) for block in content)


def say(text: str, **rest: Any) -> Step:
    """Answer with that text."""
    return Step(text=text, **rest)


def call(name: str, arguments: dict[str, Any], text: str = "", **rest: Any) -> Step:
    """Call a tool, after some text perhaps."""
    return Step(text=text, calls=((name, arguments),), stop="tool_use", **rest)


def slow(text: str, *, delay: float = 0.0, pause: float = 0.0) -> Step:
    """Answer, but late, or one piece at a time."""
    return Step(text=text, delay=delay, pause=pause)


def hang() -> Step:
    """Take the request and never answer."""
    return Step(kind="hang")


def refuse(text: str = "") -> Step:
    """Decline, with no content or after some."""
    return Step(text=text, stop="refusal")


def too_long(text: str) -> Step:
    """Stop in the middle because the allowed length is used up."""
    return Step(text=text, stop="max_tokens")


def cut(text: str, *, after: int = 4) -> Step:
    """Drop the connection after that many events."""
    return Step(text=text, cut=after)


def overloaded_midway(text: str) -> Step:
    """Begin to answer, then send an error event."""
    return Step(text=text, error=OVERLOADED)


def fail(status: int, **headers: str) -> Step:
    """Answer an HTTP error; headers by keyword, underscores for hyphens."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Step(kind="json", status=status, headers=named)


def rate_limited(retry_after: float) -> Step:
    """Answer 429 with how long to wait."""
    return fail(429, retry_after=f"{retry_after:g}")


def garbage(text: str = "<html><body>It works!</body></html>") -> Step:
    """Answer 200 with something else than the protocol."""
    return Step(kind="raw", body=text, headers={"content-type": "text/html"})


def broken_events() -> Step:
    """Answer 200 with an event that is no JSON."""
    events = 'event: message_start\ndata: {"type": "message_start", "mess\n\n'
    return Step(kind="raw", body=events, headers={"content-type": "text/event-stream"})


def empty_object() -> Step:
    """Answer 200 with ``{}``."""
    return Step(kind="raw", body="{}", headers={"content-type": "application/json"})


def events(step: Step, model: str = "scripted") -> list[dict[str, Any]]:
    """The protocol's events of a ``stream`` step, in order."""
    usage = {"input_tokens": 10, "output_tokens": 1} | step.usage
    start = {
        "id": "msg_scripted",
        "type": "message",
        "role": "assistant",
        "model": model,
        "content": [],
        "stop_reason": None,
        "stop_sequence": None,
        "usage": usage,
    }
    out: list[dict[str, Any]] = [{"type": "message_start", "message": start}, {"type": "ping"}]
    index = 0
    if step.text:
        out += _block(index, {"type": "text", "text": ""}, "text_delta", step.text, step.chunk)
        index += 1
    for name, arguments in step.calls:
        block = {"type": "tool_use", "id": f"toolu_{index}", "name": name, "input": {}}
        pieces = json.dumps(arguments, ensure_ascii=False)
        out += _block(index, block, "input_json_delta", pieces, step.chunk)
        index += 1
    if step.error is not None:
        return [*out, step.error]
    delta = {"stop_reason": step.stop, "stop_sequence": None}
    out.append({"type": "message_delta", "delta": delta, "usage": {"output_tokens": 20}})
    out.append({"type": "message_stop"})
    return out


def _block(
    index: int, block: dict[str, Any], delta: str, content: str, chunk: int
) -> Iterator[dict[str, Any]]:
    key = "text" if delta == "text_delta" else "partial_json"
    yield {"type": "content_block_start", "index": index, "content_block": block}
    for start in range(0, len(content), chunk):
        piece = {"type": delta, key: content[start : start + chunk]}
        yield {"type": "content_block_delta", "index": index, "delta": piece}
    yield {"type": "content_block_stop", "index": index}


def encoded(event: Mapping[str, Any]) -> bytes:
    """One event as the wire carries it."""
    return f"event: {event['type']}\ndata: {json.dumps(event, ensure_ascii=False)}\n\n".encode()


Script = Sequence[Step] | Callable[[Recorded], Step]


class ModelServer:
    """The server; ``with`` starts it on a free port of the loopback and stops it.

    A list's last step repeats when the list is used up. ``requests`` grows as they arrive.
    """

    def __init__(self, script: Script, *, port: int = 0, record: Path | None = None) -> None:
        self.requests: list[Recorded] = []
        self._script = script
        self._record = record
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._http = _Server(("127.0.0.1", port), _Connection)
        self._http.owner = self
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)

    @property
    def base_url(self) -> str:
        """The address to configure, without a path."""
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._closing.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    def wait(self, seconds: float) -> bool:
        """Sleep, but no longer than the server lives; False when it is closing."""
        return not self._closing.wait(seconds)

    def take(self, request: Recorded) -> Step:
        """Record a request and say what to do with it."""
        with self._lock:
            self.requests.append(request)
            if self._record is not None:
                line = {"path": request.path, "body": request.body.decode("utf-8", "replace")}
                with self._record.open("a", encoding="utf-8") as record:
                    record.write(json.dumps(line, ensure_ascii=False) + "\n")
            if callable(self._script):
                return self._script(request)
            return self._script[min(len(self.requests), len(self._script)) - 1]


class _Server(ThreadingHTTPServer):
    owner: ModelServer
    daemon_threads = False
    block_on_close = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that hang up are part of the tests; anything else is shown."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class _Connection(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def setup(self) -> None:
        super().setup()
        self.connection.settimeout(30)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: a test's output is the test's."""

    def do_POST(self) -> None:
        """Answer as the script says."""
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        owner = self.server.owner
        step = owner.take(Recorded("POST", self.path, headers, body))
        self.close_connection = True
        if step.kind == "hang":
            owner.wait(3600)
            return
        if step.delay and not owner.wait(step.delay):
            return
        if step.kind == "stream":
            self._stream(step, _model(body))
            return
        content = step.body.encode()
        if step.kind == "json":
            kind = ERROR_TYPES.get(step.status, "api_error")
            error = {"type": "error", "error": {"type": kind, "message": f"status {step.status}"}}
            content = json.dumps(error).encode()
        self._head(step.status, {"content-length": str(len(content))} | step.headers)
        self.wfile.write(content)

    def do_GET(self) -> None:
        """There is nothing to get: record it, so that a test can see it, and say so."""
        self.server.owner.take(Recorded("GET", self.path, {}, b""))
        self._head(404, {"content-length": "0"})

    def _head(self, status: int, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in ({"content-type": "application/json"} | dict(headers)).items():
            self.send_header(name, value)
        self.send_header("connection", "close")
        self.end_headers()

    def _stream(self, step: Step, model: str) -> None:
        self._head(
            step.status, {"content-type": "text/event-stream", "transfer-encoding": "chunked"}
        )
        for number, event in enumerate(events(step, model)):
            if step.cut is not None and number >= step.cut:
                self._drop()
                return
            if step.pause and not self.server.owner.wait(step.pause):
                return
            piece = encoded(event)
            self.wfile.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
            self.wfile.flush()
        self.wfile.write(b"0\r\n\r\n")

    def _drop(self) -> None:
        """Reset the connection, as a crashed server would."""
        linger = struct.pack("ii", 1, 0)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.connection.close()


def _model(body: bytes) -> str:
    try:
        return str(json.loads(body).get("model", "scripted"))
    except (ValueError, AttributeError):
        return "scripted"


def _step(entry: dict[str, Any]) -> Step:
    calls = tuple((name, arguments) for name, arguments in entry.pop("calls", ()))
    stop = entry.pop("stop", "tool_use" if calls else "end_turn")
    return Step(calls=calls, stop=stop, **entry)


def main() -> None:
    """Serve a script from a file until standard input ends."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--script", type=Path, required=True)
    parser.add_argument("--record", type=Path)
    parser.add_argument("--port", type=int, default=0)
    options = parser.parse_args()
    script = [_step(entry) for entry in json.loads(options.script.read_text(encoding="utf-8"))]
    with ModelServer(script, port=options.port, record=options.record) as server:
        print(server.base_url, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
