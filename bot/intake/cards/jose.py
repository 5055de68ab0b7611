"""Compact JWS and JWE as SMART Health Cards and Links use them; inflation is capped."""

import json
import re
import zlib
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.intake.cards.trust import unbase64

MAX_INFLATED = 10_000_000
_JSON = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=str)
JWS = re.compile(
    r"(?<![\w.-])eyJ[\w-]{10,20000}\.[\w-]{10,5000000}\.[\w-]{20,2000}(?![\w.-])", re.A
)
JWE = re.compile(
    r"(?<![\w.-])eyJ[\w-]{10,20000}\.[\w-]{0,2000}\.[\w-]{8,100}\.[\w-]{8,30000000}\.[\w-]{16,100}"
    r"(?![\w.-])",
    re.A,
)


def inflate(content: bytes, wbits: int = -15) -> bytes:
    """The inflated bytes, at most :data:`MAX_INFLATED`; raises ValueError."""
    unpacker = zlib.decompressobj(wbits)
    try:
        inflated = unpacker.decompress(content, MAX_INFLATED)
    except zlib.error as error:
        raise ValueError("does not inflate") from error
    if unpacker.unconsumed_tail or not unpacker.eof:
        raise ValueError("too large or cut off")
    return inflated


def json_of(content: bytes) -> Any:
    """The first JSON value of the bytes (what trails is ignored); raises ValueError."""
    text = content.decode("utf-8-sig", errors="strict").lstrip()
    try:
        return _JSON.raw_decode(text)[0]
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


@dataclass(frozen=True, slots=True)
class Signed:
    """A compact JWS taken apart: header, content, signature and the bytes it covers."""

    header: dict[str, Any]
    content: bytes
    signature: bytes
    covered: bytes


def open_jws(compact: str) -> Signed:
    """Take a compact JWS apart and inflate its content; raises ValueError."""
    head, body, tail = compact.split(".")
    header = json_of(unbase64(head))
    if not isinstance(header, dict):
        raise ValueError("no header")
    content = unbase64(body)
    if header.get("zip") == "DEF" or not content.lstrip().startswith(b"{"):
        content = inflate(content)
    return Signed(header, content, unbase64(tail), f"{head}.{body}".encode("ascii"))


def open_jwe(compact: str, key: bytes) -> bytes:
    """Decrypt a compact JWE (``dir``, A256GCM); raises ValueError when it does not open."""
    head, _wrapped, nonce, cipher, tag = compact.split(".")
    header = json_of(unbase64(head))
    if not isinstance(header, dict) or header.get("enc") != "A256GCM" or len(key) != 32:
        raise ValueError("not a health link's encryption")
    try:
        sealed = unbase64(cipher) + unbase64(tag)
        content = AESGCM(key).decrypt(unbase64(nonce), sealed, head.encode("ascii"))
    except InvalidTag as error:
        raise ValueError("does not open with this key") from error
    return inflate(content) if header.get("zip") == "DEF" else content
