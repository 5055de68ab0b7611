"""One suite, two databases: SQLite and PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.master import MasterKey
from storage.opening import Storage
from tests.integration.scenes import House


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
