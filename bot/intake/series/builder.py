"""Builds series from batches of points: sorts, drops duplicates, packs, adds up.

Works on whole columns with numpy, which is imported only when points arrive. Columns wait in the
narrowest type that keeps them exact, so that two million points take some twenty megabytes.
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from bot.intake.series.daily import pack_aggregates
from bot.intake.series.value import HEAD, SECONDS, UNKNOWN_OFFSET, Chunk, Series, deflate

if TYPE_CHECKING:
    import numpy as np

_DAY_MS = 86_400_000
_EPOCH = date(1970, 1, 1).toordinal()
_FIRST_MS = (date(1900, 1, 1).toordinal() - _EPOCH) * _DAY_MS
_LAST_MS = (date(2200, 1, 1).toordinal() - _EPOCH) * _DAY_MS
_LONGEST_MS = 40 * _DAY_MS
_MAX_DECIMALS = 6
_BATCH = 4096
_MAX_INTEGER = float(1 << 43)
_LARGEST = 1e15

Key = tuple[str, str, str, str, str]
"""(measure, unit, source, device, label)"""


@dataclass(slots=True)
class _Waiting:
    """Batches of one series: (start ms, duration ms, offset minutes, value, bound)."""

    batches: list[tuple["np.ndarray[Any, Any]", ...]] = field(default_factory=list)


class SeriesBuilder:
    """Collects points of many series; :meth:`build` gives the finished series.

    ``refused`` counts, per measure, points that are no measurement: a value that is no finite
    number, a start outside 1900 to 2199, an end before its start or more than 40 days after it,
    a magnitude above 10^15.
    """

    def __init__(self) -> None:
        self._waiting: dict[Key, _Waiting] = {}
        self._rows: dict[Key, list[tuple[int, int, int, float, int]]] = {}
        self.refused: Counter[str] = Counter()

    def __bool__(self) -> bool:
        return bool(self._waiting or self._rows)

    def add(
        self,
        key: Key,
        starts: "Sequence[int] | np.ndarray[Any, Any]",
        durations: "Sequence[int] | np.ndarray[Any, Any]",
        offsets: "Sequence[int] | np.ndarray[Any, Any]",
        values: "Sequence[float] | np.ndarray[Any, Any]",
        bounds: "Sequence[int] | np.ndarray[Any, Any] | None" = None,
    ) -> None:
        """Add a batch: UTC ms, ms, minutes east, numbers, 1 for "below", 2 for "above".

        With the offset ``UNKNOWN_OFFSET`` the start is the local wall time read as if UTC.
        """
        import numpy as np

        start = np.asarray(starts, dtype=np.int64)
        length = np.asarray(durations, dtype=np.int64)
        offset = np.asarray(offsets, dtype=np.int16)
        value = np.asarray(values, dtype=np.float64)
        bound = np.zeros(len(start), np.uint8) if bounds is None else np.asarray(bounds, np.uint8)
        good = (
            (np.abs(value) <= _LARGEST)
            & (start >= _FIRST_MS)
            & (start < _LAST_MS)
            & (length >= 0)
            & (length <= _LONGEST_MS)
        )
        if not good.all():
            self.refused[key[0]] += int((~good).sum())
            start, length, offset = start[good], length[good], offset[good]
            value, bound = value[good], bound[good]
        if not len(start):
            return
        waiting = self._waiting.setdefault(key, _Waiting())
        waiting.batches.append(
            (_narrow(start), _narrow(length), _same(offset), _narrow_value(value), _same(bound))
        )

    def add_point(
        self,
        key: Key,
        start: int,
        duration: int,
        offset: int | None,
        value: float,
        bound: int = 0,
    ) -> None:
        """Add one point; points wait in plain lists until there is a batch of them."""
        rows = self._rows.setdefault(key, [])
        rows.append((start, duration, UNKNOWN_OFFSET if offset is None else offset, value, bound))
        if len(rows) >= _BATCH:
            self._flush(key)

    def _flush(self, key: Key) -> None:
        rows = self._rows.pop(key)
        starts, durations, offsets, values, bounds = zip(*rows, strict=True)
        self.add(key, starts, durations, offsets, values, bounds)

    def build(self) -> tuple[Series, ...]:
        """The series, ordered by measure, label and source; the builder is empty afterwards."""
        for key in list(self._rows):
            self._flush(key)
        series = []
        for key in sorted(self._waiting):
            waiting = self._waiting.pop(key)
            series.append(_build(key, waiting))
        return tuple(series)


def _narrow(column: "np.ndarray[Any, Any]") -> "np.ndarray[Any, Any]":
    """Whole seconds as int32 when exact, milliseconds otherwise (told apart by the type)."""
    import numpy as np

    if not (column % 1000).any():
        seconds = column // 1000
        if np.abs(seconds).max() < 1 << 31:
            return seconds.astype(np.int32)
    return column


def _wide(column: "np.ndarray[Any, Any]") -> "np.ndarray[Any, Any]":
    import numpy as np

    return column.astype(np.int64) * 1000 if column.dtype == np.int32 else column


def _same(column: "np.ndarray[Any, Any]") -> "np.ndarray[Any, Any]":
    """A single element when all are equal."""
    return column[:1].copy() if (column == column[0]).all() else column


def _narrow_value(column: "np.ndarray[Any, Any]") -> "np.ndarray[Any, Any]":
    import numpy as np

    for kind in (np.int16, np.int32, np.float32):
        with np.errstate(all="ignore"):
            narrow = column.astype(kind)
        if (narrow.astype(np.float64) == column).all():
            return narrow
    return column


def _build(key: Key, waiting: _Waiting) -> Series:
    import numpy as np

    batches = waiting.batches
    sizes = [len(batch[0]) for batch in batches]
    start = np.concatenate([_wide(batch[0]) for batch in batches])
    length = np.concatenate([_wide(batch[1]) for batch in batches])
    offset = np.concatenate([np.broadcast_to(b[2], n) for b, n in zip(batches, sizes, strict=True)])
    value = np.concatenate([batch[3].astype(np.float64) for batch in batches])
    bound = np.concatenate([np.broadcast_to(b[4], n) for b, n in zip(batches, sizes, strict=True)])
    batches.clear()
    east = np.where(offset == UNKNOWN_OFFSET, 0, offset).astype(np.int64)
    local = start + east * 60_000
    day = local // _DAY_MS
    duplicates = 0
    if not ((np.diff(start) > 0).all() and (np.diff(day) >= 0).all()):
        # Out of order, or two points at one moment: the columns are put in order, equal ones drop.
        order = np.lexsort((bound, value, length, start, day))
        start, length, value, bound = start[order], length[order], value[order], bound[order]
        fresh = np.ones(len(start), bool)
        fresh[1:] = (
            (np.diff(start) != 0)
            | (np.diff(length) != 0)
            | (np.diff(value) != 0)
            | (bound[1:] != bound[:-1])
        )
        duplicates = int((~fresh).sum())
        order = order[fresh]
        length, value, bound = length[fresh], value[fresh], bound[fresh]
        offset, day, local = offset[order], day[order], local[order]
    del start, east
    of_day = local - day * _DAY_MS
    first = np.flatnonzero(np.concatenate(([True], np.diff(day) != 0)))
    busiest = int(np.diff(np.append(first, len(day))).max())
    decimals = _decimals(value, _MAX_INTEGER if busiest < 1 << 19 else 1.0)
    numbers = value if decimals is None else np.rint(value * 10.0**decimals).astype(np.int64)
    measure, unit, source, device, label = key
    return Series(
        measure=measure,
        unit=unit,
        source=source,
        device=device,
        label=label,
        points=len(day),
        first_day=date.fromordinal(int(day[0]) + _EPOCH).isoformat(),
        last_day=date.fromordinal(int(day[-1]) + _EPOCH).isoformat(),
        duplicates=duplicates,
        daily=_aggregate(day, first, of_day, length, numbers, bound, decimals),
        chunks=tuple(_chunks(day, of_day, length, offset, numbers, bound, decimals)),
    )


def _decimals(value: "np.ndarray[Any, Any]", limit: float) -> int | None:
    """The fewest decimals with which scaled integers give back every double exactly.

    ``limit`` bounds the integers so that a day's sum stays within 64 bits.
    """
    import numpy as np

    for decimals in range(_MAX_DECIMALS + 1):
        scaled = np.rint(value * 10.0**decimals)
        if (np.abs(scaled) >= limit).any():
            return None
        if (scaled / 10.0**decimals == value).all():
            return decimals
    return None


def _aggregate(
    day: "np.ndarray[Any, Any]",
    first: "np.ndarray[Any, Any]",
    of_day: "np.ndarray[Any, Any]",
    length: "np.ndarray[Any, Any]",
    numbers: "np.ndarray[Any, Any]",
    bound: "np.ndarray[Any, Any]",
    decimals: int | None,
) -> bytes:
    import numpy as np

    ends = np.append(first[1:], len(day))
    hours = np.bitwise_or.reduceat(1 << (of_day // 3_600_000), first)
    seconds = np.minimum(np.add.reduceat(length, first) // 1000, 86_400)
    below = np.add.reduceat((bound == 1).astype(np.int64), first)
    above = np.add.reduceat((bound == 2).astype(np.int64), first)
    total: list[int] | list[float]
    if decimals is None:
        plain = numbers.tolist()
        pairs = zip(first.tolist(), ends.tolist(), strict=True)
        total = [math.fsum(plain[begin:end]) for begin, end in pairs]
    else:
        total = np.add.reduceat(numbers, first).tolist()
    return pack_aggregates(
        [
            (day[first] + _EPOCH).tolist(),
            (ends - first).tolist(),
            hours.tolist(),
            seconds.tolist(),
            below.tolist(),
            above.tolist(),
        ],
        [
            total,
            np.minimum.reduceat(numbers, first).tolist(),
            np.maximum.reduceat(numbers, first).tolist(),
        ],
        decimals,
    )


def _chunks(
    day: "np.ndarray[Any, Any]",
    of_day: "np.ndarray[Any, Any]",
    length: "np.ndarray[Any, Any]",
    offset: "np.ndarray[Any, Any]",
    numbers: "np.ndarray[Any, Any]",
    bound: "np.ndarray[Any, Any]",
    decimals: int | None,
) -> list[Chunk]:
    import numpy as np

    dates = day.astype("datetime64[D]")
    months = dates.astype("datetime64[M]")
    number_of_day = (dates - months.astype("datetime64[D]")).astype(np.int64)
    begins = np.flatnonzero(np.concatenate(([True], months[1:] != months[:-1])))
    chunks = []
    for begin, end in zip(begins.tolist(), [*begins[1:].tolist(), len(day)], strict=True):
        year, month = str(months[begin]).split("-")
        part = slice(begin, end)
        begin_of = number_of_day[part]
        starts, lengths, flags = of_day[part], length[part], 0
        if not (starts % 1000).any() and not (lengths % 1000).any():
            starts, lengths, flags = starts // 1000, lengths // 1000, SECONDS
        steps = np.diff(starts, prepend=0)
        fresh = np.concatenate(([True], np.diff(begin_of) != 0))
        steps[fresh] = starts[fresh]
        kind = _kind(numbers[part]) if decimals is not None else "<f8"
        body = b"".join(
            (
                HEAD.pack(
                    int(year), int(month), flags, end - begin, decimals or 0, 0, _CODES[kind]
                ),
                np.bincount(begin_of, minlength=31).astype("<u4").tobytes(),
                steps.astype("<i4").tobytes(),
                lengths.astype("<u4").tobytes(),
                _runs(offset[part]),
                _marks(bound[part]),
                numbers[part].astype(kind).tobytes(),
            )
        )
        chunks.append(Chunk(month=f"{year}-{month}", points=end - begin, content=deflate(body)))
    return chunks


_CODES = {"<i1": b"b", "<i2": b"h", "<i4": b"i", "<i8": b"q", "<f8": b"d"}


def _kind(numbers: "np.ndarray[Any, Any]") -> str:
    most = max(abs(int(numbers.min())), abs(int(numbers.max())))
    for bits, kind in ((7, "<i1"), (15, "<i2"), (31, "<i4")):
        if most < 1 << bits:
            return kind
    return "<i8"


def _runs(offset: "np.ndarray[Any, Any]") -> bytes:
    import numpy as np

    places = np.flatnonzero(np.concatenate(([True], np.diff(offset) != 0)))
    runs = np.empty(len(places), dtype=[("place", "<u4"), ("minutes", "<i2")])
    runs["place"], runs["minutes"] = places, offset[places]
    return len(places).to_bytes(4, "little") + runs.tobytes()


def _marks(bound: "np.ndarray[Any, Any]") -> bytes:
    import numpy as np

    places = np.flatnonzero(bound)
    marks = np.empty(len(places), dtype=[("place", "<u4"), ("bound", "u1")])
    marks["place"], marks["bound"] = places, bound[places]
    return len(places).to_bytes(4, "little") + marks.tobytes()
