"""Carnet as a program: started from its configuration, stopped, killed, started again."""

import asyncio
import os
import signal
import sys
from pathlib import Path
from typing import Self

from tests.acceptance.bot_api import TOKEN, BotApi, Call

ROOT = Path(__file__).resolve().parents[2]


class Program:
    """One process of Carnet over one data folder. ``log`` is all it wrote."""

    def __init__(self, folder: Path, api: BotApi, *, more: str = "", command: str = "run") -> None:
        self.folder = folder
        self.config = folder / "config.toml"
        self.command = command
        self.log = ""
        self._process: asyncio.subprocess.Process | None = None
        telegram = "" if "[telegram]" in more else _telegram(api)
        self.config.write_text(
            f'[data]\nfolder = "{folder / "data"}"\n[web]\nport = 0\n'
            f'[doors]\nopen = "everybody"\n[model]\nprovider = "none"\n{telegram}\n{more}\n'
        )

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._process is not None:
            await self.stop()

    async def start(self) -> None:
        """Start it; it is not waited for."""
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "bot", "--config", str(self.config), self.command),
            cwd=ROOT,
            env={k: v for k, v in os.environ.items() if not k.startswith(("TELEGRAM", "SLACK"))},
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
        )

    @property
    def pid(self) -> int:
        """The id of the running process."""
        assert self._process is not None
        return self._process.pid

    async def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Stop it gracefully (or by another signal); its exit code."""
        process = self._process
        assert process is not None
        if process.returncode is None:
            process.send_signal(how)
        return await self.ended()

    async def kill(self) -> None:
        """Kill it where it stands."""
        await self.stop(signal.SIGKILL)

    async def ended(self) -> int:
        """Wait for its end; its exit code."""
        process, self._process = self._process, None
        assert process is not None
        async with asyncio.timeout(60):
            _, errors = await process.communicate()
        self.log += errors.decode()
        assert process.returncode is not None
        return process.returncode


def _telegram(api: BotApi) -> str:
    return f'[telegram]\nbase_url = "{api.base_url}"\ntoken = {{ value = "{TOKEN}" }}'


async def welcome(api: BotApi, chat: int) -> Call:
    """Bring a person through the first conversation; the last message of it."""
    api.say(chat, "/start")
    for label in ("Je suis d'accord", "France"):
        api.press(await api.next_message(chat), label)
    await api.next_message(chat)
    api.say(chat, "1980")
    return await api.next_message(chat)
