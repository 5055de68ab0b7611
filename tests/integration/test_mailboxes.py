"""Mailboxes: order, once only, what goes first, retries and dead letters."""

from datetime import timedelta

import pytest

from bot.errors import LeaseLost
from bot.turn import Turn
from storage.opening import Counts, Storage
from tests.integration.scenes import (
    MINUTE,
    NOON,
    House,
    appointment,
    drain,
    job_of,
    leased,
    reminder,
    reply,
    said,
    tell,
)


async def test_what_was_said_comes_back_whole(storage: Storage) -> None:
    """A posted message is the body of the job that the worker gets."""
    incoming = said("j’ai mal à la tête 🤕")
    assert await storage.mailboxes.post(incoming)
    async with leased(storage) as lease:
        job = await job_of(storage, lease)
    assert (incoming, "turn", 0) == (job.body, job.kind, job.attempts)


async def test_the_same_event_counts_once(storage: Storage) -> None:
    """A redelivered event is refused while it waits and after it was handled."""
    assert await storage.mailboxes.post(said("bonjour", key="update 17"))
    assert not await storage.mailboxes.post(said("bonjour", key="update 17"))
    assert await drain(storage) == ["bonjour"]
    assert not await storage.mailboxes.post(said("bonjour", key="update 17"))
    assert await drain(storage) == []


async def test_a_stop_is_seen_by_whoever_is_busy_with_that_person(storage: Storage) -> None:
    """Each stop counts once, for its person only; a job knows how many there were before it."""
    await storage.mailboxes.post(said("stop", key="0"), stops=True)
    await storage.mailboxes.post(said("a large file"))
    async with leased(storage) as lease:
        first = await job_of(storage, lease)
        assert 1 == first.stops == await storage.mailboxes.stops(lease.person)
        await storage.mailboxes.post(said("more", key="1"))
        await storage.mailboxes.post(said("stop", sender="2", key="2"), stops=True)
        assert 1 == await storage.mailboxes.stops(lease.person)
        await storage.mailboxes.post(said("stop", key="3"), stops=True)
        await storage.mailboxes.post(said("stop", key="3"), stops=True)
        assert 2 == await storage.mailboxes.stops(lease.person)
        await storage.mailboxes.commit(lease, first, Turn(), NOON)
        assert 2 == (await job_of(storage, lease)).stops
    assert 0 == await storage.mailboxes.stops("nobody")


async def test_the_same_key_elsewhere_is_another_event(storage: Storage) -> None:
    """Event ids are per channel and account."""
    incoming = said("bonjour", key="17")
    other = incoming.model_copy(
        update={"address": incoming.address.model_copy(update={"channel": "slack"})}
    )
    assert [await storage.mailboxes.post(each) for each in (incoming, other)] == [True, True]


async def test_a_person_is_served_in_order(storage: Storage) -> None:
    """Messages of one person come out in the order in which they were posted."""
    texts = [f"message {number}" for number in range(20)]
    for text in texts:
        await storage.mailboxes.post(said(text))
    assert texts == await drain(storage)


async def test_a_clock_that_steps_back_keeps_order(storage: Storage) -> None:
    """Order is that of posting, not of the clock."""
    await storage.mailboxes.post(said("first", at=NOON))
    await storage.mailboxes.post(said("second", at=NOON - MINUTE))
    assert await drain(storage) == ["first", "second"]


async def test_one_person_one_lease(storage: Storage) -> None:
    """While somebody is held, their other messages wait; another person does not."""
    await storage.mailboxes.post(said("a1", sender="a"))
    await storage.mailboxes.post(said("a2", sender="a"))
    first = await storage.mailboxes.lease(NOON, MINUTE)
    assert await storage.mailboxes.lease(NOON, MINUTE) is None
    await storage.mailboxes.post(said("b1", sender="b"))
    second = await storage.mailboxes.lease(NOON, MINUTE)
    assert first is not None
    assert second is not None
    assert first.person != second.person


async def test_who_waited_longest_is_next(storage: Storage) -> None:
    """Among people who said something, the oldest message goes first."""
    for minutes, sender in ((2, "c"), (0, "a"), (1, "b")):
        await storage.mailboxes.post(
            said(f"of {sender}", sender=sender, at=NOON + minutes * MINUTE)
        )
    assert await drain(storage, NOON + 5 * MINUTE) == ["of a", "of b", "of c"]


async def test_a_release_gives_the_person_back(storage: Storage) -> None:
    """A released person can be leased again at once."""
    await storage.mailboxes.post(said("bonjour"))
    async with leased(storage) as first:
        pass
    async with leased(storage) as second:
        assert first.person == second.person
        assert first.token != second.token


