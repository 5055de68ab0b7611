"""Small secrets of the installation itself, sealed under its own key (the port Secrets)."""

from storage.database import Database
from storage.keys import SECRETS, KeyRing
from storage.statement import Statement
from storage.vault import Place, Vault

_SAVE = Statement(
    "INSERT INTO secret (kind, name, sealed) VALUES (:kind, :name, :sealed)"
    " ON CONFLICT (kind, name) DO UPDATE SET sealed = excluded.sealed"
)
_FIND = Statement("SELECT sealed FROM secret WHERE kind = :kind AND name = :name")
_REMOVE = Statement("DELETE FROM secret WHERE kind = :kind AND name = :name")
_COUNT = Statement("SELECT COUNT(*) FROM secret WHERE kind = :kind")


class SealedSecrets:
    """Keeps secrets by kind and name; both are pseudonyms in the table."""

    def __init__(self, database: Database, keys: KeyRing) -> None:
        self._database = database
        self._keys = keys

    async def save(self, kind: str, name: str, plain: bytes) -> None:
        """Keep a secret under a name, in place of an older one."""
        vault = self._keys.make(SECRETS)
        row = _row(vault, kind, name)
        sealed = vault.seal(plain, _place(row))
        values = {**row, "sealed": sealed}
        await self._database.write(lambda transaction: transaction.run(_SAVE, values))

    async def find(self, kind: str, name: str) -> bytes | None:
        """The secret of that name; raises SealBroken."""
        vault = self._keys.find(SECRETS)
        if vault is None:
            return None
        row = _row(vault, kind, name)
        sealed = await self._database.read(lambda transaction: transaction.value(_FIND, row))
        return None if sealed is None else vault.open(sealed, _place(row))

    async def remove(self, kind: str, name: str) -> None:
        """Forget it; nothing happens when there is none."""
        vault = self._keys.find(SECRETS)
        if vault is not None:
            row = _row(vault, kind, name)
            await self._database.write(lambda transaction: transaction.run(_REMOVE, row))

    async def count(self, kind: str) -> int:
        """How many there are of a kind."""
        vault = self._keys.find(SECRETS)
        if vault is None:
            return 0
        values = {"kind": vault.pseudonym("secret kind", kind)}
        counted = await self._database.read(lambda transaction: transaction.value(_COUNT, values))
        return int(counted)


def _row(vault: Vault, kind: str, name: str) -> dict[str, bytes]:
    return {
        "kind": vault.pseudonym("secret kind", kind),
        "name": vault.pseudonym(f"secret {kind}", name),
    }


def _place(row: dict[str, bytes]) -> Place:
    return Place(SECRETS, "secret", f"{row['kind'].hex()}/{row['name'].hex()}", "sealed", 0)
