"""A Slack on the loopback, written from Slack's documentation: Web API and Socket Mode.

It keeps events until they are acknowledged (and delivers again), gives back what was posted,
refuses what Slack refuses, and misbehaves where it is told to::

    async with SlackServer() as slack:
        await slack.say("U1", "bonjour")
        sent = await slack.next_message("D1")

``slack.rule`` is asked about each call and may return a :class:`Trouble`.
"""

import asyncio
import itertools
import json
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self

from aiohttp import WSMsgType, web

from tests.acceptance.bot_api import Trouble

BOT_TOKEN = "xoxb-loopback-bot-token"
APP_TOKEN = "xapp-loopback-app-token"
SECRET = "loopback-signing-secret"
TEAM, BOT, APP, CHANNEL = "T1", "UBOT", "A1", "C1"
Json = dict[str, Any]
Rule = Callable[[str, Json], Trouble | None]
_AGENT = {
    *("assistant.threads.setStatus", "assistant.threads.setSuggestedPrompts"),
    *("chat.startStream", "chat.appendStream", "chat.stopStream"),
}


@dataclass(frozen=True, slots=True)
class Call:
    """One call that was done. ``at`` is monotonic seconds."""

    method: str
    given: Json
    token: str
    at: float
    ts: str | None = None

    @property
    def blocks(self) -> list[Json]:
        """The blocks."""
        view = self.given.get("view") or {}
        return list(self.given.get("blocks") or view.get("blocks") or [])

    @property
    def text(self) -> str:
        """What a person reads: the text of the blocks."""
        return read_blocks(self.blocks)

    def buttons(self) -> list[Json]:
        """The buttons in reading order."""
        return [e for b in self.blocks if b.get("type") == "actions" for e in b["elements"]]


def read_blocks(blocks: list[Json]) -> str:
    """The words of sections, headers and contexts."""
    said = []
    for block in blocks:
        texts = [block.get("text") or {}, *block.get("elements", [])]
        said += [
            str(t["text"]) for t in texts if isinstance(t.get("text"), str) and "value" not in t
        ]
    return "\n".join(said)


