"""The floors under a turn: the same statements, rows and commits, and nothing of Carnet.

Both replay what was recorded, on a copy of the same database, with the same durability for each
transaction. :class:`SqlModelFloor` goes through bare SQLModel sessions and opens and seals every
row with bare AES-GCM, one key for everything; what it seals is random bytes, as long as what
Carnet sealed. :class:`SqliteFloor` is the driver alone, and no cryptography.
"""

import os
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import TextClause
from sqlmodel import Session, create_engine, text

from bench.recording import Step
from storage.statement import Values

_NONCE = 12
_TAG = 16
_SEALED = ("record", "job", "document", "change_set", "audit", "dead_letter")


class SqlModelFloor:
    """Bare SQLModel sessions with bare AES-GCM."""

    def __init__(self, file: Path) -> None:
        self._aes = AESGCM(os.urandom(32))
        self._seal_everything_anew(file)
        self._engine = create_engine(f"sqlite:///{file}")
        self._texts: dict[str, TextClause] = {}
        self._durability = "FULL"
        with Session(self._engine) as session:
            _set_up(session.connection().connection.cursor())

    def replay(self, steps: Sequence[Step]) -> None:
        """Do the work of one turn."""
        for step in steps:
            with Session(self._engine) as session:
                if step.durability is not None and step.durability != self._durability:
                    session.connection().exec_driver_sql(f"PRAGMA synchronous = {step.durability}")
                    self._durability = step.durability
                for statement, values in step.statements:
                    self._run(session, statement, values)
                session.commit()

    def close(self) -> None:
        """Close the database."""
        self._engine.dispose()

    def _run(self, session: Session, statement: str, values: Values) -> None:
        known = self._texts.get(statement)
        if known is None:
            known = self._texts[statement] = text(statement)
        sealed = values.get("sealed")
        if isinstance(sealed, bytes):
            values = {**values, "sealed": self._seal(len(sealed))}
        result: Any = session.exec(known, params=values)  # type: ignore[call-overload]
        if result.returns_rows:
            for row in result.all():
                for value in row:
                    # The other bytes that are read are blind indexes of 16 or 32 bytes.
                    if isinstance(value, bytes) and len(value) > 100:
                        self._aes.decrypt(value[:_NONCE], value[_NONCE:], None)

    def _seal(self, length: int) -> bytes:
        nonce = os.urandom(_NONCE)
        return nonce + self._aes.encrypt(nonce, bytes(length - _NONCE - _TAG), None)

    def _seal_everything_anew(self, file: Path) -> None:
        connection = sqlite3.connect(file)
        connection.create_function("sealed_anew", 1, self._seal)
        for table in _SEALED:
            connection.execute(f"UPDATE {table} SET sealed = sealed_anew(length(sealed))")
        connection.commit()
        connection.close()


class SqliteFloor:
    """The driver alone."""

    def __init__(self, file: Path) -> None:
        self._connection = sqlite3.connect(file, isolation_level=None)
        self._durability = "FULL"
        _set_up(self._connection.cursor())

    def replay(self, steps: Sequence[Step]) -> None:
        """Do the work of one turn."""
        cursor = self._connection.cursor()
        for step in steps:
            if step.durability is not None and step.durability != self._durability:
                cursor.execute(f"PRAGMA synchronous = {step.durability}")
                self._durability = step.durability
            cursor.execute("BEGIN" if step.durability is None else "BEGIN IMMEDIATE")
            for statement, values in step.statements:
                cursor.execute(statement, values)
                cursor.fetchall()
            cursor.execute("COMMIT")

    def close(self) -> None:
        """Close the database."""
        self._connection.close()


def _set_up(cursor: Any) -> None:
    """As Carnet sets up its own connections."""
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA temp_store = MEMORY")
    cursor.execute("PRAGMA cache_size = -16384")
