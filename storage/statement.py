"""Statements and transactions over the driver's own cursor.

A statement is written once, with ``:name`` for values, and runs on SQLite and PostgreSQL. Going
through SQLAlchemy's execution would cost 20 µs more for each of the 30 statements of a turn;
SQLAlchemy keeps the connections (pool, health check), the tables and the migrations.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Protocol

_VALUE = re.compile(r":(\w+)")

Values = Mapping[str, object]
Row = tuple[Any, ...]
_NONE: Values = {}


class Cursor(Protocol):
    """What sqlite3 and psycopg have in common."""

    @property
    def rowcount(self) -> int: ...
    def execute(self, statement: str, values: Values, /) -> object: ...
    def fetchone(self) -> Row | None: ...
    def fetchall(self) -> Sequence[Row]: ...


class Statement:
    """One SQL statement, in the spelling of each driver.

    A list of values stands as ``:name`` behind IN; :meth:`listing` spells it out.
    """

    __slots__ = ("postgresql", "sqlite")

    def __init__(self, text: str) -> None:
        self.sqlite = text
        self.postgresql = _VALUE.sub(r"%(\1)s", text)

    def listing(self, name: str, count: int) -> "Statement":
        """The statement for ``count`` values, to be called ``name0``, ``name1``…"""
        return _listing(self, name, count)


@cache
def _listing(statement: Statement, name: str, count: int) -> Statement:
    values = ", ".join(f":{name}{number}" for number in range(count))
    return Statement(statement.sqlite.replace(f":{name}", f"({values})"))


class Transaction:
    """Runs statements; what they did stands or falls together."""

    __slots__ = ("_cursor", "postgresql")

    def __init__(self, cursor: Cursor, *, postgresql: bool) -> None:
        self._cursor = cursor
        self.postgresql = postgresql

    def run(self, statement: Statement, values: Values = _NONE) -> int:
        """Run a statement; how many rows it changed."""
        self._execute(statement, values)
        return self._cursor.rowcount

    def first(self, statement: Statement, values: Values = _NONE) -> Row | None:
        """The first row of the answer."""
        self._execute(statement, values)
        return self._cursor.fetchone()

    def value(self, statement: Statement, values: Values = _NONE) -> Any:
        """The first column of the first row; None where there is none."""
        row = self.first(statement, values)
        return None if row is None else row[0]

    def rows(self, statement: Statement, values: Values = _NONE) -> Sequence[Row]:
        """All rows of the answer."""
        self._execute(statement, values)
        return self._cursor.fetchall()

    def rows_in(
        self, statement: Statement, values: Values, name: str, listed: Sequence[object]
    ) -> Sequence[Row]:
        """All rows of a statement with a list of values behind IN; none for an empty list."""
        if not listed:
            return []
        more = {f"{name}{number}": value for number, value in enumerate(listed)}
        return self.rows(statement.listing(name, len(listed)), {**values, **more})

    def _execute(self, statement: Statement, values: Values) -> None:
        spelled = statement.postgresql if self.postgresql else statement.sqlite
        self._cursor.execute(spelled, values)
