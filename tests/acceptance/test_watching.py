"""What an operator's monitoring sees of running processes: health, readiness, metrics."""

import asyncio
import socket
from pathlib import Path

import httpx

from tests.acceptance.bot_api import BotApi
from tests.acceptance.model_server import ModelServer, say
from tests.acceptance.program import Program, welcome


def free_port() -> int:
    """A port that nobody uses just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def at_a_port(program: Program) -> httpx.AsyncClient:
    """Have a program serve its pages at a port of its own; a client for them."""
    port = free_port()
    config = program.config.read_text().replace("port = 0", f"port = {port}")
    program.config.write_text(config)
    return httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}")


async def ready(client: httpx.AsyncClient) -> None:
    """Wait until the process says that it is ready."""
    async with asyncio.timeout(60):
        while True:
            try:
                if (await client.get("/readyz")).status_code == 200:
                    return
            except httpx.TransportError:
                pass
            await asyncio.sleep(0.1)


async def test_everything_that_is_measured_is_there_and_names_nobody(tmp_path: Path) -> None:
    """After a talk with a model: turns, own time, sends, model calls, queue; no id and no text."""
    with ModelServer([say("Couchez-vous à heure fixe.")]) as model:
        async with BotApi() as api:
            program = Program(tmp_path, api)
            config = program.config.read_text()
            own = f'base_url = "{model.base_url}"\nkey = {{ value = "k" }}\nsecond_reader = false'
            program.config.write_text(config.replace('provider = "none"', own))
            async with at_a_port(program) as client, program:
                await welcome(api, 777_001)
                api.say(777_001, "comment mieux dormir en ce moment, dis-moi")
                assert "heure fixe" in (await api.next_message(777_001)).text
                await ready(client)
                page = (await client.get("/metrics")).text
    told = dict(
        line.rsplit(" ", 1) for line in page.splitlines() if line and not line.startswith("#")
    )
    for name in (
        'carnet_job_seconds_bucket{kind="turn",le="10.0"}',
        'carnet_own_seconds_bucket{kind="turn",le="10.0"}',
        'carnet_job_seconds_count{kind="send"}',
        'carnet_sends_total{status="sent"}',
        'carnet_received_total{channel="telegram"}',
        'carnet_model_seconds_count{outcome="answered"}',
        'carnet_channel_up{channel="telegram"}',
    ):
        assert float(told[name]) >= 1, name
    assert {"carnet_queue_jobs", "carnet_queue_age_seconds"} <= set(told)
    for secret in ("777001", "dormir", "heure fixe", "AAH"):
        assert secret not in page


async def test_an_ingress_tells_the_queue_it_fills(tmp_path: Path) -> None:
    """It opens nothing, and yet says how much waits and since when, and whether it is ready."""
    async with BotApi() as api:
        worker = Program(tmp_path, api, command="worker")
        async with at_a_port(worker) as client, worker:
            await ready(client)
            assert "carnet_queue_jobs 0.0" in (await client.get("/metrics")).text
            assert 0 == await worker.stop()
        ingress = Program(tmp_path, api, command="ingress")
        async with at_a_port(ingress) as client, ingress:
            await ready(client)
            api.say(7, "bonjour")
            async with asyncio.timeout(60):
                while "queue_jobs 1.0" not in (await client.get("/metrics")).text:  # noqa: ASYNC110
                    await asyncio.sleep(0.1)
            assert 0 == await ingress.stop()
