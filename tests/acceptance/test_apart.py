"""Receiving and working in processes of their own: on SQLite one worker, on PostgreSQL several."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest

from tests.acceptance.bot_api import BotApi, Trouble
from tests.acceptance.model_server import ModelServer, hang
from tests.acceptance.program import Program, welcome


class Apart(Program):
    """One process of several over one data folder and perhaps one PostgreSQL database."""

    def __init__(self, folder: Path, api: BotApi, command: str, url: str | None) -> None:
        super().__init__(folder, api, command=command)
        if url is not None:
            database = f'database_url = {{ value = "{url}" }}\n[web]'
            self.config.write_text(self.config.read_text().replace("[web]", database))


@asynccontextmanager
async def apart(
    folder: Path, api: BotApi, workers: int, url: str | None
) -> AsyncIterator[tuple[Apart, list[Apart]]]:
    """An ingress and workers, running; at the end each of them has to end well."""
    async with AsyncExitStack() as stack:
        working = [Apart(folder, api, "worker", url) for _ in range(workers)]
        for number, worker in enumerate(working):
            await stack.enter_async_context(worker)
            if number == 0:  # the first makes keys and tables
                await worker.started()
        ingress = await stack.enter_async_context(Apart(folder, api, "ingress", url))
        yield ingress, working
        for process in (ingress, *working):
            assert 0 == await process.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str | None:
    """Where the tables are; None for SQLite."""
    if request.param == "sqlite":
        return None
    found: str = request.getfixturevalue("postgresql_url")
    return found


async def test_a_stop_reaches_the_worker_that_reads(tmp_path: Path, url: str | None) -> None:
    """Said to the ingress, by command or in words, it ends at once what a worker is reading."""
    async with BotApi() as api, apart(tmp_path, api, 2 if url else 1, url):
        await welcome(api, 80)
        for words in ("/stop", "Stop"):
            asked = asyncio.Event()

            def rule(method: str, _: object, asked: asyncio.Event = asked) -> Trouble | None:
                if method != "getFile":
                    return None
                asked.set()
                return Trouble(delay=60)

            api.rule = rule
            api.attach(80, "grand.csv", b"a,b\n1,2\n", "text/csv")
            await asyncio.wait_for(asked.wait(), 60)
            api.say(80, words)
            assert "laisse" in (await api.next_message(80, within=40)).text
        api.rule = None
        api.attach(80, "poids.csv", b"Date,Poids (kg)\n2026-11-01,71.2\n", "text/csv")
        assert "71,2" in (await api.next_message(80)).text


async def test_a_stop_ends_a_models_talk_and_no_warning(tmp_path: Path) -> None:
    """While a model is silent about something urgent, a stop brings the gate's card at once."""
    with ModelServer([hang()]) as model:
        async with BotApi() as api:
            program = Program(tmp_path, api)
            own = (
                f'base_url = "{model.base_url}"\nkey = {{ value = "k" }}\n'
                "second_reader = false\nsilence = 300.0\ndeadline = 300.0"
            )
            config = program.config.read_text().replace('provider = "none"', own)
            program.config.write_text(config)
            async with program:
                await welcome(api, 81)
                api.say(
                    81, "J'ai de la fièvre et mal dans le bas du dos quand j'urine, dis-moi tout"
                )
                async with asyncio.timeout(60):
                    while not model.requests:  # noqa: ASYNC110 - its threads know no loop
                        await asyncio.sleep(0.05)
                api.say(81, "/stop")
                card = await api.next_message(81)
                assert "médecin" in card.text
                assert "laisse" in (await api.next_message(81)).text
                assert 0 == await program.stop()


async def test_two_workers_keep_each_persons_order(tmp_path: Path, postgresql_url: str) -> None:
    """With people talking at once to one ingress, two workers answer each of them in order."""
    words = ("arbre", "bateau", "cerise", "dessin", "encre")
    people = (90, 91, 92, 93)
    async with BotApi() as api, apart(tmp_path, api, 2, postgresql_url):
        await asyncio.gather(*(welcome(api, chat) for chat in people))
        before = {chat: len(api.sends(chat)) for chat in people}
        for word in words:
            for chat in people:
                api.say(chat, f"/{word}")

        def told(chat: int) -> list[str]:
            return [c.text for c in api.sends(chat)[before[chat] :]]

        await api.until(lambda: all(len(told(chat)) == len(words) for chat in people), within=60)
        for chat in people:
            pairs = zip(words, told(chat), strict=True)
            assert [(word, True) for word in words] == [
                (word, word in text) for word, text in pairs
            ]
