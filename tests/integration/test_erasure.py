"""Erasure: rows gone, keys destroyed, the farewell still said, and nothing of the rest touched."""

import sqlite3

import pytest

from bot.errors import SealBroken
from bot.messages import Space
from bot.notebook.facts import Condition
from bot.turn import AuditLine, Dialogue, Link, NewDocument, Said, Turn
from storage.opening import Counts, Storage
from tests.integration.scenes import (
    MINUTE,
    NOON,
    House,
    adds,
    condition,
    drain,
    job_of,
    leased,
    reminder,
    reply,
    said,
    tell,
)

ASTHMA = condition("asthma")
SPOKEN = Dialogue(history=(Said(who="person", text="j’ai de l’asthme", at=NOON),))
FULL_AUDIT = (AuditLine(at=NOON, what="noted"),)


def _full(person: str) -> Turn:
    return Turn(
        changes=(adds(ASTHMA),),
        documents=(NewDocument(id="d", content=b"scan"),),
        dialogues={Space.HEALTH: SPOKEN, Space.EVERYDAY: SPOKEN},
        audit=FULL_AUDIT,
        replan={ASTHMA.id: (reminder(ASTHMA, "2026-12-01T08:00"),)},
        link=Link(channel="slack", account="T1", sender="U1"),
    )


async def test_everything_is_forgotten_but_the_farewell_is_said(storage: Storage) -> None:
    """After "everything", only the farewell is left, then nothing, and a return is a new person."""
    person = await tell(storage, _full)
    other = await tell(storage, _full, sender="other")
    account = (await storage.notebooks.person(person)).account
    await storage.mailboxes.post(said("delete everything"))
    await storage.mailboxes.post(said("and this, said too late"))
    async with leased(storage) as lease:
        job = await job_of(storage, lease)
        farewell = Turn(erase="everything", replies=(reply("goodbye"),))
        await storage.mailboxes.commit(lease, job, farewell, NOON)
        for owner in (person, account.notebook):
            with pytest.raises(SealBroken):
                storage.keys.vault(owner)
        assert (await job_of(storage, lease)).body == farewell.replies[0]
    assert await drain(storage) == ["goodbye"]
    assert await storage.counts() == Counts(people=1, jobs=1, dead_letters=0)
    assert [each.person for each in await storage.people()] == [other]
    assert await tell(storage, Turn()) != person
    notebook = storage.notebooks.notebook((await storage.notebooks.person(other)).account)
    assert await notebook.facts() == [ASTHMA]


async def test_the_farewell_survives_a_restart(house: House) -> None:
    """The keys are gone, and the farewell is sent by the next process all the same."""
    storage = house.open()
    await tell(storage, _full)
    await tell(storage, Turn(erase="everything", replies=(reply("goodbye"),)))
    storage.close()
    storage = house.open()
    assert await drain(storage) == ["goodbye"]
    assert await storage.counts() == Counts(people=0, jobs=0, dead_letters=0)
    storage.close()


async def test_the_farewell_can_wait_and_fail(storage: Storage) -> None:
    """A farewell is retried like any message; buried, it leaves no letter and no mailbox."""
    await tell(storage, Turn(erase="everything", replies=(reply("goodbye"),)))
    async with leased(storage) as lease:
        job = await job_of(storage, lease)
        await storage.mailboxes.retry(lease, job, NOON + MINUTE, NOON)
    async with leased(storage, NOON + MINUTE) as lease:
        job = await job_of(storage, lease, NOON + MINUTE)
        assert job.attempts == 1
        await storage.mailboxes.bury(lease, job, Turn(), NOON + MINUTE)
        assert await storage.mailboxes.next_job(lease, NOON + MINUTE) is None
    assert await storage.counts() == Counts(people=0, jobs=0, dead_letters=0)
    assert await storage.people() == []


async def test_a_farewell_that_nobody_takes_makes_no_new_key(storage: Storage) -> None:
    """Told that the person blocked us, the worker looks them up and writes: nothing comes of it."""
    person = await tell(storage, Turn(erase="everything", replies=(reply("goodbye"),)))
    async with leased(storage) as lease:
        job = await job_of(storage, lease)
        found = await storage.notebooks.person(person)
        assert found.account.language is None
        turn = Turn(account=found.account, changes=(adds(ASTHMA),), audit=FULL_AUDIT)
        await storage.mailboxes.commit(lease, job, turn, NOON)
    assert storage.keys.status().owners == 0
    assert await storage.counts() == Counts(people=0, jobs=0, dead_letters=0)


async def test_without_a_farewell_nothing_is_left(storage: Storage) -> None:
    """Erased without a word, the mailbox is gone at once and the lease can still be given back."""
    await tell(storage, _full)
    await tell(storage, Turn(erase="everything"))
    assert await storage.people() == []
    assert await drain(storage) == []


async def test_a_notebook_is_forgotten_and_a_new_one_begins(storage: Storage) -> None:
    """After "notebook", facts, documents, health history and reminders are gone; the rest stays."""
    person = await tell(storage, _full)
    before = (await storage.notebooks.person(person)).account
    await tell(storage, Turn(erase="notebook", replies=(reply("done"),)))
    kept = await storage.notebooks.person(person)
    assert kept.account.notebook != before.notebook
    assert kept.account == before.model_copy(update={"notebook": kept.account.notebook})
    assert kept.dialogues == {Space.HEALTH: Dialogue(), Space.EVERYDAY: SPOKEN}
    notebook = storage.notebooks.notebook(kept.account)
    assert await notebook.facts() == []
    assert await notebook.document("d") is None
    assert await notebook.audit(5) == []
    assert await storage.counts() == Counts(people=1, jobs=1, dead_letters=0)
    with pytest.raises(SealBroken):
        storage.keys.vault(before.notebook)
    assert await drain(storage) == ["done"]
    assert await tell(storage, Turn(changes=(adds(condition("gout")),))) == person
    notebook = storage.notebooks.notebook(kept.account)
    assert [fact.text for fact in await notebook.facts(Condition)] == ["gout"]


async def test_keys_leave_no_trace_in_their_file(sqlite_house: House) -> None:
    """The wrapped key of somebody who was erased is overwritten in keys.db."""
    storage = sqlite_house.open()
    person = await tell(storage, _full)
    keys = sqlite_house.folder / "keys.db"
    connection = sqlite3.connect(keys)
    (wrapped,) = connection.execute(
        "SELECT sealed FROM wrapped WHERE owner = ?", (person,)
    ).fetchone()
    connection.close()
    assert wrapped in keys.read_bytes()
    await tell(storage, Turn(erase="everything"))
    storage.close()
    left = keys.read_bytes()
    assert all(wrapped[at : at + 16] not in left for at in range(0, len(wrapped) - 16, 16))
    assert person.encode() not in left


async def test_a_kept_fact_without_its_key_is_a_broken_seal(house: House) -> None:
    """With an older keys.db, people are not silently new: their records say that a key is gone."""
    storage = house.open()
    keys = house.folder / "keys.db"
    before = keys.read_bytes()
    person = await tell(storage, _full)
    storage.close()
    keys.write_bytes(before)
    storage = house.open()
    with pytest.raises(SealBroken):
        await storage.notebooks.person(person)
    storage.close()
