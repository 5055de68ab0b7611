"""A scripted conversation through Slack, whole: events in, storage, worker, blocks out.

One process, a loopback server and a simulated clock, so that a script of weeks takes seconds. What
is said is read from the blocks that arrived, and buttons are pressed by what arrived with them.
"""

import html
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from adapters.files.reader import SeparateReader
from adapters.slack.api import SlackApi
from adapters.slack.channel import SlackChannel
from adapters.slack.installations import OneWorkspace
from adapters.slack.receiver import Receiver
from adapters.terminal.clock import SimulatedClock
from bot.care import all_actions, all_nudges
from bot.engine.engine import Engine
from bot.messages import Choice
from bot.schedule.worker import Worker
from storage.master import MasterKey
from storage.opening import Storage, open_storage
from tests.acceptance.scripted import ScriptedTalk, hurried
from tests.acceptance.slack_server import BOT_TOKEN, Call, SlackServer

USER, OWN = "U1", "D1"


@dataclass(frozen=True, slots=True)
class Said:
    """A message as it arrived. ``kind`` is not shown in Slack and so not known."""

    call: Call
    text: str
    choices: tuple[Choice, ...]


class SlackTalk(ScriptedTalk):
    """One person's conversation; ``last`` is what was said last."""

    def __init__(
        self,
        server: SlackServer,
        receiver: Receiver,
        worker: Worker,
        clock: SimulatedClock,
        storage: Storage,
    ) -> None:
        super().__init__(worker, clock, storage)
        self._server = server
        self._receiver = receiver
        self.last: tuple[Said, ...] = ()

    async def welcome(self, language: str, country: str, born: str) -> None:
        """Go through the first conversation."""
        await self.say("bonjour")
        for answer in (language, {"fr": "oui", "en": "yes"}[language], country, born):
            await self.say(answer)

    async def say(self, text: str) -> tuple[Said, ...]:
        """Say something."""
        return await self._event(self._server.said(USER, html.escape(text, quote=False)))

    async def press(self, label: str) -> tuple[Said, ...]:
        """Press the button whose label contains these words, in the last messages that have any."""
        said = next(
            m
            for m in reversed(self.last)
            if any(label.lower() in c.label.lower() for c in m.choices)
        )
        await self._receiver.take(self._server.pressed(USER, said.call, label))
        return await self._answers()

    async def attach(self, name: str, content: bytes) -> tuple[Said, ...]:
        """Send a file."""
        self._server.files[f"F{len(self._server.files)}"] = content
        file = list(self._server.files)[-1]
        url = self._server.base_url.replace("/api/", f"/files/{file}")
        shared = {"id": file, "name": Path(name).name, "size": len(content), "url_private": url}
        return await self._event(self._server.said(USER, "", subtype="file_share", files=[shared]))

    def text(self) -> str:
        """All that was said last."""
        return "\n".join(m.text for m in self.last)

    def labels(self) -> list[str]:
        """The labels of all buttons of what was said last."""
        return [c.label for m in self.last for c in m.choices]

    async def _event(self, event: dict[str, object]) -> tuple[Said, ...]:
        self._second()
        await self._receiver.take(self._server.body(event))
        return await self._answers()

    async def _answers(self) -> tuple[Said, ...]:
        await self._worker.drain()
        calls = self._server.sends(OWN)[self._read :]
        self._read += len(calls)
        if calls:
            self.last = tuple(Said(c, _plain(c.text), _choices(c)) for c in calls)
        return self.last


@asynccontextmanager
async def talking(folder: Path, now: datetime) -> AsyncIterator[SlackTalk]:
    """A conversation that nobody has begun."""
    MasterKey.create(folder / "master.key")
    storage = open_storage(folder / "data", MasterKey.load(file=folder / "master.key"))
    clock = SimulatedClock(now)
    async with SlackServer() as server:
        api = SlackApi(server.base_url)
        installations = OneWorkspace(api, BOT_TOKEN)
        channel = SlackChannel(api, installations, hurried())
        engine = Engine(all_actions(), all_nudges(), SeparateReader())
        worker = Worker(storage.mailboxes, storage.notebooks, engine, {"slack": channel}, clock)
        receiver = Receiver(
            api,
            installations,
            channel,
            all_actions(),
            storage.mailboxes.post,
            worker.wake,
            language="fr",
            clock=clock.now,
        )
        try:
            yield SlackTalk(server, receiver, worker, clock, storage)
        finally:
            await receiver.close()
            await api.close()
            storage.close()


def _plain(mrkdwn: str) -> str:
    """Slack's words as plain text with Markdown's own emphasis, as scripts expect it."""
    text = re.sub(r"(?<![^\s`«“(])!(?=[a-z])", "/", mrkdwn.replace("\u200b", ""))
    text = re.sub(r"<([^|>]+)\|([^>]*)>", r"[\2](\1)", text)
    text = re.sub(r"(?<![\w*])\*([^*\n]+)\*(?![\w*])", r"**\1**", text)
    text = re.sub(r"(?m)^(\s*)• ", r"\1- ", text)
    text = re.sub(r"(?<![\w~])~([^~\n]+)~(?![\w~])", r"~~\1~~", text)
    return html.unescape(text)


def _choices(call: Call) -> tuple[Choice, ...]:
    return tuple(
        Choice(id=b["value"], label=html.unescape(b["text"]["text"])) for b in call.buttons()
    )
