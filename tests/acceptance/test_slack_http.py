"""Carnet in Slack over HTTP: signatures, replays, several workspaces by OAuth, their removal."""

import asyncio
import hashlib
import hmac
import json
import socket
import time
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import aiohttp

from tests.acceptance.slack_program import SlackProgram
from tests.acceptance.slack_server import BOT_TOKEN, SECRET, Json, SlackServer


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def signed(body: bytes, *, at: float | None = None, secret: str = SECRET) -> dict[str, str]:
    """The headers that Slack sends along."""
    stamp = str(int(time.time() if at is None else at))
    digest = hmac.new(secret.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256)
    return {
        "Content-Type": "application/json",
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": f"v0={digest.hexdigest()}",
    }


class Served:
    """A process of Carnet with HTTP events, and what posts to it."""

    def __init__(self, folder: Path, slack: SlackServer, *lines: str) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        own = "\n".join(
            (
                f'[slack]\nbase_url = "{slack.base_url}"\nmode = "http"',
                f'signing_secret = {{ value = "{SECRET}" }}',
                *lines,
            )
        )
        self.program = SlackProgram(folder, slack, more=own)
        config = self.program.config.read_text()
        web = f'port = {self.port}\npublic_url = "{self.url}"'
        self.program.config.write_text(config.replace("port = 0", web))
        self.session = aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())

    async def __aenter__(self) -> "Served":
        await self.program.start()
        while True:
            try:
                async with self.session.get(f"{self.url}/readyz") as answer:
                    if answer.status == 200:
                        return self
            except aiohttp.ClientConnectionError:
                pass
            await asyncio.sleep(0.05)

    async def __aexit__(self, *_: object) -> None:
        await self.session.close()
        await self.program.stop()

    async def post(self, payload: Json | bytes, headers: dict[str, str] | None = None) -> int:
        """Post a payload; the status."""
        body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
        given = signed(body) if headers is None else headers
        url = f"{self.url}/slack/events"
        async with self.session.post(url, data=body, headers=given) as answer:
            await answer.read()
            return answer.status


async def status(served: Served, url: str, headers: dict[str, str]) -> int:
    """The status of a page."""
    async with served.session.get(url, headers=headers) as answer:
        return answer.status


async def test_signed_requests_count_once_and_others_not_at_all(tmp_path: Path) -> None:
    """Good: answered. Replayed: once. Stale, forged, unsigned, broken: refused and not answered."""
    token = f'bot_token = {{ value = "{BOT_TOKEN}" }}'
    async with SlackServer() as slack, Served(tmp_path, slack, token) as served:
        challenge = {"type": "url_verification", "challenge": "c", "token": "t"}
        assert 200 == await served.post(challenge)
        body = json.dumps(slack.body(slack.said("U1", "bonjour"))).encode()
        headers = signed(body)
        assert 200 == await served.post(body, headers)
        assert 200 == await served.post(body, headers)
        again = {**signed(body), "X-Slack-Retry-Num": "1"}
        assert 200 == await served.post(body, again)
        await slack.next_message("D1")
        other = json.dumps(slack.body(slack.said("U2", "bonjour"))).encode()
        assert 401 == await served.post(other, signed(other, at=time.time() - 600))
        assert 401 == await served.post(other, signed(other, secret="another"))
        assert 401 == await served.post(other, {"Content-Type": "application/json"})
        odd = {**signed(other), "X-Slack-Request-Timestamp": "yesterday"}
        assert 401 == await served.post(other, odd)
        assert 401 == await served.post(b"\xff{", signed(b"\xff{"))
        assert 400 == await served.post(b"{broken", signed(b"{broken"))
        form = urlencode(
            {"command": "/carnet", "team_id": "T1", "user_id": "U3", "trigger_id": "x", "text": ""}
        ).encode()
        typed = {**signed(form), "Content-Type": "application/x-www-form-urlencoded"}
        assert 200 == await served.post(form, typed)
        await slack.next_message("D3")
        assert 1 == len(slack.sends("D1"))
        assert [] == slack.sends("D2")


async def test_a_workspace_installs_speaks_and_leaves(tmp_path: Path) -> None:
    """OAuth gives a token that is kept sealed; after removal nothing is sent with it any more."""
    client = ('client_id = "1.2"', 'client_secret = { value = "client-secret-of-test" }')
    async with SlackServer() as slack, Served(tmp_path, slack, *client) as served:
        slack.tokens = {"xoxb-of-the-second-workspace"}
        slack.granted = "xoxb-of-the-second-workspace"
        begin = f"{served.url}/slack/install"
        async with served.session.get(begin, allow_redirects=False) as page:
            link = page.headers["Location"]
            cookie = {"Cookie": page.headers["Set-Cookie"].partition(";")[0]}
        asked = parse_qs(urlsplit(link).query)
        assert "channels:history" not in asked["scope"][0]
        back = f"{served.url}/slack/oauth_redirect?code=c&state="
        state = asked["state"][0]
        assert 400 == await status(served, back + "forged", cookie)
        assert 400 == await status(served, back + state, {})
        assert 200 == await status(served, back + state, cookie)
        assert 401 == await status(served, back + state, cookie)
        await served.post(slack.body(slack.said("U1", "bonjour")))
        assert "xoxb-of-the-second-workspace" == (await slack.next_message("D1")).token
        kept = b"".join(f.read_bytes() for f in (tmp_path / "data").rglob("*") if f.is_file())
        assert b"xoxb" not in kept
        await served.post(slack.body({"type": "app_uninstalled"}))
        await served.post(slack.body(slack.said("U1", "encore")))
        await served.post(slack.body(slack.said("U2", "bonjour")))
        assert 0 == await served.program.stop()
        assert 1 == len(slack.sends("D1")) + len(slack.sends("D2"))
        await served.program.start()
