"""Series: many measurements of one kind from one source, packed by local month and day.

Ten years of a watch are millions of points. They never become facts: a point costs a few bytes
in a :class:`Chunk` (one local month, the piece that storage seals), and a :class:`DailyAggregate`
answers questions without opening any chunk.

Layout of a chunk: ``b"CK" | version | zlib(body)``. The body, little endian:

- ``<HBBIBB c`` year, month, flags, number of points, decimals, (unused), type of the values;
- 31 × uint32 points of each day of the month;
- int32 × n difference of the start to the point before it in that day (ms, or s with flag 1);
- uint32 × n durations (same unit);
- uint32 k, then k × (uint32 index, int16 minutes) UTC offset from that point on; -32768: unknown;
- uint32 m, then m × (uint32 index, uint8) bounds: 1 "below the value", 2 "above the value";
- n × values: signed integers of 1, 2, 4 or 8 bytes to be divided by 10^decimals, or doubles.

Integers are used whenever they give back exactly the number that was read.
"""

import struct
import sys
import zlib
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Literal, NamedTuple

from bot.intake.series.daily import DailyAggregate, unpack_aggregates
from bot.messages import Value

VERSION = 1
UNKNOWN_OFFSET = -32768
SECONDS = 1
HEAD = struct.Struct("<HBBIBBc")
_MAGIC = b"CK"
_MAX_BODY = 512 * 1024 * 1024
Bound = Literal["<", ">"]
_BOUNDS: dict[int, Bound | None] = {0: None, 1: "<", 2: ">"}


class Point(NamedTuple):
    """One measurement: aware start (naive local time when the offset is unknown)."""

    start: datetime
    duration: timedelta
    value: Decimal
    bound: Bound | None


@dataclass(frozen=True, slots=True)
class DayChunk:
    """The points of one local day, in order of time.

    ``starts`` are milliseconds since local midnight by the wall clock, ``durations``
    milliseconds, ``offsets`` minutes east of UTC or ``None``; ``numbers`` are to be divided by
    ``10 ** decimals`` (doubles when ``decimals`` is ``None``).
    """

    day: date
    starts: tuple[int, ...]
    durations: tuple[int, ...]
    offsets: tuple[int | None, ...]
    numbers: tuple[int, ...] | tuple[float, ...]
    decimals: int | None
    bounds: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.starts)

    def values(self) -> tuple[Decimal, ...]:
        """The values, exactly as they were read."""
        if self.decimals is None:
            return tuple(Decimal(repr(number)) for number in self.numbers)
        return tuple(Decimal(int(number)).scaleb(-self.decimals) for number in self.numbers)

    def points(self) -> Iterator[Point]:
        """The points with their moments."""
        midnight = datetime(self.day.year, self.day.month, self.day.day)  # noqa: DTZ001
        for start, length, offset, value, bound in zip(
            self.starts, self.durations, self.offsets, self.values(), self.bounds, strict=True
        ):
            moment = midnight + timedelta(milliseconds=start)
            if offset is not None:
                moment = moment.replace(tzinfo=timezone(timedelta(minutes=offset)))
            yield Point(moment, timedelta(milliseconds=length), value, _BOUNDS[bound])


class Chunk(Value):
    """The points of one local month of a series: the piece that storage seals."""

    month: str
    points: int
    content: bytes

    def to_bytes(self) -> bytes:
        """The chunk as bytes; :meth:`from_bytes` gives it back."""
        return self.content

    @classmethod
    def from_bytes(cls, content: bytes) -> "Chunk":
        """The chunk that was written; raises :class:`ValueError` when it is damaged."""
        year, month, _flags, points, *_rest = HEAD.unpack_from(_inflate(content))
        return cls(month=f"{year:04d}-{month:02d}", points=points, content=content)

    def days(self) -> Iterator[DayChunk]:
        """The days of this month that have points; raises ValueError when damaged."""
        try:
            yield from _days(_inflate(self.content))
        except (struct.error, IndexError) as error:
            raise ValueError("damaged chunk") from error


