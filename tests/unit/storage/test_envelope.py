"""Envelopes to the installation, and blind indexes."""

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import ConfigurationError, SealBroken
from storage.blind import BlindIndex
from storage.envelope import Closer, Opener
from storage.vault import Place

PRIVATE = bytes(range(1, 33))
PLACE = Place("person", "job", "id", "sealed", 0)


@given(plain=st.binary(max_size=3000))
def test_what_anybody_closes_the_installation_opens(plain: bytes) -> None:
    """An envelope closed with the public key opens with the private one."""
    opener = Opener({1: PRIVATE})
    closer = Closer(1, opener.closer.public_bytes)
    assert opener.open(1, closer.close(plain, PLACE), PLACE) == plain


@given(where=st.integers(0), bit=st.integers(0, 7))
def test_a_changed_envelope_is_refused(where: int, bit: int) -> None:
    """No bit of an envelope can change unnoticed."""
    opener = Opener({1: PRIVATE})
    sealed = bytearray(opener.closer.close(b"asthma", PLACE))
    sealed[where % len(sealed)] ^= 1 << bit
    with pytest.raises(SealBroken):
        opener.open(1, bytes(sealed), PLACE)


@pytest.mark.parametrize("sealed", [b"", b"\0" * 31, b"\0" * 400])
def test_what_is_no_envelope_is_refused(sealed: bytes) -> None:
    """Anything else than an envelope is a broken seal."""
    with pytest.raises(SealBroken):
        Opener({1: PRIVATE}).open(1, sealed, PLACE)


def test_an_envelope_opens_at_its_own_place_only() -> None:
    """An envelope cannot be put into another person's mailbox."""
    opener = Opener({1: PRIVATE})
    sealed = opener.closer.close(b"asthma", PLACE)
    with pytest.raises(SealBroken):
        opener.open(1, sealed, Place("other", "job", "id", "sealed", 0))


def test_the_newest_key_closes_and_older_ones_open() -> None:
    """After a rotation, envelopes to the key before still open; to one that is gone, not."""
    old, both = Opener({1: PRIVATE}), Opener({1: PRIVATE, 2: bytes(range(2, 34))})
    sealed = old.closer.close(b"asthma", PLACE)
    assert both.closer.key_id == 2
    assert both.open(1, sealed, PLACE) == b"asthma"
    with pytest.raises(SealBroken):
        Opener({2: bytes(range(2, 34))}).open(1, sealed, PLACE)


def test_the_public_side_is_that_of_the_private_key() -> None:
    """The public key follows from the private one, as X25519 says."""
    expected = X25519PrivateKey.from_private_bytes(PRIVATE).public_key().public_bytes_raw()
    assert Opener({1: PRIVATE}).closer.public_bytes == expected


@pytest.mark.parametrize("length", [0, 31, 33])
def test_wrong_keys_fail_at_construction(length: int) -> None:
    """Keys of a wrong length are a matter of configuration."""
    for make in (lambda: Closer(1, bytes(length)), lambda: Opener({1: bytes(length)})):
        with pytest.raises(ConfigurationError):
            make()
    with pytest.raises(ConfigurationError):
        BlindIndex(bytes(length))
    with pytest.raises(ConfigurationError):
        Opener({})


def test_blind_indexes_never_change() -> None:
    """The index of an identity and of an event are the same for ever: fixed vectors."""
    index = BlindIndex(bytes(range(32)))
    identity, event = index.identity("telegram", "bot1", "7781234567"), index.event("a", "b", "c")
    assert identity.hex() == "7ab9393047b582294588e193fa0464bb31818eb265ffc3172d4bb8ce0938ca9d"
    assert len(event) == 32


@given(st.lists(st.tuples(st.text(), st.text(), st.text()), min_size=2, max_size=2, unique=True))
def test_different_identities_have_different_indexes(who: list[tuple[str, str, str]]) -> None:
    """Parts never run together, and an event is never an identity."""
    index = BlindIndex(bytes(range(32)))
    one, other = who
    assert index.identity(*one) != index.identity(*other)
    assert index.identity(*one) != index.event(*one)
    assert index.identity(*one) != BlindIndex(bytes(32)).identity(*one)
