"""Handing an export over: sealed for the person, told to their mailbox, gone once taken up."""

import hashlib

import pytest

from bot.errors import ConfigurationError
from bot.intake.reading import HANDED_OVER
from bot.messages import Incoming, Space
from bot.turn import Account, Consent, LinkCode, Place, Turn
from storage.opening import Counts, Storage
from tests.integration.scenes import HOME, MINUTE, NOON, drain, job_of, leased, reply, tell

CODE = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
DIGEST = hashlib.sha256(CODE.encode()).hexdigest()
CONTENT = b'{"format":"test"}' * 200_000
AGREED = Consent(version="1", language="fr", at=NOON)


async def somebody(storage: Storage) -> Account:
    """A person who agreed to the notice in a private conversation."""
    person = await tell(storage, Turn())
    account = (await storage.notebooks.person(person)).account
    places = (Place(address=HOME, sender="7781234567"),)
    account = account.model_copy(update={"consent": AGREED, "home": HOME, "places": places})
    await tell(storage, Turn(account=account))
    return account


async def test_what_is_handed_over_is_a_job_with_a_sealed_document(storage: Storage) -> None:
    """The person's next job names a document of their notebook; their turn drops it."""
    account = await somebody(storage)
    await storage.imports.hand_over(account, CONTENT, name="x.zip", size=7, now=NOON)
    notebook = storage.notebooks.notebook(account)
    async with leased(storage) as lease:
        assert account.person == lease.person
        job = await job_of(storage, lease)
        assert isinstance(job.body, Incoming)
        (file,) = job.body.files
        assert (HOME, "7781234567", Space.HEALTH) == (
            job.body.address,
            job.body.sender,
            job.body.space,
        )
        assert ("x.zip", 7) == (file.name, file.size)
        document = file.reference.removeprefix(HANDED_OVER)
        assert CONTENT == await notebook.document(document)
        await storage.mailboxes.commit(lease, job, Turn(drop_documents=(document,)), NOON)
    assert await notebook.document(document) is None
    assert [] == await drain(storage)


async def test_a_code_names_its_person_once_and_in_time(storage: Storage) -> None:
    """The code that a person asked for works once; a wrong or late one names nobody."""
    issued = LinkCode(digest=DIGEST, expires_at=NOON + 10 * MINUTE)
    person = await tell(storage, Turn(issue=issued))
    assert await storage.imports.person_of("Z" * 26, NOON) is None
    assert await storage.imports.person_of(CODE, NOON + 11 * MINUTE) is None
    assert person == await storage.imports.person_of(CODE, NOON)
    assert await storage.imports.person_of(CODE, NOON) is None


async def test_nobody_is_handed_what_they_did_not_agree_to(storage: Storage) -> None:
    """Without consent or after erasure nothing is written."""
    account = await somebody(storage)
    stranger = account.model_copy(update={"consent": None})
    with pytest.raises(ConfigurationError, match="not yet agreed"):
        await storage.imports.hand_over(stranger, CONTENT, name="", size=0, now=NOON)
    nowhere = account.model_copy(update={"places": ()})
    with pytest.raises(ConfigurationError, match="no private conversation"):
        await storage.imports.hand_over(nowhere, CONTENT, name="", size=0, now=NOON)
    assert [] == await drain(storage)
    farewell = reply("adieu")
    await tell(storage, Turn(erase="everything", replies=(farewell,)))
    for _ in range(2):  # while the farewell waits, and when the mailbox is gone
        with pytest.raises(ConfigurationError, match="erased"):
            await storage.imports.hand_over(account, CONTENT, name="", size=0, now=NOON)
        await drain(storage)
    assert [] == await drain(storage)
    assert Counts(people=0, jobs=0, dead_letters=0) == await storage.counts()
