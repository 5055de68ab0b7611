"""A scripted conversation through Telegram, whole: updates in, storage, worker, messages out.

One process, a loopback server and a simulated clock, so that a script of weeks takes seconds. What
is said is read from the messages that arrived, and buttons are pressed under them.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from adapters.files.reader import SeparateReader
from adapters.telegram.channel import TelegramChannel
from adapters.telegram.connection import Connection, identify
from adapters.telegram.receiving import Receiver
from adapters.terminal.clock import SimulatedClock
from bot.care import all_actions, all_nudges
from bot.engine.engine import Engine
from bot.schedule.worker import Worker
from storage.master import MasterKey
from storage.opening import Storage, open_storage
from tests.acceptance.bot_api import TOKEN, BotApi, Call, Json
from tests.acceptance.scripted import ScriptedTalk, hurried

CHAT = 7


@dataclass(frozen=True, slots=True)
class Said:
    """A message as it arrived: its text, with bullets as scripts write them, and its buttons."""

    call: Call
    text: str
    labels: tuple[str, ...]


class TelegramTalk(ScriptedTalk):
    """One person's conversation; ``last`` is what was said last."""

    def __init__(
        self,
        api: BotApi,
        receiver: Receiver,
        worker: Worker,
        clock: SimulatedClock,
        storage: Storage,
    ) -> None:
        super().__init__(worker, clock, storage)
        self._api = api
        self._receiver = receiver
        self.last: tuple[Said, ...] = ()

    def speaks(self, language: str) -> None:
        """Set the phone's own language."""
        self._api.language = language

    async def welcome(self, language: str, country: str, born: str) -> None:
        """Go through the first conversation; the phone speaks that language."""
        self.speaks(language)
        await self.say("/start")
        for answer in ({"fr": "oui", "en": "yes"}[language], country, born):
            await self.say(answer)

    async def say(self, text: str) -> tuple[Said, ...]:
        """Say something."""
        return await self._update(self._api.say(CHAT, text))

    async def press(self, label: str) -> tuple[Said, ...]:
        """Press the button whose label contains these words, in the last messages that have any."""
        said, whole = next(
            (m, x) for m in reversed(self.last) for x in m.labels if label.lower() in x.lower()
        )
        return await self._update(self._api.press(said.call, whole))

    async def attach(self, name: str, content: bytes) -> tuple[Said, ...]:
        """Send a file."""
        update = self._api.attach(CHAT, Path(name).name, content, "application/octet-stream")
        return await self._update(update)

    def text(self) -> str:
        """All that was said last."""
        return "\n".join(m.text for m in self.last)

    def labels(self) -> list[str]:
        """The labels of all buttons of what was said last."""
        return [label for m in self.last for label in m.labels]

    async def _update(self, update: Json) -> tuple[Said, ...]:
        self._second()
        await self._receiver.take(update)
        return await self._answers()

    async def _answers(self) -> tuple[Said, ...]:
        await self._worker.drain()
        await asyncio.sleep(0)
        calls = self._api.sends(CHAT)[self._read :]
        self._read += len(calls)
        if calls:
            self.last = tuple(_said(call) for call in calls)
        return self.last


def _said(call: Call) -> Said:
    text = "\n".join(
        f"- {line.removeprefix('• ')}" if line.startswith("• ") else line
        for line in call.text.split("\n")
    )
    return Said(call, text, tuple(str(b["text"]) for b in call.buttons()))


@asynccontextmanager
async def talking(folder: Path, now: datetime) -> AsyncIterator[TelegramTalk]:
    """A conversation that nobody has begun."""
    MasterKey.create(folder / "master.key")
    storage = open_storage(folder / "data", MasterKey.load(file=folder / "master.key"))
    clock = SimulatedClock(now)
    async with BotApi() as api:
        api.clock = lambda: clock.now().timestamp()
        bot = Connection(TOKEN, base_url=api.base_url)
        channel = TelegramChannel(bot, hurried())
        engine = Engine(all_actions(), all_nudges(), SeparateReader())
        worker = Worker(storage.mailboxes, storage.notebooks, engine, {"telegram": channel}, clock)
        me = await identify(bot)
        receiver = Receiver(
            bot, me, storage.mailboxes.post, worker.wake, channel.sent, clock=clock.now
        )
        try:
            yield TelegramTalk(api, receiver, worker, clock, storage)
        finally:
            await bot.close_all()
            storage.close()
