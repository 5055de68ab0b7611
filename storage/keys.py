"""The key ring: one random key per person and per notebook, in a database of its own.

``keys.db`` holds each key wrapped (sealed) by the master key, with the master key's epoch. It is
apart from the data so that destroying a key destroys what it sealed, in backups of the data too;
a backup of ``keys.db`` itself becomes unreadable when the master key is rotated. SQLite keeps no
trace of a deleted key: rollback journal cut to nothing (``TRUNCATE``) and ``secure_delete``.

The order of the two databases: a key is committed here before anything sealed with it is written
there, and what it sealed is deleted there before the key is destroyed here. A crash between the
two leaves at worst a key that seals nothing; the data's table ``doomed`` says which to destroy.
"""

import os
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from bot.errors import ConfigurationError, SealBroken
from storage.blind import BlindIndex
from storage.envelope import Opener
from storage.folder import private_file
from storage.key_file import NAME, connect, version
from storage.master import MasterKey
from storage.vault import KEY_BYTES, Place, Vault
from storage.wrapped import WrappedKeys

VERSION = 1
SECRETS = "secrets"
"""The owner of the installation's own secrets (:mod:`storage.secrets`)."""

_INDEX = "index"
_INSTALLATION = "installation/"
_REMEMBERED = 10_000
_KEPT_INSTALLATION_KEYS = 2


@dataclass(frozen=True, slots=True)
class KeyStatus:
    """How the keys stand: how many owners, wrapped by which epochs, which epochs are known."""

    owners: int
    wrapped: dict[int, int]
    known: tuple[int, ...]

    @property
    def rotated(self) -> bool:
        """Whether the newest epoch wraps everything and the older ones are gone."""
        return len(self.known) == 1 and set(self.wrapped) <= set(self.known)


