"""The database: connections, transactions, and errors in clear words.

A transaction is a synchronous function; it happens whole or not at all, also when the task that
awaits it is cancelled. On PostgreSQL transactions run in threads, as many as there are connections.
On SQLite they run at once: going to a thread and back takes longer than most of them, and a thread
that runs statements beside a busy event loop waits for the interpreter after each. Only what waits
is left to a thread: the disk (:mod:`storage.wal`, for all who wait at once), and, when somebody
else holds the database, the whole transaction. So is work that is known to be long.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, Literal, TypeVar, cast

import sqlalchemy.exc as sql
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url

from bot.errors import ConfigurationError, Permanent, Transient
from storage.group import Group
from storage.statement import Transaction
from storage.wal import LONGEST, WriteAheadLog

T = TypeVar("T")
Work = Callable[[Transaction], T]
Durability = Literal["FULL", "NORMAL"]

_BUSY_MS = 10_000
_CONNECTIONS = 8

# While a connection is made, libpq gives words but no SQLSTATE.
_REFUSALS = ("does not exist", "authentication failed", "pg_hba.conf", "permission denied")


class _Locked(Transient):
    """Somebody else holds the database."""


class Database:
    """Runs transactions, from async code (:meth:`read`, :meth:`write`) or directly."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._refused = engine.dialect.loaded_dbapi.Error
        self.postgresql = engine.dialect.name == "postgresql"
        self._threads = ThreadPoolExecutor(
            _CONNECTIONS if self.postgresql else 1, thread_name_prefix="storage"
        )
        self._in_threads = 0
        self._group = Group(lambda work: self._at_once(work, "BEGIN IMMEDIATE"))
        self._own: sqlite3.Connection | None = None
        self._log: WriteAheadLog | None = None
        if not self.postgresql and engine.url.database is not None:
            self._syncing = ThreadPoolExecutor(2, thread_name_prefix="sync")
            self._log = WriteAheadLog(Path(engine.url.database), self._syncing)

    @classmethod
    def sqlite(cls, file: Path) -> "Database":
        """The database in this file; it must exist (possibly empty)."""
        engine = create_engine(
            URL.create("sqlite", database=str(file)),
            hide_parameters=True,
            pool_size=3,
            pool_use_lifo=True,
            connect_args={"check_same_thread": False, "timeout": _BUSY_MS / 1000},
        )
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return cls(engine)

    @classmethod
    def postgresql_at(cls, url: str) -> "Database":
        """The PostgreSQL database at a URL; raises ConfigurationError for any other."""
        try:
            parsed = make_url(url)
        except sql.ArgumentError:
            raise ConfigurationError("The database URL cannot be understood.") from None
        if parsed.get_backend_name() != "postgresql":
            raise ConfigurationError(
                "The database URL must begin with postgresql:// (without one, Carnet uses SQLite)."
            )
        engine = create_engine(
            parsed.set(drivername="postgresql+psycopg"),
            hide_parameters=True,
            pool_pre_ping=True,
            pool_size=_CONNECTIONS,
            max_overflow=0,
            connect_args={"connect_timeout": 10},
        )
        return cls(engine)

    async def run(self, work: Callable[[], T]) -> T:
        """Run a function in a thread of ours."""
        running = asyncio.get_running_loop().run_in_executor(self._threads, work)
        self._in_threads += 1
        running.add_done_callback(self._ended)
        return await running

    async def read(self, work: Work[T]) -> T:
        """Run a function that only reads, over one consistent state."""
        if not self.postgresql:
            with suppress(_Locked):
                return self._at_once(work, "BEGIN")
        return await self.run(lambda: self.read_now(work))

    async def write(
        self, work: Work[T], durability: Durability = "FULL", *, long: bool = False
    ) -> T:
        """Run a function in a transaction; committed on return.

        FULL survives a power cut of the database's machine; NORMAL survives kill -9 of ours only:
        for what may be done again, as it spares waiting for the disk. ``long`` is for work that
        would keep everybody else waiting if it were not done in a thread.
        """
        if self._log is not None and not long and not self._in_threads:
            with suppress(_Locked):
                done = await self._group.run(work)
                if durability == "FULL":
                    await self._log.synced()
                return done
        return await self.run(lambda: self.write_now(work, durability))

    def read_now(self, work: Work[T]) -> T:
        """:meth:`read` in this thread."""
        return self._transact(work, "BEGIN")

    def write_now(self, work: Work[T], durability: Durability = "FULL") -> T:
        """:meth:`write` in this thread."""
        return self._transact(work, "BEGIN IMMEDIATE", durability)

    def migrate(self, work: Callable[[Connection], T]) -> T:
        """Run a function over a connection of SQLAlchemy, as migrations need it."""
        with self._clear_words(), self._engine.begin() as connection:
            return work(connection)

    def _ended(self, _: "asyncio.Future[T]") -> None:
        self._in_threads -= 1

    def close(self) -> None:
        """Wait for what runs, then close every connection."""
        self._threads.shutdown(wait=True)
        if self._log is not None:
            self._syncing.shutdown(wait=True)
            self._log.close()
        if self._own is not None:
            self._own.close()
            self._own = None
        self._engine.dispose()

    def _at_once(self, work: Work[T], begin: str) -> T:
        """Run a transaction in the loop's thread, waiting neither for the disk nor for anybody."""
        with self._clear_words():
            connection = self._own
            if connection is None:
                connection = self._own = self._of_our_own()
            with connection:  # commits, or undoes what was done
                cursor = connection.cursor()
                cursor.execute(begin)
                return work(Transaction(cursor, postgresql=False))

    def _of_our_own(self) -> sqlite3.Connection:
        """A connection beside the pool, which costs more than the statements of a short one."""
        pooled = self._engine.raw_connection()
        connection = cast(sqlite3.Connection, pooled.dbapi_connection)
        pooled.detach()
        connection.execute("PRAGMA busy_timeout = 0")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute(f"PRAGMA wal_autocheckpoint = {LONGEST}")
        return connection

    def _transact(self, work: Work[T], begin: str, durability: Durability | None = None) -> T:
        with self._clear_words(), closing(self._engine.raw_connection()) as connection:
            cursor = connection.cursor()
            if not self.postgresql:
                if durability is not None and connection.info.get("durability") != durability:
                    cursor.execute(f"PRAGMA synchronous = {durability}")
                    connection.info["durability"] = durability
                cursor.execute(begin)
            elif durability == "NORMAL":
                cursor.execute("SET LOCAL synchronous_commit TO OFF")
            # Without a commit, giving the connection back to the pool undoes everything.
            done = work(Transaction(cursor, postgresql=self.postgresql))
            connection.commit()
            return done

    @contextmanager
    def _clear_words(self) -> Iterator[None]:
        """Turn the database's errors into Carnet's, without what the statement carried."""
        try:
            yield
        except sql.DBAPIError as error:
            raise _translate(error.orig) from None
        except sql.TimeoutError:
            raise Transient("no database connection became free", retry_after=1) from None
        except self._refused as error:
            raise _translate(error) from None


