"""A moment as files write it: UTC milliseconds and the offset that was written with it."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone

_WRITTEN = re.compile(
    r"^\s*(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})"
    r"(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*([AaPp]\.?\s?[Mm]\.?)?)?"
    r"\s*(Z|UTC|GMT|(?:UTC|GMT)?[+-]\d{2}:?\d{2}(?::?\d{2})?)?\s*$"
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Moment:
    """``utc_ms`` since 1970, ``offset`` minutes east of UTC.

    With no offset the file gave none: ``utc_ms`` is then the wall time read as if it were UTC.
    ``whole_day`` is true of a date without a time of day.
    """

    utc_ms: int
    offset: int | None
    whole_day: bool = False

    def iso(self) -> str:
        """ISO 8601 with the offset that was written, without when there was none."""
        moment = _EPOCH + timedelta(milliseconds=self.utc_ms)
        if self.whole_day:
            return moment.date().isoformat()
        if self.offset is None:
            return moment.replace(tzinfo=None).isoformat(timespec=_spec(self.utc_ms))
        zone = timezone(timedelta(minutes=self.offset))
        return moment.astimezone(zone).isoformat(timespec=_spec(self.utc_ms))


def _spec(milliseconds: int) -> str:
    return "milliseconds" if milliseconds % 1000 else "seconds"


def moment_of(when: datetime) -> Moment | None:
    """The moment of a datetime, aware or naive; ``None`` outside 1900 to 2199."""
    if not 1900 <= when.year < 2200:
        return None
    east = when.utcoffset()
    if east is None:
        return Moment(_milliseconds(when.replace(tzinfo=UTC)), None)
    return Moment(_milliseconds(when), int(east.total_seconds() // 60))


def at_utc(milliseconds: int, offset: int | None) -> Moment | None:
    """The moment of UTC milliseconds; ``None`` outside 1900 to 2199 or with a wild offset."""
    if not -2_208_988_800_000 <= milliseconds < 7_258_118_400_000:
        return None
    if offset is not None and not -1439 <= offset <= 1439:
        return None
    return Moment(milliseconds, offset)


def parse_moment(text: str | None) -> Moment | None:
    """A year-first date, with or without time and offset; ``None`` when it is none."""
    if not text or len(text) > 64 or not (match := _WRITTEN.match(text)):
        return None
    year, month, day, hour, minute, second, fraction, half, zone = match.groups()
    hours = int(hour or 0)
    if half:
        if not 1 <= hours <= 12:
            return None
        hours = hours % 12 + (12 if half[0] in "Pp" else 0)
    try:
        naive = datetime(  # noqa: DTZ001 - the offset is kept beside it
            int(year), int(month), int(day), hours, int(minute or 0), int(second or 0)
        )
    except ValueError:
        return None
    naive += timedelta(milliseconds=int((fraction or "0")[:3].ljust(3, "0")))
    if not zone:
        found = moment_of(naive)
        return found and replace(found, whole_day=hour is None)
    if zone in ("Z", "UTC", "GMT"):
        return moment_of(naive.replace(tzinfo=UTC))
    digits = re.sub(r"\D", "", zone)
    minutes = int(digits[:2]) * 60 + int(digits[2:4])
    if minutes > 1439:
        return None
    east = -minutes if "-" in zone else minutes
    return moment_of(naive.replace(tzinfo=timezone(timedelta(minutes=east))))


def _milliseconds(when: datetime) -> int:
    return (when - _EPOCH) // timedelta(milliseconds=1)


def received(when: datetime) -> datetime:
    """When a source came, aware and within the calendar: a source may not know it."""
    aware = when if when.tzinfo is not None else when.replace(tzinfo=UTC)
    earliest = datetime(1971, 1, 1, tzinfo=UTC)
    return aware if earliest <= aware < datetime(2199, 1, 1, tzinfo=UTC) else earliest
