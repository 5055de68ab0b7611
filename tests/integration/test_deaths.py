"""kill -9 at each step: nothing lost, nothing done twice, nothing half done."""

import asyncio
import itertools
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial

import pytest

from bot.messages import Incoming, Space
from bot.notebook.facts import Condition
from bot.turn import AuditLine, Dialogue, NewDocument, Said, Turn
from storage.opening import Counts, Storage, keys_rotate, keys_status
from tests.integration.deaths import die_at
from tests.integration.scenes import (
    MINUTE,
    NOON,
    House,
    adds,
    condition,
    drain,
    job_of,
    reminder,
    reply,
    said,
    tell,
)

LATER = NOON + timedelta(minutes=2)
ASTHMA = condition("asthma")
FULL = Turn(
    changes=(adds(ASTHMA),),
    documents=(NewDocument(id="d", content=b"scan"),),
    dialogues={Space.HEALTH: Dialogue(history=(Said(who="person", text="hello", at=NOON),))},
    audit=(AuditLine(at=NOON, what="noted"),),
    replan={ASTHMA.id: (reminder(ASTHMA, "2026-12-01T08:00"),)},
    replies=(reply("noted"),),
)
ERASURE = Turn(erase="everything", replies=(reply("goodbye"),))


def in_storage(house: House, work: Callable[[Storage], Awaitable[None]]) -> None:
    """Do work in this process, with the storage opened and closed around it."""

    async def run() -> None:
        storage = house.open()
        try:
            await work(storage)
        finally:
            storage.close()

    asyncio.run(run())


async def nothing(_: Storage) -> None:
    """Only open and close."""


async def post(storage: Storage, incoming: Incoming) -> None:
    """Post a message."""
    await storage.mailboxes.post(incoming)


async def take_turn(storage: Storage, turn: Turn) -> None:
    """Lease whoever is first, commit this turn, release."""
    lease = await storage.mailboxes.lease(NOON, MINUTE)
    assert lease is not None
    await storage.mailboxes.commit(lease, await job_of(storage, lease), turn, NOON)
    await storage.mailboxes.release(lease)


async def rotate(_: Storage, house: House) -> None:
    """Rotate the keys beside the open storage."""
    keys_rotate(house.folder, house.master())


def test_death_at_each_step_of_posting(house: House) -> None:
    """A message is posted or not; posted again, as platforms do, it is there exactly once."""
    in_storage(house, nothing)
    for step in itertools.count(1):
        message = said(f"message {step}", sender=f"person {step}")
        died = die_at(step, house, post, message)

        async def check(storage: Storage, message: Incoming = message) -> None:
            await post(storage, message)
            assert await drain(storage, LATER) == [message.text]

        in_storage(house, check)
        if not died:
            break
    assert step > 5


def test_death_at_each_step_of_a_turn(house: House) -> None:
    """Lease, commit and release: after a death the turn is done wholly or not at all."""
    in_storage(house, nothing)
    outcomes = []
    for step in itertools.count(1):
        in_storage(house, partial(post, incoming=said("hello", sender=f"person {step}")))
        died = die_at(step, house, take_turn, FULL)
        outcomes.append(_outcome(house))
        if not died:
            break
    assert step > 15
    assert set(outcomes) == {"not at all", "wholly"}
    assert outcomes == sorted(outcomes)


def _outcome(house: House) -> str:
    """Whether the only job waiting is the message or the reply; everything else must agree."""
    found = []

    async def check(storage: Storage) -> None:
        lease = await storage.mailboxes.lease(LATER, MINUTE)
        assert lease is not None
        job = await job_of(storage, lease, LATER)
        kept = await storage.notebooks.person(lease.person)
        notebook = storage.notebooks.notebook(kept.account)
        there = [
            await notebook.facts() == [ASTHMA],
            await notebook.document("d") == b"scan",
            await notebook.audit(1) == list(FULL.audit),
            await notebook.change_sets(1) == list(FULL.changes),
            kept.dialogues[Space.HEALTH] == FULL.dialogues[Space.HEALTH],
            job.body == FULL.replies[0],
        ]
        assert len(set(there)) == 1
        found.append("wholly" if there[0] else "not at all")
        await storage.mailboxes.commit(lease, job, Turn(replan={ASTHMA.id: ()}), LATER)
        await storage.mailboxes.release(lease)
        assert await drain(storage, LATER) == []
        assert await storage.mailboxes.next_due() is None

    in_storage(house, check)
    return found[0]


def test_death_at_each_step_of_an_erasure(house: House) -> None:
    """Everything is there, or everything is gone with its keys once Carnet starts again."""
    outcomes: list[str] = []
    for step in itertools.count(1):
        people: list[str] = []

        async def prepare(storage: Storage, people: list[str] = people, number: int = step) -> None:
            people.append(await tell(storage, FULL.model_copy(update={"replies": ()})))
            account = (await storage.notebooks.person(people[0])).account
            people.append(account.notebook)
            await storage.mailboxes.post(said(f"delete everything {number}"))

        in_storage(house, prepare)
        died = die_at(step, house, take_turn, ERASURE)

        async def check(storage: Storage, people: list[str] = people) -> None:
            keys = [storage.keys.find(owner) is not None for owner in people]
            waiting = [each.person for each in await storage.people()]
            assert keys == ([True, True] if waiting else [False, False])
            outcomes.append("gone" if not waiting else "all there")
            if waiting:
                account = (await storage.notebooks.person(people[0])).account
                assert await storage.notebooks.notebook(account).facts() == [ASTHMA]
                lease = await storage.mailboxes.lease(LATER, MINUTE)
                assert lease is not None
                job = await job_of(storage, lease, LATER)
                await storage.mailboxes.commit(lease, job, ERASURE, LATER)
                await storage.mailboxes.release(lease)
            assert await drain(storage, LATER) == ["goodbye"]
            assert await storage.counts() == Counts(people=0, jobs=0, dead_letters=0)
            assert storage.keys.status().owners == 0

        in_storage(house, check)
        if not died:
            break
    assert outcomes == sorted(outcomes)
    assert set(outcomes) == {"all there", "gone"}


def test_death_at_each_step_of_a_rotation(sqlite_house: House) -> None:
    """A rotation cut short anywhere loses no key, and is finished by the next one."""

    async def prepare(storage: Storage) -> None:
        for number in range(3):
            await tell(storage, Turn(changes=(adds(ASTHMA),)), sender=f"person {number}")

    in_storage(sqlite_house, prepare)

    async def check(storage: Storage) -> None:
        for each in await storage.people():
            account = (await storage.notebooks.person(each.person)).account
            assert await storage.notebooks.notebook(account).facts(Condition) == [ASTHMA]

    step = 0
    while die_at(step := step + 1, sqlite_house, rotate, sqlite_house):
        in_storage(sqlite_house, check)
        if step % 10 == 0:
            status = keys_rotate(sqlite_house.folder, sqlite_house.master())
            assert status.rotated
            in_storage(sqlite_house, check)
    in_storage(sqlite_house, check)
    assert keys_status(sqlite_house.folder, sqlite_house.master()).rotated
    assert step > 20


@pytest.mark.parametrize("step", range(1, 60, 4))
def test_death_while_opening_for_the_first_time(sqlite_house: House, step: int) -> None:
    """A first start cut short anywhere is made good by the next, or says what to do."""
    die_at(step, sqlite_house, nothing, opened=False)

    async def check(storage: Storage) -> None:
        await storage.mailboxes.post(said("hello"))
        assert await drain(storage) == ["hello"]

    in_storage(sqlite_house, check)