def _translate(error: BaseException | None) -> Exception:
    name = str(getattr(error, "sqlite_errorname", "") or getattr(error, "sqlstate", "") or "")
    if name.startswith("SQLITE_FULL") or name == "53100":
        return Transient("the disk that holds the database is full", retry_after=30)
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")) or name in {"40001", "40P01", "55P03"}:
        return _Locked("the database is locked by somebody else", retry_after=1)
    if name.startswith("SQLITE_IOERR"):
        return Transient(f"the disk does not answer as it should ({name})", retry_after=30)
    if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_AUTH")):
        return ConfigurationError("The database file cannot be written: check the data folder.")
    if name.startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT")):
        return ConfigurationError("The database file is damaged: restore it from a backup.")
    if name.startswith("28") or name in {"3D000", "42501"}:
        return ConfigurationError("PostgreSQL refuses us: check the database URL and its rights.")
    kind = type(error).__name__
    if not name and any(words in str(error) for words in _REFUSALS):
        return ConfigurationError("PostgreSQL refuses us: check the database URL and its rights.")
    if kind in {"OperationalError", "InterfaceError", "ConnectionTimeout", "AdminShutdown"} or (
        name.startswith(("08", "53", "57"))
    ):
        return Transient(f"the database does not answer ({kind} {name})", retry_after=5)
    return Permanent(f"the database refused a statement ({kind} {name})")


def _set_up_sqlite(connection: Any, _record: object) -> None:
    # We begin, not the driver: only so can a transaction begin IMMEDIATE.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")
    cursor.execute("PRAGMA temp_store = MEMORY")
    cursor.execute("PRAGMA cache_size = -16384")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
