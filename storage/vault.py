"""The vault: one sealed record, and the two verbs :meth:`Vault.seal` and :meth:`Vault.open`.

Layout of a sealed record, byte by byte::

    offset  length  what
    0       1       format, 0x01
    1       32      salt, random for every record
    33      32      commitment to the key
    65      n       AES-256-GCM ciphertext of the padded plain text
    65 + n  16      AES-256-GCM tag

    key (32) | nonce (12) | commitment (32)
        = HKDF-SHA512(ikm = owner's key, salt = salt, info = b"carnet record 1", length = 76)

    associated data = the place: owner, table, row, column, version, each in UTF-8 behind its
        length as four bytes, most significant first
    plain text, padded = its length as four bytes, most significant first | plain text | zeros,
        up to 256 bytes, beyond that up to the next Padmé length

Every record has its own key and nonce, so that no nonce can be used twice however many records
there are. AES-GCM alone opens under more than one key; the commitment, compared first, does not
(Albertini et al., "How to Abuse and Fix Authenticated Encryption Without Key Commitment", USENIX
Security 2022). The place is authenticated, so no record can be moved to another row, owner or
version. Padding hides lengths: Padmé leaks O(log log n) bits for at most 12 % of space (Nikitin et
al., "Reducing Metadata Leakage from Encrypted Files and Communication with PURBs", PETS 2019).
HKDF: RFC 5869. AES-GCM: NIST SP 800-38D.
"""

import hmac
import os
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA512
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.errors import SealBroken

KEY_BYTES: Final = 32
FORMAT: Final = b"\x01"
_SALT: Final = 32
_COMMITMENT: Final = 32
_NONCE: Final = 12
_TAG: Final = 16
_HEADER: Final = len(FORMAT) + _SALT + _COMMITMENT
OVERHEAD: Final = _HEADER + _TAG
"""How many bytes a sealed record is longer than its padded plain text."""

_RECORD: Final = b"carnet record 1"
_LENGTH: Final = 4
_SMALLEST: Final = 256
LARGEST: Final = 256 * 1024 * 1024
"""The longest plain text that one record takes, in bytes."""


class Place:
    """Where a record stands; it opens nowhere else.

    ``owner`` is a random id, ``row`` names the row within the owner and the table, ``version``
    counts how often the row was written.
    """

    __slots__ = ("authenticated",)

    def __init__(self, owner: str, table: str, row: str, column: str, version: int) -> None:
        if not (owner and table and row and column) or version < 0:
            raise ValueError("a place needs owner, table, row, column and a version from 0 on")
        parts = (owner.encode(), table.encode(), row.encode(), column.encode(), b"%d" % version)
        self.authenticated: bytes = b"".join(len(p).to_bytes(4, "big") + p for p in parts)


def padded_length(length: int) -> int:
    """The padded length of ``length`` bytes: 256, then Padmé."""
    if length <= _SMALLEST:
        return _SMALLEST
    exponent = length.bit_length() - 1
    mask = (1 << (exponent - exponent.bit_length())) - 1
    return (length + mask) & ~mask


def pad(plain: bytes) -> bytes:
    """Plain text behind its length, filled with zeros; raises ValueError beyond ``LARGEST``."""
    if len(plain) > LARGEST:
        raise ValueError("too long for one record")
    framed = len(plain).to_bytes(_LENGTH, "big") + plain
    return framed.ljust(padded_length(len(framed)), b"\0")


def unpad(padded: bytes) -> bytes:
    """The plain text of :func:`pad`; raises SealBroken when the length cannot be right."""
    length = int.from_bytes(padded[:_LENGTH], "big")
    if padded_length(_LENGTH + length) != len(padded):
        raise SealBroken("the padding is not sound")
    return padded[_LENGTH : _LENGTH + length]


class Vault:
    """Seals and opens the records of one owner with the owner's 256-bit key."""

    __slots__ = ("_key", "_pseudonyms")

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            raise ValueError("a vault needs a key of 32 bytes")
        self._key = key
        self._pseudonyms: dict[tuple[str, str], bytes] = {}

    def __repr__(self) -> str:
        return "Vault(…)"

    def seal(self, plain: bytes, place: Place) -> bytes:
        """A record that only this key opens, and only at this place."""
        return self._seal(plain, place, os.urandom(_SALT))

    def open(self, sealed: bytes, place: Place) -> bytes:
        """The plain text; raises SealBroken for any other key, place or a single changed bit."""
        if sealed[:1] != FORMAT or len(sealed) < OVERHEAD + _SMALLEST:
            raise SealBroken("not a sealed record of a known format")
        key, nonce, commitment = self._derive(sealed[1 : 1 + _SALT])
        if not hmac.compare_digest(commitment, sealed[1 + _SALT : _HEADER]):
            raise SealBroken("sealed with another key")
        try:
            padded = AESGCM(key).decrypt(nonce, sealed[_HEADER:], place.authenticated)
        except InvalidTag:
            raise SealBroken("damaged, or moved from its place") from None
        return unpad(padded)

    def pseudonym(self, purpose: str, name: str) -> bytes:
        """Sixteen bytes that stand for ``name``, the same each time and only under this key.

        They are remembered: meant for the few names that the program itself knows.
        """
        known = self._pseudonyms.get((purpose, name))
        if known is None:
            message = len(purpose).to_bytes(4, "big") + f"{purpose}{name}".encode()
            known = hmac.digest(self._key, b"carnet pseudonym 1" + message, "sha256")[:16]
            self._pseudonyms[purpose, name] = known
        return known

    def _seal(self, plain: bytes, place: Place, salt: bytes) -> bytes:
        """Seal with a given salt: test vectors need that, nothing else may choose one."""
        key, nonce, commitment = self._derive(salt)
        sealed = AESGCM(key).encrypt(nonce, pad(plain), place.authenticated)
        return b"".join((FORMAT, salt, commitment, sealed))

    def _derive(self, salt: bytes) -> tuple[bytes, bytes, bytes]:
        length = KEY_BYTES + _NONCE + _COMMITMENT
        derived = HKDF(SHA512(), length, salt, _RECORD).derive(self._key)
        return (
            derived[:KEY_BYTES],
            derived[KEY_BYTES : KEY_BYTES + _NONCE],
            derived[KEY_BYTES + _NONCE :],
        )
