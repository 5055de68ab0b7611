"""Opening a data folder: what is made, what is refused, and in which words."""

import os
import sqlite3
import subprocess
import sys

import pytest
import sqlalchemy
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlmodel import SQLModel

import storage.tables
from bot.errors import ConfigurationError, Transient
from bot.turn import Turn
from storage import migrations
from storage.database import Database
from storage.folder import private_file, private_folder
from storage.keys import KeyRing
from storage.migrations import HEAD
from storage.opening import Counts, open_storage
from storage.statement import Statement
from tests.integration.scenes import NOON, House, adds, condition, drain, said, tell


async def test_all_files_are_private(sqlite_house: House) -> None:
    """The folder is the owner's alone, and so is every file in it while Carnet works."""
    opened = sqlite_house.open()
    await tell(opened, Turn(changes=(adds(condition("asthma")),)))
    assert sqlite_house.folder.stat().st_mode & 0o777 == 0o700
    files = {path.name: path.stat().st_mode & 0o077 for path in sqlite_house.folder.iterdir()}
    assert {"carnet.db", "carnet.db-wal", "keys.db", "ingress.key", "worker.lock"} <= set(files)
    assert set(files.values()) == {0}
    opened.close()


def test_a_folder_open_to_others_is_closed(sqlite_house: House) -> None:
    """A data folder that others could enter is made private."""
    sqlite_house.folder.mkdir(mode=0o755)
    sqlite_house.folder.chmod(0o755)
    sqlite_house.open().close()
    assert sqlite_house.folder.stat().st_mode & 0o777 == 0o700


def test_migrations_make_the_tables_of_the_models(house: House) -> None:
    """Alembic finds no difference between the migrated database and the tables' classes."""
    house.open().close()
    assert storage.tables.Job.__tablename__ == "job"
    database = _database(house)

    def differences(connection: Connection) -> list[object]:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, SQLModel.metadata))

    found = database.migrate(differences)
    database.close()
    assert found == []


def test_the_head_is_that_of_the_scripts() -> None:
    """The revision that the program expects is the last one of the migrations."""
    from importlib.resources import files

    scripts = ScriptDirectory(str(files("storage.migrations")))
    assert scripts.get_current_head() == HEAD


async def test_data_of_the_first_version_are_brought_up_to_date(house: House) -> None:
    """A folder of each earlier revision opens, with all that was in it."""
    database = _empty_database(house)
    KeyRing.create(house.folder, house.master()).close()

    def first(connection: Connection) -> None:
        migrations.bring_up_to_date(connection, "0001")

    database.migrate(first)
    assert database.read_now(migrations.revision) == "0001"
    opened = house.open()
    assert database.read_now(migrations.revision) == HEAD
    await opened.mailboxes.post(said("bonjour"))
    await opened.secrets.save("slack", "T1", b"token")
    assert await drain(opened) == ["bonjour"]
    opened.close()
    database.close()


def test_an_up_to_date_folder_opens_without_alembic(sqlite_house: House) -> None:
    """Alembic, which is slow to import, is loaded only when there is something to migrate."""
    sqlite_house.open().close()
    program = (
        "import sys; from pathlib import Path; from storage.master import MasterKey;"
        "from storage.opening import open_storage;"
        "open_storage(Path(sys.argv[1]), MasterKey.load(file=Path(sys.argv[2]))).close();"
        "print([name for name in ('alembic', 'sqlmodel', 'dateparser', 'apscheduler')"
        " if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, sqlite_house.folder, sqlite_house.master_file],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": os.getcwd()},
    )
    assert done.stdout.strip() == "[]"


def test_newer_data_are_refused(house: House) -> None:
    """Data of a newer version are not touched."""
    house.open().close()
    database = _database(house)
    newer = Statement("UPDATE alembic_version SET version_num = '9999'")
    database.write_now(lambda transaction: transaction.run(newer))
    with pytest.raises(ConfigurationError, match="newer version"):
        house.open()
    kept = Statement("SELECT version_num FROM alembic_version")
    assert database.read_now(lambda transaction: transaction.value(kept)) == "9999"
    database.close()


def test_newer_keys_are_refused(sqlite_house: House) -> None:
    """Keys of a newer version are not touched either."""
    sqlite_house.open().close()
    connection = sqlite3.connect(sqlite_house.folder / "keys.db")
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(ConfigurationError, match="newer version"):
        sqlite_house.open()


def test_a_damaged_database_is_refused(sqlite_house: House) -> None:
    """A carnet.db that is no database is refused in clear words, and the folder is free again."""
    sqlite_house.open().close()
    (sqlite_house.folder / "carnet.db").write_bytes(b"this is no database at all" * 500)
    for _ in range(2):
        with pytest.raises(ConfigurationError, match="damaged"):
            sqlite_house.open()


