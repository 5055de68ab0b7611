"""Leases: fences, takeover, and several workers at once on PostgreSQL."""

import asyncio
from collections import defaultdict
from datetime import timedelta

import pytest

from bot.errors import ConfigurationError, LeaseLost
from bot.messages import Incoming
from bot.ports import Lease
from bot.turn import Turn
from storage.opening import Storage
from tests.integration.scenes import (
    MINUTE,
    NOON,
    House,
    adds,
    condition,
    drain,
    job_of,
    reply,
    said,
    tell,
)


async def _lease(storage: Storage, seconds: int = 0) -> Lease:
    lease = await storage.mailboxes.lease(NOON + timedelta(seconds=seconds), MINUTE)
    assert lease is not None
    return lease


async def test_a_dead_workers_person_is_taken_over(storage: Storage) -> None:
    """When a lease ran out, and not before, somebody else gets the person and the same job."""
    await storage.mailboxes.post(said("bonjour"))
    dead = await _lease(storage)
    job = await job_of(storage, dead)
    assert await storage.mailboxes.lease(NOON + timedelta(seconds=59), MINUTE) is None
    taken = await _lease(storage, 60)
    assert taken.person == dead.person
    assert await job_of(storage, taken) == job


async def test_a_paused_workers_late_writes_are_refused(storage: Storage) -> None:
    """After a takeover, the former holder can neither write, retry, bury, renew nor read jobs."""
    await storage.mailboxes.post(said("bonjour"))
    late = await _lease(storage)
    job = await job_of(storage, late)
    taken = await _lease(storage, 61)
    turn = Turn(replies=(reply("late"),), changes=(adds(condition("late")),))
    mailboxes = storage.mailboxes
    for write in (
        lambda: mailboxes.commit(late, job, turn, NOON),
        lambda: mailboxes.bury(late, job, turn, NOON),
        lambda: mailboxes.retry(late, job, NOON, NOON),
        lambda: mailboxes.renew(late, NOON, MINUTE),
        lambda: mailboxes.next_job(late, NOON),
    ):
        with pytest.raises(LeaseLost):
            await write()
    await mailboxes.release(late)
    await mailboxes.commit(taken, job, Turn(replies=(reply("in time"),)), NOON)
    await mailboxes.release(taken)
    assert await drain(storage) == ["in time"]
    account = (await storage.notebooks.person(taken.person)).account
    assert await storage.notebooks.notebook(account).facts() == []


async def test_a_late_commit_counts_when_nobody_took_over(storage: Storage) -> None:
    """A lease that ran out unnoticed still fences: nobody else worked, so the work stands."""
    await storage.mailboxes.post(said("bonjour"))
    lease = await _lease(storage)
    job = await job_of(storage, lease)
    later = NOON + 10 * MINUTE
    await storage.mailboxes.commit(lease, job, Turn(replies=(reply("late but alone"),)), later)
    await storage.mailboxes.release(lease)
    assert await drain(storage, later) == ["late but alone"]


async def test_a_renewed_lease_holds_on(storage: Storage) -> None:
    """Renewed in time, a person stays held past the first end."""
    await storage.mailboxes.post(said("bonjour"))
    lease = await _lease(storage)
    renewed = await storage.mailboxes.renew(lease, NOON + timedelta(seconds=40), MINUTE)
    assert (renewed.token, renewed.until) == (lease.token, NOON + timedelta(seconds=100))
    assert await storage.mailboxes.lease(NOON + timedelta(seconds=99), MINUTE) is None
    assert (await _lease(storage, 100)).person == lease.person


async def test_a_new_start_takes_over_what_the_old_held(sqlite_house: House) -> None:
    """The lease of a process that died in the middle of a turn is free at once, and fenced off."""
    storage = sqlite_house.open()
    await storage.mailboxes.post(said("bonjour"))
    late = await _lease(storage)
    job = await job_of(storage, late)
    storage.close()
    again = sqlite_house.open()
    try:
        assert job.id == (await job_of(again, await _lease(again, 1))).id
        with pytest.raises(LeaseLost):
            await again.mailboxes.commit(late, job, Turn(), NOON)
    finally:
        again.close()


