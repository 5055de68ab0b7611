"""The pages and the webhook as an ASGI application, without a network."""

import asyncio
from collections.abc import Sequence
from typing import Any

import httpx
import pytest

from adapters.telegram.webhook import SECRET_HEADER, webhook
from adapters.web.app import application
from adapters.web.measured import MeasuredModel
from adapters.web.measures import PrometheusMeasures
from bot.errors import Transient
from bot.ports import ModelRequest
from tests.fakes import ScriptedModel


class Inside:
    """What the application looks at, and what its webhook was given."""

    def __init__(self) -> None:
        self.measures = PrometheusMeasures()
        self.taken: list[Any] = []
        self.database = True
        self.up = True

    async def waiting(self) -> Sequence[int]:
        """Three jobs, the oldest five seconds old."""
        if not self.database:
            raise Transient("down")
        return 3, 5

    async def take(self, raw: Any) -> bool:
        """Take an update, while the database is there."""
        if not self.database:
            raise Transient("down")
        self.taken.append(raw)
        return True

    def client(self) -> httpx.AsyncClient:
        """A client that speaks to the application directly."""
        app = application(
            [webhook("s3cret", self.take)],
            measures=self.measures,
            waiting=self.waiting,
            healthy={"telegram": lambda: self.up},
        )
        transport = httpx.ASGITransport(app=app)
        return httpx.AsyncClient(transport=transport, base_url="http://carnet")


async def test_alive_and_ready() -> None:
    """Alive whatever happens; ready only with a database and channels that receive."""
    inside = Inside()
    async with inside.client() as client:
        assert 200 == (await client.get("/readyz")).status_code
        inside.up = False
        assert "telegram" in (await client.get("/readyz")).text
        inside.up, inside.database = True, False
        answer = await client.get("/readyz")
        assert (503, "not ready: database\n") == (answer.status_code, answer.text)
        assert 200 == (await client.get("/healthz")).status_code
        assert "carnet_queue_jobs NaN" in (await client.get("/metrics")).text


async def test_metrics_count_and_name_nobody() -> None:
    """Depth, age, sends, turns and model calls; labels are kinds and outcomes only."""
    inside = Inside()
    with inside.measures.timed("turn"):
        inside.measures.sent("sent")
    model = MeasuredModel(ScriptedModel(), inside.measures)
    await model.answer(ModelRequest(system=(), messages=()), deadline=1)
    failing = MeasuredModel(ScriptedModel(Transient("down")), inside.measures)
    with pytest.raises(Transient):
        await failing.answer(ModelRequest(system=(), messages=()), deadline=1)
    async with inside.client() as client:
        page = (await client.get("/metrics")).text
    for line in (
        "carnet_queue_jobs 3.0",
        "carnet_queue_age_seconds 5.0",
        'carnet_sends_total{status="sent"} 1.0',
        'carnet_job_seconds_count{kind="turn"} 1.0',
        'carnet_own_seconds_bucket{kind="turn",le="0.05"} 1.0',
        'carnet_model_seconds_count{outcome="answered"} 1.0',
        'carnet_model_seconds_count{outcome="transient"} 1.0',
        'carnet_channel_up{channel="telegram"} 1.0',
    ):
        assert line in page


async def test_waiting_for_others_is_no_time_of_our_own() -> None:
    """What overlaps is taken off once, also in tasks that the job started, of that job only."""
    now = [0.0]
    measures = PrometheusMeasures(clock=lambda: now[0])

    async def call(seconds: float) -> None:
        with measures.elsewhere():
            await asyncio.sleep(0)
            now[0] += seconds

    with measures.timed("turn"):
        now[0] += 1
        await asyncio.gather(call(2), call(3))
        now[0] += 4
        await call(8)
    await call(16)
    with measures.timed("send"):
        now[0] += 32
    told = measures.page(0, 0, {}).decode().splitlines()
    assert 'carnet_job_seconds_sum{kind="turn"} 18.0' in told
    assert 'carnet_own_seconds_sum{kind="turn"} 5.0' in told
    assert 'carnet_job_seconds_sum{kind="send"} 32.0' in told
    assert not any(line.startswith('carnet_own_seconds_count{kind="send"}') for line in told)


@pytest.mark.parametrize("given", ["", "wrong", "s3cre", "s3crett", "S3CRET"])
async def test_a_forged_call_is_refused_and_not_read(given: str) -> None:
    """Without the secret: 403."""
    inside = Inside()
    async with inside.client() as client:
        headers = {SECRET_HEADER: given} if given else {}
        answer = await client.post("/telegram", content=b"{not json", headers=headers)
        assert 403 == answer.status_code
    assert [] == inside.taken


async def test_a_call_is_answered_by_whether_it_was_committed() -> None:
    """200 after the commit, 503 when there was none, 400 and 413 for what is no update."""
    inside = Inside()
    right = {SECRET_HEADER: "s3cret"}
    async with inside.client() as client:
        assert 200 == (await client.post("/telegram", json={"a": 1}, headers=right)).status_code
        inside.database = False
        assert 503 == (await client.post("/telegram", json={"a": 2}, headers=right)).status_code
        assert 400 == (await client.post("/telegram", content=b"{", headers=right)).status_code
        huge = b"[" * 2_000_001
        assert 413 == (await client.post("/telegram", content=huge, headers=right)).status_code
        deep = b"[" * 100_000
        assert 400 == (await client.post("/telegram", content=deep, headers=right)).status_code
        assert 405 == (await client.get("/telegram", headers=right)).status_code
    assert [{"a": 1}] == inside.taken
