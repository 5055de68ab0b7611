"""The vault: fixed vectors, an independent reading of the layout, and what must not open."""

import hashlib
import hmac

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import SealBroken
from storage.vault import OVERHEAD, Place, Vault, pad, padded_length, unpad

KEY = bytes(range(32))

_names = st.text(min_size=1, max_size=20)
_places = st.builds(Place, _names, _names, _names, _names, st.integers(0, 2**31))


@pytest.mark.parametrize(
    ("plain", "place", "salt", "header", "digest"),
    [
        (
            b"",
            Place("o", "t", "r", "c", 0),
            bytes(32),
            "6f272ad6e0935be30c52d6c0f040071e4703dfec14512d143ea84489483261ca",
            "9ffc28c906aa27a90abf341f57726b28942daf4b2fc36cc0add52078d70241be",
        ),
        (
            "Glycémie à jeun : 5,6 mmol/L".encode(),
            Place("notebook", "record", "shelf/0", "sealed", 7),
            bytes(range(100, 132)),
            "ffd397b6b9fe83e7ba9eceeb95b5c8606477f55816464d7870a75f009ace6360",
            "a3db1b84dc62ec7e675c791f727fe0d563b21dd0745a8339958127c89d185cc5",
        ),
        (
            b"x" * 1000,
            Place("notebook", "document", "d/0/1", "sealed", 0),
            bytes(range(200, 232)),
            "f1e6ea5e136de85dc477ab033550731b0837e31b68d8f104fc0192ad648b3c88",
            "91dfb79cb73420813b5d53dc0e8848cc7fde27c3af76956ddd0eda6572676b80",
        ),
    ],
)
def test_fixed_vectors(plain: bytes, place: Place, salt: bytes, header: str, digest: str) -> None:
    """Records written today open for ever: the bytes for given salts never change."""
    sealed = Vault(KEY)._seal(plain, place, salt)
    assert sealed[:65] == b"\x01" + salt + bytes.fromhex(header)
    assert hashlib.sha256(sealed).hexdigest() == digest
    assert Vault(KEY).open(sealed, place) == plain


def test_the_layout_is_what_the_docstring_says() -> None:
    """A reader written from the documentation alone opens a record."""
    sealed = Vault(KEY).seal(b"hello", Place("owner", "table", "row", "column", 3))
    salt, commitment, body = sealed[1:33], sealed[33:65], sealed[65:]
    extracted = hmac.digest(salt, KEY, "sha512")
    first = hmac.digest(extracted, b"carnet record 1\x01", "sha512")
    second = hmac.digest(extracted, first + b"carnet record 1\x02", "sha512")
    derived = first + second
    authenticated = b"\0\0\0\5owner\0\0\0\5table\0\0\0\3row\0\0\0\6column\0\0\0\x013"
    padded = AESGCM(derived[:32]).decrypt(derived[32:44], body, authenticated)
    assert (commitment, padded) == (derived[44:76], b"\0\0\0\5hello" + bytes(247))


@given(plain=st.binary(max_size=5000), place=_places)
def test_what_is_sealed_opens(plain: bytes, place: Place) -> None:
    """Sealing and opening at the same place gives the same bytes, of a padded length."""
    sealed = Vault(KEY).seal(plain, place)
    assert Vault(KEY).open(sealed, place) == plain
    assert len(sealed) == padded_length(len(plain) + 4) + OVERHEAD


@given(plain=st.binary(max_size=600), place=_places, where=st.integers(0), bit=st.integers(0, 7))
def test_a_single_changed_bit_breaks_the_seal(
    plain: bytes, place: Place, where: int, bit: int
) -> None:
    """No bit of a record can change unnoticed."""
    sealed = bytearray(Vault(KEY).seal(plain, place))
    sealed[where % len(sealed)] ^= 1 << bit
    with pytest.raises(SealBroken):
        Vault(KEY).open(bytes(sealed), place)


