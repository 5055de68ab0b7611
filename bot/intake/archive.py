"""Zip archives: Mon Espace Santé downloads, exports of portals, anything zipped by hand.

Members are streamed into memory under a budget and never written anywhere, so a path in a name
can do no harm; a name that tries is still left aside. Refused: members that overlap (quines and
overlap bombs), that inflate out of proportion, that are encrypted, links. An archive inside the
archive is opened once, not deeper.

Each member is given to the other readers. What they understand is merged (its place begins with
the member's name); pictures, PDFs and everything they do not understand become documents.
"""

import stat
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO
from itertools import pairwise
from pathlib import PurePosixPath

from bot.intake.gathering import Gathering, clean
from bot.intake.reading import Reader, Reading, Source, Unreadable
from bot.intake.series import merge

MAX_MEMBERS = 5_000
MAX_MEMBER = 100_000_000
MAX_TOTAL = 300_000_000
MAX_RATIO = 250
_RATIO_FROM = 5_000_000
_CHUNK = 1 << 20
_JUNK = {".ds_store", "thumbs.db", "desktop.ini", "metadata.xml", "index.htm", "readme.txt"}
_DOCUMENTS = {
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
}
_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    RuntimeError,
    ValueError,
    OSError,
    LookupError,
)
"""What the standard library raises on a damaged, encrypted or oddly compressed member."""
_ReadMember = Callable[[Source], Reading]


class _Budget:
    """How many more bytes and members may be inflated from this file, nested archives included."""

    def __init__(self) -> None:
        self.left = MAX_TOTAL
        self.members = MAX_MEMBERS


def recognise(source: Source) -> bool:
    """Whether the content starts like a zip archive (an empty one too)."""
    return source.content[:4] in {b"PK\x03\x04", b"PK\x05\x06"}


def reader(read_member: _ReadMember) -> Reader:
    """The zip reader; ``read_member`` reads one file (format ``unknown`` when none knows it)."""
    return Reader(
        format="zip",
        recognise=recognise,
        read=lambda source: read(source, read_member),
        declares="zip archives, one archive inside; members are streamed and never extracted",
    )


def read(source: Source, read_member: _ReadMember) -> Reading:
    """Everything in the archive; raises :class:`Unreadable` when nothing can be read."""
    basket = Gathering(source)
    inner: list[Reading] = []
    seen = _open(basket, source.content, "", _Budget(), read_member, inner, depth=0)
    if not seen and not basket.lines():
        raise Unreadable("unreadable-empty")
    if not inner and not basket.documents and "warning-archive-encrypted" in basket.warnings:
        raise Unreadable("unreadable-encrypted")
    titles = dict.fromkeys(reading.title for reading in inner if reading.title)
    dates = [reading.date for reading in inner if reading.date]
    authors = dict.fromkeys(reading.author for reading in inner if reading.author)
    return basket.reading(
        inner[0].format if len(inner) == 1 and not basket.documents else "zip",
        title=", ".join(titles)[:300] or clean(source.name, 200),
        date=max(dates) if dates else None,
        author=next(iter(authors)) if len(authors) == 1 else None,
        series=merge(series for reading in inner for series in reading.series),
    )


def _open(
    basket: Gathering,
    content: bytes,
    prefix: str,
    budget: _Budget,
    read_member: _ReadMember,
    inner: list[Reading],
    *,
    depth: int,
) -> int:
    """Read the members of one archive; returns how many there were."""
    if content.count(b"PK\x01\x02") > MAX_MEMBERS * 4:
        raise Unreadable("unreadable-too-large")
    try:
        archive = zipfile.ZipFile(BytesIO(content))
        members = archive.infolist()
    except _ERRORS as error:
        if depth:
            basket.partial = True
            basket.warn("warning-part-unreadable")
            basket.loose(prefix.rstrip("/"))
            return 0
        raise Unreadable("unreadable-damaged") from error
    if _overlap(members):
        raise Unreadable("unreadable-damaged")
    count = 0
    with archive:
        for member in members:
            if not member.filename or member.is_dir():
                continue
            count += 1
            if not depth:
                basket.source.tell(count - 1, len(members))
            name = prefix + clean(member.filename, 200)
            if not _acceptable(basket, member, name):
                continue
            data = _bytes(basket, archive, member, name, budget)
            if data is None:
                continue
            if data[:4] == b"PK\x03\x04" and not _is_office(data):
                if depth:
                    basket.warn("warning-archive-nested")
                    basket.embed(name, "application/zip", data, name)
                else:
                    below = (basket, data, f"{name}/", budget, read_member, inner)
                    count += _open(*below, depth=depth + 1)
                continue
            _member(basket, data, name, read_member, inner)
    return count


