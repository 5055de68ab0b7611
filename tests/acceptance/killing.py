"""Kills -9 a process that is taking a turn, again and again, at random moments.

``python -m tests.acceptance.killing DATA CYCLES SEED`` forks a child per cycle; the child opens
the data folder, posts a note, takes every due turn and says so when the answer was sent. The
parent kills it after a random part of the time that an undisturbed turn takes. Printed at the
end: the JSON list of the words whose answer was seen.
"""

import asyncio
import json
import os
import random
import select
import signal
import sys
import time
from datetime import UTC
from pathlib import Path

from adapters.terminal.channel import TerminalChannel
from adapters.terminal.chat import Chat
from adapters.terminal.clock import SystemClock
from adapters.terminal.screen import JsonScreen
from bot.commands import wiring
from bot.messages import Outgoing
from bot.schedule.worker import Worker
from bot.settings import Settings
from tests.fakes import Talk


def note(folder: Path, word: str, answer: int) -> None:
    """Take one turn in this process; write to the pipe ``answer`` when it was answered."""
    storage = wiring.storage(Settings(), folder)
    clock = SystemClock()

    def show(outgoing: Outgoing, paths: list[Path]) -> None:
        if word in outgoing.text.lower():
            os.write(answer, b"!")

    channel = TerminalChannel(folder.parent / "files", show)
    worker = Worker(
        storage.mailboxes,
        storage.notebooks,
        wiring.engine(Settings()),
        {channel.name: channel},
        clock,
    )
    chat = Chat(
        who="me",
        channel=channel,
        screen=JsonScreen(sys.stderr, clock, UTC),
        mailboxes=storage.mailboxes,
        worker=worker,
        clock=clock,
        language="fr",
        fields={},
        locale="fr",
    )
    asyncio.run(chat.take(f"/maladie {word}"))
    storage.close()


def cycle(folder: Path, word: str, seconds: float | None) -> tuple[bool, float]:
    """Fork, let it work, kill it after ``seconds``; whether it answered, how long it ran."""
    reads, writes = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reads)
        note(folder, word, writes)
        os._exit(0)
    os.close(writes)
    start = time.perf_counter()
    if seconds is not None:
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    ran = time.perf_counter() - start
    answered = bool(select.select([reads], [], [], 0)[0]) and os.read(reads, 1) == b"!"
    os.close(reads)
    return answered, ran


async def warm() -> None:
    """Load what a first turn loads, so that the children's time is the turn's own."""
    talk = Talk()
    await talk.opened()
    await talk.say("/maladie asthme")


def main(folder: Path, cycles: int, seed: int) -> None:
    """Warm up, measure, kill."""
    chance = random.Random(seed)
    asyncio.run(warm())
    lasted = [cycle(folder, f"essai{n}", None)[1] for n in range(3)][-1]
    answered = [
        word
        for word in (f"mot{n:03d}" for n in range(cycles))
        if cycle(folder, word, chance.random() * lasted * 2.5)[0]
    ]
    print(json.dumps(answered))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
