"""Blind indexes: find a person by who they are on a platform without keeping who they are.

An index is HMAC-SHA256 under a random key over length-prefixed parts. Without that key nobody can
tell, by trying identities one after the other, whose row is whose.
"""

import hmac

from bot.errors import ConfigurationError

KEY_BYTES = 32


class BlindIndex:
    """Computes blind indexes under the installation's index key."""

    __slots__ = ("key",)

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            raise ConfigurationError("The blind index key is damaged.")
        self.key = key

    def __repr__(self) -> str:
        return "BlindIndex(…)"

    def identity(self, channel: str, account: str, sender: str) -> bytes:
        """The index of a person's identity on a platform."""
        return self._digest("identity", channel, account, sender)

    def event(self, channel: str, account: str, key: str) -> bytes:
        """The index of one event of a platform, so that it counts once."""
        return self._digest("event", channel, account, key)

    def linking(self, digest: str) -> bytes:
        """The index of a linking code, of which a digest is given."""
        return self._digest("linking", digest)

    def _digest(self, *parts: str) -> bytes:
        encoded = [part.encode("utf-8", "surrogatepass") for part in parts]
        message = b"".join(len(part).to_bytes(4, "big") + part for part in encoded)
        return hmac.digest(self.key, message, "sha256")
