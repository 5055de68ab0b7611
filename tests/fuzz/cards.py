"""Fuzz the readers of health cards: ``python -m tests.fuzz.cards --seconds 60``.

Signed content is compressed, so bytes alone would rarely reach the inside: half of the inputs
are rebuilt around a mutated content.
"""

import base64
import json
import random
import zlib

import cbor2

from bot.intake.cards import CARDS
from bot.intake.cards.eu import to_base45
from tests.fuzz.mutate import main, of_bytes, of_json, seeds

READERS = CARDS


def _unpadded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def of_card(chance: random.Random, content: bytes) -> bytes:
    """A SMART Health Card around mutated content."""
    bundle = {"resourceType": "Bundle", "entry": [{"resource": {"resourceType": "Immunization"}}]}
    card = {"iss": "https://x", "nbf": 1.0, "vc": {"credentialSubject": {"fhirBundle": bundle}}}
    inner = of_json(chance, json.dumps(card).encode())
    packer = zlib.compressobj(wbits=-15)
    body = packer.compress(inner) + packer.flush()
    header = _unpadded(b'{"zip":"DEF","alg":"ES256","kid":"k"}')
    return f"{header}.{_unpadded(body)}.{_unpadded(bytes(64))}".encode()


def of_certificate(chance: random.Random, content: bytes) -> bytes:
    """An EU certificate around mutated content."""
    item = {"tg": "840539006", "vp": "J07BX03", "mp": "EU/1/20/1528", "dn": 1, "sd": 2}
    inner = {"nam": {"fn": "X"}, "dob": "1990", "v": [item | {"dt": "2021-05-01"}]}
    value = json.loads(of_json(chance, json.dumps(inner).encode()))
    token = {1: "FR", 4: 2**40, 6: chance.choice((1, 1e300, "x", None)), -260: {1: value}}
    try:
        payload = cbor2.dumps(token)
    except (cbor2.CBORError, OverflowError):
        return content
    if chance.random() < 0.3:
        payload = of_bytes(chance, payload)
    cose = cbor2.dumps(cbor2.CBORTag(18, [b"\xa0", {}, payload, bytes(64)]))
    return b"HC1:" + to_base45(zlib.compress(cose)).encode()


if __name__ == "__main__":
    main(
        READERS,
        seeds("cards/*", "smart-health-cards/*"),
        (of_bytes, of_json, of_card, of_certificate),
    )