class KeyRing:
    """Gives each owner's vault; creates and destroys keys. Safe to use from several threads."""

    def __init__(self, wrapped: WrappedKeys, master: MasterKey) -> None:
        self._wrapped = wrapped
        self._master = master
        self._lock = threading.RLock()
        self._vaults: OrderedDict[str, Vault] = OrderedDict()
        self.index = BlindIndex(self._own(_INDEX))
        self.installation = self._read_installation()

    @classmethod
    def create(cls, folder: Path, master: MasterKey) -> Self:
        """A new ring with its index key and its installation key; refuses to replace one."""
        if cls.present(folder):
            raise ConfigurationError(f"There are keys already in {folder}.")
        private_file(folder / NAME)
        wrapped = WrappedKeys(connect(folder / NAME), master, _INDEX)
        with wrapped.transaction():
            wrapped.create(VERSION, os.urandom(KEY_BYTES))
            wrapped.add(f"{_INSTALLATION}1", X25519PrivateKey.generate().private_bytes_raw())
        return cls(wrapped, master)

    @staticmethod
    def present(folder: Path) -> bool:
        """Whether the folder has keys: a file whose making was cut short holds none yet."""
        file = folder / NAME
        if not file.exists():
            return False
        connection = connect(file)
        try:
            return version(connection) > 0
        finally:
            connection.close()

    @classmethod
    def open(cls, folder: Path, master: MasterKey) -> Self:
        """The ring of this folder; raises ConfigurationError when it is not there or not ours."""
        if not cls.present(folder):
            raise ConfigurationError(
                f"The keys are missing: there is no {NAME} with keys in {folder}. Restore it from"
                " the backup of the keys; without it nothing that is kept can be opened."
            )
        connection = connect(folder / NAME)
        if version(connection) > VERSION:
            connection.close()
            raise ConfigurationError(f"{NAME} was written by a newer version of Carnet: update it.")
        return cls(WrappedKeys(connection, master, _INDEX), master)

    def vault(self, owner: str) -> Vault:
        """The vault of an owner; raises SealBroken when its key is not there (any more)."""
        found = self.find(owner)
        if found is None:
            raise SealBroken("the key of this owner is not there")
        return found

    def find(self, owner: str) -> Vault | None:
        """The vault of an owner, or None when there is no key."""
        vault = self.known(owner)
        if vault is not None:
            return vault
        with self._lock:
            key = self._wrapped.read(owner)
            return None if key is None else self._remember(owner, Vault(key))

    def known(self, owner: str) -> Vault | None:
        """The vault of an owner whose key was used lately; waits for nobody's writing."""
        vault = self._vaults.get(owner)
        if vault is not None:
            with suppress(KeyError):  # another thread may just have forgotten it
                self._vaults.move_to_end(owner)
        return vault

    def make(self, owner: str) -> Vault:
        """The vault of an owner, with a new key if there is none; the key is on disk on return."""
        with self._lock:
            found = self.find(owner)
            if found is not None:
                return found
            with self._wrapped.transaction():
                key = self._wrapped.read_or_make(owner)
            return self._remember(owner, Vault(key))

    def make_all(self, owners: Iterable[str], beside: Callable[[Vault], str]) -> None:
        """Like :meth:`make` for many and, for each, another owner that its vault names.

        All in one transaction: the disk is waited for once.
        """
        with self._lock:
            made = []
            with self._wrapped.transaction():
                for owner in owners:
                    vault = Vault(self._wrapped.read_or_make(owner))
                    other = beside(vault)
                    made += [(owner, vault), (other, Vault(self._wrapped.read_or_make(other)))]
            for owner, vault in made:
                self._remember(owner, vault)

    def open_envelope(self, key_id: int, sealed: bytes, place: Place) -> bytes:
        """What is in an envelope to the installation; raises SealBroken."""
        if key_id not in self.installation.key_ids:
            self.refresh()
        return self.installation.open(key_id, sealed, place)

    def refresh(self) -> None:
        """Read the installation's keys again: another process may have rotated them."""
        with self._lock:
            self.installation = self._read_installation()

    def shred(self, owners: Iterable[str]) -> None:
        """Destroy the keys of these owners: what they sealed can never be opened again."""
        with self._lock:
            names = list(owners)
            with self._wrapped.transaction():
                self._wrapped.remove(names)
            for owner in names:
                self._vaults.pop(owner, None)

    def rotate(self) -> None:
        """Wrap every key with a new epoch of the master key and forget the old one.

        Works while Carnet runs, and once more after a crash: a rotation cut short is finished.
        The installation gets a new key pair too. A master key that Carnet cannot write must hold
        the new epoch beside the old one already.
        """
        with self._lock:
            if len(self._master.epochs) == 1:
                self._master.begin_epoch()
            self._wrapped.wrap_anew()
            self._renew_installation()
            if self._master.file is not None:
                self._master.end_epochs()

    def status(self) -> KeyStatus:
        """How the keys stand."""
        with self._lock:
            wrapped = self._wrapped.counts()
            ours = (_INDEX, _INSTALLATION, SECRETS)
            own = sum(len(self._wrapped.owners(prefix)) for prefix in ours)
        return KeyStatus(sum(wrapped.values()) - own, wrapped, tuple(self._master.epochs))

    def close(self) -> None:
        """Close the file and forget the keys."""
        with self._lock:
            self._vaults.clear()
            self._wrapped.close()

    def _remember(self, owner: str, vault: Vault) -> Vault:
        self._vaults[owner] = vault
        if len(self._vaults) > _REMEMBERED:
            self._vaults.popitem(last=False)
        return vault

    def _own(self, owner: str) -> bytes:
        try:
            key = self._wrapped.read(owner)
        except SealBroken:
            raise ConfigurationError(
                "The master key is not the one that these data were sealed with."
            ) from None
        if key is None:
            raise ConfigurationError(f"{NAME} is damaged: an own key is missing.")
        return key

    def _read_installation(self) -> Opener:
        owners = self._wrapped.owners(_INSTALLATION)
        return Opener({int(name.removeprefix(_INSTALLATION)): self._own(name) for name in owners})

    def _renew_installation(self) -> None:
        """Add a key pair; the one before stays, for messages still waiting under it."""
        number = self.installation.closer.key_id + 1
        owner = f"{_INSTALLATION}{number}"
        private = X25519PrivateKey.generate().private_bytes_raw()
        with self._wrapped.transaction():
            self._wrapped.add(owner, private)
            self._wrapped.remove([f"{_INSTALLATION}{number - _KEPT_INSTALLATION_KEYS}"])
        self.installation = self._read_installation()
