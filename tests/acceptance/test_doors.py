"""The doors of a running installation: by invitation, with a waiting list, and the quota."""

import asyncio
from pathlib import Path

from tests.acceptance import terminal
from tests.acceptance.bot_api import BotApi
from tests.acceptance.program import Program


async def carnet(program: Program, *words: str, cold: bool = False) -> str:
    """What a command of the operator prints, beside the running process."""
    arguments = ["--config", str(program.config), *words]
    done = await asyncio.to_thread(terminal.program, program.folder, arguments, cold=cold)
    assert 0 == done.returncode, done.stderr
    return done.stdout


def with_doors(program: Program, policy: str, turns: int = 200) -> None:
    """Set the doors in the configuration."""
    text = program.config.read_text()
    doors = f'open = "{policy}"\nturns_a_day = {turns}'
    program.config.write_text(text.replace('open = "everybody"', doors))


async def test_by_invitation(tmp_path: Path) -> None:
    """A stranger is turned away kindly, an emergency is answered, a code opens once."""
    async with BotApi() as api:
        program = Program(tmp_path, api)
        with_doors(program, "invitation")
        async with program:
            api.say(7, "/start")
            assert "invit" in (await api.next_message(7)).text
            api.say(7, "j'ai une douleur qui serre dans la poitrine et je transpire")
            assert "112" in (await api.next_message(7)).text
            code, link = (await carnet(program, "invite", cold=True)).split()
            assert link.endswith(f"?start={code}")
            api.say(8, "/start AAAA-AAAA-AAAA")
            assert "pas valable" in (await api.next_message(8)).text
            api.say(8, f"/start {code}")
            assert "Bienvenue" in (await api.next_message(8)).text
            api.say(9, code.lower())
            assert "pas valable" in (await api.next_message(9)).text
            assert "1 made, 1 used" in await carnet(program, "people", cold=True)
            assert "carnet" not in (await carnet(program, "people")).lower().replace("-", "")


async def test_waiting_list(tmp_path: Path) -> None:
    """A stranger waits, the operator lets them in, Carnet tells them and talks to them."""
    async with BotApi() as api:
        program = Program(tmp_path, api)
        with_doors(program, "waiting-list")
        async with program:
            api.say(7, "bonjour")
            assert "liste d'attente" in (await api.next_message(7)).text
            assert "waiting: 1" in await carnet(program, "people")
            await carnet(program, "people", "admit", cold=True)
            assert "place" in (await api.next_message(7)).text
            api.say(7, "/start")
            assert "Bienvenue" in (await api.next_message(7)).text


async def test_quota(tmp_path: Path) -> None:
    """Beyond the day's turns sentences are refused once, commands and emergencies are not."""
    async with BotApi() as api:
        program = Program(tmp_path, api)
        with_doors(program, "everybody", 3)
        async with program:
            api.say(7, "/start")
            await api.next_message(7)
            for _ in range(2):  # the help, and the question that was open
                api.say(7, "/aide")
                assert "agenda" in (await api.next_message(7)).text
                assert "d'accord" in (await api.next_message(7)).text
            api.say(7, "bonjour")
            assert "limite" in (await api.next_message(7)).text
            api.say(7, "et encore")
            api.say(7, "/aide")
            assert "agenda" in (await api.next_message(7)).text
            assert "d'accord" in (await api.next_message(7)).text
            api.say(7, "douleur qui serre dans la poitrine, je transpire")
            assert "112" in (await api.next_message(7)).text
