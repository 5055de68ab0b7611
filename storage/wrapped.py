"""Keys at rest: each wrapped (sealed) by an epoch of the master key, as ``keys.db`` holds them."""

import os
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager

from bot.errors import ConfigurationError
from storage import key_file
from storage.master import MasterKey
from storage.statement import Row
from storage.vault import KEY_BYTES, Place, Vault

_CREATE = (
    "CREATE TABLE wrapped (owner TEXT PRIMARY KEY, epoch INTEGER NOT NULL, sealed BLOB NOT NULL)"
    " WITHOUT ROWID"
)
_BATCH = 200


class WrappedKeys:
    """The keys of owners, one each. For one thread at a time.

    ``leading`` is the owner whose key shows by which epoch every process wraps new keys.
    """

    def __init__(self, connection: sqlite3.Connection, master: MasterKey, leading: str) -> None:
        self._connection = connection
        self._master = master
        self._leading = leading

    def transaction(self) -> AbstractContextManager[None]:
        """All or nothing, on disk at the end."""
        return key_file.transaction(self._connection)

    def create(self, version: int, leading: bytes) -> None:
        """Make the table and the leading key (within a transaction)."""
        self._connection.execute(_CREATE)
        self._insert(self._leading, leading, self._master.epoch)
        self._connection.execute(f"PRAGMA user_version = {version}")

    def read(self, owner: str) -> bytes | None:
        """The key of an owner, None when there is none; raises SealBroken."""
        rows = self._rows("SELECT epoch, sealed FROM wrapped WHERE owner = ?", owner)
        if not rows:
            return None
        ((epoch, sealed),) = rows
        return self._vault(epoch).open(sealed, _place(owner, epoch))

    def read_or_make(self, owner: str) -> bytes:
        """The key of an owner, a new one if there is none (within a transaction)."""
        key = self.read(owner)
        if key is None:
            key = os.urandom(KEY_BYTES)
            self.add(owner, key)
        return key

    def add(self, owner: str, key: bytes) -> None:
        """Add a key, unless there is one (within a transaction)."""
        ((epoch,),) = self._rows("SELECT epoch FROM wrapped WHERE owner = ?", self._leading)
        self._insert(owner, key, epoch)

    def remove(self, owners: Iterable[str]) -> None:
        """Destroy keys (within a transaction)."""
        self._connection.executemany(
            "DELETE FROM wrapped WHERE owner = ?", [(owner,) for owner in owners]
        )

    def owners(self, prefix: str) -> list[str]:
        """The owners whose names begin so."""
        rows = self._rows("SELECT owner FROM wrapped WHERE owner LIKE ?", prefix + "%")
        return [owner for (owner,) in rows]

    def counts(self) -> dict[int, int]:
        """How many keys each epoch wraps."""
        rows = self._rows("SELECT epoch, COUNT(*) FROM wrapped GROUP BY epoch")
        return {int(epoch): int(count) for epoch, count in rows}

    def wrap_anew(self) -> None:
        """Wrap every key by the newest epoch of the master key, a few in each transaction."""
        # The leading key first: none can then come in under the old epoch behind our back.
        with self.transaction():
            self._wrap_anew(self._leading)
        older = "SELECT owner FROM wrapped WHERE epoch < ? LIMIT ?"
        while rows := self._rows(older, self._master.epoch, _BATCH):
            with self.transaction():
                for (owner,) in rows:
                    self._wrap_anew(owner)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def _wrap_anew(self, owner: str) -> None:
        key = self.read(owner)
        if key is not None:
            epoch = self._master.epoch
            self._connection.execute(
                "UPDATE wrapped SET epoch = ?, sealed = ? WHERE owner = ?",
                (epoch, self._wrapped(owner, key, epoch), owner),
            )

    def _insert(self, owner: str, key: bytes, epoch: int) -> None:
        self._connection.execute(
            "INSERT INTO wrapped VALUES (?, ?, ?) ON CONFLICT (owner) DO NOTHING",
            (owner, epoch, self._wrapped(owner, key, epoch)),
        )

    def _wrapped(self, owner: str, key: bytes, epoch: int) -> bytes:
        return self._vault(epoch).seal(key, _place(owner, epoch))

    def _vault(self, epoch: int) -> Vault:
        vault = self._master.vault(epoch)
        if vault is None:
            raise ConfigurationError(
                f"The master key does not hold epoch {epoch}, which wraps the keys of this folder."
            )
        return vault

    def _rows(self, statement: str, *values: object) -> Sequence[Row]:
        with key_file.clear_words():
            return self._connection.execute(statement, values).fetchall()


def _place(owner: str, epoch: int) -> Place:
    return Place(owner, "wrapped", owner, "sealed", epoch)
