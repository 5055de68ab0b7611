"""Keys: the master key's sources, what is refused and in which words, rotation, ingress."""

import sys
from pathlib import Path

import pytest

from bot.errors import ConfigurationError
from bot.notebook.facts import Condition
from bot.turn import Turn
from storage.ingress import open_ingress
from storage.keys import KeyRing
from storage.master import MasterKey
from storage.opening import keys_init, keys_rotate, keys_status
from tests.integration.scenes import House, adds, condition, drain, said, tell


def test_a_master_key_file_is_private_and_never_overwritten(tmp_path: Path) -> None:
    """A new master key has mode 0400, and making another in its place is refused."""
    file = tmp_path / "master.key"
    MasterKey.create(file)
    assert file.stat().st_mode & 0o777 == 0o400
    with pytest.raises(ConfigurationError, match="already"):
        MasterKey.create(file)
    assert MasterKey.load(file=file).epochs == [1]


def test_a_master_key_from_variable_or_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same text is read from a file, a variable and a command's output."""
    file = tmp_path / "master.key"
    MasterKey.create(file)
    line = file.read_text().splitlines()[-1]
    monkeypatch.setenv("CARNET_MASTER_KEY", line)
    command = (sys.executable, "-c", "import sys; print(open(sys.argv[1]).read())", str(file))
    keys = [
        MasterKey.load(variable="CARNET_MASTER_KEY"),
        MasterKey.load(command=command),
        MasterKey.load(file=file),
    ]
    labels = {key.vault(1).pseudonym("p", "n") for key in keys if key.vault(1) is not None}  # type: ignore[union-attr]
    assert len(labels) == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "empty"),
        ("# only a comment\n", "empty"),
        ("no key\n", "damaged in line 1"),
        ("1:c2hvcnQ=\n", "damaged in line 1"),
        ("0:" + "A" * 43 + "=\n", "epoch below 1"),
        ("x:" + "A" * 43 + "=\n", "damaged in line 1"),
    ],
)
def test_a_damaged_master_key_is_refused(tmp_path: Path, text: str, words: str) -> None:
    """What is not a master key is refused in words that show none of it."""
    file = tmp_path / "master.key"
    file.write_text(text)
    file.chmod(0o400)
    with pytest.raises(ConfigurationError, match=words) as raised:
        MasterKey.load(file=file)
    assert "c2hvcnQ" not in str(raised.value)


def test_a_missing_or_open_master_key_is_refused(tmp_path: Path) -> None:
    """No file, no variable, a failing command, two sources, or a file that others can read."""
    file = tmp_path / "master.key"
    with pytest.raises(ConfigurationError, match="carnet keys init"):
        MasterKey.load(file=file)
    with pytest.raises(ConfigurationError, match="CARNET_NOT_SET is not set"):
        MasterKey.load(variable="CARNET_NOT_SET")
    with pytest.raises(ConfigurationError, match="command"):
        MasterKey.load(command=(sys.executable, "-c", "raise SystemExit(3)"))
    with pytest.raises(ConfigurationError, match="one source"):
        MasterKey.load(file=file, variable="CARNET_NOT_SET")
    MasterKey.create(file)
    file.chmod(0o644)
    with pytest.raises(ConfigurationError, match="chmod 400"):
        MasterKey.load(file=file)


async def test_another_master_key_is_refused(house: House, tmp_path: Path) -> None:
    """With a wrong master key Carnet does not start, and with the right one it then does."""
    storage = house.open()
    await tell(storage, Turn(changes=(adds(condition("asthma")),)))
    storage.close()
    wrong = House(house.folder, tmp_path / "wrong.key", house.url)
    MasterKey.create(wrong.master_file)
    with pytest.raises(ConfigurationError, match="not the one"):
        wrong.open()
    house.open().close()


def test_data_without_their_keys_are_refused(house: House) -> None:
    """Tables without keys.db are not opened, and new keys are not made for them."""
    house.open().close()
    (house.folder / "keys.db").unlink()
    with pytest.raises(ConfigurationError, match="keys are missing"):
        house.open()
    assert not (house.folder / "keys.db").exists()


def test_keys_of_other_data_are_refused(house: House, tmp_path: Path) -> None:
    """Tables and keys of two installations do not go together."""
    house.open().close()
    (house.folder / "keys.db").unlink()
    KeyRing.create(house.folder, house.master()).close()
    with pytest.raises(ConfigurationError, match="belong to other data"):
        house.open()


def test_damaged_keys_are_refused(house: House) -> None:
    """A keys.db that is no database is refused in clear words."""
    house.open().close()
    (house.folder / "keys.db").write_bytes(b"not a database, but long enough to be read" * 50)
    with pytest.raises(ConfigurationError, match=r"keys\.db"):
        house.open()


