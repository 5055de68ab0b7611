"""The master key: what wraps every other key, and where the operator keeps it.

It is a short text, one key a line, ``EPOCH:KEY`` (a counting number and 32 bytes in URL-safe
base64; ``#`` begins a comment). The highest epoch wraps; older ones are there only while a
rotation is under way. The text comes from a file (mode 0400), from an environment variable, or
from the output of a command (a password store, a cloud's key service).
"""

import base64
import binascii
import os
import stat
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Self

from bot.errors import ConfigurationError
from storage.folder import write_in_place, write_new
from storage.vault import KEY_BYTES, Vault

_COMMAND_SECONDS = 30


class MasterKey:
    """The wrapping keys by epoch, and how to read them again."""

    def __init__(self, keys: Mapping[int, bytes], *, file: Path | None = None) -> None:
        if not keys or any(epoch < 1 for epoch in keys):
            raise ConfigurationError("The master key is empty or has an epoch below 1.")
        self.file = file
        self._vaults = {epoch: Vault(key) for epoch, key in keys.items()}
        self._keys = dict(keys)

    def __repr__(self) -> str:
        return f"MasterKey(epochs={sorted(self._vaults)})"

    @property
    def epoch(self) -> int:
        """The epoch that wraps now."""
        return max(self._vaults)

    @property
    def epochs(self) -> list[int]:
        """All epochs that can unwrap, oldest first."""
        return sorted(self._vaults)

    def vault(self, epoch: int) -> Vault | None:
        """The vault of an epoch; a file is read again for one that we do not know yet."""
        if epoch not in self._vaults and self.file is not None:
            fresh = self.load(file=self.file)
            self._vaults, self._keys = fresh._vaults, fresh._keys
        return self._vaults.get(epoch)

    @classmethod
    def load(
        cls,
        *,
        file: Path | None = None,
        variable: str | None = None,
        command: Sequence[str] | None = None,
    ) -> Self:
        """Read the master key from exactly one place; raises ConfigurationError."""
        if sum(source is not None for source in (file, variable, command)) != 1:
            raise ConfigurationError(
                "The master key needs one source: a file, a variable or a command."
            )
        if file is not None:
            return cls(_parse(_read(file)), file=file)
        if variable is not None:
            text = os.environ.get(variable, "")
            if not text.strip():
                raise ConfigurationError(f"The master key is missing: {variable} is not set.")
            return cls(_parse(text.replace(",", "\n")))
        assert command is not None  # noqa: S101 - one of the three is there, counted above
        return cls(_parse(_run(command)))

    @classmethod
    def create(cls, file: Path) -> Self:
        """Make a new master key in a new file of mode 0400; never overwrites one."""
        key = os.urandom(KEY_BYTES)
        try:
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_new(file, _write({1: key}))
        except FileExistsError:
            raise ConfigurationError(f"There is a master key already at {file}.") from None
        except OSError as error:
            raise ConfigurationError(
                f"The master key cannot be written to {file}: {error.strerror}."
            ) from None
        return cls({1: key}, file=file)

    def begin_epoch(self) -> None:
        """Add a new key in front of the old ones; in the file too, where there is one."""
        self._replace({**self._keys, self.epoch + 1: os.urandom(KEY_BYTES)})

    def end_epochs(self) -> None:
        """Forget all keys but the newest: what only they unwrapped is unreadable from now on."""
        self._replace({self.epoch: self._keys[self.epoch]})

    def _replace(self, keys: dict[int, bytes]) -> None:
        if self.file is None:
            raise ConfigurationError(
                "Carnet cannot write this master key: put the new epoch where it comes from."
            )
        write_in_place(self.file, _write(keys))
        self._keys = keys
        self._vaults = {epoch: Vault(key) for epoch, key in keys.items()}


def _read(file: Path) -> str:
    try:
        if file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise ConfigurationError(
                f"Others can read the master key: chmod 400 {file} (and consider rotating it)."
            )
        return file.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ConfigurationError(
            f"The master key is missing: there is no file {file}. Without it nothing that is "
            "kept can be opened. Put it back, or make a new one with: carnet keys init"
        ) from None
    except (OSError, UnicodeDecodeError):
        raise ConfigurationError(f"The master key cannot be read from {file}.") from None


def _run(command: Sequence[str]) -> str:
    try:
        done = subprocess.run(  # noqa: S603 - the operator's own command, without a shell
            list(command), capture_output=True, check=True, timeout=_COMMAND_SECONDS
        )
        return done.stdout.decode("utf-8")
    except (OSError, subprocess.SubprocessError, UnicodeDecodeError):
        raise ConfigurationError("The command that gives the master key failed.") from None


def _parse(text: str) -> dict[int, bytes]:
    keys: dict[int, bytes] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        line = line.partition("#")[0].strip()
        if not line:
            continue
        epoch, _, encoded = line.partition(":")
        try:
            key = base64.b64decode(encoded.strip(), altchars=b"-_", validate=True)
        except (binascii.Error, ValueError):
            key = b""
        if not epoch.strip().isdecimal() or len(key) != KEY_BYTES:
            raise ConfigurationError(
                f"The master key is damaged in line {number}: expected EPOCH:KEY with 32 bytes."
            )
        keys[int(epoch)] = key
    if not keys:
        raise ConfigurationError("The master key is empty.")
    return keys


def _write(keys: Mapping[int, bytes]) -> str:
    lines = [f"{epoch}:{base64.urlsafe_b64encode(keys[epoch]).decode()}" for epoch in sorted(keys)]
    return "# The master key of Carnet. Keep it apart from the data and its backups.\n" + "".join(
        line + "\n" for line in lines
    )