class Series(Value):
    """All points of one measure, in one unit, from one source and device.

    ``measure`` is a code of :mod:`bot.intake.series.measures`, ``unit`` a UCUM unit ("1" counts),
    ``label`` tells apart what one measure holds of several kinds (a sport, a nutrient).
    ``daily`` holds the packed aggregates, ``duplicates`` how many equal records were dropped.
    """

    measure: str
    unit: str
    source: str = ""
    device: str = ""
    label: str = ""
    points: int
    first_day: str
    last_day: str
    duplicates: int = 0
    daily: bytes
    chunks: tuple[Chunk, ...]

    def aggregates(self) -> tuple[DailyAggregate, ...]:
        """One aggregate for each local day that has points, in order."""
        return unpack_aggregates(self.daily)

    def days(self) -> Iterator[DayChunk]:
        """Every local day that has points, in order."""
        for chunk in self.chunks:
            yield from chunk.days()

    def day(self, day: date) -> DayChunk | None:
        """The points of one local day."""
        month = f"{day.year:04d}-{day.month:02d}"
        for chunk in self.chunks:
            if chunk.month == month:
                for found in chunk.days():
                    if found.day == day:
                        return found
        return None

    def to_bytes(self) -> bytes:
        """The whole series as bytes; :meth:`from_bytes` gives it back."""
        head = self.model_dump_json(exclude={"daily", "chunks"}).encode()
        parts = [head, self.daily, *(chunk.content for chunk in self.chunks)]
        return (
            b"CS"
            + bytes([VERSION])
            + b"".join(len(part).to_bytes(4, "little") + part for part in parts)
        )

    @classmethod
    def from_bytes(cls, content: bytes) -> "Series":
        """The series that was written; raises :class:`ValueError` when it is damaged."""
        if content[:2] != b"CS" or content[2:3] != bytes([VERSION]):
            raise ValueError("not a series of this version")
        parts: list[bytes] = []
        place = 3
        while place < len(content):
            size = int.from_bytes(content[place : place + 4], "little")
            part = content[place + 4 : place + 4 + size]
            if len(part) != size:
                raise ValueError("damaged series")
            parts.append(part)
            place += 4 + size
        if len(parts) < 2:
            raise ValueError("damaged series")
        bare = _Head.model_validate_json(parts[0])
        return cls(
            **bare.model_dump(),
            daily=parts[1],
            chunks=tuple(Chunk.from_bytes(part) for part in parts[2:]),
        )

    def summary(self) -> dict[str, object]:
        """What can be shown of the series in one line; numbers are exact decimals."""
        days = self.aggregates()
        total = sum((day.total for day in days), Decimal(0))
        return {
            "measure": self.measure,
            "label": self.label,
            "unit": self.unit,
            "source": self.source,
            "device": self.device,
            "points": self.points,
            "days": len(days),
            "first": self.first_day,
            "last": self.last_day,
            "minimum": min(day.minimum for day in days),
            "maximum": max(day.maximum for day in days),
            "total": total,
            "mean": total / self.points,
        }


class _Head(Value):
    measure: str
    unit: str
    source: str
    device: str
    label: str
    points: int
    first_day: str
    last_day: str
    duplicates: int


def _inflate(content: bytes) -> bytes:
    if content[:2] != _MAGIC or content[2:3] != bytes([VERSION]):
        raise ValueError("not a chunk of this version")
    inflater = zlib.decompressobj()
    try:
        body = inflater.decompress(content[3:], _MAX_BODY)
    except zlib.error as error:
        raise ValueError("damaged chunk") from error
    if not inflater.eof or len(body) < HEAD.size:
        raise ValueError("damaged chunk")
    return body


def deflate(body: bytes) -> bytes:
    """The content of a chunk with this body."""
    return _MAGIC + bytes([VERSION]) + zlib.compress(body, 4)


def _column(code: str, body: bytes, place: int, count: int) -> tuple[array, int]:  # type: ignore[type-arg]
    column = array(code)
    end = place + count * column.itemsize
    if end > len(body):
        raise ValueError("damaged chunk")
    column.frombytes(body[place:end])
    if sys.byteorder == "big":
        column.byteswap()
    return column, end


def _days(body: bytes) -> Iterator[DayChunk]:
    year, month, flags, count, decimals, _unused, kind = HEAD.unpack_from(body)
    scale = 1000 if flags & SECONDS else 1
    per_day, place = _column("I", body, HEAD.size, 31)
    steps, place = _column("i", body, place, count)
    lengths, place = _column("I", body, place, count)
    runs, place = _runs("<Ih", body, place)
    marks, place = _runs("<IB", body, place)
    code = kind.decode("ascii", "replace")
    if code not in "bhiqd" or sum(per_day) != count:
        raise ValueError("damaged chunk")
    numbers, place = _column(code, body, place, count)
    offsets: list[int | None] = []
    for (index, minutes), (following, _) in zip(runs, [*runs[1:], (count, 0)], strict=True):
        offsets.extend([None if minutes == UNKNOWN_OFFSET else minutes] * (following - index))
    bounds = bytearray(count)
    for index, bound in marks:
        bounds[index] = bound
    if len(offsets) != count:
        raise ValueError("damaged chunk")
    first = 0
    for number, size in enumerate(per_day, start=1):
        if not size:
            continue
        last = first + size
        starts: list[int] = []
        moment = 0
        for step in steps[first:last]:
            moment += step
            starts.append(moment * scale)
        yield DayChunk(
            day=date(year, month, number),
            starts=tuple(starts),
            durations=tuple(length * scale for length in lengths[first:last]),
            offsets=tuple(offsets[first:last]),
            numbers=tuple(numbers[first:last]),
            decimals=None if code == "d" else decimals,
            bounds=tuple(bounds[first:last]),
        )
        first = last


def _runs(layout: str, body: bytes, place: int) -> tuple[list[tuple[int, int]], int]:
    (count,) = struct.unpack_from("<I", body, place)
    each = struct.calcsize(layout)
    end = place + 4 + count * each
    if end > len(body):
        raise ValueError("damaged chunk")
    return [(a, b) for a, b in struct.iter_unpack(layout, body[place + 4 : end])], end
