"""Daily aggregates: what one local day of one series adds up to, exactly.

Packed layout: ``b"CA" | version | zlib(body)``; body, little endian: ``<IBc`` number of days,
decimals, type of the sums ("q" or "d"), then columns of uint32 (day as ordinal, count, hours,
seconds, below, above) and three columns of the type (total, minimum, maximum).
"""

import struct
import sys
import zlib
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

VERSION = 1
_MAGIC = b"CA"
_HEAD = struct.Struct("<IBc")
_MAX_BODY = 64 * 1024 * 1024
_MOST_DECIMALS = 12


@dataclass(frozen=True, slots=True)
class DailyAggregate:
    """One local day: ``total``, ``minimum`` and ``maximum`` in the series' unit.

    ``hours`` is a mask of the 24 local hours in which a point starts, ``seconds`` the sum of the
    durations (at most a day), ``below`` and ``above`` how many points are only a bound ("LO").
    """

    day: date
    count: int
    total: Decimal
    minimum: Decimal
    maximum: Decimal
    hours: int
    seconds: int = 0
    below: int = 0
    above: int = 0

    @property
    def mean(self) -> Decimal:
        """The mean of the points, to 28 significant digits."""
        return self.total / self.count

    @property
    def coverage(self) -> float:
        """The part of the day's 24 hours in which something was measured, 0 to 1."""
        return self.hours.bit_count() / 24


def pack_aggregates(
    columns: Sequence[Sequence[int]],
    sums: Sequence[Sequence[int]] | Sequence[Sequence[float]],
    decimals: int | None,
) -> bytes:
    """The packed form of (day, count, hours, seconds, below, above) and (total, min, max)."""
    kind = "d" if decimals is None else "q"
    body = [_HEAD.pack(len(columns[0]), decimals or 0, kind.encode())]
    for column in columns:
        body.append(_little(array("I", column)))
    for numbers in sums:
        body.append(_little(array(kind, numbers)))
    return _MAGIC + bytes([VERSION]) + zlib.compress(b"".join(body), 4)


def repack(days: Sequence[DailyAggregate]) -> bytes:
    """The packed form of aggregates of several series, whatever their decimals."""
    numbers = [[getattr(day, name) for day in days] for name in ("total", "minimum", "maximum")]
    decimals = max(
        (max(0, -int(each.as_tuple().exponent)) for column in numbers for each in column),
        default=0,
    )
    scaled = [[int(each.scaleb(decimals)) for each in column] for column in numbers]
    exact = decimals <= _MOST_DECIMALS and all(
        abs(each) < 1 << 63 for column in scaled for each in column
    )
    return pack_aggregates(
        [
            [day.day.toordinal() for day in days],
            [day.count for day in days],
            [day.hours for day in days],
            [day.seconds for day in days],
            [day.below for day in days],
            [day.above for day in days],
        ],
        scaled if exact else [[float(each) for each in column] for column in numbers],
        decimals if exact else None,
    )


def unpack_aggregates(content: bytes) -> tuple[DailyAggregate, ...]:
    """The aggregates that were packed; raises :class:`ValueError` when they are damaged."""
    if content[:2] != _MAGIC or content[2:3] != bytes([VERSION]):
        raise ValueError("not aggregates of this version")
    inflater = zlib.decompressobj()
    try:
        body = inflater.decompress(content[3:], _MAX_BODY)
    except zlib.error as error:
        raise ValueError("damaged aggregates") from error
    if not inflater.eof or len(body) < _HEAD.size:
        raise ValueError("damaged aggregates")
    count, decimals, code = _HEAD.unpack_from(body)
    kind = code.decode("ascii", "replace")
    if kind not in "qd" or len(body) != _HEAD.size + count * (6 * 4 + 3 * 8):
        raise ValueError("damaged aggregates")
    place = _HEAD.size
    columns = []
    for typecode in "IIIIII" + kind * 3:
        column = array(typecode)
        end = place + count * column.itemsize
        column.frombytes(body[place:end])
        if sys.byteorder == "big":
            column.byteswap()
        columns.append(column)
        place = end
    days, counts, hours, seconds, below, above, totals, lows, highs = columns

    def exact(number: float) -> Decimal:
        if kind == "d":
            return Decimal(repr(number))
        return Decimal(int(number)).scaleb(-decimals)

    return tuple(
        DailyAggregate(
            day=date.fromordinal(days[i]),
            count=counts[i],
            total=exact(totals[i]),
            minimum=exact(lows[i]),
            maximum=exact(highs[i]),
            hours=hours[i],
            seconds=seconds[i],
            below=below[i],
            above=above[i],
        )
        for i in range(count)
    )


def _little(column: array) -> bytes:  # type: ignore[type-arg]
    if sys.byteorder == "big":
        column.byteswap()
    return column.tobytes()
