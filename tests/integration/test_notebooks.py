"""Notebooks: facts, corrections, undo, documents, histories, and whose is whose."""

from datetime import timedelta

from bot.messages import Space
from bot.notebook.changes import Change, ChangeSet
from bot.notebook.facts import (
    AnyFact,
    Condition,
    DocumentReference,
    Observation,
    Proposal,
)
from bot.turn import Account, AuditLine, Dialogue, Link, NewDocument, Said, Turn
from storage.opening import Storage
from storage.shelves import PAGE_BYTES
from tests.integration.scenes import (
    NOON,
    House,
    adds,
    appointment,
    condition,
    observation,
    provenance,
    said,
    tell,
)


async def _account(storage: Storage, person: str) -> Account:
    return (await storage.notebooks.person(person)).account


async def test_somebody_new_has_a_fresh_account(storage: Storage) -> None:
    """The account of somebody new is empty, and the same each time it is asked for."""
    person = await tell(storage, Turn())
    first, second = await _account(storage, person), await _account(storage, person)
    assert first == Account(person=person, notebook=first.notebook)
    assert first == second


async def test_account_and_dialogues_are_kept_apart(house: House) -> None:
    """What a turn says about the person is there after a restart, each space on its own."""
    storage = house.open()
    spoken = Dialogue(history=(Said(who="person", text="j’ai mal au dos", at=NOON),))

    def turn(person: str) -> Turn:
        account = Account(person=person, notebook="n1", language="fr", born=1980)
        return Turn(account=account, dialogues={Space.HEALTH: spoken})

    person = await tell(storage, turn)
    storage.close()
    storage = house.open()
    kept = await storage.notebooks.person(person)
    assert (kept.account.language, kept.account.notebook) == ("fr", "n1")
    assert kept.dialogues == {Space.HEALTH: spoken, Space.EVERYDAY: Dialogue()}
    await tell(storage, Turn(dialogues={Space.EVERYDAY: Dialogue(used=("b1",))}))
    kept = await storage.notebooks.person(person)
    assert kept.dialogues == {Space.HEALTH: spoken, Space.EVERYDAY: Dialogue(used=("b1",))}
    storage.close()


async def test_facts_come_back_by_kind_oldest_first(storage: Storage) -> None:
    """Facts are found by kind, in the order in which they were recorded, proposals apart."""
    late, early = condition("asthma", 5), condition("migraine", 1)
    glucose, visit = observation("glucose", 3), appointment("dentist", "2026-12-01T09:00")
    proposal = Proposal(title="a report", facts=(glucose,), provenance=provenance())
    person = await tell(storage, Turn(changes=(adds(late, glucose, early, visit, proposal),)))
    notebook = storage.notebooks.notebook(await _account(storage, person))
    assert await notebook.facts(Condition) == [early, late]
    assert await notebook.facts(Condition, Observation) == [early, glucose, late]
    assert await notebook.facts(Proposal) == [proposal]
    assert await notebook.facts() == [visit, early, glucose, late]
    assert await notebook.fact(glucose.id) == glucose
    assert await notebook.fact(proposal.id) == proposal
    assert await notebook.fact("nothing") is None


async def test_a_correction_an_undo_and_a_removal(storage: Storage) -> None:
    """A change replaces its fact, its inverse brings the fact back, a removal takes it away."""
    before = condition("asthme")
    after = before.model_copy(update={"status": "resolved"})
    person = await tell(storage, Turn(changes=(adds(before),)))
    account = await _account(storage, person)
    correction = ChangeSet(at=NOON, action="correct", changes=(Change(before=before, after=after),))
    await tell(storage, Turn(changes=(correction,)))
    assert await storage.notebooks.notebook(account).facts() == [after]
    await tell(storage, Turn(changes=(correction.inverse(NOON),)))
    assert await storage.notebooks.notebook(account).facts() == [before]
    removal = ChangeSet(at=NOON, action="remove", changes=(Change(before=before),))
    await tell(storage, Turn(changes=(removal,)))
    assert await storage.notebooks.notebook(account).facts() == []
    assert await storage.notebooks.notebook(account).fact(before.id) is None
    undone, *_ = await storage.notebooks.notebook(account).change_sets(2)
    await tell(storage, Turn(changes=(undone.inverse(NOON),)))
    assert await storage.notebooks.notebook(account).facts() == [before]


async def test_a_fact_may_change_its_kind(storage: Storage) -> None:
    """A correction from one kind to another leaves the fact on its new shelf only."""
    before = condition("38.5")
    after = observation("temperature").model_copy(update={"id": before.id})
    person = await tell(storage, Turn(changes=(adds(before),)))
    account = await _account(storage, person)
    change = ChangeSet(at=NOON, action="correct", changes=(Change(before=before, after=after),))
    await tell(storage, Turn(changes=(change,)))
    assert await storage.notebooks.notebook(account).facts() == [after]
    await tell(storage, Turn(changes=(change.inverse(NOON),)))
    assert await storage.notebooks.notebook(account).facts() == [before]