def test_a_folder_that_cannot_be_is_refused(sqlite_house: House) -> None:
    """A file in the place of the folder is refused in clear words."""
    sqlite_house.folder.write_text("a file")
    with pytest.raises(ConfigurationError, match="cannot be used"):
        sqlite_house.open()


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("mysql://localhost/carnet", "postgresql://"),
        ("not a url", "cannot be understood"),
    ],
)
def test_other_databases_are_refused(sqlite_house: House, url: str, words: str) -> None:
    """A URL that is not PostgreSQL's is refused before anything is made."""
    with pytest.raises(ConfigurationError, match=words):
        open_storage(sqlite_house.folder, sqlite_house.master(), database_url=url)
    assert not (sqlite_house.folder / "keys.db").exists()


def test_a_postgresql_that_is_not_there_is_transient(sqlite_house: House) -> None:
    """A server that does not answer may come back; the error shows no password."""
    url = "postgresql://carnet:secret@127.0.0.1:1/carnet"
    with pytest.raises(Transient) as raised:
        open_storage(sqlite_house.folder, sqlite_house.master(), database_url=url)
    assert "secret" not in str(raised.value)


def test_a_database_that_does_not_exist_is_a_matter_of_configuration(
    postgresql_house: House,
) -> None:
    """PostgreSQL's refusal is told as such."""
    assert postgresql_house.url is not None
    url = sqlalchemy.make_url(postgresql_house.url).set(database="no_such_database")
    with pytest.raises(ConfigurationError, match="PostgreSQL refuses"):
        open_storage(postgresql_house.folder, postgresql_house.master(), database_url=str(url))


async def test_a_full_disk_is_transient_and_leaves_nothing_half_written(
    sqlite_house: House,
) -> None:
    """When SQLite can grow no more, a turn is refused as a whole and works once there is room."""
    opened = sqlite_house.open()
    await tell(opened, Turn())
    pages = Statement("PRAGMA page_count")
    await opened.mailboxes.post(said("a big file"))
    before = await opened.counts()
    used = opened.database.write_now(lambda transaction: transaction.value(pages))
    await _limit(opened.database, used + 5)
    facts = adds(*(condition("x" * 3000) for _ in range(90)))
    with pytest.raises(Transient, match="full"):
        await tell(opened, Turn(changes=(facts,)))
    assert await opened.counts() == Counts(1, before.jobs + 1, 0)
    await _limit(opened.database, 1_000_000)
    (person,) = await opened.people()
    account = (await opened.notebooks.person(person.person)).account
    assert await opened.notebooks.notebook(account).facts() == []
    assert (await drain(opened, NOON.replace(hour=13)))[0] == "a big file"
    await tell(opened, Turn(changes=(facts,)))
    assert len(await opened.notebooks.notebook(account).facts()) == 90
    opened.close()


async def test_a_locked_database_is_transient(sqlite_house: House) -> None:
    """When another process holds the database for too long, the write may be tried again."""
    opened = sqlite_house.open()
    impatient = Statement("PRAGMA busy_timeout = 50")
    opened.database.write_now(lambda transaction: transaction.run(impatient))
    other = sqlite3.connect(sqlite_house.folder / "carnet.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Transient, match="locked"):
        await opened.mailboxes.post(said("bonjour"))
    assert await opened.counts() == Counts(people=0, jobs=0, dead_letters=0)
    other.execute("COMMIT")
    other.close()
    assert await opened.mailboxes.post(said("bonjour"))
    opened.close()


async def test_old_marks_are_forgotten(house: House) -> None:
    """Housekeeping forgets event marks after a month and nothing else."""
    opened = house.open()
    await opened.mailboxes.post(said("old", key="old", at=NOON.replace(month=9)))
    await opened.mailboxes.post(said("new", key="new"))
    await opened.housekeep(NOON)
    assert not await opened.mailboxes.post(said("new", key="new"))
    assert await opened.mailboxes.post(said("old", key="old"))
    assert len(await drain(opened)) == 3
    opened.close()


async def _limit(database: Database, pages: int) -> None:
    limit = Statement(f"PRAGMA max_page_count = {pages}")
    await database.write(lambda transaction: transaction.run(limit))


def _empty_database(house: House) -> Database:
    private_folder(house.folder)
    private_file(house.folder / "carnet.db")
    return _database(house)


def _database(house: House) -> Database:
    if house.url is not None:
        return Database.postgresql_at(house.url)
    return Database.sqlite(house.folder / "carnet.db")
