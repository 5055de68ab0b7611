"""Health Connect exports: an SQLite database, usually in a zip.

The database is opened from memory, read-only, by a connection that may only read plain tables:
views, triggers, virtual tables, functions and attached files are refused by the authorizer, and
a progress limit stops any statement that takes too long.
"""

import io
import re
import sqlite3
import time
import zipfile
from collections.abc import Callable
from decimal import Decimal

from bot.intake.apple.archive import ZIP_ERRORS, is_junk, open_archive
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
_SECONDS = 12.0
_MAX_DOCUMENTS = 2000
_MAX_DOCUMENT_BYTES = 5_000_000
_RATIO = 400
_ALLOWED = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ})
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
    reader = _Database(content, gather)
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


class _Database:
    """One read-only connection to a database in memory."""

    def __init__(self, content: bytearray, gather: Gather) -> None:
        self._gather = gather
        self._deadline = time.monotonic() + _SECONDS
        self._rows = 0
        self._apps: dict[int, str] | None = None
        self._devices: dict[int, str] = {}
        if len(content) > 20:
            # A database written in WAL mode cannot be opened from memory until it says otherwise.
            content[18:20] = b"\x01\x01"
        self._connection = sqlite3.connect(":memory:", isolation_level=None)
        try:
            self._connection.deserialize(bytes(content))
            self._connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 50_000_000)
            self._connection.setlimit(sqlite3.SQLITE_LIMIT_EXPR_DEPTH, 20)
            self._connection.execute("PRAGMA trusted_schema = OFF")
            self._connection.execute("PRAGMA query_only = ON")
            self._connection.execute("PRAGMA cell_size_check = ON")
            self._connection.set_progress_handler(self._late, 20_000)
            self._columns = self._tables()
        except (sqlite3.Error, UnicodeDecodeError, OverflowError, ValueError):
            self._connection.close()
            raise Unreadable("unreadable-damaged") from None
        self._connection.set_authorizer(self._authorise)

    def close(self) -> None:
        """Give the memory back."""
        self._connection.close()

    def _late(self) -> int:
        return int(time.monotonic() > self._deadline)

    def _authorise(
        self,
        action: int,
        first: str | None,
        _second: str | None,
        _database: str | None,
        trigger: str | None,
    ) -> int:
        """Only plain tables of the list may be read, and by nothing but our own statements."""
        if action not in _ALLOWED or trigger is not None:
            return sqlite3.SQLITE_DENY
        if action == sqlite3.SQLITE_READ and first and first not in self._columns:
            return sqlite3.SQLITE_DENY
        return sqlite3.SQLITE_OK

    def _tables(self) -> dict[str, frozenset[str]]:
        """The plain tables and their stored columns."""
        found: dict[str, frozenset[str]] = {}
        rows = self._connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND rootpage > 0 LIMIT 500"
        ).fetchall()
        for name, sql in rows:
            if not isinstance(name, str) or not re.fullmatch(r"\w{1,80}", name):
                continue
            if not isinstance(sql, str) or re.match(r"\s*CREATE\s+VIRTUAL", sql, re.IGNORECASE):
                continue
            columns = self._connection.execute(f'PRAGMA table_info("{name}")').fetchall()
            found[name] = frozenset(str(column[1]) for column in columns)
        return found

    def read(self) -> None:
        """Every table that is known; the others are counted."""
        for kept in KEPT:
            self._kept(kept)
        self._attempt(self._sleep, SLEEP_TABLE)
        self._attempt(self._exercise, EXERCISE_TABLE)
        self._attempt(self._nutrition, NUTRITION_TABLE)
        self._attempt(self._medical, MEDICAL_TABLE)
        known = {kept.table for kept in KEPT} | {kept.child for kept in KEPT}
        known |= {SLEEP_TABLE, STAGES_TABLE, EXERCISE_TABLE, NUTRITION_TABLE, MEDICAL_TABLE}
        for name in sorted(self._columns.keys() - known - INTERNAL):
            self._attempt(lambda name=name: self._count(name), name)  # type: ignore[misc]

    def _attempt(self, step: Callable[[], None], table: str) -> None:
        """Run a step; a damaged or endless table costs only itself."""
        if table not in self._columns:
            return
        try:
            step()
        except (sqlite3.Error, OverflowError, ValueError, TypeError) as error:
            self._gather.partial = True
            late = isinstance(error, sqlite3.OperationalError) and self._late()
            self._gather.warn("intake-took-too-long" if late else "intake-damaged-parts")
            self._gather.loose(table)

    def _count(self, name: str) -> None:
        rows = self._connection.execute(f'SELECT 1 FROM "{name}" LIMIT 100000')  # noqa: S608
        count = sum(1 for _row in rows)
        if count:
            self._gather.loose(name, count)

    def _names(self, table: str, *columns: str) -> dict[int, str]:
        """Row ids of a small table and the words of its columns."""
        if table not in self._columns or not {"row_id", *columns} <= self._columns[table]:
            return {}
        wanted = ", ".join(("row_id", *columns))
        try:
            rows = self._connection.execute(f"SELECT {wanted} FROM {table} LIMIT 2000")  # noqa: S608
            return {
                row[0]: " ".join(str(word) for word in row[1:] if word)[:80]
                for row in rows
                if isinstance(row[0], int)
            }
        except (sqlite3.Error, UnicodeDecodeError):
            return {}

    def _rows_of(self, table: str, columns: tuple[str, ...]) -> "sqlite3.Cursor | None":
        """A cursor over these columns; None when the table has them not."""
        have = self._columns.get(table, frozenset())
        if not have.issuperset(columns):
            if have:
                self._attempt(lambda: self._count(table), table)
            return None
        extra = [name if name in have else "NULL" for name in ("app_info_id", "device_info_id")]
        wanted = ", ".join((*columns, *extra))
        return self._connection.execute(f'SELECT {wanted} FROM "{table}"')  # noqa: S608

    def _origin(self, app: object, device: object) -> tuple[str, str]:
        if self._apps is None:
            self._apps = self._names(APPS_TABLE, "package_name")
            self._devices = self._names(DEVICES_TABLE, "manufacturer", "model")
        source = self._apps.get(app, "") if isinstance(app, int) else ""
        name = self._devices.get(device, "") if isinstance(device, int) else ""
        return source or "Health Connect", name

    def _kept(self, kept: Kept) -> None:
        if kept.shape == "samples":
            self._attempt(lambda: self._samples(kept), kept.child)
        else:
            self._attempt(lambda: self._values(kept), kept.table)

    def _values(self, kept: Kept) -> None:
        stamps = (
            ("time", "zone_offset")
            if kept.shape == "instant"
            else ("start_time", "start_zone_offset", "end_time")
        )
        cursor = self._rows_of(kept.table, (*stamps, kept.column))
        for row in cursor or ():
            end = row[2] if kept.shape == "interval" else row[0]
            self._value(kept, row[0], row[1], end, row[-3], row[-2], row[-1])

    def _samples(self, kept: Kept) -> None:
        """Samples in a child table; the offset and the application are the parent's."""
        child, parent = kept.child, kept.table
        needed = {"parent_key", "epoch_millis", kept.column}
        if not needed <= self._columns[child]:
            self._count(child)
            return
        have = self._columns.get(parent, frozenset())
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
        for stamp, value, offset, app, device in self._connection.execute(query):
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
            self._gather.partial = self._gather.partial or self._rows > _MAX_ROWS
            self._gather.loose(f"{kept.table}: row without a number or a moment")
            return
        source, name = self._origin(app, device)
        if kept.single:
            number = Decimal(repr(value)).scaleb(kept.shift)
            self._gather.single(
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
        self._gather.builder.add_point(
            key, moment.utc_ms, max(-1, min(length, 1 << 40)), moment.offset, scaled
        )

    def _sleep(self) -> None:
        """Stages where there are some, the whole session as sleep where there are none."""
        staged: set[int] = set()
        stages: list[tuple[int, int, int, int]] = []
        wanted = {"parent_key", "stage_start_time", "stage_end_time", "stage_type"}
        if wanted <= self._columns.get(STAGES_TABLE, frozenset()):
            rows = self._connection.execute(
                f"SELECT parent_key, stage_start_time, stage_end_time, stage_type "  # noqa: S608
                f"FROM {STAGES_TABLE} LIMIT {_MAX_ROWS}"
            )
            for row in rows:
                if all(isinstance(cell, int) for cell in row) and row[3] in STAGE_OF:
                    stages.append(row)
                    staged.add(row[0])
                else:
                    self._gather.loose(f"{STAGES_TABLE}: stage not known")
        sessions: dict[int, tuple[int | None, str, str]] = {}
        cursor = self._rows_of(
            SLEEP_TABLE, ("row_id", "start_time", "start_zone_offset", "end_time")
        )
        for row_id, start, offset, end, app, device in cursor or ():
            moment = self._moment(start, offset)
            source, name = self._origin(app, device)
            if moment is None or not isinstance(end, int) or not isinstance(row_id, int):
                self._gather.loose(f"{SLEEP_TABLE}: row without a moment")
                continue
            sessions[row_id] = (moment.offset, source, name)
            if row_id not in staged:
                self._gather.builder.add_point(
                    ("sleep", "1", source, name, ""), start, end - start, moment.offset, 2.0
                )
        for parent, start, end, stage in stages:
            offset, source, name = sessions.get(parent, (None, "Health Connect", ""))
            self._gather.builder.add_point(
                ("sleep", "1", source, name, ""),
                start,
                max(-1, min(end - start, 1 << 40)),
                offset,
                float(STAGE_OF[stage]),
            )

    def _exercise(self) -> None:
        cursor = self._rows_of(
            EXERCISE_TABLE, ("start_time", "start_zone_offset", "end_time", "exercise_type")
        )
        for start, offset, end, kind, app, device in cursor or ():
            moment = self._moment(start, offset)
            if moment is None or not isinstance(end, int) or not 0 <= end - start <= 40 * _DAY_MS:
                self._gather.loose(f"{EXERCISE_TABLE}: row without a moment")
                continue
            source, name = self._origin(app, device)
            key = ("workout", "min", source, name, f"type-{kind}"[:20])
            self._gather.builder.add_point(
                key, start, end - start, moment.offset, (end - start) / 60_000
            )

    def _nutrition(self) -> None:
        """Every nutrient column: energy in kcal, masses in grams."""
        have = self._columns[NUTRITION_TABLE]
        nutrients = sorted(have - COMMON - {"meal_type", "meal_name"})
        nutrients = [name for name in nutrients if re.fullmatch(r"[a-z0-9_]{2,40}", name)]
        cursor = self._rows_of(NUTRITION_TABLE, ("start_time", "start_zone_offset", *nutrients))
        for row in cursor or ():
            moment = self._moment(row[0], row[1])
            if moment is None:
                self._gather.loose(f"{NUTRITION_TABLE}: row without a moment")
                continue
            source, name = self._origin(row[-2], row[-1])
            for nutrient, value in zip(nutrients, row[2:], strict=False):
                if isinstance(value, int | float) and value:
                    energy = nutrient.startswith("energy")
                    label = nutrient.replace("_", "-")
                    key = ("nutrient", "kcal" if energy else "g", source, name, label)
                    amount = value / 1000 if energy else float(value)
                    self._gather.builder.add_point(key, row[0], 0, moment.offset, amount)

    def _medical(self) -> None:
        """FHIR resources become documents for the FHIR reader."""
        column = next(
            (name for name in ("fhir_data", "data") if name in self._columns[MEDICAL_TABLE]), None
        )
        if column is None:
            self._count(MEDICAL_TABLE)
            return
        rows = self._connection.execute(f"SELECT {column} FROM {MEDICAL_TABLE}")  # noqa: S608
        for number, (text,) in enumerate(rows):
            content = text.encode() if isinstance(text, str) else b""
            if number >= _MAX_DOCUMENTS or not 0 < len(content) <= _MAX_DOCUMENT_BYTES:
                self._gather.loose(MEDICAL_TABLE)
                continue
            self._gather.documents.append(
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
