"""kill -9 at every step, a graceful stop, a wrong token: nothing is lost, nothing runs twice."""

import asyncio
from pathlib import Path

import pytest

from tests.acceptance.bot_api import BotApi, Json, Trouble
from tests.acceptance.program import Program, welcome


def medicines(notebook: str) -> int:
    """How many lines of a shown notebook name the medicine."""
    return sum("amoxicilline" in line.lower() for line in notebook.splitlines())


async def shown(api: BotApi, chat: int) -> str:
    """What Carnet shows of the notebook, once everything before is answered."""
    before = len(api.sends(chat))
    api.say(chat, "/carnet")
    await api.until(lambda: any("Votre carnet" in c.text for c in api.sends(chat)[before:]))
    return api.sends(chat)[-1].text


@pytest.mark.parametrize("step", ["asked", "delivered", "sending", "sent"])
async def test_a_kill_between_any_two_steps_loses_nothing(tmp_path: Path, step: str) -> None:
    """Killed while an update is asked for, delivered, answered or sent: noted once, told again."""
    async with BotApi() as api, Program(tmp_path, api) as program:
        await welcome(api, 7)
        now = asyncio.Event()

        def rule(method: str, given: Json) -> Trouble | None:
            text = str(given.get("text", ""))
            if step == "delivered" and method == "getUpdates" and api.pending():
                now.set()  # this answer carries the message
            if step == "sending" and "moxicilline" in text:
                now.set()
                return Trouble(delay=30)
            if step == "sent" and "moxicilline" in text:
                now.set()
                return Trouble(cut="after")
            return None

        api.rule = rule
        if step == "asked":
            await program.kill()
        api.say(7, "Je prends amoxicilline 1 g")
        if step != "asked":
            await asyncio.wait_for(now.wait(), 60)
            await program.kill()
        api.rule = None
        await program.start()
        await api.until(lambda: any("moxicilline" in c.text for c in api.sends(7)), within=60)
        assert 1 == medicines(await shown(api, 7))


async def test_repeated_kills_keep_order_and_lose_no_message(tmp_path: Path) -> None:
    """Killed again and again at no moment in particular, eight messages are answered in order."""
    async with BotApi() as api, Program(tmp_path, api) as program:
        await welcome(api, 7)
        before = len(api.sends(7))
        words = ("arbre", "bateau", "cerise", "dessin", "encre", "fleur", "grotte", "herbe")
        for word in words:
            api.say(7, f"/{word}")
        for pause in (0.02, 0.3, 0.1, 0.6, 0.2, 0.4, 0.15, 0.8):
            await asyncio.sleep(pause)
            await program.kill()
            await program.start()
        await api.until(lambda: any("herbe" in c.text for c in api.sends(7)), within=60)
        told: list[str] = []
        for call in api.sends(7)[before:]:
            word = next(word for word in words if word in call.text)
            if word not in told:
                told.append(word)
        assert list(words) == told


async def test_stopping_finishes_what_is_in_hand(tmp_path: Path) -> None:
    """On SIGTERM the answer that is on its way still goes out, once, and the process ends well."""
    async with BotApi() as api, Program(tmp_path, api) as program:
        await welcome(api, 7)
        sending = asyncio.Event()

        def rule(method: str, given: Json) -> Trouble | None:
            if "lente" in str(given.get("text", "")):
                sending.set()
                return Trouble(delay=1)
            return None

        api.rule = rule
        api.say(7, "/lente")
        await asyncio.wait_for(sending.wait(), 60)
        assert 0 == await program.stop()
        assert 1 == sum("lente" in c.text for c in api.sends(7))
        api.rule = None
        await program.start()
        api.say(7, "/apres")
        await api.until(lambda: any("apres" in c.text for c in api.sends(7)))
        assert 1 == sum("lente" in c.text for c in api.sends(7))


async def test_a_wrong_token_is_refused_in_words(tmp_path: Path) -> None:
    """With a token Telegram does not know Carnet refuses to start, without showing the token."""
    async with BotApi(token="7000000009:another_token_than_the_one_configured") as api:
        program = Program(tmp_path, api)
        await program.start()
        assert 2 == await program.ended()
    assert "token" in program.log
    assert "AAH" not in program.log


async def test_receiving_and_working_apart(tmp_path: Path) -> None:
    """An ingress process that can open nothing receives; a worker process answers."""
    async with BotApi() as api, Program(tmp_path, api, command="worker", cold=True) as worker:
        await worker.started()
        async with Program(tmp_path, api, command="ingress", cold=True) as ingress:
            assert "C'est prêt" in (await welcome(api, 7)).text
            assert 0 == await ingress.stop()
        assert 0 == await worker.stop()
