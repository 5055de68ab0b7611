"""Conversations that go as a script says, whatever platform they go through."""

import re
import tomllib
from abc import ABC, abstractmethod
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from adapters.pacing import Pace
from adapters.terminal.clock import SimulatedClock
from bot.dates import read_duration
from bot.schedule.worker import Worker
from storage.opening import Storage
from tests.fakes import START

_DIALOGUES = Path(__file__).parents[1] / "dialogues" / "scripts"
_FIXTURES = Path(__file__).parents[1] / "fixtures"
SCRIPTS = sorted(_DIALOGUES.glob("*.toml"))


class ScriptedTalk(ABC):
    """One person's conversation, over a simulated clock."""

    def __init__(self, worker: Worker, clock: SimulatedClock, storage: Storage) -> None:
        self._worker = worker
        self._clock = clock
        self._storage = storage
        self._read = 0

    @abstractmethod
    async def say(self, text: str) -> object:
        """Say something."""

    @abstractmethod
    async def press(self, label: str) -> object:
        """Press the button whose label contains these words, in the last messages that have any."""

    @abstractmethod
    async def attach(self, name: str, content: bytes) -> object:
        """Send a file."""

    @abstractmethod
    def text(self) -> str:
        """All that was said last."""

    @abstractmethod
    def labels(self) -> list[str]:
        """The labels of all buttons of what was said last."""

    @abstractmethod
    async def _answers(self) -> object:
        """Have the worker do what is due; what it said."""

    async def wait(self, length: timedelta) -> object:
        """Let time pass; every nudge that falls due arrives."""
        until = self._clock.now() + length
        while (due := await self._storage.mailboxes.next_due()) is not None and due <= until:
            self._clock.move_to(due)
            await self._worker.drain()
        self._clock.move_to(until)
        return await self._answers()

    def _second(self) -> None:
        """Nothing is said in the same second as something else."""
        self._clock.move_to(self._clock.now() + timedelta(seconds=1))


def hurried() -> Pace:
    """A pace whose seconds pass when somebody waits for them."""
    passed = [0.0]

    async def sleep(seconds: float) -> None:
        passed[0] += seconds

    return Pace(1000.0, clock=lambda: passed[0], sleep=sleep)


def read_story(script: Path) -> tuple[dict[str, Any], datetime]:
    """What the script says, and when it begins."""
    story = tomllib.loads(script.read_text("utf-8"))
    if "clock" not in story:
        return story, START
    zone = ZoneInfo(story.get("zone", "Europe/Paris"))
    return story, datetime.fromisoformat(story["clock"]).replace(tzinfo=zone)


async def play(talk: ScriptedTalk, story: dict[str, Any], name: str) -> None:
    """Take every step of the story, and verify what came back."""
    for number, step in enumerate(story["step"], 1):
        if "said" in step:
            await talk.say(step["said"])
        elif "press" in step:
            await talk.press(step["press"])
        elif "attach" in step:
            await talk.attach(step["attach"], (_FIXTURES / step["attach"]).read_bytes())
        elif "wait" in step:
            await talk.wait(read_duration(step["wait"], language=story.get("language", "fr")))
        _verify(talk, step, f"{name}, step {number}")


def _verify(talk: ScriptedTalk, step: dict[str, list[str]], where: str) -> None:
    """What must and must not have arrived."""
    text, labels = talk.text(), talk.labels()
    for pattern in step.get("expect", []):
        assert re.search(pattern, text, re.I | re.S), f"{where}: expected {pattern!r} in:\n{text}"
    for pattern in step.get("never", []):
        assert not re.search(pattern, text, re.I | re.S), f"{where}: unwanted {pattern!r}:\n{text}"
    for word in step.get("buttons", []):
        assert any(word in label for label in labels), f"{where}: no button {word!r} in {labels}"
