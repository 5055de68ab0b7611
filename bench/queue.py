"""The queue: how fast waiting turns drain, in order, and that a claim stays quick in a long one."""

import asyncio
import os
import sqlite3
import time
from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from statistics import median
from uuid import uuid4

from bench.figure import Figure
from bench.people import START, House
from bench.workplace import folder
from storage import jobs
from storage.folder import DATABASE
from storage.instants import seconds

TURNS = 1000
PERSONS = 40
ROUNDS = 2
PATIENCE = 60.0
FEW, MANY = 1_000, 1_000_000
REMINDERS_EACH = 10
CLAIMS = 200
_SEALED = bytes(256 + 81)
"""As long as a sealed reminder; a claim opens none."""


async def _drain(place: Path) -> tuple[float, bool]:
    """The seconds that :data:`TURNS` turns take, and whether each person's order was kept.

    The worker runs as in ``carnet run``: persons side by side, one after the other within each.
    """
    house = House(place)
    try:
        for person in range(PERSONS):
            await house.welcome(f"p{person}", "en")
        await house.worker.drain()
        house.channel.sent.clear()
        for number in range(TURNS):
            who, turn = number % PERSONS, number // PERSONS
            await house.storage.mailboxes.post(house.said(f"p{who}", f"I take medicine{turn:03}"))
        stop, answered = asyncio.Event(), house.channel.after(TURNS)
        begun = time.perf_counter()
        running = asyncio.create_task(house.worker.run(stop))
        await asyncio.wait_for(answered.wait(), PATIENCE)
        spent = time.perf_counter() - begun
        stop.set()
        await running
        return spent, _in_order(house)
    finally:
        house.close()


def _in_order(house: House) -> bool:
    """Every answer names what it answers: person by person, they must come as they were asked."""
    answered: defaultdict[str, list[str]] = defaultdict(list)
    for outgoing in house.channel.sent:
        answered[outgoing.address.conversation].append(outgoing.text)
    each = TURNS // PERSONS
    return len(answered) == PERSONS and all(
        len(texts) == each
        and all(f"medicine{turn:03}" in text.lower() for turn, text in enumerate(texts))
        for texts in answered.values()
    )


def _bare_drain(place: Path) -> float:
    """The floor: as many rows taken from a table of sqlite3, an answer written for each, and sent.

    Two commits a turn, one of them to the disk, as Carnet does.
    """
    connection = sqlite3.connect(place / "bare.db", isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("CREATE TABLE turn (seq INTEGER PRIMARY KEY, person TEXT, body BLOB)")
    connection.execute("CREATE TABLE answer (seq INTEGER PRIMARY KEY, body BLOB)")
    connection.executemany(
        "INSERT INTO turn (person, body) VALUES (?, ?)",
        [(str(number % PERSONS), _SEALED) for number in range(TURNS)],
    )
    begun = time.perf_counter()
    while row := connection.execute("SELECT seq FROM turn ORDER BY seq LIMIT 1").fetchone():
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("DELETE FROM turn WHERE seq = ?", row)
        connection.execute("INSERT INTO answer VALUES (?, ?)", (*row, _SEALED))
        connection.execute("COMMIT")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("DELETE FROM answer WHERE seq = ?", row)
        connection.execute("COMMIT")
    spent = time.perf_counter() - begun
    connection.close()
    return spent


def _fill(file: Path, reminders: int) -> None:
    """Add reminders that are due later, written straight into the storage's tables."""
    due = seconds(START + timedelta(days=1))
    people = [str(uuid4()) for _ in range(reminders // REMINDERS_EACH)]
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA cache_size = -262144")
    connection.execute("BEGIN")
    connection.executemany(
        "INSERT INTO mailbox (person, rank, due_at, lease_until, paused_until, closing)"
        " VALUES (?, ?, ?, 0, 0, false)",
        ((person, jobs.RANK_REMINDER, due + at % 9_000_000) for at, person in enumerate(people)),
    )
    connection.executemany(
        "INSERT INTO job (id, person, kind, rank, due_at, about, attempts, key_id, sealed)"
        f" VALUES (?, ?, 'reminder', {jobs.RANK_REMINDER}, ?, ?, 0, {jobs.OWN_KEY}, ?)",
        _reminders(people, due),
    )
    connection.execute("COMMIT")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def _reminders(people: list[str], due: int) -> Iterator[tuple[str, str, int, str, bytes]]:
    for at, person in enumerate(people):
        for number in range(REMINDERS_EACH):
            # Random, as unique as real ids, but cheaper to make than a uuid.
            name = os.urandom(18).hex()
            yield name, person, due + at % 9_000_000 + number * 86_400, name, _SEALED


async def _claims(place: Path) -> float:
    """The median seconds of a claim while some people have just written."""
    house = House(place)
    try:
        for number in range(CLAIMS):
            await house.storage.mailboxes.post(house.said(f"claim{number}", "hello"))
        spent = []
        for _ in range(CLAIMS):
            now = house.clock.now()
            begun = time.perf_counter()
            lease = await house.storage.mailboxes.lease(now, timedelta(minutes=1))
            spent.append(time.perf_counter() - begun)
            assert lease is not None
        return median(spent)
    finally:
        house.close()


def _claim_among(reminders: int) -> float:
    with folder() as place:
        House(place).close()
        _fill(place / DATABASE, reminders)
        return asyncio.run(_claims(place))


def measure() -> list[Figure]:
    """Seconds to drain, with the order checked, and milliseconds of a claim in two queues.

    Of several rounds the best counts, of the floor's too, so that a busy machine weighs less.
    """
    rounds, bare = [], []
    for _ in range(ROUNDS):
        with folder() as place:
            rounds.append(asyncio.run(_drain(place / "data")))
            bare.append(_bare_drain(place))
    spent, floor = min(seconds for seconds, _ in rounds), min(bare)
    few, many = _claim_among(FEW), _claim_among(MANY)
    return [
        Figure(
            f"{TURNS} queued turns of {PERSONS} persons, best of {ROUNDS}",
            spent,
            "s",
            5,
            spent / floor,
        ),
        Figure(
            "order kept for each person (1: yes)",
            float(all(kept for _, kept in rounds)),
            "",
            1,
            at_least=True,
        ),
        Figure("floor: as many rows through a queue in sqlite3", floor, "s"),
        Figure(f"claim among {FEW:,} waiting reminders", few * 1000, "ms"),
        Figure(f"claim among {MANY:,} waiting reminders", many * 1000, "ms", None, many / few),
    ]


if __name__ == "__main__":
    for figure in measure():
        print(figure)
