"""Shelves: facts on pages, without a database."""

from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from types import NoneType
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import Permanent
from bot.notebook.changes import Change
from bot.notebook.facts import AnyFact, Condition, Fact, Kept, Observation, Proposal, Provenance
from storage.shelves import PAGE_BYTES, Page, Shelves, fact_of, facts_of
from storage.vault import Vault

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


def _condition(text: str) -> Condition:
    return Condition(text=text, provenance=Provenance(recorded_at=NOW))


class InMemory(Shelves):
    """The shelf of one kind, whose pages stand in a dict."""

    def __init__(self) -> None:
        self._vault = Vault(b"k" * 32)
        self.rows: dict[int, Page] = {}

    def pages(self, kinds: Iterable[str]) -> list[Page]:
        """All pages."""
        return [self.rows[number] for number in sorted(self.rows)]

    def last_page(self, shelf: bytes) -> list[Page]:
        """The last page."""
        return self.pages(())[-1:]

    def put(self, page: Page) -> None:
        """Keep a page, whose version must follow."""
        kept = self.rows.get(page.number)
        assert page.version == (1 if kept is None else kept.version + 1)
        self.rows[page.number] = page

    def drop(self, page: Page) -> None:
        """Forget a page."""
        del self.rows[page.number]


_STEPS = st.lists(
    st.tuples(st.sampled_from(["add", "change", "remove", "undo"]), st.integers(0, 1000)),
    max_size=25,
)


@settings(max_examples=20, deadline=None)
@given(steps=_STEPS, size=st.sampled_from([1, 3000, 20_000]))
def test_a_notebook_is_what_its_changes_say(steps: list[tuple[str, int]], size: int) -> None:
    """After any run of changes, in any grouping, the shelves hold what a plain dict would."""
    expected: dict[str, AnyFact] = {}
    history: list[Change] = []
    shelves = InMemory()
    rows = shelves.rows
    for step, number in steps:
        present = list(expected.values())
        if step == "add" or not present:
            change = Change(after=_condition("x" * (size + number)))
        elif step == "change":
            before = present[number % len(present)]
            change = Change(before=before, after=before.model_copy(update={"text": "y" * number}))
        elif step == "remove":
            change = Change(before=present[number % len(present)])
        else:
            change = history[-1].inverse()
        history.append(change)
        if change.before is not None:
            expected.pop(change.before.id, None)
        if change.after is not None:
            expected[change.after.id] = change.after
        shelves.apply([change])
    kept = facts_of([rows[number] for number in sorted(rows)], Condition)
    assert {fact.id: fact for fact in kept} == expected
    assert len(kept) == len(expected)


def test_a_page_is_closed_when_it_is_full() -> None:
    """Facts added one by one fill a page up to its size, then the next."""
    shelves = InMemory()
    for number in range(100):
        shelves.apply([Change(after=_condition(f"{number}" + "x" * 500))])
    sizes = [len(page.plain) for page in shelves.pages(())]
    assert max(sizes) <= PAGE_BYTES + 100
    assert min(sizes[:-1]) > PAGE_BYTES - 1000


def test_one_fact_is_found_without_reading_the_others() -> None:
    """A fact is found by its id, even an id that needs escaping."""
    shelves = InMemory()
    wanted = _condition("wanted").model_copy(update={"id": 'odd "id"\n\t'})
    shelves.apply([Change(after=_condition("other")), Change(after=wanted)])
    assert fact_of(shelves.pages(()), wanted.id) == wanted
    assert fact_of(shelves.pages(()), "odd") is None


def test_a_foreign_fact_is_permanent_and_shows_nothing() -> None:
    """A line of a form that this version does not know is refused without its content."""
    page = Page(b"", 0, 1, b'"id"\t{"kind":"Condition","text":"asthma","colour":"red"}')
    with pytest.raises(Permanent) as raised:
        facts_of([page], Condition)
    assert "asthma" not in str(raised.value)
    assert raised.value.__cause__ is None


@pytest.mark.parametrize("kind", [*get_args(Kept), Proposal, Provenance])
def test_what_is_none_is_none_by_default(kind: type[Fact]) -> None:
    """Facts are written without their None fields, so a field that may be None is so by default."""
    optional = {
        name: field
        for name, field in kind.model_fields.items()
        if NoneType in get_args(field.annotation)
    }
    assert all(field.default is None for field in optional.values())


def test_numbers_stay_as_printed() -> None:
    """A value of 5.60 comes back as 5.60, not as 5.6."""
    fact = Observation(
        text="glucose", value=Decimal("5.60"), provenance=Provenance(recorded_at=NOW)
    )
    shelves = InMemory()
    shelves.apply([Change(after=fact)])
    (kept,) = facts_of(shelves.pages(()), Observation)
    assert isinstance(kept, Observation)
    assert str(kept.value) == "5.60"
