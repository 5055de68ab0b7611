"""The log of a process that stays: an object a line, even when it ends badly."""

import asyncio
import json
import sys
from pathlib import Path

from tests.acceptance.bot_api import BotApi, Json, Trouble
from tests.acceptance.program import ROOT, Program, welcome

_FAILS = """
import threading, warnings
from bot.logs import serve
serve(None)
warnings.warn("glioblastome")
def fails(): raise ValueError("glioblastome")
thread = threading.Thread(target=fails); thread.start(); thread.join()
fails()
"""


def lines(log: str) -> list[Json]:
    """The objects, one a line."""
    return [json.loads(line) for line in log.splitlines()]


async def test_a_process_writes_json_when_no_terminal_reads(tmp_path: Path) -> None:
    """Through talk, refusals and a stop, each line is an object that tells nothing of anybody."""
    async with BotApi() as api, Program(tmp_path, api) as program:
        await welcome(api, 7)
        happened = asyncio.Event()

        def rule(method: str, given: Json) -> Trouble | None:
            if method == "getUpdates" and not happened.is_set():
                happened.set()
                return Trouble(status=500, description="glioblastome")
            return None

        api.rule = rule
        api.say(7, "J'ai un glioblastome")
        await asyncio.wait_for(happened.wait(), 60)
        await api.next_message(7)
        assert 0 == await program.stop()
    told = lines(program.log)
    assert {"time", "level", "logger", "message"} <= set.intersection(*map(set, told))
    assert "started" in [line["message"] for line in told]
    assert any("does not answer" in line["message"] for line in told)
    assert "lioblastome" not in program.log


async def test_plain_lines_where_the_settings_say_so(tmp_path: Path) -> None:
    """The setting decides over what reads the log."""
    async with BotApi() as api:
        program = Program(tmp_path, api)
        program.config.write_text(f'logs = "plain"\n{program.config.read_text()}')
        async with program:
            await welcome(api, 7)
            assert 0 == await program.stop()
    assert " INFO bot.commands.run started" in program.log


async def test_what_nobody_caught_is_logged_without_its_words() -> None:
    """Errors of the process and of its threads, and warnings: type and place, one object each."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", _FAILS), cwd=ROOT, stderr=asyncio.subprocess.PIPE
    )
    _, errors = await process.communicate()
    assert 1 == process.returncode
    assert b"glioblastome" not in errors
    assert [("ValueError", "<string>:6")] * 2 == [
        (line["error"], line["at"]) for line in lines(errors.decode()) if "error" in line
    ]
