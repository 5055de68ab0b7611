"""What an ingress process holds: the key of the blind indexes and the installation's public key.

``ingress.key`` (mode 0400) is made by :func:`write_ingress_key`. It opens nothing that is kept.
"""

import base64
import binascii
from contextlib import ExitStack
from pathlib import Path

from bot.errors import ConfigurationError
from storage.blind import BlindIndex
from storage.database import Database
from storage.envelope import Closer
from storage.folder import DATABASE, write_in_place
from storage.keys import KeyRing
from storage.migrations import HEAD, revision
from storage.posting import IngressMailboxes

NAME = "ingress.key"


def write_ingress_key(folder: Path, keys: KeyRing) -> Path:
    """Write the file for ingress processes, in place of an older one; returns where it is."""
    closer = keys.installation.closer
    file = folder / NAME
    write_in_place(
        file,
        "# For ingress processes of Carnet: posts messages, opens nothing.\n"
        f"index:{base64.urlsafe_b64encode(keys.index.key).decode()}\n"
        f"public/{closer.key_id}:{base64.urlsafe_b64encode(closer.public_bytes).decode()}\n",
    )
    return file


def open_ingress(folder: Path, *, database_url: str | None = None) -> IngressMailboxes:
    """The mailboxes as an ingress process sees them; raises ConfigurationError."""
    index, closer = _read(folder / NAME)
    if database_url is not None:
        database = Database.postgresql_at(database_url)
    else:
        if not (folder / DATABASE).exists():
            raise ConfigurationError(f"There are no data in {folder} yet: start the worker first.")
        database = Database.sqlite(folder / DATABASE)
    with ExitStack() as opened:
        opened.callback(database.close)
        if database.read_now(revision) != HEAD:
            raise ConfigurationError("The database has another version: start the worker first.")
        opened.pop_all()
    return IngressMailboxes(database, index, closer)


def _read(file: Path) -> tuple[BlindIndex, Closer]:
    try:
        if file.stat().st_mode & 0o077:
            raise ConfigurationError(f"Others can read the ingress key: chmod 400 {file}")
        lines = file.read_text(encoding="ascii").splitlines()
    except FileNotFoundError:
        raise ConfigurationError(
            f"The ingress key is missing: there is no {file}. Make it with: carnet keys init"
        ) from None
    except (OSError, UnicodeDecodeError):
        raise ConfigurationError(f"The ingress key cannot be read from {file}.") from None
    index: BlindIndex | None = None
    closer: Closer | None = None
    for line in lines:
        name, _, encoded = line.partition(":")
        try:
            key = base64.b64decode(encoded, altchars=b"-_", validate=True)
        except (binascii.Error, ValueError):
            continue
        if name == "index":
            index = BlindIndex(key)
        elif name.startswith("public/") and name[7:].isdecimal():
            closer = Closer(int(name[7:]), key)
    if index is None or closer is None:
        raise ConfigurationError(f"The ingress key in {file} is damaged.")
    return index, closer