async def test_replies_go_before_what_was_said_later(storage: Storage) -> None:
    """A reply is sent before the same person's next message is taken."""
    await storage.mailboxes.post(said("one"))
    await storage.mailboxes.post(said("two"))
    async with leased(storage) as lease:
        job = await job_of(storage, lease)
        await storage.mailboxes.commit(lease, job, Turn(replies=(reply("answer to one"),)), NOON)
    assert await drain(storage) == ["answer to one", "two"]


async def test_emergencies_then_replies_then_turns_then_nudges(storage: Storage) -> None:
    """Across people, ranks decide before age does."""
    visit = appointment("dentist", "2026-11-25T14:00")
    due = reminder(visit, "2026-11-25T12:30")
    await tell(storage, Turn(replan={visit.id: (due,)}), sender="reminded")
    await tell(storage, Turn(replies=(reply("nudge text", priority=2),)), sender="nudged")
    await storage.mailboxes.post(said("turn", sender="speaker"))
    await storage.mailboxes.post(said("make", sender="answered"))
    await storage.mailboxes.post(said("make", sender="urgent"))
    held = [await storage.mailboxes.lease(NOON, MINUTE) for _ in range(3)]
    for lease in held:
        assert lease is not None
        job = await job_of(storage, lease)
        answer = {"answered": reply("reply"), "urgent": reply("emergency", priority=0)}
        made = answer.get(getattr(job.body, "sender", ""))
        if made is not None:
            await storage.mailboxes.commit(lease, job, Turn(replies=(made,)), NOON)
        await storage.mailboxes.release(lease)
    assert await drain(storage, NOON) == ["emergency", "reply", "turn", "nudge text", "nudge"]


async def test_a_failed_job_comes_back_in_its_place(storage: Storage) -> None:
    """A retry counts the attempt and holds back all of that person's mailbox until its time."""
    await storage.mailboxes.post(said("one"))
    await storage.mailboxes.post(said("two"))
    later = NOON + timedelta(seconds=30)
    async with leased(storage) as lease:
        job = await job_of(storage, lease)
        await storage.mailboxes.retry(lease, job, later, NOON)
        assert await storage.mailboxes.next_job(lease, NOON) is None
    await storage.mailboxes.post(said("three"))
    assert await storage.mailboxes.lease(NOON + timedelta(seconds=29), MINUTE) is None
    assert later == await storage.mailboxes.next_due()
    async with leased(storage, later) as lease:
        job = await job_of(storage, lease, later)
        assert (job.attempts, getattr(job.body, "text", None)) == (1, "one")
    assert await drain(storage, later) == ["one", "two", "three"]


async def test_a_buried_job_leaves_an_apology(storage: Storage) -> None:
    """A dead letter is counted, its job is gone, and the apology is sent."""
    await storage.mailboxes.post(said("impossible"))
    async with leased(storage) as lease:
        job = await job_of(storage, lease)
        await storage.mailboxes.bury(lease, job, Turn(replies=(reply("sorry"),)), NOON)
    assert await drain(storage) == ["sorry"]
    assert await storage.counts() == Counts(people=1, jobs=0, dead_letters=1)
    (person,) = await storage.people()
    assert (person.waiting, person.dead_letters) == (0, 1)


async def test_a_job_is_done_once(storage: Storage) -> None:
    """Committing the same job a second time is refused and writes nothing."""
    await storage.mailboxes.post(said("bonjour"))
    async with leased(storage) as lease:
        job = await job_of(storage, lease)
        await storage.mailboxes.commit(lease, job, Turn(replies=(reply("salut"),)), NOON)
        with pytest.raises(LeaseLost):
            await storage.mailboxes.commit(lease, job, Turn(replies=(reply("salut"),)), NOON)
    assert await drain(storage) == ["salut"]


async def test_what_waits_is_counted(storage: Storage) -> None:
    """The queue's depth and age are those of what is due."""
    assert tuple(await storage.mailboxes.waiting(NOON)) == (0, 0)
    await storage.mailboxes.post(said("one", sender="a"))
    await storage.mailboxes.post(said("two", sender="b", at=NOON + MINUTE))
    assert tuple(await storage.mailboxes.waiting(NOON + timedelta(seconds=90))) == (2, 90)


async def test_the_next_due_instant(storage: Storage) -> None:
    """Nothing, then what is due first; somebody held counts from the end of their lease."""
    assert await storage.mailboxes.next_due() is None
    await storage.mailboxes.post(said("one"))
    assert await storage.mailboxes.next_due() == NOON
    lease = await storage.mailboxes.lease(NOON, MINUTE)
    assert lease is not None
    assert await storage.mailboxes.next_due() == NOON + MINUTE
    await storage.mailboxes.release(lease)
    assert await storage.mailboxes.next_due() == NOON


async def test_all_is_there_tomorrow(house: House) -> None:
    """What was posted before a restart is handled after it."""
    storage = house.open()
    await storage.mailboxes.post(said("bonsoir"))
    storage.close()
    storage = house.open()
    assert await drain(storage, NOON + timedelta(days=1)) == ["bonsoir"]
    storage.close()
