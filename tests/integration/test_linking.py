"""Linking identities: a code works once and in time, and joins two people into one."""

from datetime import datetime, timedelta

from bot.messages import Address, Incoming, IncomingKind, Space
from bot.turn import Account, Dialogue, Link, LinkClaim, LinkCode, Said, Turn
from storage.opening import Storage
from tests.integration.scenes import (
    MINUTE,
    NOON,
    adds,
    condition,
    drain,
    job_of,
    leased,
    said,
    tell,
)

THERE = Address(channel="telegram", account="bot1", conversation="other")
OTHER = Link(channel="telegram", account="bot1", sender="other")
DIGEST = "ab" * 32


def issue(digest: str = DIGEST, until: datetime = NOON + 10 * MINUTE) -> Turn:
    """The turn of somebody who asked for a code."""
    return Turn(issue=LinkCode(digest=digest, expires_at=until))


def claim(digest: str = DIGEST) -> Turn:
    """The turn of somebody who typed a code."""
    return Turn(claim=LinkClaim(digest=digest, link=OTHER, address=THERE))


async def test_a_claimed_code_asks_its_owner_once(storage: Storage) -> None:
    """Typing the code puts the question into the owner's mailbox; again, it does nothing."""
    owner = await tell(storage, issue())
    await tell(storage, claim(), sender="other")
    async with leased(storage) as lease:
        assert owner == lease.person
        job = await job_of(storage, lease)
        assert isinstance(job.body, Incoming)
        assert (IncomingKind.LINK, "other", THERE) == (
            job.body.kind,
            job.body.sender,
            job.body.address,
        )
        await storage.mailboxes.commit(lease, job, Turn(), NOON)
    await tell(storage, claim(), sender="third")
    assert [] == await drain(storage)


async def test_wrong_late_own_and_replaced_codes_ask_nobody(storage: Storage) -> None:
    """A code that was never issued, is too late, is one's own or was replaced leads nowhere."""
    await tell(storage, claim("cd" * 32), sender="other")
    await tell(storage, issue(until=NOON - MINUTE))
    await tell(storage, claim(), sender="other")
    await tell(storage, issue())
    await tell(storage, claim())
    await tell(storage, issue())
    await tell(storage, issue("ef" * 32))
    await tell(storage, claim(), sender="other")
    assert [] == await drain(storage)


async def test_a_link_leads_to_one_person_and_erases_who_was_there(storage: Storage) -> None:
    """After linking, both identities write to one mailbox; the former data are gone."""
    dialogue = Dialogue(history=(Said(who="person", text="a secret", at=NOON),))
    former = await tell(
        storage,
        lambda person: Turn(
            account=Account(person=person, notebook="n-former", language="fr"),
            changes=(adds(condition("Asthma")),),
            dialogues={Space.HEALTH: dialogue},
        ),
        sender="other",
    )
    await storage.mailboxes.post(said("waiting", sender="other"))
    owner = await tell_owner(storage, Turn(link=OTHER))
    assert owner != former
    await storage.mailboxes.post(said("hello", sender="other"))
    async with leased(storage) as lease:
        assert owner == lease.person
    assert ["hello"] == await drain(storage)
    assert [owner] == [p.person for p in await storage.people()]
    assert storage.keys.find(former) is None
    assert storage.keys.find("n-former") is None


async def test_unlinking_makes_somebody_new(storage: Storage) -> None:
    """What is written from an identity that was taken away belongs to somebody new."""
    owner = await tell(storage, Turn(link=OTHER))
    await tell(storage, Turn(unlink=OTHER))
    assert owner != await tell(storage, Turn(), sender="other")


async def test_erasing_everything_forgets_codes_and_links(storage: Storage) -> None:
    """After deletion neither an open code nor a linked identity leads to the person."""
    owner = await tell(storage, Turn(link=OTHER))
    await tell(storage, issue())
    await tell(storage, Turn(erase="everything"))
    assert owner != await tell(storage, claim(), sender="other")
    assert [] == await drain(storage)


async def test_old_codes_are_forgotten_in_time(storage: Storage) -> None:
    """Housekeeping removes codes that are out of time."""
    await tell(storage, issue())
    await storage.housekeep(NOON + timedelta(days=1))
    await tell(storage, claim(), sender="other")
    assert [] == await drain(storage)


async def tell_owner(storage: Storage, turn: Turn) -> str:
    """The turn of the first person, while somebody else's message waits."""
    await storage.mailboxes.post(said("from the owner"))
    done = ""
    held = []
    while (lease := await storage.mailboxes.lease(NOON, MINUTE)) is not None:
        job = await job_of(storage, lease)
        held.append(lease)
        if isinstance(job.body, Incoming) and job.body.text == "from the owner":
            await storage.mailboxes.commit(lease, job, turn, NOON)
            done = lease.person
    for lease in held:
        await storage.mailboxes.release(lease)
    return done
