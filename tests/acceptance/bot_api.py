"""A Bot API server on the loopback, written from Telegram's documentation, for tests and bench.

It keeps updates until they are confirmed by an offset (and so delivers again to whoever did not),
gives message ids that grow, refuses what Telegram refuses, and misbehaves where it is told to::

    async with BotApi() as api:
        api.say(7, "bonjour")
        sent = await api.next_message(7)

``api.rule`` is asked about each call and may return a :class:`Trouble`.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Self
from urllib.parse import parse_qsl

from tests.acceptance.http_wire import Request, read_request, response

TOKEN = "7000000001:AAH-fake_token_for_loopback_tests_only"
BOT_ID = 7_000_000_001
BOT_NAME = "CarnetTestBot"
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Trouble:
    """What goes wrong with one call.

    ``refuse`` answers this status with ``description`` (and ``retry_after``); ``cut`` closes the
    connection without an answer, before the call is done or after; ``garbage`` answers no JSON;
    ``delay`` seconds pass first.
    """

    status: int = 0
    description: str = "Trouble"
    retry_after: int | None = None
    cut: str = ""
    garbage: bool = False
    delay: float = 0.0


@dataclass(frozen=True, slots=True)
class Call:
    """One call as it arrived, and what was uploaded with it. ``at`` is monotonic seconds."""

    method: str
    given: Json
    files: dict[str, bytes] = field(default_factory=dict)
    at: float = 0.0
    message_id: int | None = None

    @property
    def chat(self) -> int:
        """The chat it is about; 0 for none."""
        return int(self.given.get("chat_id", 0))

    @property
    def text(self) -> str:
        """The text or caption."""
        return str(self.given.get("text") or self.given.get("caption") or "")

    def buttons(self) -> list[Json]:
        """The buttons in reading order."""
        rows = self.given.get("reply_markup", {}).get("inline_keyboard", [])
        return [button for row in rows for button in row]


Rule = Callable[[str, Json], Trouble | None]
_SENDS = {"sendMessage", "sendPhoto", "sendDocument"}


class BotApi:
    """The server. ``calls`` are all calls that were done, in order."""

    def __init__(self, *, topics: bool = False, token: str = TOKEN) -> None:
        self.token = token
        self.topics = topics
        self.calls: list[Call] = []
        self.refused: list[str] = []
        self.rule: Rule | None = None
        self.keep = True
        self.language = "fr"
        self.on_send: Callable[[Call], Awaitable[None]] | None = None
        self.files: dict[str, tuple[str, bytes]] = {}
        self.webhook: Json | None = None
        self.polls = 0
        self.clock: Callable[[], float] = time.time
        self._messages: dict[tuple[int, int], Json] = {}
        self._updates: list[Json] = []
        self._update_ids = itertools.count(1000)
        self._message_ids = itertools.count(50)
        self._news = asyncio.Event()
        self._sent = asyncio.Condition()
        self._read: defaultdict[int, int] = defaultdict(int)
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, backlog=512)
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()
        for writer in list(self._open):
            writer.close()

    @property
    def base_url(self) -> str:
        """What to configure as ``telegram.base_url``."""
        assert self._server is not None
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    # --- people -----------------------------------------------------------------------------------

    def message(self, chat: int, *, sender: int | None = None, **more: Any) -> Json:
        """A message object of a person in their private chat (or a group, with ``chat`` < 0)."""
        kind: Json = {"id": chat, "type": "private", "first_name": "P"}
        if chat < 0:
            kind = {"id": chat, "type": "supergroup", "title": "G"}
        who = sender or chat
        return {
            "message_id": next(self._message_ids),
            "date": int(self.clock()),
            "chat": kind,
            "from": {"id": who, "is_bot": False, "first_name": "P", "language_code": self.language},
            **more,
        }

    def update(self, **what: Any) -> Json:
        """Queue an update of any kind."""
        update = {"update_id": next(self._update_ids), **what}
        self.deliver(update)
        return update

    def deliver(self, update: Json) -> None:
        """Queue an update that is made already, perhaps once more."""
        self._updates.append(update)
        self._updates.sort(key=lambda u: int(u["update_id"]))
        self._news.set()

    def say(self, chat: int, text: str, **more: Any) -> Json:
        """A person says something."""
        entities = (
            [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}]
            if text.startswith("/")
            else []
        )
        extra = {"entities": entities} if entities else {}
        return self.update(message=self.message(chat, text=text, **extra, **more))

    def attach(self, chat: int, name: str, content: bytes, media_type: str, **more: Any) -> Json:
        """A person sends a document."""
        identity = f"file-{len(self.files)}"
        self.files[identity] = (f"documents/{identity}", content)
        document = {
            "file_id": identity,
            "file_unique_id": identity,
            "file_name": name,
            "mime_type": media_type,
            "file_size": len(content),
        }
        return self.update(message=self.message(chat, document=document, **more))

    def pending(self) -> bool:
        """Whether an update waits to be confirmed."""
        return bool(self._updates)

    def press(self, call: Call, label: str, *, sender: int | None = None) -> Json:
        """A person presses the button with this label under a message of ours."""
        button = next(b for b in call.buttons() if b["text"] == label)
        assert call.message_id is not None
        message = self._messages.get((call.chat, call.message_id)) or {
            "message_id": call.message_id,
            "date": int(time.time()),
            "chat": {"id": call.chat, "type": "private"},
        }
        who = {"id": sender or call.chat, "is_bot": False, "first_name": "P"}
        query = {
            "id": str(next(self._update_ids)),
            "from": {**who, "language_code": self.language},
            "message": message,
            "chat_instance": "1",
            "data": button["callback_data"],
        }
        return self.update(callback_query=query)

    # --- what arrived -----------------------------------------------------------------------------

    def sends(self, chat: int | None = None) -> list[Call]:
        """The messages sent, of one chat or of all."""
        return [c for c in self.calls if c.method in _SENDS and chat in (None, c.chat)]

    def of(self, method: str) -> list[Call]:
        """The calls of one method."""
        return [c for c in self.calls if c.method == method]

    async def next_message(self, chat: int, *, within: float = 60.0) -> Call:
        """The next message of this chat that was not looked at yet."""

        def there() -> bool:
            return len(self.sends(chat)) > self._read[chat]

        async with asyncio.timeout(within), self._sent:
            await self._sent.wait_for(there)
        self._read[chat] += 1
        return self.sends(chat)[self._read[chat] - 1]

    async def until(self, true: Callable[[], bool], *, within: float = 60.0) -> None:
        """Wait until something holds; looked at after every call."""
        async with asyncio.timeout(within), self._sent:
            await self._sent.wait_for(true)

    # --- HTTP -------------------------------------------------------------------------------------

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        expected = (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError)
        with contextlib.suppress(*expected):
            while (request := await read_request(reader)) is not None:
                answer = await self._answer(request)
                if answer is None:
                    break
                writer.write(answer)
                await writer.drain()
        self._open.discard(writer)
        writer.close()

    async def _answer(self, request: Request) -> bytes | None:
        root = f"/bot{self.token}/"
        files = f"/file/bot{self.token}/"
        if request.path.startswith(files):
            wanted = request.path.removeprefix(files)
            found = [c for p, c in self.files.values() if p == wanted]
            return response(200 if found else 404, found[0] if found else b"")
        if not request.path.startswith(root):
            return _json(401, {"ok": False, "error_code": 401, "description": "Unauthorized"})
        method = request.path.removeprefix(root)
        given, uploads = _given(request)
        trouble = self.rule(method, given) if self.rule is not None else None
        if trouble is not None:
            await asyncio.sleep(trouble.delay)
            if trouble.status:
                return self._refuse(trouble.status, trouble.description, trouble.retry_after)
            if trouble.cut == "before":
                return None
        answer = await self._do(method, given, uploads)
        if trouble is not None and trouble.cut == "after":
            return None
        return response(200, b"{not json") if trouble and trouble.garbage else answer

    def _refuse(self, status: int, description: str, retry_after: int | None = None) -> bytes:
        self.refused.append(description)
        body: Json = {"ok": False, "error_code": status, "description": description}
        if retry_after is not None:
            body["parameters"] = {"retry_after": retry_after}
        return _json(status, body)

    async def _do(self, method: str, given: Json, uploads: dict[str, bytes]) -> bytes:
        if method == "getUpdates":
            return _json(200, {"ok": True, "result": await self._updates_from(given)})
        problem = _problem(method, given)
        if problem is not None:
            return self._refuse(400, f"Bad Request: {problem}")
        call = Call(method, given, uploads, time.monotonic())
        result: Any = True
        if method == "getMe":
            result = {
                "id": BOT_ID,
                "is_bot": True,
                "first_name": "Carnet",
                "username": BOT_NAME,
                "has_topics_enabled": self.topics,
            }
        elif method in _SENDS:
            call, result = self._send(call)
        elif method == "getFile":
            path, content = self.files[given["file_id"]]
            identity = given["file_id"]
            result = {
                "file_id": identity,
                "file_unique_id": identity,
                "file_size": len(content),
                "file_path": path,
            }
        elif method in {"editMessageReplyMarkup", "editMessageText"}:
            refused = self._edit(given)
            if refused is not None:
                return self._refuse(400, f"Bad Request: {refused}")
            key = int(given["chat_id"]), int(given["message_id"])
            result = self._messages.get(key, True)
        elif method == "setWebhook":
            self.webhook = given
        await self._record(call)
        return _json(200, {"ok": True, "result": result})

    async def _record(self, call: Call) -> None:
        if self.keep:
            self.calls.append(call)
        if self.on_send is not None and call.method in _SENDS:
            await self.on_send(call)
        async with self._sent:
            self._sent.notify_all()

    def _send(self, call: Call) -> tuple[Call, Json]:
        identity = next(self._message_ids)
        message: Json = {
            "message_id": identity,
            "date": int(time.time()),
            "chat": {"id": call.chat, "type": "private" if call.chat > 0 else "supergroup"},
            "from": {"id": BOT_ID, "is_bot": True, "first_name": "Carnet"},
            "text": call.text,
        }
        if "reply_markup" in call.given:
            message["reply_markup"] = call.given["reply_markup"]
        if self.keep:
            self._messages[call.chat, identity] = message
        return Call(call.method, call.given, call.files, call.at, identity), message

    def _edit(self, given: Json) -> str | None:
        message = self._messages.get((int(given["chat_id"]), int(given["message_id"])))
        if message is None:
            return "message to edit not found" if self.keep else None
        markup = given.get("reply_markup")
        changed = message.get("reply_markup") != markup or "text" in given
        if not changed:
            return "message is not modified: the same content"
        message.pop("reply_markup", None)
        if markup is not None:
            message["reply_markup"] = markup
        return None

    async def _updates_from(self, given: Json) -> list[Json]:
        self.polls += 1
        offset = int(given.get("offset") or 0)
        self._updates = [u for u in self._updates if int(u["update_id"]) >= offset]
        until = time.monotonic() + float(given.get("timeout") or 0)
        while not self._updates and (left := until - time.monotonic()) > 0:
            self._news.clear()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(left):
                    await self._news.wait()
        return self._updates[:100]


def _given(request: Request) -> tuple[Json, dict[str, bytes]]:
    fields, files = request.form()
    given: Json = {}
    for name, text in fields.items():
        try:
            given[name] = json.loads(text) if name not in {"text", "caption"} else text
        except ValueError:
            given[name] = text
    return given, files


def _problem(method: str, given: Json) -> str | None:
    """What Telegram would refuse of a call."""
    text = given.get("text")
    if method == "sendMessage" and not str(text or "").strip():
        return "message text is empty"
    if len(str(text or "").encode("utf-16-le")) > 2 * 4096:
        return "message is too long"
    if len(str(given.get("caption") or "").encode("utf-16-le")) > 2 * 1024:
        return "message caption is too long"
    length = len(str(text or "").encode("utf-16-le")) // 2
    for entity in given.get("entities") or []:
        if entity["offset"] + entity["length"] > length or entity["length"] < 1:
            return "can't parse entities: out of the text"
    for row in (given.get("reply_markup") or {}).get("inline_keyboard", []):
        for button in row:
            if len(str(button.get("callback_data", "")).encode()) > 64:
                return "BUTTON_DATA_INVALID"
    if given.get("message_thread_id") == 1:
        return "message thread not found"
    return None


def _json(status: int, body: Json) -> bytes:
    return response(status, json.dumps(body).encode(), "application/json")


def queries(request: Request) -> dict[str, str]:
    """The query string's fields."""
    return dict(parse_qsl(request.query))