async def test_rotation_works_while_carnet_runs(house: House) -> None:
    """Keys are wrapped anew under a running worker; the former master key then opens nothing."""
    storage = house.open()
    person = await tell(storage, Turn(changes=(adds(condition("asthma")),)))
    former = house.master_file.read_text()
    backup = (house.folder / "keys.db").read_bytes()
    status = keys_rotate(house.folder, house.master())
    assert (status.owners, status.known, status.rotated) == (2, (2,), True)
    other = await tell(storage, Turn(changes=(adds(condition("gout")),)), sender="other")
    storage.close()
    assert keys_status(house.folder, house.master()).rotated

    storage = house.open()
    for each, text in ((person, "asthma"), (other, "gout")):
        account = (await storage.notebooks.person(each)).account
        facts = await storage.notebooks.notebook(account).facts(Condition)
        assert [fact.text for fact in facts] == [text]
    storage.close()

    (house.folder / "keys.db").write_bytes(backup)
    with pytest.raises(ConfigurationError, match="epoch 1"):
        house.open()
    house.master_file.unlink()
    house.master_file.write_text(former)
    house.master_file.chmod(0o400)
    house.open().close()


async def test_a_rotation_cut_short_is_finished(house: House) -> None:
    """With the new epoch in the file and nothing wrapped by it yet, all opens and ends well."""
    storage = house.open()
    await tell(storage, Turn(changes=(adds(condition("asthma")),)))
    storage.close()
    house.master().begin_epoch()
    storage = house.open()
    await tell(storage, Turn(changes=(adds(condition("gout")),)), sender="other")
    storage.close()
    status = keys_status(house.folder, house.master())
    assert (status.known, status.rotated) == ((1, 2), False)
    status = keys_rotate(house.folder, house.master())
    assert (status.known, set(status.wrapped), status.rotated) == ((2,), {2}, True)
    house.open().close()


def test_a_master_key_that_cannot_be_written_asks_for_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From a variable, rotation needs the new epoch beside the old one, and says so."""
    keys_init(tmp_path / "carnet", tmp_path / "master.key")
    one = (tmp_path / "master.key").read_text().splitlines()[-1]
    monkeypatch.setenv("CARNET_MASTER_KEY", one)
    with pytest.raises(ConfigurationError, match="new epoch"):
        keys_rotate(tmp_path / "carnet", MasterKey.load(variable="CARNET_MASTER_KEY"))
    MasterKey.create(tmp_path / "other.key")
    two = (tmp_path / "other.key").read_text().splitlines()[-1].replace("1:", "2:", 1)
    monkeypatch.setenv("CARNET_MASTER_KEY", f"{one},{two}")
    status = keys_rotate(tmp_path / "carnet", MasterKey.load(variable="CARNET_MASTER_KEY"))
    assert set(status.wrapped) == {2}


def test_keys_init_makes_all_keys_once(tmp_path: Path) -> None:
    """Init makes master key, keys and ingress key, all private, and replaces nothing."""
    folder, file = tmp_path / "carnet", tmp_path / "master.key"
    keys_init(folder, file)
    modes = {path.name: path.stat().st_mode & 0o777 for path in folder.iterdir()}
    assert modes.pop("keys.db-journal", 0o600) == 0o600
    assert modes == {"keys.db": 0o600, "ingress.key": 0o400}
    with pytest.raises(ConfigurationError, match="already"):
        keys_init(folder, file)
    House(folder, file, None).open().close()


async def test_an_ingress_process_posts_with_two_keys_only(house: House) -> None:
    """What ingress posts, the worker gets; the same event counts once between the two."""
    storage = house.open()
    ingress = open_ingress(house.folder, database_url=house.url)
    assert await ingress.post(said("through the ingress"))
    assert not await storage.mailboxes.post(said("through the ingress"))
    assert await drain(storage) == ["through the ingress"]
    former = open_ingress(house.folder, database_url=house.url)
    keys_rotate(house.folder, house.master())
    fresh = open_ingress(house.folder, database_url=house.url)
    assert await former.post(said("with the former key"))
    assert await fresh.post(said("with the new key"))
    assert await drain(storage) == ["with the former key", "with the new key"]
    for each in (ingress, former, fresh):
        each.close()
    storage.close()


def test_an_ingress_without_its_key_or_data_is_refused(house: House, tmp_path: Path) -> None:
    """No ingress key, a readable one, a damaged one, or tables that are not there yet."""
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(ConfigurationError, match="carnet keys init"):
        open_ingress(empty)
    house.open().close()
    key = house.folder / "ingress.key"
    (empty / "ingress.key").write_bytes(key.read_bytes())
    with pytest.raises(ConfigurationError, match="chmod 400"):
        open_ingress(empty)
    (empty / "ingress.key").chmod(0o400)
    with pytest.raises(ConfigurationError, match="start the worker first"):
        open_ingress(empty)
    key.chmod(0o600)
    key.write_text("index:AAAA\n")
    with pytest.raises(ConfigurationError, match="damaged"):
        open_ingress(house.folder, database_url=house.url)
