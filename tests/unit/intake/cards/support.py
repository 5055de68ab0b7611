"""Cards, certificates and links that the tests make and sign with their own key."""

import base64
import json
import os
import zlib
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import cbor2
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.x509.oid import NameOID

from bot.intake.cards import Trust, readers
from bot.intake.cards.eu import to_base45
from bot.intake.reading import Reading, Source

ROOT = Path(__file__).parents[4]
SAMPLES = ROOT.parent / "shared" / "samples" / "smart-health-cards"
NOW = datetime(2026, 11, 25, tzinfo=UTC)
KEY = ec.derive_private_key(0x1234567890ABCDEF, ec.SECP256R1())


def unpadded(content: bytes) -> str:
    """Base64url without padding."""
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def signature(message: bytes) -> bytes:
    """The raw ES256 signature of the test issuer."""
    r, s = decode_dss_signature(KEY.sign(message, ec.ECDSA(hashes.SHA256())))
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")


def jwk() -> dict[str, str]:
    """The test issuer's public key."""
    numbers = KEY.public_key().public_numbers()
    x, y = (unpadded(n.to_bytes(32, "big")) for n in (numbers.x, numbers.y))
    return {"kty": "EC", "crv": "P-256", "kid": "k1", "x": x, "y": y}


def card(content: dict[str, Any] | None = None, **claims: object) -> str:
    """A signed card with one vaccination, or with the given bundle."""
    vaccination = {
        "resourceType": "Immunization",
        "status": "completed",
        "vaccineCode": {"coding": [{"system": "http://hl7.org/fhir/sid/cvx", "code": "207"}]},
        "occurrenceDateTime": "2021-05-01",
        "lotNumber": "A1",
    }
    bundle = content or {"resourceType": "Bundle", "entry": [{"resource": vaccination}]}
    credential = {"type": ["https://smarthealth.cards#immunization"], "rid": "r1"}
    credential |= {"credentialSubject": {"fhirVersion": "4.0.1", "fhirBundle": bundle}}
    body = {"iss": "https://issuer.example", "nbf": 1620000000.5, "vc": credential} | claims
    packer = zlib.compressobj(wbits=-15)
    packed = packer.compress(json.dumps(body).encode()) + packer.flush()
    header = unpadded(b'{"zip":"DEF","alg":"ES256","kid":"k1"}')
    covered = f"{header}.{unpadded(packed)}"
    return f"{covered}.{unpadded(signature(covered.encode()))}"


def numeric(compact: str) -> str:
    """The ``shc:/`` digits of a compact card."""
    return "".join(f"{ord(letter) - 45:02d}" for letter in compact)


def read(text: str | bytes, trust: Trust | None = None, at: datetime = NOW) -> Reading:
    """The reading of the first card reader that recognises the text."""
    content = text.encode() if isinstance(text, str) else text
    source = Source(content, language="fr", received_at=at)
    reader = next(r for r in readers(trust or Trust()) if r.recognise(source))
    return reader.read(source)


def lots(reading: Reading) -> list[str | None]:
    """The lots of all vaccinations."""
    return [fact.lot for fact in reading.facts if fact.kind == "Immunization"]


def link(key: bytes, **fields: object) -> str:
    """A health link with a key."""
    payload = {"url": "https://files.example/x", "key": unpadded(key), "label": "Ma carte"} | fields
    return f"https://viewer.example/#shlink:/{unpadded(json.dumps(payload).encode())}"


def sealed(content: bytes, key: bytes) -> str:
    """A compact JWE as a health link points to."""
    head = unpadded(b'{"alg":"dir","enc":"A256GCM"}')
    nonce = os.urandom(12)
    cipher = AESGCM(key).encrypt(nonce, content, head.encode())
    return f"{head}..{unpadded(nonce)}.{unpadded(cipher[:-16])}.{unpadded(cipher[-16:])}"


def certificate(expires: int = 2**33, **groups: object) -> tuple[str, bytes]:
    """An EU certificate and the DER certificate of its signer."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "test signer")])
    der = (
        x509.CertificateBuilder(name, name, KEY.public_key(), 1, NOW, NOW.replace(year=2030))
        .sign(KEY, hashes.SHA256())
        .public_bytes(serialization.Encoding.DER)
    )
    claims = {"ver": "1.3.0", "nam": {"fn": "Inventée", "gn": "Zoé"}, "dob": "1980-00"} | groups
    payload = cbor2.dumps({1: "FR", 4: expires, 6: 1620000000, -260: {1: claims}})
    protected = cbor2.dumps({1: -7, 4: sha256(der).digest()[:8]})
    signed = signature(cbor2.dumps(["Signature1", protected, b"", payload]))
    cose = cbor2.dumps(cbor2.CBORTag(18, [protected, {}, payload, signed]))
    return f"HC1:{to_base45(zlib.compress(cose))}", der


VACCINATION = {
    "tg": "840539006",
    "vp": "1119349007",
    "mp": "EU/1/20/1528",
    "dn": 2,
    "sd": 2,
    "dt": "2021-06-11",
    "is": "CNAM",
}
