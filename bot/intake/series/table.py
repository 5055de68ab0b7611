"""The points of a series as a table that any spreadsheet opens, to give them back."""

from collections.abc import Iterator

from bot.intake.series.value import Series

HEADER = "start,utc_offset_minutes,duration_seconds,comparator,value,unit\n"
_BOUNDS = {0: "", 1: "<", 2: ">"}


def as_csv(series: Series) -> str:
    """One line per point: local start, offset where it is known, length, value as it was read."""
    return HEADER + "".join(_lines(series))


def _lines(series: Series) -> Iterator[str]:
    for day in series.days():
        for start, length, offset, value, bound in zip(
            day.starts, day.durations, day.offsets, day.values(), day.bounds, strict=True
        ):
            seconds, milliseconds = divmod(start, 1000)
            minutes, second = divmod(seconds, 60)
            hour, minute = divmod(minutes, 60)
            at = f"{day.day}T{hour:02d}:{minute:02d}:{second:02d}"
            fine = f".{milliseconds:03d}" if milliseconds else ""
            east = "" if offset is None else offset
            yield (
                f"{at}{fine},{east},{length / 1000:g},{_BOUNDS.get(bound, '')},{value},"
                f"{series.unit}\n"
            )