@given(plain=st.binary(max_size=600), length=st.integers(0, 700))
def test_a_record_cut_short_breaks_the_seal(plain: bytes, length: int) -> None:
    """A beginning of a record is not a record."""
    place = Place("owner", "table", "row", "column", 0)
    sealed = Vault(KEY).seal(plain, place)
    with pytest.raises(SealBroken):
        Vault(KEY).open(sealed[: min(length, len(sealed) - 1)], place)


@given(one=_places, other=_places)
def test_a_record_opens_at_its_own_place_only(one: Place, other: Place) -> None:
    """Moved to any other place, a record does not open."""
    sealed = Vault(KEY).seal(b"asthma", one)
    if one.authenticated != other.authenticated:
        with pytest.raises(SealBroken):
            Vault(KEY).open(sealed, other)


def test_places_do_not_run_together() -> None:
    """The same letters split in another way are another place."""
    one, other = Place("ab", "c", "d", "e", 1), Place("a", "bc", "d", "e", 1)
    assert one.authenticated != other.authenticated


def test_another_key_does_not_open() -> None:
    """Only the key that sealed opens, and the error shows nothing."""
    place = Place("owner", "table", "row", "column", 0)
    sealed = Vault(KEY).seal(b"asthma", place)
    with pytest.raises(SealBroken) as raised:
        Vault(bytes(32)).open(sealed, place)
    assert "asthma" not in repr(raised.value)
    assert raised.value.__cause__ is None


def test_two_seals_of_the_same_text_differ() -> None:
    """Nobody can tell whether two records hold the same."""
    place = Place("owner", "table", "row", "column", 0)
    assert Vault(KEY).seal(b"asthma", place) != Vault(KEY).seal(b"asthma", place)


@pytest.mark.parametrize("length", [0, 16, 31, 33, 64])
def test_a_wrong_key_length_fails_at_construction(length: int) -> None:
    """A vault is made with 32 bytes or not at all."""
    with pytest.raises(ValueError, match="32 bytes"):
        Vault(bytes(length))


@pytest.mark.parametrize(
    ("owner", "table", "row", "column", "version"),
    [
        ("", "t", "r", "c", 0),
        ("o", "", "r", "c", 0),
        ("o", "t", "", "c", 0),
        ("o", "t", "r", "", 0),
        ("o", "t", "r", "c", -1),
    ],
)
def test_a_place_is_whole(owner: str, table: str, row: str, column: str, version: int) -> None:
    """A place without one of its parts is refused when it is made."""
    with pytest.raises(ValueError, match="a place needs"):
        Place(owner, table, row, column, version)


@settings(max_examples=300)
@given(length=st.integers(0, 2**28))
def test_padding_costs_little_and_hides_much(length: int) -> None:
    """Padded lengths never shrink, grow by less than 12 %, and take few values."""
    padded = padded_length(length)
    assert length <= padded <= max(256, length * 1.12)
    assert padded_length(padded) == padded
    assert padded_length(length) <= padded_length(length + 1)


@given(plain=st.binary(max_size=2000))
def test_padding_comes_off(plain: bytes) -> None:
    """What is padded comes back."""
    assert unpad(pad(plain)) == plain


@pytest.mark.parametrize("padded", [b"", b"\0\0\1\0" + bytes(252), b"\xff" * 256, bytes(300)])
def test_padding_that_cannot_be_is_refused(padded: bytes) -> None:
    """A length that does not fit its padding is a broken seal."""
    with pytest.raises(SealBroken):
        unpad(padded)


def test_pseudonyms_are_stable_and_keyed() -> None:
    """A name has one pseudonym for a purpose and a key; it never changes between versions."""
    vault = Vault(KEY)
    assert vault.pseudonym("shelf", "Condition").hex() == "f47527041065ebae0c4c04e53ee07845"
    others = {
        vault.pseudonym("shelf", "Observation"),
        vault.pseudonym("shel", "fCondition"),
        Vault(bytes(32)).pseudonym("shelf", "Condition"),
    }
    assert len(others | {vault.pseudonym("shelf", "Condition")}) == 4


def test_a_vault_does_not_show_its_key() -> None:
    """The printed form of a vault holds nothing of the key."""
    assert repr(Vault(KEY)) == "Vault(…)"
