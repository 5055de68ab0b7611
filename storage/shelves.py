"""Shelves: what one owner keeps, by kind, in sealed pages.

A shelf holds the facts of one kind, its label a pseudonym of the kind under the owner's key, so
that one kind is read without opening the others and nobody else can tell which kind it is. A page
is one sealed record of up to about 16 KiB with one line for each fact (id, tab, JSON): opening a
page costs as much as opening a single fact, and a notebook of 2,000 facts is some 60 pages.
A person's account and dialogues are shelves with one page.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, NamedTuple

from pydantic import TypeAdapter, ValidationError

from bot.errors import Permanent
from bot.notebook.changes import FACT, Change
from bot.notebook.facts import Fact
from storage.statement import Statement, Transaction
from storage.vault import Place, Vault

PAGE_BYTES = 16 * 1024
"""A page that is longer takes no further fact."""

_ALL = Statement("SELECT shelf, page, version, sealed FROM record WHERE owner = :owner")
_SOME = Statement(
    "SELECT shelf, page, version, sealed FROM record WHERE owner = :owner AND shelf IN :shelves"
)
_VERSIONS = Statement(
    "SELECT shelf, MAX(version) FROM record WHERE owner = :owner AND shelf IN :shelves"
    " GROUP BY shelf"
)
_LAST = Statement(
    "SELECT shelf, page, version, sealed FROM record WHERE owner = :owner AND shelf = :shelf"
    " ORDER BY page DESC LIMIT 1"
)
_PUT = Statement(
    "INSERT INTO record (owner, shelf, page, version, sealed)"
    " VALUES (:owner, :shelf, :page, :version, :sealed)"
    " ON CONFLICT (owner, shelf, page)"
    " DO UPDATE SET version = excluded.version, sealed = excluded.sealed"
)
_DROP = Statement("DELETE FROM record WHERE owner = :owner AND shelf = :shelf AND page = :page")


class Page(NamedTuple):
    """One opened page."""

    shelf: bytes
    number: int
    version: int
    plain: bytes


class Shelves:
    """The shelves of one owner, over one transaction."""

    def __init__(self, transaction: Transaction, owner: str, vault: Vault) -> None:
        self._transaction = transaction
        self._owner = owner
        self._vault = vault

    def label(self, kind: str) -> bytes:
        """What a kind is called on the outside."""
        return self._vault.pseudonym("shelf", kind)

    def pages(self, kinds: Iterable[str]) -> list[Page]:
        """The pages of these kinds, in order."""
        labels = [self.label(kind) for kind in kinds]
        rows = self._transaction.rows_in(_SOME, {"owner": self._owner}, "shelves", labels)
        return self._open(rows)

    def versions(self, kinds: Iterable[str]) -> dict[bytes, int]:
        """The versions of shelves with one page, by label; nothing is opened."""
        labels = [self.label(kind) for kind in kinds]
        rows = self._transaction.rows_in(_VERSIONS, {"owner": self._owner}, "shelves", labels)
        return {bytes(shelf): version for shelf, version in rows}

    def all_pages(self) -> list[Page]:
        """Every page of the owner, in order."""
        return self._open(self._transaction.rows(_ALL, {"owner": self._owner}))

    def last_page(self, shelf: bytes) -> list[Page]:
        """The last page of a shelf, if it has any."""
        return self._open(self._transaction.rows(_LAST, {"owner": self._owner, "shelf": shelf}))

    def put(self, page: Page) -> None:
        """Write a page; its version must be one above the one that was read."""
        place = self._place(page.shelf, page.number, page.version)
        self._transaction.run(
            _PUT,
            {
                "owner": self._owner,
                "shelf": page.shelf,
                "page": page.number,
                "version": page.version,
                "sealed": self._vault.seal(page.plain, place),
            },
        )

    def drop(self, page: Page) -> None:
        """Delete a page."""
        self._transaction.run(
            _DROP, {"owner": self._owner, "shelf": page.shelf, "page": page.number}
        )

    def apply(self, changes: Sequence[Change]) -> None:
        """Bring the shelves to the state after these changes, taken in order."""
        steps: defaultdict[str, list[tuple[Change, bool]]] = defaultdict(list)
        for change in changes:
            before, after = change.before, change.after
            if before is not None and after is not None and _same(before, after):
                steps[after.kind].append((change, False))
                continue
            if before is not None:
                steps[before.kind].append((Change(before=before), False))
            if after is not None:
                steps[after.kind].append((Change(after=after), True))
        for kind, of_kind in steps.items():
            self._apply(kind, of_kind)

    def _apply(self, kind: str, steps: list[tuple[Change, bool]]) -> None:
        shelf = self.label(kind)
        pages = self.last_page(shelf) if all(adds for _, adds in steps) else self.pages([kind])
        lines = {page.number: page.plain.split(b"\n") for page in pages}
        versions = {page.number: page.version for page in pages}
        dirty: set[int] = set()
        for change, adds in steps:
            key = _key(change.fact.id)
            found = None if adds else _find(lines, key)
            line = None if change.after is None else key + _json(change.after)
            if found is not None:
                number, position = found
                lines[number][position : position + 1] = [] if line is None else [line]
            elif line is not None:
                number = max(lines, default=0)
                if sum(map(len, lines.setdefault(number, []))) + len(line) > PAGE_BYTES:
                    number += 1 if lines[number] else 0
                    lines.setdefault(number, [])
                lines[number].append(line)
            else:
                continue
            dirty.add(number)
        for number in sorted(dirty):
            version = versions.get(number, 0) + 1
            page = Page(shelf, number, version, b"\n".join(lines[number]))
            if page.plain:
                self.put(page)
            else:
                self.drop(page)

    def _open(self, rows: Iterable[Sequence[Any]]) -> list[Page]:
        return [
            Page(
                shelf,
                page,
                version,
                self._vault.open(sealed, self._place(shelf, page, version)),
            )
            for shelf, page, version, sealed in sorted(rows, key=_order)
        ]

    def _place(self, shelf: bytes, page: int, version: int) -> Place:
        return Place(self._owner, "record", f"{shelf.hex()}/{page}", "sealed", version)


def facts_of(pages: Iterable[Page], kind: type[Fact]) -> list[Fact]:
    """The facts on the pages of a kind; raises Permanent for what this version does not know."""
    lines = [line.partition(b"\t")[2] for page in pages for line in page.plain.split(b"\n") if line]
    try:
        return _reader(kind).validate_json(b"[" + b",".join(lines) + b"]")
    except ValidationError:
        raise Permanent("a kept fact is not of a form this version knows") from None


def fact_of(pages: Iterable[Page], fact_id: str) -> Fact | None:
    """The fact of this id, if one of these pages holds it; only its own line is read."""
    key = _key(fact_id)
    for page in pages:
        if key in page.plain:
            for line in page.plain.split(b"\n"):
                if line.startswith(key):
                    return FACT.validate_json(line[len(key) :])
    return None


@cache
def _reader(kind: type[Fact]) -> TypeAdapter[list[Fact]]:
    return TypeAdapter(list[kind])  # type: ignore[valid-type]


def _json(fact: Fact) -> bytes:
    # What is None by default is left out: a third of the bytes and half of the reading time.
    return fact.model_dump_json(exclude_none=True).encode()


def _key(fact_id: str) -> bytes:
    return json.dumps(fact_id).encode() + b"\t"


def _find(lines: dict[int, list[bytes]], key: bytes) -> tuple[int, int] | None:
    for number, of_page in lines.items():
        for position, line in enumerate(of_page):
            if line.startswith(key):
                return number, position
    return None


def _same(before: Fact, after: Fact) -> bool:
    return before.id == after.id and type(before) is type(after)


def _order(row: Sequence[Any]) -> tuple[bytes, int]:
    return bytes(row[0]), int(row[1])