async def test_a_new_start_waits_for_no_pause_of_the_old(sqlite_house: House) -> None:
    """A pause that a process left behind holds nobody back after the next start."""
    storage = sqlite_house.open()
    await storage.mailboxes.post(said("bonjour"))
    lease = await _lease(storage)
    job = await job_of(storage, lease)
    await storage.mailboxes.retry(lease, job, NOON + 5 * MINUTE, NOON)
    await storage.mailboxes.release(lease)
    assert await storage.mailboxes.lease(NOON + MINUTE, MINUTE) is None
    storage.close()
    again = sqlite_house.open()
    try:
        assert job.id == (await job_of(again, await _lease(again, 1))).id
    finally:
        again.close()


def test_sqlite_takes_one_worker(sqlite_house: House) -> None:
    """A second worker on the same folder is refused in clear words; a look beside is not."""
    first = sqlite_house.open()
    with pytest.raises(ConfigurationError, match="already using this data folder"):
        sqlite_house.open()
    sqlite_house.open(worker=False).close()
    first.close()
    sqlite_house.open().close()


async def test_many_workers_keep_order_and_do_all_once(postgresql_house: House) -> None:
    """Four workers in two processes' worth of connections: each job once, each person in order."""
    storages = [postgresql_house.open() for _ in range(2)]
    expected = {f"person {who}": [f"{who}/{number}" for number in range(8)] for who in range(12)}
    for number in range(8):
        for who in range(12):
            message = said(f"{who}/{number}", sender=f"person {who}")
            await storages[0].mailboxes.post(message)
    done: defaultdict[str, list[str]] = defaultdict(list)
    working: set[str] = set()

    async def work(storage: Storage) -> None:
        while (lease := await storage.mailboxes.lease(NOON, MINUTE)) is not None:
            assert lease.person not in working
            working.add(lease.person)
            job = await job_of(storage, lease)
            assert isinstance(job.body, Incoming)
            done[job.body.sender].append(job.body.text)
            changes = (adds(condition(job.body.text)),)
            await storage.mailboxes.commit(lease, job, Turn(changes=changes), NOON)
            working.remove(lease.person)
            await storage.mailboxes.release(lease)

    await asyncio.gather(*(work(storage) for storage in storages for _ in range(2)))
    assert expected == done
    for storage in storages:
        storage.close()


async def test_a_new_person_who_says_two_things_at_once_is_one_person(
    postgresql_house: House,
) -> None:
    """Concurrent first messages of one identity, some redelivered, reach one mailbox, once each."""
    storages = [postgresql_house.open() for _ in range(2)]
    messages = [said(f"message {number}") for number in range(10)] * 2
    posted = await asyncio.gather(
        *(storages[number % 2].mailboxes.post(message) for number, message in enumerate(messages))
    )
    assert sum(posted) == 10
    assert len(await storages[0].people()) == 1
    assert sorted(await drain(storages[1])) == sorted(message.text for message in messages[:10])
    for storage in storages:
        storage.close()


async def test_what_is_said_during_an_erasure_is_not_lost(postgresql_house: House) -> None:
    """Messages that race an erasure end up with the person erased or with a new one, never lost."""
    storage = postgresql_house.open()
    for attempt in range(10):
        sender = f"person {attempt}"
        person = await tell(storage, Turn(changes=(adds(condition("asthma")),)), sender=sender)
        await storage.mailboxes.post(said(f"delete {attempt}", sender=sender))
        lease = await _lease(storage)
        job = await job_of(storage, lease)
        late = said(f"hello again {attempt}", sender=sender)
        _, posted = await asyncio.gather(
            storage.mailboxes.commit(lease, job, Turn(erase="everything"), NOON),
            storage.mailboxes.post(late),
        )
        await storage.mailboxes.release(lease)
        assert posted
        assert await drain(storage) in ([], [late.text])
        assert storage.keys.find(person) is None
    storage.close()
