"""Speed on Telegram, through the real adapter against a server on the loopback.

Measured in one run: a bare echo bot; Carnet with the guide, everything committed and encrypted
(10,000 messages of 1,000 people, with the memory of the process); and 1,800 nudges due in the same
minute with people talking meanwhile. The server and the people run in this process, the bot in
another. ``python -m bench.telegram`` also takes the echo bot with 64 updates at once.

Own time is from when a message can be fetched until its answer has arrived, while nobody else says
anything: our part, as the server takes none. With 64 people waiting it is mostly their queue.
"""

import argparse
import asyncio
import contextlib
import os
import statistics
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from bench.figure import Figure, percentile
from bench.nudges import measure_nudges
from tests.acceptance.bot_api import TOKEN, BotApi, Call
from tests.acceptance.program import Program

SAID = (
    "Je prends metformine 500 mg matin et soir",
    "Allergique à la pénicilline",
    "RDV cardiologue mardi prochain 14h30",
    "/carnet",
    "Prépare mon rendez-vous",
    "J'ai du diabète",
)

PEOPLE = 1000
AT_A_TIME = 64
NUDGES = 1800
PATIENCE = 60.0
"""Seconds without a single answer after which a talk is given up."""


@dataclass(slots=True)
class People:
    """People who say the next thing as soon as they were answered, so many of them at a time."""

    api: BotApi
    lines: Callable[[Call | None, int], str | None]
    answered: int = 0
    seconds: list[float] = field(default_factory=list)
    on_thousand: Callable[[int], None] = lambda _: None
    _asked: dict[int, float] = field(default_factory=dict)
    _step: dict[int, int] = field(default_factory=dict)
    _waiting: deque[int] = field(default_factory=deque)
    _left: int = 0
    _done: asyncio.Event = field(default_factory=asyncio.Event)

    async def talk(self, people: int, at_a_time: int, first: int = 1000) -> float:
        """Have all of them talk; how many seconds it took.

        Raises RuntimeError when it came to an end before they had said all.
        """
        self.api.on_send = self._heard
        self._waiting = deque(range(first, first + people))
        self._left = people
        started = time.perf_counter()
        for _ in range(min(at_a_time, people)):
            self._next(self._waiting.popleft(), None)
        answered = -1
        while not self._done.is_set():
            if answered == self.answered:
                raise RuntimeError("nobody is answered any more")
            answered = self.answered
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._done.wait(), PATIENCE)
        if self._left:
            raise RuntimeError("the talk came to an unexpected end")
        return time.perf_counter() - started

    async def _heard(self, call: Call) -> None:
        goes_on = False
        try:
            self._go_on(call)
            goes_on = True
        finally:
            if not goes_on:
                self._done.set()

    def _go_on(self, call: Call) -> None:
        asked = self._asked.pop(call.chat, None)
        if asked is None:
            return
        self.answered += 1
        self.seconds.append(time.perf_counter() - asked)
        if self.answered % 1000 == 0:
            self.on_thousand(self.answered)
        self._next(call.chat, call)

    def _next(self, chat: int, last: Call | None) -> None:
        step = self._step.get(chat, 0)
        line = self.lines(last, step)
        self._step[chat] = step + 1
        if line is None:
            self._left -= 1
            if self._waiting:
                self._next(self._waiting.popleft(), None)
            elif self._left == 0:
                self._done.set()
            return
        self._asked[chat] = time.perf_counter()
        if line.startswith("#") and last is not None:
            self.api.press(last, line[1:])
        else:
            self.api.say(chat, line)


def to_echo(count: int) -> Callable[[Call | None, int], str | None]:
    """Say ``count`` things."""
    return lambda _, step: SAID[step % len(SAID)].lstrip("/") if step < count else None


def to_carnet(_: Call | None, step: int) -> str | None:
    """The first conversation, then six things people say: ten messages in all."""
    first = ("/start", "#Je suis d'accord", "#France", "1980")
    said = (*first, *SAID)
    return said[step] if step < len(said) else None


@dataclass(frozen=True, slots=True)
class Speed:
    """What a talk came to: messages a second, and sorted milliseconds to each answer.

    ``processor`` are milliseconds of the bot's processor time for a message.
    """

    rate: float
    times: list[float]
    processor: float

    @classmethod
    def of(cls, people: People, seconds: float, cpu: float) -> "Speed":
        """Of people who have talked for so many seconds."""
        times = sorted(second * 1000 for second in people.seconds)
        return cls(people.answered / seconds, times, cpu / people.answered * 1000)

    @property
    def median(self) -> float:
        """The middle of the times."""
        return statistics.median(self.times)

    @property
    def p99(self) -> float:
        """What 99 % of the times stay within."""
        return percentile(self.times, 0.99)

    def tell(self, name: str) -> None:
        """Print one line."""
        print(
            f"{name:34} {self.rate:7.0f} messages/s"
            f"   median {self.median:6.1f} ms   p99 {self.p99:6.1f} ms"
            f"   processor {self.processor:5.2f} ms a message",
            flush=True,
        )


