"""Envelopes: what anybody may close with the installation's public key and only it can open.

HPKE (RFC 9180) in base mode: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM. The plain text
is padded as in :mod:`storage.vault`, and its place is HPKE's ``info``, so that an envelope opens
at its own place only. An ingress process closes envelopes and can open none.
"""

from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from bot.errors import ConfigurationError, SealBroken
from storage.vault import Place, pad, unpad

_SUITE = hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)
KEY_BYTES = 32


class Closer:
    """The public side. ``key_id`` says which of the installation's keys opens it."""

    __slots__ = ("_public", "key_id", "public_bytes")

    def __init__(self, key_id: int, public_bytes: bytes) -> None:
        if len(public_bytes) != KEY_BYTES or key_id < 1:
            raise ConfigurationError("The installation's public key is damaged.")
        self.key_id = key_id
        self.public_bytes = public_bytes
        self._public = X25519PublicKey.from_public_bytes(public_bytes)

    def close(self, plain: bytes, place: Place) -> bytes:
        """An envelope around ``plain``."""
        return _SUITE.encrypt(pad(plain), self._public, place.authenticated)


class Opener:
    """The private side: the installation's keys by id, the newest closes."""

    __slots__ = ("_private",)

    def __init__(self, private: Mapping[int, bytes]) -> None:
        if not private or any(len(key) != KEY_BYTES for key in private.values()):
            raise ConfigurationError("The installation's private key is missing or damaged.")
        self._private = {
            key_id: X25519PrivateKey.from_private_bytes(key) for key_id, key in private.items()
        }

    def __repr__(self) -> str:
        return f"Opener(keys={sorted(self._private)})"

    @property
    def key_ids(self) -> frozenset[int]:
        """The ids of the keys that open."""
        return frozenset(self._private)

    @property
    def closer(self) -> Closer:
        """The public side of the newest key."""
        key_id = max(self._private)
        return Closer(key_id, self._private[key_id].public_key().public_bytes_raw())

    def open(self, key_id: int, sealed: bytes, place: Place) -> bytes:
        """What is in the envelope; raises SealBroken."""
        private = self._private.get(key_id)
        if private is None:
            raise SealBroken("closed for a key of the installation that is gone")
        try:
            padded = _SUITE.decrypt(sealed, private, place.authenticated)
        except (InvalidTag, ValueError):
            raise SealBroken("an envelope that is damaged, moved or not ours") from None
        return unpad(padded)