async def test_change_sets_newest_first_but_for_those_not_kept(storage: Storage) -> None:
    """The latest change sets are listed; one that asks not to be remembered is applied only."""
    first, second = adds(condition("one")), adds(condition("two"))
    silent = adds(condition("three")).model_copy(update={"kept": False})
    person = await tell(storage, Turn(changes=(first,)))
    await tell(storage, Turn(changes=(second, silent)))
    notebook = storage.notebooks.notebook(await _account(storage, person))
    assert await notebook.change_sets(5) == [second, first]
    assert await notebook.change_sets(1) == [second]
    assert len(await notebook.facts()) == 3


async def test_audit_lines_newest_first(storage: Storage) -> None:
    """Audit lines of several turns come back newest first, as many as asked for."""
    lines = [AuditLine(at=NOON + timedelta(seconds=n), what=f"line {n}") for n in range(5)]
    person = await tell(storage, Turn(audit=tuple(lines[:3])))
    await tell(storage, Turn(audit=tuple(lines[3:])))
    notebook = storage.notebooks.notebook(await _account(storage, person))
    assert await notebook.audit(4) == lines[:0:-1]


async def test_a_document_of_several_parts(storage: Storage) -> None:
    """A document's bytes come back whole whatever its size, until it is dropped."""
    contents = {"empty": b"", "small": b"%PDF", "big": bytes(range(256)) * 10_000}
    documents = tuple(NewDocument(id=name, content=content) for name, content in contents.items())
    fact = DocumentReference(id="small", text="report.pdf", provenance=provenance())
    person = await tell(storage, Turn(documents=documents, changes=(adds(fact),)))
    notebook = storage.notebooks.notebook(await _account(storage, person))
    assert {name: await notebook.document(name) for name in contents} == contents
    assert await notebook.document("other") is None
    await tell(storage, Turn(drop_documents=("big",)))
    assert await notebook.document("big") is None
    assert await notebook.document("small") == b"%PDF"


async def test_two_people_share_nothing(storage: Storage) -> None:
    """Each person's facts are theirs alone."""
    one = await tell(storage, Turn(changes=(adds(condition("asthma")),)), sender="one")
    two = await tell(storage, Turn(changes=(adds(condition("gout")),)), sender="two")
    notebooks = [
        storage.notebooks.notebook(await _account(storage, person)) for person in (one, two)
    ]
    texts = [[fact.text for fact in await each.facts(Condition)] for each in notebooks]
    assert texts == [["asthma"], ["gout"]]


async def test_a_linked_identity_is_the_same_person(storage: Storage) -> None:
    """After linking, what is said on the other platform reaches this person; unlinking ends it."""
    other = Link(channel="telegram", account="bot1", sender="other identity")
    person = await tell(storage, Turn(link=other))
    assert await tell(storage, Turn(), sender="other identity") == person
    await tell(storage, Turn(unlink=other))
    assert await tell(storage, Turn(), sender="other identity") != person
    assert await tell(storage, Turn()) == person


async def test_a_big_notebook_takes_several_pages(storage: Storage) -> None:
    """Many facts of one kind are spread over pages, and each of them can be corrected."""
    facts: list[AnyFact] = [observation(f"result {number}", number) for number in range(200)]
    person = await tell(storage, Turn(changes=(adds(*facts),)))
    await tell(storage, Turn(changes=(adds(observation("one more", 500)),)))
    account = await _account(storage, person)
    assert sum(len(fact.model_dump_json()) for fact in facts) > 3 * PAGE_BYTES
    assert (await storage.notebooks.notebook(account).facts(Observation))[:-1] == facts
    middle = facts[100]
    removal = ChangeSet(at=NOON, action="remove", changes=(Change(before=middle),))
    await tell(storage, Turn(changes=(removal,)))
    assert await storage.notebooks.notebook(account).fact(middle.id) is None
    assert await storage.notebooks.notebook(account).fact(facts[99].id) == facts[99]
    assert len(await storage.notebooks.notebook(account).facts()) == 200


async def test_the_person_behind_a_message_stays_the_same(storage: Storage) -> None:
    """Two messages of one identity belong to one person; another account is another person."""
    elsewhere = said("hello")
    address = elsewhere.address.model_copy(update={"account": "bot2"})
    await storage.mailboxes.post(elsewhere.model_copy(update={"address": address}))
    first = await storage.mailboxes.lease(NOON, timedelta(minutes=1))
    assert first is not None
    assert first.person != await tell(storage, Turn())
    assert await tell(storage, Turn()) == await tell(storage, Turn())
