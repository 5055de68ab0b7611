"""The keys and revocations that the operator gave: signatures are checked against these alone.

Nothing is ever fetched. Without the issuer's key a signature is "unchecked", which is said and is
no reason to refuse the person's own card.
"""

import base64
import binascii
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

Key = ec.EllipticCurvePublicKey | rsa.RSAPublicKey


def unbase64(text: str) -> bytes:
    """The bytes of base64url text without padding; raises ValueError."""
    padded = text + "=" * (-len(text) % 4)
    try:
        return base64.b64decode(padded.encode("ascii"), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError("not base64url") from error


@dataclass(frozen=True)
class Trust:
    """Public keys by key id, and revoked card ids by the key id that signed them.

    ``keys`` are for SMART Health Cards (JWK ``kid``), ``signers`` for EU certificates (the first
    8 bytes of the SHA-256 of the signer certificate).
    """

    keys: Mapping[str, Key] = field(default_factory=dict)
    revoked: Mapping[str, frozenset[str]] = field(default_factory=dict)
    signers: Mapping[bytes, Key] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        key_sets: Iterable[Mapping[str, Any]] = (),
        revocations: Iterable[Mapping[str, Any]] = (),
        certificates: Iterable[bytes] = (),
    ) -> "Trust":
        """From JWK sets, card revocation lists (``{"kid", "rids"}``) and DER certificates.

        Raises ValueError when a key or certificate cannot be read.
        """
        keys = {
            str(jwk["kid"]): _from_jwk(jwk)
            for key_set in key_sets
            for jwk in key_set.get("keys", ())
            if jwk.get("kty") == "EC" and jwk.get("crv") == "P-256"
        }
        revoked = {
            str(item["kid"]): frozenset(str(rid).split(".")[0] for rid in item.get("rids", ()))
            for item in revocations
        }
        signers: dict[bytes, Key] = {}
        for der in certificates:
            public = x509.load_der_x509_certificate(der).public_key()
            if isinstance(public, ec.EllipticCurvePublicKey | rsa.RSAPublicKey):
                signers[sha256(der).digest()[:8]] = public
        return cls(keys, revoked, signers)


NO_TRUST = Trust()


def _from_jwk(jwk: Mapping[str, Any]) -> ec.EllipticCurvePublicKey:
    x = int.from_bytes(unbase64(str(jwk["x"])), "big")
    y = int.from_bytes(unbase64(str(jwk["y"])), "big")
    return ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()


def signed_by(key: Key, signature: bytes, message: bytes) -> bool:
    """Whether the raw (r and s side by side) ES256 or the PS256 signature fits the message."""
    try:
        if isinstance(key, ec.EllipticCurvePublicKey):
            half = (key.key_size + 7) // 8
            if len(signature) != 2 * half:
                return False
            r, s = (int.from_bytes(part, "big") for part in (signature[:half], signature[half:]))
            key.verify(encode_dss_signature(r, s), message, ec.ECDSA(hashes.SHA256()))
        else:
            pad = padding.PSS(mgf=padding.MGF1(hashes.SHA256()), salt_length=32)
            key.verify(signature, message, pad, hashes.SHA256())
    except (InvalidSignature, ValueError):
        return False
    return True
