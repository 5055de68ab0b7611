"""Carnet with Bot API servers that are not Telegram's: terse answers, few methods, odd refusals."""

import asyncio
import itertools
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from tests.acceptance.bot_api import TOKEN
from tests.acceptance.program import Program

Answer = Callable[[], web.Response]


def refusal(status: int, description: str) -> Answer:
    """A refusal in the Bot API's form, without parameters."""
    body = {"ok": False, "error_code": status, "description": description}
    return lambda: web.json_response(body, status=status)


class Terse:
    """Knows four methods and answers them with as little as can be; the rest as it is told."""

    def __init__(self, otherwise: Answer) -> None:
        self.otherwise = otherwise
        self.next: dict[str, list[Answer]] = {}
        self.called: list[str] = []
        self.sent: list[str] = []
        self._updates: list[dict[str, Any]] = []
        self._numbers = itertools.count(1)
        self._changed = asyncio.Condition()
        self.base_url = ""

    async def called_by(self, request: web.Request) -> web.Response:
        """Answer one call."""
        method, given = request.match_info["method"], await request.post()
        self.called.append(method)
        if waiting := self.next.get(method):
            return waiting.pop(0)()
        result: object
        if method == "getMe":
            result = {"id": 7_000_000_001, "username": "terse_bot"}
        elif method == "getUpdates":
            result = await self._news(int(str(given.get("offset", 0))))
        elif method == "sendMessage":
            async with self._changed:
                self.sent.append(str(given["text"]))
                self._changed.notify_all()
            result = {"message_id": next(self._numbers)}
        elif method == "getFile":
            result = {"file_path": "a"}
        else:
            return self.otherwise()
        return web.json_response({"ok": True, "result": result})

    async def say(self, text: str, **more: object) -> None:
        """A person says something, with no more than a message needs."""
        number = next(self._numbers)
        message = {"message_id": number, "chat": {"id": 7}, "from": {"id": 7}, "text": text}
        async with self._changed:
            self._updates.append({"update_id": number, "message": {**message, **more}})
            self._changed.notify_all()

    async def answers(self, count: int) -> list[str]:
        """All that was sent, once it is so much."""
        async with asyncio.timeout(60), self._changed:
            await self._changed.wait_for(lambda: len(self.sent) >= count)
        return self.sent

    async def _news(self, offset: int) -> list[dict[str, Any]]:
        self._updates = [u for u in self._updates if u["update_id"] >= offset]
        until = time.monotonic() + 5
        async with self._changed:
            while not self._updates and (left := until - time.monotonic()) > 0:
                try:
                    await asyncio.wait_for(self._changed.wait(), left)
                except TimeoutError:
                    break
        return self._updates


@asynccontextmanager
async def running(folder: Path, otherwise: Answer) -> AsyncIterator[Terse]:
    """Carnet and a terse server, both running."""
    server = Terse(otherwise)
    app = web.Application()
    app.router.add_post("/bot{token}/{method}", server.called_by)
    runner = web.AppRunner(app, shutdown_timeout=0.1, handle_signals=False)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    server.base_url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    program = Program(folder, server)  # type: ignore[arg-type] - it needs the address only
    try:
        async with program:
            yield server
            assert 0 == await program.stop()
    finally:
        await runner.cleanup()
    assert TOKEN not in program.log


@pytest.mark.parametrize(
    "otherwise",
    [
        refusal(404, "Not Found"),
        lambda: web.Response(status=404, text="404: Not Found"),
        lambda: web.Response(status=501, text="<html></html>", content_type="text/html"),
        lambda: web.json_response({"ok": True}),
        lambda: web.json_response({"ok": True, "result": True}),
    ],
    ids=["refused", "no-json", "html", "bare", "yes"],
)
async def test_few_methods_are_enough(tmp_path: Path, otherwise: Answer) -> None:
    """Whatever a server says of menus, webhooks, drafts and typing, people are answered."""
    async with running(tmp_path, otherwise) as server:
        await server.say("/start")
        await server.answers(1)
        await server.say("français", reply_to_message={"message_id": 1}, strange={"new": [1]})
        assert "compagnon de santé" in (await server.answers(2))[1]


async def test_odd_refusals_are_waited_out(tmp_path: Path) -> None:
    """Limits in words or by a header, a proxy's page, another poller, a webhook: all pass."""
    html = web.Response
    async with running(tmp_path, refusal(404, "Not Found")) as server:
        server.next = {
            "sendMessage": [
                refusal(429, "Too Many Requests: retry after 1"),
                lambda: html(status=429, headers={"Retry-After": "1"}, text="slow"),
                lambda: html(status=502, text="<h1>Bad Gateway</h1>", content_type="text/html"),
            ],
            "getUpdates": [
                lambda: html(status=502, text="<h1>Bad Gateway</h1>", content_type="text/html"),
                refusal(401, "Unauthorized"),
                refusal(409, "Conflict: can't use getUpdates method while webhook is active"),
            ],
        }
        await server.say("/start")
        await server.answers(1)
        await server.say("français")
        assert "compagnon de santé" in (await server.answers(2))[1]
        assert not any(server.next.values())
        assert server.called.count("deleteWebhook") == 2