def cpu_seconds(pid: int) -> float:
    """The processor time a process has used."""
    times = psutil.Process(pid).cpu_times()
    return float(times.user + times.system)


async def measure_echo(messages: int, at_a_time: int, at_once: int = 1) -> Speed:
    """The yardstick; ``at_once`` 1 is what python-telegram-bot does by itself."""
    async with BotApi() as api:
        api.keep = False
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bench.echo", api.base_url, TOKEN, str(at_once)
        )
        try:
            await People(api, to_echo(5)).talk(1, 1, first=1)
            before = cpu_seconds(process.pid)
            people = People(api, to_echo(10))
            seconds = await people.talk(messages // 10, at_a_time)
            return Speed.of(people, seconds, cpu_seconds(process.pid) - before)
        finally:
            process.terminate()
            await process.wait()


async def measure_carnet(people_count: int, at_a_time: int) -> tuple[Speed, list[float]]:
    """Carnet with the guide: its speed, and its memory in MB at each thousand messages."""
    with tempfile.TemporaryDirectory() as folder:
        async with BotApi() as api:
            api.keep = False
            memory: list[float] = []
            async with Program(Path(folder), api, cold=True) as program:
                process = psutil.Process(program.pid)

                def look(answered: int) -> None:
                    memory.append(process.memory_info().rss / 1e6)

                await People(api, to_carnet).talk(2, 1, first=1)
                before = cpu_seconds(program.pid)
                people = People(api, to_carnet, on_thousand=look)
                seconds = await people.talk(people_count, at_a_time)
                speed = Speed.of(people, seconds, cpu_seconds(program.pid) - before)
            return speed, memory


def measure() -> list[Figure]:
    """Rate and own time over the real adapter, beside a bare echo bot's; nudges beside answers."""
    echo = asyncio.run(measure_echo(2000, AT_A_TIME))
    calm_echo = asyncio.run(measure_echo(500, 1))
    calm, _ = asyncio.run(measure_carnet(50, 1))
    carnet, memory = asyncio.run(measure_carnet(PEOPLE, AT_A_TIME))
    again = asyncio.run(measure_echo(2000, AT_A_TIME))
    rate = (echo.rate + again.rate) / 2
    return [
        Figure("bare echo bot, before and after", rate, "/s"),
        Figure("bare echo bot, own time, p99", calm_echo.p99, "ms"),
        Figure("Carnet, 64 people at a time", carnet.rate, "/s", 100, at_least=True),
        Figure("Carnet, to the bare echo's rate", carnet.rate / rate, "×", 0.5, at_least=True),
        Figure("Carnet, own time, median", calm.median, "ms"),
        Figure("Carnet, own time, p99", calm.p99, "ms"),
        Figure("Carnet, 64 people waiting, p99", carnet.p99, "ms"),
        Figure("Carnet, processor time of a message", carnet.processor, "ms"),
        Figure("bare echo bot, processor time of a message", echo.processor, "ms"),
        Figure("memory, last to second thousand", memory[-1] / memory[1], "×", 1.1),
        *asyncio.run(measure_nudges(NUDGES)).figures(),
    ]


async def main() -> None:
    """All measurements, or those that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--nudges", type=int, default=NUDGES)
    parser.add_argument("--only", choices=["echo", "carnet", "nudges"])
    given = parser.parse_args()
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}", flush=True)
    if given.only in {None, "echo"}:
        (await measure_echo(500, 1)).tell("bare echo, one by one")
        (await measure_echo(2000, AT_A_TIME)).tell("bare echo, 64 people at a time")
        (await measure_echo(2000, AT_A_TIME, 64)).tell("the same, 64 updates at once")
    if given.only in {None, "carnet"}:
        (await measure_carnet(50, 1))[0].tell("Carnet, one by one")
        speed, memory = await measure_carnet(given.people, AT_A_TIME)
        speed.tell("Carnet, 64 people at a time")
        print("  memory in MB at each thousand:", *(f"{m:.0f}" for m in memory))
    if given.only in {None, "nudges"}:
        for figure in (await measure_nudges(given.nudges)).figures():
            print(f"{figure.name:50} {figure.value:8.1f} {figure.unit}")


if __name__ == "__main__":
    asyncio.run(main())