def _overlap(members: list[zipfile.ZipInfo]) -> bool:
    """Whether two members share bytes: each must end before the next begins."""
    places = sorted((m.header_offset, m.header_offset + 30 + m.compress_size) for m in members)
    return any(end > begin for (_, end), (begin, _) in pairwise(places))


def _is_office(data: bytes) -> bool:
    """Office and epub files are zip archives too, but they are one document."""
    return b"[Content_Types].xml" in data[:4_000] or data[30:38] == b"mimetype"


def _acceptable(basket: Gathering, member: zipfile.ZipInfo, name: str) -> bool:
    path = PurePosixPath(member.filename.replace("\\", "/"))
    if path.name.lower() in _JUNK or path.name.startswith("._") or "__MACOSX" in path.parts:
        basket.loose(name)
        return False
    mode = member.external_attr >> 16
    unsafe = (
        path.is_absolute()
        or ".." in path.parts
        or ":" in path.parts[0]
        or "\x00" in member.orig_filename
        or stat.S_ISLNK(mode)
    )
    if unsafe:
        basket.warn("warning-archive-unsafe")
        basket.loose(name)
        return False
    if member.flag_bits & 0x1:
        basket.warn("warning-archive-encrypted")
        basket.partial = True
        basket.loose(name)
        return False
    return True


def _bytes(
    basket: Gathering,
    archive: zipfile.ZipFile,
    member: zipfile.ZipInfo,
    name: str,
    budget: _Budget,
) -> bytes | None:
    """The member's bytes, inflated under the budget; None when it has to be left out."""
    budget.members -= 1
    allowed = min(MAX_MEMBER, budget.left)
    if budget.members < 0 or member.file_size > allowed or _bomb(member, member.file_size):
        _left_out(basket, name, "warning-archive-limit")
        return None
    parts: list[bytes] = []
    size = 0
    try:
        with archive.open(member) as stream:
            while chunk := stream.read(_CHUNK):
                size += len(chunk)
                if size > allowed or _bomb(member, size):
                    budget.left -= size
                    _left_out(basket, name, "warning-archive-limit")
                    return None
                parts.append(chunk)
    except _ERRORS:
        budget.left -= size
        _left_out(basket, name, "warning-part-unreadable")
        return None
    budget.left -= size
    return b"".join(parts)


def _bomb(member: zipfile.ZipInfo, size: int) -> bool:
    return size > _RATIO_FROM and size > MAX_RATIO * max(member.compress_size, 1)


def _left_out(basket: Gathering, name: str, warning: str) -> None:
    basket.partial = True
    basket.warn(warning)
    basket.loose(name)


def _member(
    basket: Gathering,
    data: bytes,
    name: str,
    read_member: _ReadMember,
    inner: list[Reading],
) -> None:
    source = basket.source
    suffix = PurePosixPath(name).suffix.lower()
    media_type = _DOCUMENTS.get(suffix, "application/octet-stream")
    title = PurePosixPath(name).name
    try:
        reading = read_member(
            Source(
                data,
                name=title,
                language=source.language,
                country=source.country,
                received_at=source.received_at,
                id=source.id,
            )
        )
    except Unreadable as error:
        if data:
            basket.embed(title, media_type, data, name)
            basket.warn("warning-part-unreadable")
            basket.partial = True
        basket.loose(f"{name} ({error.message_id.removeprefix('unreadable-')})")
        return
    unknown = reading.format == "unknown"
    if unknown or suffix in _DOCUMENTS:
        basket.embed(title, media_type, data, name)
        if not data:
            basket.loose(name)
    if unknown:
        return
    inner.append(reading)
    for fact in reading.facts:
        place = f"{name} › {fact.provenance.place or ''}"[:500]
        provenance = fact.provenance.model_copy(update={"place": place})
        basket.facts.append(fact.model_copy(update={"provenance": provenance}))
    for document in reading.documents:
        basket.embed(
            document.title, document.media_type, document.content, f"{name} › {document.where}"
        )
    for line in reading.not_understood:
        basket.loose(line)
    for warning in reading.warnings:
        head, *pairs = warning.split("|")
        basket.warn(head, **dict(pair.split("=", 1) for pair in pairs if "=" in pair))
    basket.partial = basket.partial or reading.partial
