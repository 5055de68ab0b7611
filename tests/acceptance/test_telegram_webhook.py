"""The webhook and the pages: forged calls are refused, right ones are committed before the 200."""

import asyncio
import socket
from pathlib import Path

import httpx

from tests.acceptance.bot_api import TOKEN, BotApi
from tests.acceptance.program import Program

SECRET = "a-secret_of-our-own"
HEADER = "X-Telegram-Bot-Api-Secret-Token"


def free_port() -> int:
    """A port that nobody uses just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def test_webhook_and_pages(tmp_path: Path) -> None:
    """Without the secret 403 and no effect, with it 200 and one answer, however often it comes."""
    port = free_port()
    async with BotApi() as api:
        url = f"http://127.0.0.1:{port}"
        more = (
            f'[telegram]\nbase_url = "{api.base_url}"\ntoken = {{ value = "{TOKEN}" }}\n'
            f'webhook_url = "{url}/from-telegram"\nwebhook_secret = {{ value = "{SECRET}" }}\n'
        )
        program = Program(tmp_path, api, more=more)
        program.config.write_text(program.config.read_text().replace("port = 0", f"port = {port}"))
        async with program, httpx.AsyncClient(base_url=url) as client:
            await api.until(lambda: api.webhook is not None)
            assert api.webhook is not None
            assert SECRET == api.webhook["secret_token"]
            update = {"update_id": 5, "message": api.message(7, text="/start")}
            for headers in ({}, {HEADER: "wrong"}, {HEADER: SECRET + "x"}, {HEADER: "é"}):
                raw = {k.encode(): v.encode() for k, v in headers.items()}
                answer = await client.post("/from-telegram", json=update, headers=raw)
                assert 403 == answer.status_code
            right = {HEADER: SECRET}
            garbage = await client.post("/from-telegram", content=b"{", headers=right)
            assert 400 == garbage.status_code
            huge = await client.post("/from-telegram", content=b"x" * 3_000_000, headers=right)
            assert 413 == huge.status_code
            for _ in range(2):
                answer = await client.post("/from-telegram", json=update, headers=right)
                assert 200 == answer.status_code
            assert "Bienvenue" in (await api.next_message(7)).text
            await asyncio.sleep(1)
            assert 1 == len(api.sends(7))
            assert 0 == api.polls
            assert 200 == (await client.get("/healthz")).status_code
            assert 200 == (await client.get("/readyz")).status_code
            page = (await client.get("/metrics")).text
            assert 'carnet_received_total{channel="telegram"} 1.0' in page
            assert 'carnet_sends_total{status="sent"} 1.0' in page
            assert "carnet_queue_jobs 0.0" in page
            assert 0 == await program.stop()


async def test_a_webhook_without_a_secret_is_refused_at_the_start(tmp_path: Path) -> None:
    """Anybody could speak for anybody: Carnet says so and does not start."""
    async with BotApi() as api:
        more = (
            f'[telegram]\nbase_url = "{api.base_url}"\ntoken = {{ value = "{TOKEN}" }}\n'
            'webhook_url = "https://carnet.example/telegram"\n'
        )
        program = Program(tmp_path, api, more=more)
        await program.start()
        assert 2 == await program.ended()
    assert "webhook_secret" in program.log
