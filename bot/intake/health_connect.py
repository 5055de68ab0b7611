"""Health Connect exports: an SQLite database, usually in a zip.

The database is opened from memory, read-only, by a connection that may only read plain tables:
views, triggers, virtual tables, functions and attached files are refused by the authorizer, and
a progress limit stops any statement that takes too long.
"""

import io
import re
import zipfile
from decimal import Decimal

from bot.intake.apple.archive import ZIP_ERRORS, is_junk, open_archive
from bot.intake.health_connect_database import Database
from bot.intake.health_connect_tables import (
    APPS_TABLE,
    COMMON,
    DEVICES_TABLE,
    EXERCISE_TABLE,
    INTERNAL,
    KEPT,
    MEDICAL_TABLE,
    NUTRITION_TABLE,
    SIGNATURES,
    SLEEP_TABLE,
    STAGE_OF,
    STAGES_TABLE,
    Kept,
)
from bot.intake.reading import Embedded, Reader, Reading, Source, Unreadable
from bot.intake.series.gather import Gather
from bot.intake.series.moments import Moment, at_utc

FORMAT = "health-connect"
_MAGIC = b"SQLite format 3\x00"
_MAX_BYTES = 700_000_000
_MAX_ROWS = 4_000_000
_MAX_DOCUMENTS = 2000
_MAX_DOCUMENT_BYTES = 5_000_000
_RATIO = 400
_DAY_MS = 86_400_000


def recognise(source: Source) -> bool:
    """Whether the content is, or has in it, a Health Connect database."""
    content = source.content
    if content[:16] == _MAGIC:
        return any(name.encode() in content for name in SIGNATURES) and APPS_TABLE.encode() in (
            content
        )
    if content[:4] != b"PK\x03\x04":
        return False
    archive = open_archive(io.BytesIO(content))
    return archive is not None and _member(archive) is not None


def _member(archive: zipfile.ZipFile) -> zipfile.ZipInfo | None:
    """The database in the zip, by its content."""
    for member in archive.infolist()[:50]:
        if is_junk(member.filename) or member.flag_bits & 1 or member.file_size < 512:
            continue
        try:
            with archive.open(member) as stream:
                head = stream.read(16)
                if head != _MAGIC:
                    continue
                more = head + stream.read(4_000_000)
        except ZIP_ERRORS:
            continue
        if any(name.encode() in more for name in SIGNATURES):
            return member
    return None


def read(source: Source) -> Reading:
    """Read the export; raises Unreadable when the database cannot be opened at all."""
    gather = Gather(source)
    content = _database(source, gather)
    reader = _Export(content, gather)
    try:
        reader.read()
    finally:
        reader.close()
    return gather.reading(FORMAT, "Health Connect")


def _database(source: Source, gather: Gather) -> bytearray:
    """The bytes of the database."""
    content = source.content
    if not content:
        raise Unreadable("unreadable-empty")
    if content[:16] == _MAGIC:
        return bytearray(content)
    archive = open_archive(io.BytesIO(content))
    if archive is None:
        raise Unreadable("unreadable-damaged")
    with archive:
        member = _member(archive)
        if member is None:
            raise Unreadable("unreadable-unknown")
        if member.file_size > _MAX_BYTES or member.file_size > _RATIO * (member.compress_size + 1):
            raise Unreadable("unreadable-too-large")
        others = sum(not is_junk(m.filename) and m is not member for m in archive.infolist())
        if others:
            gather.loose("other files in the zip", others)
        found = bytearray()
        try:
            with archive.open(member) as stream:
                while block := stream.read(1 << 20):
                    found += block
                    if len(found) > _MAX_BYTES:
                        raise Unreadable("unreadable-too-large")
        except ZIP_ERRORS:
            gather.partial = True
            gather.warn("intake-partial")
        return found


