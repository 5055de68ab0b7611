"""Carnet as a program: started from its configuration, stopped, killed, started again."""

import asyncio
import os
import signal
import tempfile
from pathlib import Path
from typing import IO, Self

from tests.acceptance.bot_api import TOKEN, BotApi, Call
from tests.acceptance.starting import ROOT, Process, ended, start


class Program:
    """One process of Carnet over one data folder. ``log`` is all it wrote.

    ``cold`` starts it as a shell would, without anything loaded.
    """

    def __init__(
        self, folder: Path, api: BotApi, *, more: str = "", command: str = "run", cold: bool = False
    ) -> None:
        self._configure(folder, more if "[telegram]" in more else f"{_telegram(api)}\n{more}")
        self.command = command
        self.cold = cold

    def _configure(self, folder: Path, channels: str) -> None:
        self.folder = folder
        self.config = folder / "config.toml"
        self.log = ""
        self._running: tuple[Process, IO[bytes]] | None = None
        self.config.write_text(
            f'[data]\nfolder = "{folder / "data"}"\n[web]\nport = 0\n'
            f'[doors]\nopen = "everybody"\n[model]\nprovider = "none"\n{channels}\n'
        )

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._running is not None:
            await self.stop()

    async def start(self) -> None:
        """Start it; it is not waited for."""
        log = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the process
        process = start(
            ["--config", str(self.config), self.command],
            folder=ROOT,
            environment=own_environment(),
            stderr=log,
            cold=self.cold,
        )
        self._running = process, log

    async def started(self) -> None:
        """Wait until it says in its log that it has started."""
        assert self._running is not None
        process, log = self._running
        async with asyncio.timeout(60):
            # pread: the process goes on writing where it was.
            while b"started" not in os.pread(log.fileno(), 1 << 20, 0):
                assert process.poll() is None
                await asyncio.sleep(0.05)

    @property
    def pid(self) -> int:
        """The id of the running process."""
        assert self._running is not None
        return self._running[0].pid

    async def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Stop it gracefully (or by another signal); its exit code."""
        assert self._running is not None
        self._running[0].send_signal(how)
        return await self.ended()

    async def kill(self) -> None:
        """Kill it where it stands."""
        await self.stop(signal.SIGKILL)

    async def ended(self) -> int:
        """Wait for its end; its exit code."""
        assert self._running is not None
        (process, log), self._running = self._running, None
        with log:
            code = await asyncio.to_thread(ended, process, 60)
            log.seek(0)
            self.log += log.read().decode()
        return code


def own_environment() -> dict[str, str]:
    """Ours without settings of a channel."""
    return {k: v for k, v in os.environ.items() if not k.startswith(("TELEGRAM", "SLACK"))}


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
