"""Reads an Apple Health export as a stream, from the zip member or the bare XML.

The document type definition is skipped before the parser sees it: iOS 16 writes a broken one, and
nothing in it is needed (no entity, internal or external, can be declared). A file that stops early
is read as far as it goes and marked partial.
"""

import io
import re
import time
import zipfile
from collections.abc import Callable
from typing import BinaryIO

import lxml.etree as etree

from bot.intake.apple.archive import (
    HEAD,
    ROOT,
    ZIP_ERRORS,
    Companions,
    find_export,
    open_archive,
)
from bot.intake.apple.records import RecordTarget
from bot.intake.reading import Reader, Reading, Source, Unreadable
from bot.intake.series.gather import Gather

FORMAT = "apple-health"
_BLOCK = 256 * 1024
_FLUSH_EVERY = 16
_LIMIT_BYTES = 8 << 30
_RATIO = 400
_RATIO_FROM = 256 << 20
_SECONDS = 16.0
_MAX_HEAD = 4 << 20
_ROOT = re.compile(rb"<HealthData(?=[\s/>])")
_EMPTY = re.compile(rb"<HealthData[^<>]*/>\s*$")
_END = re.compile(rb"</HealthData\s*>")
_DECLARATION = re.compile(rb"^\s*(?:\xef\xbb\xbf)?\s*(<\?xml[^>]{0,200}\?>)")
Progress = Callable[[int], None]


def recognise(source: Source) -> bool:
    """Whether the content is an Apple Health export."""
    content = source.content
    if content[:4] == b"PK\x03\x04":
        archive = open_archive(io.BytesIO(content))
        return archive is not None and find_export(archive) is not None
    head = content[:HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")
    return head[:1] == b"<" and _ROOT.search(head) is not None


def read(source: Source) -> Reading:
    """Read the export; partial when it is cut, damaged, or takes too long."""
    seconds = _SECONDS if source.hurried else None
    return read_stream(io.BytesIO(source.content), source, seconds=seconds)


def read_stream(
    stream: BinaryIO,
    source: Source | None = None,
    *,
    seconds: float | None = None,
    progress: Progress | None = None,
) -> Reading:
    """Read a zip or XML from a seekable binary file, holding only the result in memory.

    ``source`` gives language, moment and document id (its content is not used). After ``seconds``
    of work the rest is left unread and the reading is partial. ``progress`` is called with the
    number of bytes of XML read so far; what it raises stops the reading.
    """
    gather = Gather(source or Source(content=b""))
    start = stream.read(4)
    stream.seek(0)
    if not start:
        raise Unreadable("unreadable-empty")
    deadline = None if seconds is None else time.thread_time() + seconds
    if start != b"PK\x03\x04":
        target = _parse(stream, gather, None, deadline, progress)
        return _finish(target, gather, None)
    archive = open_archive(stream)
    if archive is None:
        raise Unreadable("unreadable-damaged")
    with archive:
        export = find_export(archive)
        if export is None:
            if any(member.flag_bits & 1 for member in archive.infolist()):
                raise Unreadable("unreadable-encrypted")
            raise Unreadable("unreadable-unknown")
        try:
            with archive.open(export) as member:
                target = _parse(member, gather, export, deadline, progress)  # type: ignore[arg-type]
        except zipfile.BadZipFile:
            raise Unreadable("unreadable-damaged") from None
        companions = Companions(archive, export, gather)
        companions.read()
        return _finish(target, gather, companions)


def _finish(target: RecordTarget, gather: Gather, companions: Companions | None) -> Reading:
    target.whole.finish(
        metadata=target.metadata,
        clinical_files=companions.clinical if companions else 0,
        route_files=companions.routes if companions else 0,
    )
    french = gather.source.language == "fr"
    return gather.reading(
        FORMAT,
        "Export Apple Santé" if french else "Apple Health export",
        target.whole.exported,
    )


def _parse(
    stream: BinaryIO,
    gather: Gather,
    member: zipfile.ZipInfo | None,
    deadline: float | None,
    progress: Progress | None,
) -> RecordTarget:
    """Feed the parser block by block; raises Unreadable when the root is nowhere."""
    target = RecordTarget(gather)
    parser = etree.XMLParser(
        target=target,
        recover=True,
        resolve_entities=False,
        huge_tree=False,
        load_dtd=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
    )
    head = _head(stream, gather)
    parser.feed(head)
    packed = member.compress_size if member else 0
    whole = member.file_size if member else len(gather.source.content)
    read, tail, blocks = len(head), head[-64:], 0
    while block := _next(stream, gather):
        try:
            parser.feed(block)
        except etree.XMLSyntaxError:
            gather.partial = True
            break
        read += len(block)
        blocks += 1
        tail = (tail + block)[-64:]
        if blocks % _FLUSH_EVERY == 0:
            target.flush()
            if progress is not None:
                progress(read)
            gather.source.tell(read, whole)
            if deadline is not None and time.thread_time() > deadline:
                gather.partial = True
                gather.warn("intake-took-too-long")
                break
        if read > _LIMIT_BYTES or (packed and read > _RATIO_FROM and read > packed * _RATIO):
            gather.partial = True
            gather.warn("intake-too-large")
            break
    try:
        parser.close()
    except etree.XMLSyntaxError:
        gather.partial = True
    if not _END.search(tail) and not _EMPTY.search(tail):
        gather.partial = True
        gather.warn("intake-partial")
    elif any(entry.level >= etree.ErrorLevels.ERROR for entry in parser.feed_error_log):
        gather.partial = True
        gather.warn("intake-damaged-parts")
    target.flush(everything=True)
    return target


def _next(stream: BinaryIO, gather: Gather) -> bytes:
    try:
        return stream.read(_BLOCK)
    except ZIP_ERRORS:
        gather.partial = True
        return b""


def _head(stream: BinaryIO, gather: Gather) -> bytes:
    """The declaration and everything from the root on: the document type is left out."""
    head = b""
    while len(head) < _MAX_HEAD:
        block = _next(stream, gather)
        head += block
        found = _ROOT.search(head)
        if found:
            declaration = _DECLARATION.match(head)
            return (declaration.group(1) if declaration else b"") + head[found.start() :]
        if not block:
            break
    if not head.strip():
        raise Unreadable("unreadable-empty")
    raise Unreadable("unreadable-unknown" if ROOT not in head else "unreadable-damaged")


READER = Reader(
    format=FORMAT,
    recognise=recognise,
    read=read,
    declares=(
        "Apple Health export (zip or XML): measurements, sleep, workouts, clinical records, ECG "
        "classifications; routes are counted. Sure. Limits: 8 GB of XML, broken parts are skipped."
    ),
)
