"""The installation's own secrets."""

from storage.opening import Storage, keys_rotate
from tests.integration.scenes import House


async def test_a_secret_is_kept_replaced_and_removed(storage: Storage) -> None:
    """A secret comes back by kind and name until it is removed; others are not touched."""
    secrets = storage.secrets
    assert await secrets.find("slack", "T1") is None
    assert await secrets.count("slack") == 0
    await secrets.remove("slack", "T1")
    await secrets.save("slack", "T1", b"first token")
    await secrets.save("slack", "T1", b"second token")
    await secrets.save("slack", "T2", b"other token")
    await secrets.save("other", "T1", b"")
    assert await secrets.find("slack", "T1") == b"second token"
    assert await secrets.find("other", "T1") == b""
    assert await secrets.count("slack") == 2
    await secrets.remove("slack", "T1")
    assert await secrets.find("slack", "T1") is None
    assert await secrets.find("slack", "T2") == b"other token"


async def test_secrets_outlive_restart_and_rotations(house: House) -> None:
    """After any number of rotations and a restart a secret still opens, and is nobody's data."""
    storage = house.open()
    await storage.secrets.save("slack", "T1", b"xoxb-token")
    storage.close()
    for _ in range(3):
        assert keys_rotate(house.folder, house.master()).owners == 0
    storage = house.open()
    assert await storage.secrets.find("slack", "T1") == b"xoxb-token"
    storage.close()
