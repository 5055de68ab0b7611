"""The zip around an Apple Health export: the export itself, clinical records, ECGs, routes.

Members are streamed, never extracted. What a Mac adds on re-packing is skipped.
"""

import csv
import io
import zipfile
import zlib
from collections import Counter
from typing import BinaryIO

from bot.intake.reading import Embedded
from bot.intake.series.gather import Gather
from bot.intake.series.moments import parse_moment

ZIP_ERRORS = (
    zipfile.BadZipFile,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
    zlib.error,
    OverflowError,
    MemoryError,
)
"""What the standard library raises on a damaged, encrypted or odd archive."""

HEAD = 128 * 1024
ROOT = b"<HealthData"
_CANDIDATES = 12
_MAX_MEMBERS = 50_000
_MAX_DIRECTORY = 24_000_000
_MAX_CLINICAL = 2000
_MAX_CLINICAL_BYTES = 5_000_000
_MAX_CLINICAL_TOTAL = 48_000_000
_MAX_ECG = 1000
_ECG_HEAD = 8192


def is_junk(name: str) -> bool:
    """What macOS and Windows put beside the files."""
    parts = name.replace("\\", "/").split("/")
    last = parts[-1]
    return (
        "__MACOSX" in parts
        or last.startswith("._")
        or last in (".DS_Store", "Thumbs.db", "desktop.ini")
        or last == ""
    )


def find_export(archive: zipfile.ZipFile) -> zipfile.ZipInfo | None:
    """The member whose content is an Apple Health export, whatever its name; else None."""
    found: zipfile.ZipInfo | None = None
    members = [
        member
        for member in archive.infolist()[:_MAX_MEMBERS]
        if not is_junk(member.filename) and member.filename.lower().endswith(".xml")
    ]
    for member in sorted(members, key=lambda member: -member.file_size)[:_CANDIDATES]:
        if member.flag_bits & 1:
            continue
        try:
            with archive.open(member) as stream:
                head = stream.read(HEAD)
        except ZIP_ERRORS:
            continue
        if ROOT in head and (found is None or member.file_size > found.file_size):
            found = member
    return found


class Companions:
    """Reads what lies beside the export in the zip."""

    def __init__(self, archive: zipfile.ZipFile, export: zipfile.ZipInfo, gather: Gather) -> None:
        self._archive = archive
        self._export = export
        self._gather = gather
        self.clinical = 0
        self.routes = 0
        self._ecgs = 0
        self._bytes = 0

    def read(self) -> None:
        """Every other member: kept, counted, or named as not understood."""
        others: Counter[str] = Counter()
        members = self._archive.infolist()
        for member in members[:_MAX_MEMBERS]:
            name = member.filename
            if member is self._export or is_junk(name):
                continue
            folder, _, last = name.replace("\\", "/").rpartition("/")
            folder = folder.rpartition("/")[2].lower()
            extension = last.rpartition(".")[2].lower()
            if extension == "gpx":
                self.routes += 1
            elif extension == "json" and "clinical" in folder:
                self._clinical(member)
            elif extension == "csv" and ("electrocard" in folder or "ecg" in last.lower()):
                self._ecg(member)
            elif last.lower().endswith("_cda.xml"):
                self._gather.loose(last)
            else:
                others[f"{folder}/*.{extension}"[:80]] += 1
        for name, count in others.items():
            self._gather.loose(name, count)
        if len(members) > _MAX_MEMBERS:
            self._gather.partial = True
            self._gather.loose("…", len(members) - _MAX_MEMBERS)

    def _clinical(self, member: zipfile.ZipInfo) -> None:
        content = self._content(member, _MAX_CLINICAL_BYTES)
        full = self.clinical >= _MAX_CLINICAL or (
            content is not None and self._bytes + len(content) > _MAX_CLINICAL_TOTAL
        )
        if content is None or full:
            self._gather.partial = True
            self._gather.loose("clinical record not read")
            return
        self.clinical += 1
        self._bytes += len(content)
        name = member.filename.replace("\\", "/").rpartition("/")[2]
        self._gather.documents.append(
            Embedded(
                title=name[:200],
                media_type="application/fhir+json",
                content=content,
                where=member.filename[:400],
            )
        )

    def _ecg(self, member: zipfile.ZipInfo) -> None:
        content = self._content(member, _ECG_HEAD, cut=True)
        if content is None or self._ecgs >= _MAX_ECG:
            self._gather.loose("ECG not read")
            return
        self._ecgs += 1
        rows: list[list[str]] = []
        try:
            for row in csv.reader(io.StringIO(content.decode("utf-8-sig", "replace"))):
                if len(row) >= 2 and not row[0].strip().lstrip("-").replace(".", "").isdigit():
                    rows.append([cell.strip() for cell in row])
                if len(rows) >= 12:
                    break
        except csv.Error:
            self._gather.loose("ECG not read")
            return
        # The names of the lines follow the phone's language; their order does not: name, birth,
        # date, classification, symptoms, software, device, rate.
        place = next((i for i, row in enumerate(rows) if parse_moment(row[1]) and i >= 1), None)
        dated = [i for i, row in enumerate(rows) if (m := parse_moment(row[1])) and m.offset]
        place = dated[0] if dated else place
        if place is None or place + 1 >= len(rows):
            self._gather.loose("ECG not read")
            return
        moment = parse_moment(rows[place][1])
        symptoms = rows[place + 2][1] if place + 2 < len(rows) else ""
        self._gather.observe(
            "ECG",
            value_text=rows[place + 1][1][:120] + (f" ({symptoms[:120]})" if symptoms else ""),
            loinc="11524-6",
            effective=moment.iso() if moment else None,
            device=f"Apple Watch {rows[place + 4][1]}"[:80] if place + 4 < len(rows) else None,
            place=member.filename[-120:],
        )

    def _content(self, member: zipfile.ZipInfo, limit: int, *, cut: bool = False) -> bytes | None:
        if member.flag_bits & 1 or (member.file_size > limit and not cut):
            return None
        try:
            with self._archive.open(member) as stream:
                content = stream.read(limit + 1)
        except ZIP_ERRORS:
            return None
        if len(content) > limit:
            return content[:limit] if cut else None
        return content


def open_archive(stream: BinaryIO) -> zipfile.ZipFile | None:
    """The archive, or None when the stream is no readable zip or its directory is endless."""
    try:
        if _directory_size(stream) > _MAX_DIRECTORY:
            return None
        return zipfile.ZipFile(stream)
    except ZIP_ERRORS:
        return None


def _directory_size(stream: BinaryIO) -> int:
    """Bytes of the central directory, by the record at the end; reading it costs that much."""
    end = stream.seek(0, 2)
    stream.seek(max(0, end - 66_000))
    tail = stream.read()
    stream.seek(0)
    place = tail.rfind(b"PK\x05\x06")
    if place < 0 or place + 16 > len(tail):
        return 0
    size = int.from_bytes(tail[place + 12 : place + 16], "little")
    wide = tail.rfind(b"PK\x06\x06")
    if size == 0xFFFFFFFF and wide >= 0:
        size = int.from_bytes(tail[wide + 40 : wide + 48], "little")
    return size
