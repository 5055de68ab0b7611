"""Speed on Telegram, through the real adapter against a server on the loopback.

``python -m bench.telegram`` measures, in one run: a bare echo bot one by one and side by side;
Carnet with the guide, everything committed and encrypted (10,000 messages of 1,000 people, with the
memory of the process); and 1,800 nudges due in the same minute with people talking meanwhile. The
server and the people run in this process, the bot in another.
"""

import argparse
import asyncio
import os
import statistics
import sys
import tempfile
import time
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from bench.figure import Figure
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
        """Have all of them talk; how many seconds it took."""
        self.api.on_send = self._heard
        self._waiting = deque(range(first, first + people))
        self._left = people
        started = time.perf_counter()
        for _ in range(min(at_a_time, people)):
            self._next(self._waiting.popleft(), None)
        await self._done.wait()
        return time.perf_counter() - started

    async def _heard(self, call: Call) -> None:
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


def told(name: str, people: People, seconds: float, cpu: float) -> float:
    """Print one line of figures, return the rate; ``cpu`` are the bot's processor seconds."""
    times = sorted(people.seconds)
    middle, slow = statistics.median(times), times[int(len(times) * 0.99)]
    print(
        f"{name:34} {people.answered / seconds:7.0f} messages/s"
        f"   median {middle * 1000:6.1f} ms   p99 {slow * 1000:6.1f} ms"
        f"   processor {cpu / people.answered * 1000:5.2f} ms a message",
        flush=True,
    )
    return people.answered / seconds


def cpu_seconds(pid: int) -> float:
    """The processor time a process has used."""
    times = psutil.Process(pid).cpu_times()
    return float(times.user + times.system)


async def measure_echo(messages: int, at_once: int) -> float:
    """The yardstick; ``at_once`` 1 is what python-telegram-bot does by itself."""
    async with BotApi() as api:
        api.keep = False
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bench.echo", api.base_url, TOKEN, str(at_once)
        )
        await People(api, to_echo(5)).talk(1, 1, first=1)
        before = cpu_seconds(process.pid)
        people = People(api, to_echo(10))
        seconds = await people.talk(messages // 10, 64)
        cpu = cpu_seconds(process.pid) - before
        process.terminate()
        await process.wait()
        return told(f"bare echo, {at_once} at once", people, seconds, cpu)


async def measure_carnet(people_count: int, at_a_time: int) -> tuple[float, list[float]]:
    """Carnet with the guide: its rate, and its memory in MB at each thousand messages."""
    with tempfile.TemporaryDirectory() as folder:
        async with BotApi() as api:
            api.keep = False
            program = Program(Path(folder), api)
            await program.start()
            memory: list[float] = []
            process = psutil.Process(program.pid)

            def look(answered: int) -> None:
                memory.append(process.memory_info().rss / 1e6)

            await People(api, to_carnet).talk(2, 1, first=1)
            before = cpu_seconds(program.pid)
            people = People(api, to_carnet, on_thousand=look)
            seconds = await people.talk(people_count, at_a_time)
            cpu = cpu_seconds(program.pid) - before
            rate = told(f"Carnet, {at_a_time} people at a time", people, seconds, cpu)
            if memory:
                print("  memory in MB at each thousand:", *(f"{m:.0f}" for m in memory))
            await program.stop()
            print("  log:", program.log.strip() or "empty")
            return rate, memory


PEOPLE = 200
"""People of the short run in ``make bench``; ``python -m bench.telegram`` takes 1,000."""


def measure() -> list[Figure]:
    """The rate over the real adapter against a loopback server, beside a bare echo bot's."""
    echo = asyncio.run(measure_echo(2000, 1))
    carnet, memory = asyncio.run(measure_carnet(PEOPLE, 64))
    found = [
        Figure("bare echo bot", echo, "messages/s"),
        Figure("Carnet, 64 people at a time", carnet, "messages/s", 100, at_least=True),
        Figure("Carnet, to the bare echo", carnet / echo, "×", 0.5, at_least=True),
    ]
    if len(memory) > 1:
        found.append(Figure("memory, last to first thousand", memory[-1] / memory[0], "×", 1.2))
    return found


async def main() -> None:
    """All measurements, or those that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=1000)
    parser.add_argument("--nudges", type=int, default=1800)
    parser.add_argument("--only", choices=["echo", "carnet", "nudges"])
    given = parser.parse_args()
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}", flush=True)
    steps: dict[str, Callable[[], Awaitable[object]]] = {
        "echo": lambda: measure_echo(2000, 1),
        "echo-64": lambda: measure_echo(2000, 64),
        "carnet-1": lambda: measure_carnet(20, 1),
        "carnet": lambda: measure_carnet(given.people, 64),
        "nudges": lambda: measure_nudges(given.nudges),
    }
    for name, step in steps.items():
        if given.only is None or name.startswith(given.only):
            await step()


if __name__ == "__main__":
    asyncio.run(main())
