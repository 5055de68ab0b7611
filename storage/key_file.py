"""The file of the keys: SQLite set up so that what is deleted leaves no trace."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.errors import ConfigurationError, Transient

NAME = "keys.db"


def connect(file: Path) -> sqlite3.Connection:
    """Open the file; raises ConfigurationError or Transient."""
    with clear_words():
        connection = sqlite3.connect(
            file, timeout=10, isolation_level=None, check_same_thread=False
        )
        connection.execute("PRAGMA journal_mode = TRUNCATE")
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("PRAGMA synchronous = FULL")
    return connection


def version(connection: sqlite3.Connection) -> int:
    """The version of the file; 0 when there is nothing in it yet."""
    with clear_words():
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


@contextmanager
def clear_words() -> Iterator[None]:
    """Turn SQLite's errors into Carnet's."""
    try:
        yield
    except sqlite3.OperationalError as error:
        name = getattr(error, "sqlite_errorname", "")
        if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM")):
            raise ConfigurationError(f"{NAME} cannot be opened for writing.") from None
        raise Transient(f"{NAME} cannot be used now ({name})", retry_after=5) from None
    except sqlite3.DatabaseError:
        raise ConfigurationError(f"{NAME} is damaged or not a key database.") from None


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All or nothing, on disk at the end."""
    with clear_words(), connection:  # commits, or undoes what was done
        connection.execute("BEGIN IMMEDIATE")
        yield