class _Export(Database):
    """The tables of Health Connect, read one after the other."""

    def __init__(self, content: bytearray, gather: Gather) -> None:
        super().__init__(content, gather)
        self._rows = 0
        self._apps: dict[int, str] | None = None
        self._devices: dict[int, str] = {}

    def read(self) -> None:
        """Every table that is known; the others are counted."""
        for number, kept in enumerate(KEPT):
            self.gather.source.tell(number, len(KEPT))
            self._kept(kept)
        self.attempt(self._sleep, SLEEP_TABLE)
        self.attempt(self._exercise, EXERCISE_TABLE)
        self.attempt(self._nutrition, NUTRITION_TABLE)
        self.attempt(self._medical, MEDICAL_TABLE)
        known = {kept.table for kept in KEPT} | {kept.child for kept in KEPT}
        known |= {SLEEP_TABLE, STAGES_TABLE, EXERCISE_TABLE, NUTRITION_TABLE, MEDICAL_TABLE}
        for name in sorted(self.columns.keys() - known - INTERNAL):
            self.attempt(lambda name=name: self.count(name), name)  # type: ignore[misc]

    def _origin(self, app: object, device: object) -> tuple[str, str]:
        if self._apps is None:
            self._apps = self.names(APPS_TABLE, "package_name")
            self._devices = self.names(DEVICES_TABLE, "manufacturer", "model")
        source = self._apps.get(app, "") if isinstance(app, int) else ""
        name = self._devices.get(device, "") if isinstance(device, int) else ""
        return source or "Health Connect", name

    def _kept(self, kept: Kept) -> None:
        if kept.shape == "samples":
            self.attempt(lambda: self._samples(kept), kept.child)
        else:
            self.attempt(lambda: self._values(kept), kept.table)

    def _values(self, kept: Kept) -> None:
        stamps = (
            ("time", "zone_offset")
            if kept.shape == "instant"
            else ("start_time", "start_zone_offset", "end_time")
        )
        cursor = self.rows_of(kept.table, (*stamps, kept.column))
        for row in cursor or ():
            end = row[2] if kept.shape == "interval" else row[0]
            self._value(kept, row[0], row[1], end, row[-3], row[-2], row[-1])

    def _samples(self, kept: Kept) -> None:
        """Samples in a child table; the offset and the application are the parent's."""
        child, parent = kept.child, kept.table
        needed = {"parent_key", "epoch_millis", kept.column}
        if not needed <= self.columns[child]:
            self.count(child)
            return
        have = self.columns.get(parent, frozenset())
        if not {"row_id", "start_zone_offset"} <= have:
            query = f'SELECT epoch_millis, {kept.column}, NULL, NULL, NULL FROM "{child}"'  # noqa: S608
        else:
            extra = ", ".join(
                f"p.{name}" if name in have else "NULL"
                for name in ("start_zone_offset", "app_info_id", "device_info_id")
            )
            query = (
                f"SELECT s.epoch_millis, s.{kept.column}, {extra} "  # noqa: S608
                f'FROM "{child}" s LEFT JOIN "{parent}" p ON p.row_id = s.parent_key'
            )
        for stamp, value, offset, app, device in self.connection.execute(query):
            self._value(kept, stamp, offset, stamp, value, app, device)

    def _moment(self, stamp: object, offset: object) -> Moment | None:
        if not isinstance(stamp, int):
            return None
        minutes = offset // 60 if isinstance(offset, int) else None
        return at_utc(stamp, minutes)

    def _value(
        self,
        kept: Kept,
        stamp: object,
        offset: object,
        end: object,
        value: object,
        app: object,
        device: object,
    ) -> None:
        """One row; what is no number or no moment is counted."""
        self._rows += 1
        moment = self._moment(stamp, offset)
        usable = isinstance(value, int | float) and abs(value) < 1e15
        if moment is None or not usable or self._rows > _MAX_ROWS:
            self.gather.partial = self.gather.partial or self._rows > _MAX_ROWS
            self.gather.loose(f"{kept.table}: row without a number or a moment")
            return
        source, name = self._origin(app, device)
        if kept.single:
            number = Decimal(repr(value)).scaleb(kept.shift)
            self.gather.single(
                kept.measure,
                number.quantize(Decimal(1)) if number == number.to_integral() else number,
                kept.unit,
                moment,
                source=source,
                device=name,
                place=kept.table,
            )
            return
        length = end - moment.utc_ms if isinstance(end, int) else 0
        scaled = float(value) / 10**-kept.shift  # type: ignore[arg-type]
        key = (kept.measure, kept.unit, source, name, "")
        self.gather.builder.add_point(
            key, moment.utc_ms, max(-1, min(length, 1 << 40)), moment.offset, scaled
        )

    def _sleep(self) -> None:
        """Stages where there are some, the whole session as sleep where there are none."""
        staged: set[int] = set()
        stages: list[tuple[int, int, int, int]] = []
        wanted = {"parent_key", "stage_start_time", "stage_end_time", "stage_type"}
        if wanted <= self.columns.get(STAGES_TABLE, frozenset()):
            rows = self.connection.execute(
                f"SELECT parent_key, stage_start_time, stage_end_time, stage_type "  # noqa: S608
                f"FROM {STAGES_TABLE} LIMIT {_MAX_ROWS}"
            )
            for row in rows:
                if all(isinstance(cell, int) for cell in row) and row[3] in STAGE_OF:
                    stages.append(row)
                    staged.add(row[0])
                else:
                    self.gather.loose(f"{STAGES_TABLE}: stage not known")
        sessions: dict[int, tuple[int | None, str, str]] = {}
        cursor = self.rows_of(
            SLEEP_TABLE, ("row_id", "start_time", "start_zone_offset", "end_time")
        )
        for row_id, start, offset, end, app, device in cursor or ():
            moment = self._moment(start, offset)
            source, name = self._origin(app, device)
            if moment is None or not isinstance(end, int) or not isinstance(row_id, int):
                self.gather.loose(f"{SLEEP_TABLE}: row without a moment")
                continue
            sessions[row_id] = (moment.offset, source, name)
            if row_id not in staged:
                self.gather.builder.add_point(
                    ("sleep", "1", source, name, ""), start, end - start, moment.offset, 2.0
                )
        for parent, start, end, stage in stages:
            offset, source, name = sessions.get(parent, (None, "Health Connect", ""))
            self.gather.builder.add_point(
                ("sleep", "1", source, name, ""),
                start,
                max(-1, min(end - start, 1 << 40)),
                offset,
                float(STAGE_OF[stage]),
            )

    def _exercise(self) -> None:
        cursor = self.rows_of(
            EXERCISE_TABLE, ("start_time", "start_zone_offset", "end_time", "exercise_type")
        )
        for start, offset, end, kind, app, device in cursor or ():
            moment = self._moment(start, offset)
            if moment is None or not isinstance(end, int) or not 0 <= end - start <= 40 * _DAY_MS:
                self.gather.loose(f"{EXERCISE_TABLE}: row without a moment")
                continue
            source, name = self._origin(app, device)
            key = ("workout", "min", source, name, f"type-{kind}"[:20])
            self.gather.builder.add_point(
                key, start, end - start, moment.offset, (end - start) / 60_000
            )

    def _nutrition(self) -> None:
        """Every nutrient column: energy in kcal, masses in grams."""
        have = self.columns[NUTRITION_TABLE]
        nutrients = sorted(have - COMMON - {"meal_type", "meal_name"})
        nutrients = [name for name in nutrients if re.fullmatch(r"[a-z0-9_]{2,40}", name)]
        cursor = self.rows_of(NUTRITION_TABLE, ("start_time", "start_zone_offset", *nutrients))
        for row in cursor or ():
            moment = self._moment(row[0], row[1])
            if moment is None:
                self.gather.loose(f"{NUTRITION_TABLE}: row without a moment")
                continue
            source, name = self._origin(row[-2], row[-1])
            for nutrient, value in zip(nutrients, row[2:], strict=False):
                if isinstance(value, int | float) and value:
                    energy = nutrient.startswith("energy")
                    label = nutrient.replace("_", "-")
                    key = ("nutrient", "kcal" if energy else "g", source, name, label)
                    amount = value / 1000 if energy else float(value)
                    self.gather.builder.add_point(key, row[0], 0, moment.offset, amount)

    def _medical(self) -> None:
        """FHIR resources become documents for the FHIR reader."""
        column = next(
            (name for name in ("fhir_data", "data") if name in self.columns[MEDICAL_TABLE]), None
        )
        if column is None:
            self.count(MEDICAL_TABLE)
            return
        rows = self.connection.execute(f"SELECT {column} FROM {MEDICAL_TABLE}")  # noqa: S608
        for number, (text,) in enumerate(rows):
            content = text.encode() if isinstance(text, str) else b""
            if number >= _MAX_DOCUMENTS or not 0 < len(content) <= _MAX_DOCUMENT_BYTES:
                self.gather.loose(MEDICAL_TABLE)
                continue
            self.gather.documents.append(
                Embedded(
                    title=f"FHIR {number + 1}",
                    media_type="application/fhir+json",
                    content=content,
                    where=f"{MEDICAL_TABLE}, row {number + 1}",
                )
            )


READER = Reader(
    format=FORMAT,
    recognise=recognise,
    read=read,
    declares=(
        "Health Connect export (SQLite, alone or in a zip): measurements, sleep stages, nutrition, "
        "medical resources. Sure for the tables listed; others are counted. Limit: 700 MB."
    ),
)
