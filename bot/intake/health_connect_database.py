"""A database of unknown make, in memory, of which only plain tables can be read.

Views, triggers, virtual tables, functions and attached files are refused by the authorizer; a
progress limit stops any statement that takes too long.
"""

import re
import sqlite3
import time
from collections.abc import Callable

from bot.intake.reading import Unreadable
from bot.intake.series.gather import Gather

_SECONDS = 12.0
_ALLOWED = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ})


class Database:
    """One read-only connection to a database in memory."""

    def __init__(self, content: bytearray, gather: Gather) -> None:
        self.gather = gather
        self._deadline = time.thread_time() + _SECONDS
        if len(content) > 20:
            # A database written in WAL mode cannot be opened from memory until it says otherwise.
            content[18:20] = b"\x01\x01"
        self.connection = sqlite3.connect(":memory:", isolation_level=None)
        try:
            self.connection.deserialize(bytes(content))
            self.connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 50_000_000)
            self.connection.setlimit(sqlite3.SQLITE_LIMIT_EXPR_DEPTH, 20)
            self.connection.execute("PRAGMA trusted_schema = OFF")
            self.connection.execute("PRAGMA query_only = ON")
            self.connection.execute("PRAGMA cell_size_check = ON")
            self.connection.set_progress_handler(self._late, 20_000)
            self.columns = self._tables()
        except (sqlite3.Error, UnicodeDecodeError, OverflowError, ValueError):
            self.connection.close()
            raise Unreadable("unreadable-damaged") from None
        self.connection.set_authorizer(self._authorise)

    def close(self) -> None:
        """Give the memory back."""
        self.connection.close()

    def _late(self) -> int:
        return int(time.thread_time() > self._deadline)

    def _authorise(
        self,
        action: int,
        first: str | None,
        _second: str | None,
        _database: str | None,
        trigger: str | None,
    ) -> int:
        """Only plain tables of the list may be read, and by nothing but our own statements."""
        if action not in _ALLOWED or trigger is not None:
            return sqlite3.SQLITE_DENY
        if action == sqlite3.SQLITE_READ and first and first not in self.columns:
            return sqlite3.SQLITE_DENY
        return sqlite3.SQLITE_OK

    def _tables(self) -> dict[str, frozenset[str]]:
        """The plain tables and their stored columns."""
        found: dict[str, frozenset[str]] = {}
        rows = self.connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND rootpage > 0 LIMIT 500"
        ).fetchall()
        for name, sql in rows:
            if not isinstance(name, str) or not re.fullmatch(r"\w{1,80}", name):
                continue
            if not isinstance(sql, str) or re.match(r"\s*CREATE\s+VIRTUAL", sql, re.IGNORECASE):
                continue
            columns = self.connection.execute(f'PRAGMA table_info("{name}")').fetchall()
            found[name] = frozenset(str(column[1]) for column in columns)
        return found

    def attempt(self, step: Callable[[], None], table: str) -> None:
        """Run a step; a damaged or endless table costs only itself."""
        if table not in self.columns:
            return
        try:
            step()
        except (sqlite3.Error, OverflowError, ValueError, TypeError) as error:
            self.gather.partial = True
            late = isinstance(error, sqlite3.OperationalError) and self._late()
            self.gather.warn("intake-took-too-long" if late else "intake-damaged-parts")
            self.gather.loose(table)

    def count(self, name: str) -> None:
        rows = self.connection.execute(f'SELECT 1 FROM "{name}" LIMIT 100000')  # noqa: S608
        count = sum(1 for _row in rows)
        if count:
            self.gather.loose(name, count)

    def names(self, table: str, *columns: str) -> dict[int, str]:
        """Row ids of a small table and the words of its columns."""
        if table not in self.columns or not {"row_id", *columns} <= self.columns[table]:
            return {}
        wanted = ", ".join(("row_id", *columns))
        try:
            rows = self.connection.execute(f"SELECT {wanted} FROM {table} LIMIT 2000")  # noqa: S608
            return {
                row[0]: " ".join(str(word) for word in row[1:] if word)[:80]
                for row in rows
                if isinstance(row[0], int)
            }
        except (sqlite3.Error, UnicodeDecodeError):
            return {}

    def rows_of(self, table: str, columns: tuple[str, ...]) -> "sqlite3.Cursor | None":
        """A cursor over these columns; None when the table has them not."""
        have = self.columns.get(table, frozenset())
        if not have.issuperset(columns):
            if have:
                self.attempt(lambda: self.count(table), table)
            return None
        extra = [name if name in have else "NULL" for name in ("app_info_id", "device_info_id")]
        wanted = ", ".join((*columns, *extra))
        return self.connection.execute(f'SELECT {wanted} FROM "{table}"')  # noqa: S608
