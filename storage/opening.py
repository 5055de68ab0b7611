"""Opening what is kept: :func:`open_storage` checks everything, then hands out the ports."""

from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.errors import ConfigurationError
from bot.turn import Account
from storage.database import Database
from storage.doors import StoredDoors
from storage.feedback import StoredFeedback, forget_old
from storage.folder import DATABASE, WorkerLock, private_file, private_folder
from storage.imports import StoredImports
from storage.ingress import NAME as INGRESS_KEY
from storage.ingress import write_ingress_key
from storage.instants import seconds
from storage.keys import KeyRing, KeyStatus
from storage.linking import FORGET_OLD
from storage.mailboxes import StoredMailboxes
from storage.master import MasterKey
from storage.migrations import HEAD, bring_up_to_date, revision
from storage.notebooks import StoredNotebooks
from storage.posting import PERSON
from storage.secrets import SealedSecrets
from storage.statement import Statement, Transaction

_DAY = 86_400
_SEEN_DAYS = 30
_LETTER_DAYS = 90

_BELONGS = Statement("SELECT value FROM meta WHERE name = 'installation'")
_BELONG = Statement(
    "INSERT INTO meta (name, value) VALUES ('installation', :value) ON CONFLICT (name) DO NOTHING"
)
_FORGET_SEEN = Statement("DELETE FROM seen WHERE day < :day")
_FORGET_LETTERS = Statement("DELETE FROM dead_letter WHERE buried_at < :before")
_PEOPLE = Statement(
    "SELECT person, (SELECT COUNT(*) FROM job WHERE job.person = mailbox.person),"
    " (SELECT COUNT(*) FROM dead_letter WHERE dead_letter.person = mailbox.person)"
    " FROM mailbox WHERE NOT closing ORDER BY person"
)
_COUNTS = Statement(
    "SELECT (SELECT COUNT(DISTINCT person) FROM identity), (SELECT COUNT(*) FROM job),"
    " (SELECT COUNT(*) FROM dead_letter)"
)


@dataclass(frozen=True, slots=True)
class PersonCounts:
    """What an operator sees of a person: a random id, and numbers."""

    person: str
    waiting: int
    dead_letters: int


@dataclass(frozen=True, slots=True)
class Counts:
    """What an operator sees of everybody."""

    people: int
    jobs: int
    dead_letters: int


class Storage:
    """All that is kept, open."""

    def __init__(self, database: Database, keys: KeyRing, lock: WorkerLock | None) -> None:
        self.database = database
        self._lock = lock
        self.keys = keys
        self.notebooks = StoredNotebooks(database, keys)
        self.mailboxes = StoredMailboxes(database, keys)
        self.secrets = SealedSecrets(database, keys)
        self.doors = StoredDoors(database, keys)
        self.feedback = StoredFeedback(database, keys)
        self.imports = StoredImports(database, keys)

    async def account_of(self, channel: str, account: str, sender: str) -> Account | None:
        """The account behind an identity on a platform; None for somebody new."""
        blind = self.keys.index.identity(channel, account, sender)
        person = await self.database.read(
            lambda transaction: transaction.value(PERSON, {"blind": blind})
        )
        return (await self.notebooks.person(person)).account if person is not None else None

    async def people(self) -> list[PersonCounts]:
        """Everybody, by pseudonym."""
        rows = await self.database.read(lambda transaction: transaction.rows(_PEOPLE))
        return [PersonCounts(*row) for row in rows]

    async def counts(self) -> Counts:
        """How many people, jobs and dead letters there are; raises Transient when down."""
        (row,) = await self.database.read(lambda transaction: transaction.rows(_COUNTS))
        return Counts(*row)

    async def housekeep(self, now: datetime) -> None:
        """Once a day or so: forget old event marks and dead letters, finish cut-short erasures."""
        today = seconds(now) // _DAY

        def work(transaction: Transaction) -> None:
            forget_old(transaction, now)
            transaction.run(_FORGET_SEEN, {"day": today - _SEEN_DAYS})
            transaction.run(FORGET_OLD, {"now": seconds(now)})
            transaction.run(_FORGET_LETTERS, {"before": seconds(now) - _LETTER_DAYS * _DAY})

        await self.database.write(work)
        await self.database.run(self.mailboxes.shred_doomed)
        await self.database.run(self.keys.refresh)

    def close(self) -> None:
        """Wait for what is being written, then let go of everything."""
        self.database.close()
        self.keys.close()
        if self._lock is not None:
            self._lock.release()


def open_storage(
    folder: Path,
    master: MasterKey,
    *,
    database_url: str | None = None,
    worker: bool = True,
) -> Storage:
    """Open the data folder, and make it on first use; raises ConfigurationError in clear words.

    ``database_url`` puts the tables into PostgreSQL; the keys stay in the folder. ``worker=False``
    is for an operator's questions beside a running worker, which on SQLite is alone.
    """
    private_folder(folder)
    lock: WorkerLock | None = None
    with ExitStack() as opened:
        if database_url is None:
            if worker:
                lock = WorkerLock.take(folder)
                opened.callback(lock.release)
            private_file(folder / DATABASE)
            database = Database.sqlite(folder / DATABASE)
        else:
            database = Database.postgresql_at(database_url)
        opened.callback(database.close)
        fresh = database.read_now(revision) is None
        new = fresh and not KeyRing.present(folder)
        keys = KeyRing.create(folder, master) if new else KeyRing.open(folder, master)
        opened.callback(keys.close)
        if not (folder / INGRESS_KEY).exists():
            write_ingress_key(folder, keys)
        _prepare(database, keys)
        storage = Storage(database, keys, lock)
        storage.mailboxes.shred_doomed()
        if lock is not None:
            storage.mailboxes.free_all()
        opened.pop_all()
    return storage


def keys_init(folder: Path, master_file: Path) -> None:
    """Make a master key file where there is none, the keys, and the ingress key.

    Raises ConfigurationError rather than replace a master key or keys that exist.
    """
    private_folder(folder)
    master = (
        MasterKey.load(file=master_file) if master_file.exists() else MasterKey.create(master_file)
    )
    keys = KeyRing.create(folder, master)
    write_ingress_key(folder, keys)
    keys.close()


def keys_status(folder: Path, master: MasterKey) -> KeyStatus:
    """How the keys of this folder stand; raises ConfigurationError."""
    keys = KeyRing.open(folder, master)
    try:
        return keys.status()
    finally:
        keys.close()


def keys_rotate(folder: Path, master: MasterKey) -> KeyStatus:
    """Wrap every key anew and write a new ingress key; works while Carnet runs.

    Ingress processes take the new key when they are started again; until then theirs works.
    """
    keys = KeyRing.open(folder, master)
    try:
        keys.rotate()
        write_ingress_key(folder, keys)
        return keys.status()
    finally:
        keys.close()


def _prepare(database: Database, keys: KeyRing) -> None:
    """Bring the tables up to date; refuse keys that belong to other data."""
    if database.read_now(revision) != HEAD:
        database.migrate(bring_up_to_date)
    mark = keys.index.identity("carnet", "", "installation")
    belongs = database.read_now(lambda transaction: transaction.value(_BELONGS))
    if belongs is None:
        database.write_now(lambda transaction: transaction.run(_BELONG, {"value": mark}))
        belongs = database.read_now(lambda transaction: transaction.value(_BELONGS))
    if belongs != mark:
        raise ConfigurationError("The keys in this folder belong to other data.")
