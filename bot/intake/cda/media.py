"""Documents inside a CDA document: an unstructured body, a picture, an attached PDF."""

import base64
import binascii
import re
import zlib

from bot.intake.cda.record import CdaRecord, Context
from bot.intake.gathering import clean
from bot.intake.xmltree import Element
from bot.wording import say

MAX_DOCUMENT = 100_000_000
_LARGE = 1_000_000
_BASE64 = re.compile(rb"""representation\s*=\s*["']B64["'][^<>]{0,500}>""")
_JUNK = re.compile(rb"[^A-Za-z0-9+/=]")
_SIGNATURES = (
    (b"%PDF", "application/pdf"),
    (b"\x89PNG", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"{\\rtf", "application/rtf"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"GIF8", "image/gif"),
    (b"PK\x03\x04", "application/zip"),
)


def sniff(content: bytes, declared: str) -> str:
    """The media type by content; the declared one when the content does not tell."""
    for signature, media_type in _SIGNATURES:
        if content.startswith(signature):
            return media_type
    return declared or "application/octet-stream"


def set_aside(content: bytes) -> tuple[bytes, dict[bytes, bytes]]:
    """The document without its large base64 parts, and those parts by the mark left behind.

    libxml2 refuses texts over 10 MB unless all of its limits are lifted; a scanned letter in
    base64 is easily larger.
    """
    parts: dict[bytes, bytes] = {}
    kept: list[bytes] = []
    position = 0
    for match in _BASE64.finditer(content):
        end = content.find(b"<", match.end())
        if match.start() < position or end - match.end() < _LARGE:
            continue
        mark = b"set-aside-%d" % len(parts)
        parts[mark] = content[match.end() : end]
        kept += [content[position : match.end()], mark]
        position = end
    return (b"".join([*kept, content[position:]]) if parts else content), parts


def decode(element: Element, aside: dict[bytes, bytes]) -> bytes:
    """The bytes of an ED element in base64, inflated when it says so; empty when unreadable."""
    text = "".join(element.itertext()).encode("ascii", "ignore")
    packed = _JUNK.sub(b"", aside.get(text, text))
    packed = packed[: len(packed) - len(packed) % 4] if b"=" not in packed[-2:] else packed
    try:
        content = base64.b64decode(packed)
    except (binascii.Error, ValueError):
        return b""
    if element.get("compression") in {"DF", "ZL", "GZ"}:
        wbits = {"DF": -15, "ZL": 15, "GZ": 31}[element.get("compression") or "DF"]
        try:
            unpacker = zlib.decompressobj(wbits)
            content = unpacker.decompress(content, MAX_DOCUMENT)
        except zlib.error:
            return b""
    return content


def attach(record: CdaRecord, value: Element, title: str) -> bool:
    """Hand over one base64 element; False when it holds none."""
    if value.get("representation") != "B64":
        return False
    content = decode(value, record.aside)
    declared = clean(value.get("mediaType") or "", 100)
    if content:
        record.basket.embed(title, sniff(content, declared), content, record.place(value))
    else:
        record.basket.loose(f"{title}: {say(record.language, 'record-empty-attachment')}")
    return True


def media(record: CdaRecord, element: Element, context: Context) -> None:
    """An observationMedia; its bytes stand in ``value``."""
    value = element.find("value")
    if value is None:
        record.basket.loose(f"{context.title}: {say(record.language, 'record-empty-attachment')}")
    elif not attach(record, value, context.title or "document"):
        address = value.find("reference")
        target = (address.get("value") if address is not None else "") or ""
        words = say(record.language, "record-not-fetched")
        record.basket.loose(f"{context.title}: {clean(target, 300)} ({words})")


def sweep(record: CdaRecord, title: str) -> None:
    """Hand over every base64 element that no statement took."""
    for element in record.root.iterfind(".//*[@representation='B64']"):
        if element.tag != "signatureText":
            attach(record, element, title)


def unstructured(record: CdaRecord, body: Element, title: str) -> None:
    """The nonXMLBody of a level 1 document."""
    text = body.find("text")
    if text is None:
        record.basket.loose(f"{title}: {say(record.language, 'record-empty-attachment')}")
        return
    if attach(record, text, title):
        return
    reference = text.find("reference")
    if reference is not None:
        words = say(record.language, "record-not-fetched")
        record.basket.loose(f"{title}: {clean(reference.get('value') or '', 300)} ({words})")
        return
    plain = "".join(text.itertext()).strip()
    if plain:
        kind = clean(text.get("mediaType") or "", 100) or "text/plain"
        record.basket.embed(title, kind, plain.encode(), record.place(text))
    else:
        record.basket.loose(f"{title}: {say(record.language, 'record-empty-attachment')}")
