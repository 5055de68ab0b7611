"""The write-ahead log of SQLite, brought to the disk for many transactions at once.

With ``synchronous=NORMAL`` a commit is whole in the log but not yet safe from a power cut; with
FULL, SQLite would add one sync of the log to each commit. That sync is all that is missing, and one
is enough for every commit before it, so it is done here, in a thread, for all who wait. What SQLite
itself syncs stays as it is: the log's header when it begins anew, the log before a checkpoint, the
database after it (https://www.sqlite.org/pragma.html#pragma_synchronous). So what is committed is
safe in the log until it is safe in the database.

Checkpoints, which copy the log into the database, run in a thread too, beside the writing. One that
SQLite runs itself after a commit, at :data:`LONGEST` pages, then finds little left to copy, and the
log begins anew.
"""

import os
import sqlite3
from collections.abc import Sequence
from concurrent.futures import Executor, Future
from contextlib import closing, suppress
from pathlib import Path

from bot.errors import Transient
from storage.together import Together

LONGEST = 4_000
"""Pages in the log after which a commit brings it to an end."""
_EVERY = 60
"""Commits that were waited for between two checkpoints: some 600 pages."""

_sync = getattr(os, "fdatasync", os.fsync)


class WriteAheadLog:
    """The log beside a database file."""

    def __init__(self, file: Path, threads: Executor) -> None:
        """Two threads are enough."""
        self._database = file
        self._behind = 0
        self._threads = threads
        self._copying: Future[None] | None = None
        self._file = file.with_name(file.name + "-wal")
        self._descriptor: int | None = None
        self._together: Together[None] = Together(self._reach, threads)

    async def synced(self) -> None:
        """Return when everything committed before is on the disk; raises Transient."""
        await self._together.ask(None)
        self._behind += 1
        if self._behind >= _EVERY and (self._copying is None or self._copying.done()):
            self._behind = 0
            self._copying = self._threads.submit(self._checkpoint)

    def close(self) -> None:
        """Let go of the file; nobody may wait any more."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def _reach(self, _: Sequence[None]) -> None:
        try:
            descriptor = self._opened()
            if descriptor is not None:
                _sync(descriptor)
        except OSError as error:
            raise Transient(
                f"the disk does not answer as it should ({error.errno})", retry_after=30
            ) from None

    def _checkpoint(self) -> None:
        """Copy what can be copied now. Only a help: what fails here, SQLite does later."""
        with suppress(sqlite3.Error), closing(sqlite3.connect(self._database)) as connection:
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("PRAGMA wal_checkpoint(PASSIVE)")

    def _opened(self) -> int | None:
        """The log, open. None when there is none: then all of it is in the database, and safe."""
        if self._descriptor is not None and os.fstat(self._descriptor).st_nlink == 0:
            self.close()
        if self._descriptor is None:
            try:
                # No lock is ever on the log itself, so closing it lets go of none (fcntl(2)).
                self._descriptor = os.open(self._file, os.O_RDWR | getattr(os, "O_CLOEXEC", 0))
            except FileNotFoundError:
                return None
        return self._descriptor
