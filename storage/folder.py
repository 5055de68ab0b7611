"""The data folder: who may read it, and that only one worker uses it.

The folder is 0700 and each file 0600, made so before SQLite opens it (its journals copy the mode).
"""

import fcntl
import os
from pathlib import Path
from typing import Self

from bot.errors import ConfigurationError

DATABASE = "carnet.db"
LOCK = "worker.lock"


def private_folder(folder: Path) -> None:
    """Make the folder, readable by its owner only; raises ConfigurationError."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if folder.stat().st_mode & 0o077:
            folder.chmod(0o700)
    except OSError as error:
        raise ConfigurationError(
            f"The data folder {folder} cannot be used: {error.strerror}."
        ) from None


def private_file(file: Path) -> None:
    """Make an empty file of mode 0600 where there is none; raises ConfigurationError."""
    try:
        os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
        if file.stat().st_mode & 0o077:
            file.chmod(0o600)
    except OSError as error:
        raise ConfigurationError(f"{file} cannot be used: {error.strerror}.") from None


def write_new(file: Path, text: str) -> None:
    """Write a file of mode 0400, on the disk on return; raises OSError, also where one is."""
    descriptor = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o400)
    with os.fdopen(descriptor, "w") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())


def write_in_place(file: Path, text: str) -> None:
    """Write a file of mode 0400 in place of an older one: whole or not at all; raises OSError."""
    beside = file.with_name(file.name + ".new")
    beside.unlink(missing_ok=True)
    write_new(beside, text)
    beside.replace(file)
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


class WorkerLock:
    """Held for as long as a worker uses a folder; the system lets go of it if the worker dies."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    @classmethod
    def take(cls, folder: Path) -> Self:
        """Take the lock; raises ConfigurationError when another worker holds it."""
        file = folder / LOCK
        private_file(file)
        descriptor = os.open(file, os.O_RDWR)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(descriptor)
            raise ConfigurationError(
                f"Another Carnet is already using this data folder ({folder}). One worker at a "
                "time works on SQLite; several need PostgreSQL."
            ) from None
        return cls(descriptor)

    def release(self) -> None:
        """Let the next worker in."""
        os.close(self._descriptor)