class SlackServer:
    """The server. ``calls`` are all calls that were done, in order."""

    def __init__(self, *, agents: bool = False) -> None:
        self.agents = agents
        self.calls: list[Call] = []
        self.rule: Rule | None = None
        self.tokens = {BOT_TOKEN, APP_TOKEN}
        self.files: dict[str, bytes] = {}
        self.uploads: dict[str, bytes] = {}
        self.kinds: dict[str, Json] = {}
        self.acknowledged: list[str] = []
        self.connections = 0
        self.redeliver = 1.0
        self.handing_out = asyncio.Event()
        self.handing_out.set()
        self.granted = ""
        self.messages: defaultdict[str, list[Json]] = defaultdict(list)
        self._numbers = itertools.count(1)
        self._read: defaultdict[str, int] = defaultdict(int)
        self._waiting: dict[str, Json] = {}
        self._sockets: set[web.WebSocketResponse] = set()
        self._changed = asyncio.Condition()
        self._runner: web.AppRunner | None = None
        self._port = 0

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=64 * 2**20)
        app.router.add_route("*", "/api/{method}", self._called)
        app.router.add_get("/socket", self._socket)
        app.router.add_post("/upload/{file}", self._uploaded)
        app.router.add_get("/files/{file}", self._downloaded)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1, handle_signals=False)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self._port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, *_: object) -> None:
        for socket in list(self._sockets):
            await socket.close()
        assert self._runner is not None
        await self._runner.cleanup()

    @property
    def base_url(self) -> str:
        """What to configure as ``slack.base_url``."""
        return f"http://127.0.0.1:{self._port}/api/"

    # --- what people do -------------------------------------------------------------------------

    def ts(self) -> str:
        """A new time stamp."""
        return f"{int(time.time())}.{next(self._numbers):06d}"

    def said(self, user: str, text: str, **more: Any) -> Json:
        """The event of a direct message."""
        return {
            "type": "message",
            "channel": f"D{user[1:]}",
            "channel_type": "im",
            "user": user,
            "text": text,
            "ts": self.ts(),
            **more,
        }

    def body(self, event: Json, **more: Any) -> Json:
        """An event in its outer payload."""
        return {
            "type": "event_callback",
            "team_id": TEAM,
            "api_app_id": APP,
            "event_id": f"Ev{next(self._numbers)}",
            "event_time": int(time.time()),
            "authorizations": [
                {"team_id": TEAM, "user_id": BOT, "is_bot": True, "is_enterprise_install": False}
            ],
            "event": event,
            **more,
        }

    async def say(self, user: str, text: str, **more: Any) -> Json:
        """A person writes to Carnet directly; the event."""
        event = self.said(user, text, **more)
        self.messages[event["channel"]].append(dict(event))
        await self.deliver("events_api", self.body(event))
        return event

    async def mention(self, user: str, text: str, channel: str = CHANNEL, **more: Any) -> Json:
        """A person mentions Carnet in a channel: one message, two events."""
        event = {
            **self.said(user, f"<@{BOT}> {text}", channel=channel, channel_type="channel"),
            **more,
        }
        plain = {k: v for k, v in event.items() if k != "channel_type"}
        await self.deliver("events_api", self.body({**plain, "type": "app_mention"}))
        await self.deliver("events_api", self.body(event))
        return event

    async def press(self, user: str, call: Call, label: str) -> None:
        """A person presses the button whose label contains these words."""
        await self.deliver("interactive", self.pressed(user, call, label))

    def pressed(self, user: str, call: Call, label: str) -> Json:
        """The payload of a press."""
        button = next(b for b in call.buttons() if label.lower() in b["text"]["text"].lower())
        channel = call.given.get("channel")
        payload: Json = {
            "type": "block_actions",
            "team": {"id": TEAM, "domain": "loopback"},
            "user": {"id": user, "team_id": TEAM},
            "api_app_id": APP,
            "trigger_id": f"trigger{next(self._numbers)}",
            "actions": [{**button, "action_ts": self.ts()}],
        }
        if channel is None:
            payload |= {"container": {"type": "view"}, "view": {"id": "V1", "type": "home"}}
        else:
            message = {"ts": call.ts, "blocks": call.blocks, "text": call.given["text"]}
            if call.given.get("thread_ts"):
                message["thread_ts"] = call.given["thread_ts"]
            payload |= {
                "channel": {"id": channel, "name": "directmessage"},
                "container": {"type": "message", "message_ts": call.ts, "channel_id": channel},
                "message": message,
            }
        return payload

    async def submit(self, user: str, view: Json, **answers: str) -> None:
        """A person sends a form."""
        state = {
            block["block_id"]: {
                block["element"]["action_id"]: {
                    "type": block["element"]["type"],
                    "value": answers.get(block["block_id"]),
                }
            }
            for block in view["blocks"]
        }
        shown = {**view, "id": f"V{next(self._numbers)}", "hash": "h", "state": {"values": state}}
        payload = {
            "type": "view_submission",
            "team": {"id": TEAM},
            "user": {"id": user, "team_id": TEAM},
            "view": shown,
        }
        await self.deliver("interactive", payload)

    async def deliver(self, kind: str, payload: Json, *, again: int = 0) -> str:
        """Put a payload on the socket; it is delivered again until it is acknowledged."""
        envelope = f"envelope{next(self._numbers)}"
        self._waiting[envelope] = {
            "envelope_id": envelope,
            "type": kind,
            "accepts_response_payload": kind != "events_api",
            "payload": payload,
            "retry_attempt": again,
            "retry_reason": "timeout" if again else "",
        }
        await self._push()
        return envelope

    async def drop_sockets(self) -> None:
        """Cut every socket, as networks do."""
        for socket in list(self._sockets):
            await socket.close()

    # --- what Carnet did ------------------------------------------------------------------------

    def sends(self, channel: str) -> list[Call]:
        """What stands in a conversation for everybody there, in order."""
        return [
            c
            for c in self.calls
            if c.method == "chat.postMessage" and c.given["channel"] == channel
        ]

    def pages(self, user: str) -> list[Call]:
        """The pages drawn for somebody."""
        return [c for c in self.done("views.publish") if c.given["user_id"] == user]

    def done(self, method: str) -> list[Call]:
        """All calls of one method."""
        return [c for c in self.calls if c.method == method]

    async def next_message(self, channel: str, within: float = 60) -> Call:
        """The next message of a conversation that was not asked for yet."""
        number = self._read[channel]
        await self.until(lambda: len(self.sends(channel)) > number, within)
        self._read[channel] += 1
        return self.sends(channel)[number]

    async def until(self, happened: Callable[[], object], within: float = 60) -> None:
        """Wait until something is the case."""
        async with asyncio.timeout(within), self._changed:
            await self._changed.wait_for(happened)

    # --- HTTP -----------------------------------------------------------------------------------

    async def _called(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        given, token = await _given(request)
        trouble = self.rule(method, given) if self.rule is not None else None
        if trouble is not None:
            if trouble.delay:
                await asyncio.sleep(trouble.delay)
            if trouble.cut == "before":
                return _cut(request)
            if trouble.garbage:
                return web.Response(text="<html>", content_type="text/html")
            if trouble.status:
                headers = {"Retry-After": str(trouble.retry_after)} if trouble.retry_after else {}
                answer = {"ok": False, "error": trouble.description}
                return web.json_response(answer, status=trouble.status, headers=headers)
        if token not in self.tokens and method != "oauth.v2.access":
            return web.json_response({"ok": False, "error": "invalid_auth"})
        answer = self._answer(method, given, token)
        if trouble is not None and trouble.cut == "after":
            return _cut(request)
        return web.json_response(answer)

    def _answer(self, method: str, given: Json, token: str) -> Json:
        if method in _AGENT and not self.agents:
            return {"ok": False, "error": "unknown_method"}
        done = getattr(self, "_" + method.replace(".", "_"), None)
        answer: Json = {"ok": True} if done is None else done(given)
        if answer.get("ok"):
            self.calls.append(Call(method, given, token, time.monotonic(), answer.get("ts")))
            asyncio.get_running_loop().create_task(self._tell())
        return answer

    async def _tell(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    def _auth_test(self, given: Json) -> Json:
        return {"ok": True, "team_id": TEAM, "user_id": BOT, "bot_id": "B1", "team": "Loopback"}

    def _oauth_v2_access(self, given: Json) -> Json:
        return {
            "ok": True,
            "access_token": self.granted,
            "token_type": "bot",
            "scope": "chat:write",
            "bot_user_id": BOT,
            "app_id": APP,
            "team": {"id": TEAM, "name": "Loopback"},
            "enterprise": None,
            "authed_user": {"id": "U0"},
            "is_enterprise_install": False,
        }

    def _apps_connections_open(self, given: Json) -> Json:
        return {"ok": True, "url": f"ws://127.0.0.1:{self._port}/socket"}

    def _chat_postMessage(self, given: Json) -> Json:
        if len(given.get("blocks") or []) > 50:
            return {"ok": False, "error": "invalid_blocks"}
        for block in given.get("blocks") or []:
            if block["type"] == "section" and len(block["text"]["text"]) > 3000:
                return {"ok": False, "error": "invalid_blocks"}
        ts = self.ts()
        message = {"type": "message", "user": BOT, "bot_id": "B1", "ts": ts, **given}
        self.messages[given["channel"]].append(message)
        return {"ok": True, "channel": given["channel"], "ts": ts, "message": message}

    def _chat_update(self, given: Json) -> Json:
        for message in self.messages[given["channel"]]:
            if message["ts"] == given["ts"]:
                message.update(given)
                return {"ok": True, "ts": given["ts"]}
        return {"ok": False, "error": "message_not_found"}

    def _chat_startStream(self, given: Json) -> Json:
        return self._chat_postMessage(given)

    def _conversations_history(self, given: Json) -> Json:
        kept = [m for m in self.messages[given["channel"]] if not m.get("thread_ts")]
        return {"ok": True, "messages": kept[::-1][: int(given.get("limit", 100))]}

    def _conversations_replies(self, given: Json) -> Json:
        if given["channel"].startswith("C"):
            return {"ok": False, "error": "missing_scope"}
        kept = self.messages[given["channel"]]
        ts = given["ts"]
        return {"ok": True, "messages": [m for m in kept if ts in {m["ts"], m.get("thread_ts")}]}

    def _conversations_open(self, given: Json) -> Json:
        return {"ok": True, "channel": {"id": f"D{given['users'][1:]}"}}

    def _conversations_info(self, given: Json) -> Json:
        info = {"id": given["channel"], **self.kinds.get(given["channel"], {})}
        return {"ok": True, "channel": info}

    def _files_getUploadURLExternal(self, given: Json) -> Json:
        file = f"F{next(self._numbers)}"
        return {
            "ok": True,
            "file_id": file,
            "upload_url": f"http://127.0.0.1:{self._port}/upload/{file}",
        }

    async def _uploaded(self, request: web.Request) -> web.Response:
        form = await request.post()
        (field,) = form.values()
        assert isinstance(field, web.FileField)
        self.uploads[request.match_info["file"]] = field.file.read()
        return web.Response(text="OK")

    async def _downloaded(self, request: web.Request) -> web.Response:
        if request.headers.get("Authorization") != f"Bearer {BOT_TOKEN}":
            return web.Response(text="<html>Sign in</html>", content_type="text/html")
        await self.handing_out.wait()
        content = self.files[request.match_info["file"]]
        return web.Response(body=content, content_type="application/octet-stream")

    # --- Socket Mode ----------------------------------------------------------------------------

    async def _socket(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self._sockets.add(socket)
        self.connections += 1
        await socket.send_json({"type": "hello", "num_connections": 1})
        again = asyncio.create_task(self._again())
        await self._push()
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    envelope = json.loads(message.data)["envelope_id"]
                    self._waiting.pop(envelope, None)
                    self.acknowledged.append(envelope)
                    await self._tell()
        finally:
            again.cancel()
            self._sockets.discard(socket)
        return socket

    async def _push(self) -> None:
        for socket in list(self._sockets)[:1]:
            for envelope in list(self._waiting.values()):
                if not envelope.get("delivered"):
                    envelope["delivered"] = True
                    await socket.send_json({k: v for k, v in envelope.items() if k != "delivered"})

    async def _again(self) -> None:
        while True:
            for envelope in self._waiting.values():
                envelope["delivered"] = False
            await self._push()
            await asyncio.sleep(self.redeliver)


def _cut(request: web.Request) -> web.Response:
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


async def _given(request: web.Request) -> tuple[Json, str]:
    """The arguments, from JSON, a form or the query, and the token."""
    given: Json = dict(request.query)
    if request.content_type == "application/json":
        given |= await request.json()
    elif request.can_read_body:
        given |= dict(await request.post())
    token = request.headers.get("Authorization", "").removeprefix("Bearer ")
    for name in ("blocks", "metadata", "view", "files", "prompts"):
        if isinstance(given.get(name), str):
            given[name] = json.loads(given[name])
    return given, token or str(given.pop("token", ""))
