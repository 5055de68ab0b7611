"""What each FIT message means, message by message in the order of the file.

Sessions become facts (a summary that a person recognises) and points of the workout series;
records become series. Steps and distance of the ``monitoring`` messages are running totals of the
day for each kind of activity: what is kept is the increase.
"""

from bisect import bisect_right, insort
from collections import Counter
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from bot.intake.fit.fields import (
    BLOOD_PRESSURE,
    EPOCH,
    FIELDS,
    PLACING,
    RECORD,
    SESSION,
    SLEEP,
    UNDERSTOOD,
    WEIGHT,
    decimal,
    unpack_12_bits,
)
from bot.intake.reading import Reading
from bot.intake.series.gather import Gather
from bot.intake.series.measures import MEASURES
from bot.intake.series.moments import Moment, moment_of

_DAY = 86_400
_RECORD_READ = frozenset((*RECORD, "timestamp", "position_lat", "position_long"))
_SESSION_READ = frozenset((*SESSION, "sport", "start_time", "total_elapsed_time"))
_MAX_FACTS = 1000
_MAX_OFFSETS = 500
MAX_POINTS = 1_500_000


class Messages:
    """Collects the messages of one file."""

    def __init__(self, gather: Gather) -> None:
        self._gather = gather
        self._seen: Counter[str] = Counter()
        self._device = ""
        self._created: datetime | None = None
        self._offsets: list[tuple[datetime, int]] = []
        self._points: list[tuple[str, str, str, datetime, float, float]] = []
        self._singles: list[tuple[str, Decimal, str, datetime, str]] = []
        self._sessions: list[dict[str, object]] = []
        self._heart_seconds: set[int] = set()
        self._strap: list[tuple[datetime, float]] = []
        self._last = 0
        self._totals: dict[tuple[str, str], tuple[float, datetime]] = {}
        self._event: tuple[datetime, int, int] | None = None
        self._stages: list[tuple[datetime, int]] = []
        self._positions = 0
        self._users: set[str] = set()
        self._beats = 0

    def __len__(self) -> int:
        return len(self._points) + len(self._strap) + len(self._singles)

    def take(self, name: str, fields: dict[str, object]) -> None:
        """One data message."""
        stamp = fields.get("timestamp")
        when = stamp if isinstance(stamp, datetime) else None
        if when is not None:
            self._last = int((when - EPOCH).total_seconds())
        elif isinstance(short := fields.get("timestamp_16"), int) and self._last:
            # Sixteen bits of the clock: the next moment with these low bits.
            self._last += (short - self._last) & 0xFFFF
            when = EPOCH + timedelta(seconds=self._last)
        self._clock(fields, when)
        if name == "file_id":
            self._file(fields)
        elif name == "record":
            self._record(fields, when)
        elif name == "session":
            self._sessions.append(fields)
        elif name in ("weight_scale", "blood_pressure"):
            self._measured(name, fields, when)
        elif name == "monitoring":
            self._monitoring(fields, when)
        elif name == "hr":
            self._strap_beats(fields, when)
        elif name == "hrv":
            times = fields.get("time")
            self._beats += (
                sum(isinstance(t, float) for t in times) if isinstance(times, tuple) else 1
            )
        elif name == "sleep_level":
            level = SLEEP.get(str(fields.get("sleep_level")))
            if when is not None and level is not None:
                self._stages.append((when, level))
            else:
                self._seen["sleep_level"] += 1
        elif name in FIELDS:
            self._simple(name, fields, when)
        elif name == "user_profile":
            self._told(name, fields, frozenset())
        elif name not in UNDERSTOOD:
            self._seen[name] += 1

    def _told(self, name: str, fields: dict[str, object], read: frozenset[str]) -> None:
        """Quote the fields of a message that no measure takes, with their values."""
        for field, value in fields.items():
            if field in read or field.startswith("unknown_") or field in PLACING:
                continue
            self._gather.loose(f"{name}.{field}: {value}")

    def _clock(self, fields: dict[str, object], when: datetime | None) -> None:
        local = fields.get("local_timestamp")
        if when is not None and isinstance(local, datetime):
            minutes = round((local - when).total_seconds() / 60)
            if -14 * 60 <= minutes <= 14 * 60 and minutes % 15 == 0:
                known = len(self._offsets)
                if known < _MAX_OFFSETS and (not known or self._offsets[-1][1] != minutes):
                    insort(self._offsets, (when, minutes))

    def _file(self, fields: dict[str, object]) -> None:
        maker = str(fields.get("manufacturer", ""))
        product = (
            fields.get("product_name") or fields.get("garmin_product") or fields.get("product")
        )
        created = fields.get("time_created")
        if not self._device:
            self._device = f"{maker} {product if product is not None else ''}".strip()[:80]
        if isinstance(created, datetime) and self._created is None:
            self._created = created

    def _record(self, fields: dict[str, object], when: datetime | None) -> None:
        if when is None:
            self._seen["record without a time"] += 1
            return
        taken: set[str] = set()
        for name, (measure, unit) in RECORD.items():
            value = fields.get(name)
            if isinstance(value, int | float) and measure not in taken:
                taken.add(measure)
                self._points.append((measure, unit, "", when, 0.0, round(float(value), 6)))
        if "heart-rate" in taken:
            self._heart_seconds.add(int((when - EPOCH).total_seconds()))
        self._positions += "position_lat" in fields
        for name in fields.keys() - _RECORD_READ:
            self._seen["record.unknown" if name.startswith("unknown_") else f"record.{name}"] += 1

    def _simple(self, name: str, fields: dict[str, object], when: datetime | None) -> None:
        field, measure, unit = FIELDS[name]
        value = fields.get(field)
        if name == "stress_level" and isinstance(fields.get("stress_level_time"), datetime):
            when = fields["stress_level_time"]  # type: ignore[assignment]
        if when is None or not isinstance(value, int | float) or value < 0:
            self._seen[name] += 1
            return
        self._points.append((measure, unit, "", when, 0.0, float(value)))

    def _measured(self, name: str, fields: dict[str, object], when: datetime | None) -> None:
        table = WEIGHT if name == "weight_scale" else BLOOD_PRESSURE
        if (user := fields.get("user_profile_index")) is not None:
            self._users.add(str(user)[:20])
        for field, value in fields.items():
            number = decimal(value)
            if field in table and number is not None and when is not None:
                measure, unit = table[field]
                self._singles.append((measure, number, unit, when, f"{name}.{field}"))
            elif field not in ("timestamp", "local_timestamp", "timestamp_16"):
                self._seen[f"{name}.{field}"] += 1

    def _monitoring(self, fields: dict[str, object], when: datetime | None) -> None:
        if when is None:
            self._seen["monitoring without a time"] += 1
            return
        heart = fields.get("heart_rate")
        if isinstance(heart, int) and heart > 0:
            self._points.append(("heart-rate", "/min", "", when, 0.0, float(heart)))
        activity = str(fields.get("activity_type", ""))
        cycles = fields.get("cycles")
        if isinstance(cycles, int | float) and activity in ("walking", "running"):
            # On foot a cycle is two steps; the decoder only knows when the kind comes first.
            fields = {**fields, "steps": cycles * 2}
            del fields["cycles"]
        for name, measure, unit in (
            ("steps", "steps", "1"),
            ("distance", "distance", "m"),
            ("active_calories", "active-energy", "kcal"),
            ("ascent", "ascent", "m"),
        ):
            value = fields.get(name)
            if measure == "ascent" and value is not None:
                self._seen["monitoring.ascent"] += 1
            elif isinstance(value, int | float):
                self._increase((activity, measure), unit, float(value), when)
        for name in fields:
            if name.startswith(("cycles", "strokes")):
                self._seen[f"monitoring.{name}"] += 1

    def _increase(self, key: tuple[str, str], unit: str, total: float, when: datetime) -> None:
        """The growth of a running total; it starts again at local midnight."""
        local = when + timedelta(minutes=self._offset(when))
        midnight = when - timedelta(hours=local.hour, minutes=local.minute, seconds=local.second)
        before, since = self._totals.get(key, (0.0, midnight))
        if since < midnight or total < before or when <= since:
            before, since = 0.0, min(midnight, when)
            if local.hour == local.minute == local.second == 0:
                # A total written at midnight still belongs to the day that ends.
                before, since = self._totals.get(key, (0.0, when - timedelta(days=1)))
                if total < before:
                    before = 0.0
        self._totals[key] = (total, when)
        grown = round(total - before, 4)
        seconds = min((when - since).total_seconds(), _DAY)
        if grown > 0:
            start = when - timedelta(seconds=seconds)
            self._points.append((key[1], unit, "", start, seconds, grown))

    def _strap_beats(self, fields: dict[str, object], when: datetime | None) -> None:
        """Heart rate of a chest strap: moments are 1/1024 s, later ones cut to twelve bits."""
        beats = fields.get("filtered_bpm")
        values = beats if isinstance(beats, tuple) else (beats,)
        moments: list[int] = []
        packed = fields.get("event_timestamp_12")
        event = fields.get("event_timestamp")
        if isinstance(event, int | float) and when is not None:
            ticks = round(event * 1024)
            self._event = (when, ticks, ticks)
            moments = [ticks]
        elif isinstance(packed, tuple) and self._event is not None:
            anchor, first, last = self._event
            for low in unpack_12_bits(packed):
                last += (low - last) & 0xFFF
                moments.append(last)
            self._event = (anchor, first, last)
        if self._event is None or len(moments) < len(values):
            self._seen["hr"] += 1
            return
        anchor, first, _last = self._event
        for ticks, value in zip(moments, values, strict=False):
            if isinstance(value, int) and value > 0:
                moment = anchor + timedelta(milliseconds=round((ticks - first) * 1000 / 1024))
                self._strap.append((moment, float(value)))

    def _offset(self, when: datetime) -> int:
        """The offset stated last before a moment, or first of all; 0 (UTC) when none was."""
        if not self._offsets:
            return 0
        place = bisect_right(self._offsets, (when, 1 << 20))
        return self._offsets[max(0, place - 1)][1]

    def _moment(self, when: datetime) -> Moment | None:
        moment = moment_of(when)
        return moment and Moment(moment.utc_ms, self._offset(when))

    def finish(self, format_name: str) -> Reading:
        """Everything taken, as a reading."""
        gather = self._gather
        source = self._device
        if len(self._users) > 1:
            gather.warn("intake-several-users", count=len(self._users))
        if not self._offsets and (self._points or self._singles or self._sessions):
            gather.warn("intake-times-in-utc")
        for measure, number, unit, when, place in self._singles:
            moment = self._moment(when)
            if moment is not None:
                gather.single(measure, number, unit, moment, source=source, place=place)
        fresh = [b for b in self._strap if int((b[0] - EPOCH).total_seconds()) not in
                 self._heart_seconds]  # fmt: skip
        gather.duplicates += len(self._strap) - len(fresh)
        self._points.extend(("heart-rate", "/min", "", when, 0.0, value) for when, value in fresh)
        self._sleep()
        for number_of, session in enumerate(self._sessions[:_MAX_FACTS]):
            self._session(session, number_of)
        for measure, unit, label, when, seconds, value in self._points:
            moment = self._moment(when)
            if moment is not None:
                gather.builder.add_point(
                    (measure, unit, source, "", label),
                    moment.utc_ms,
                    int(seconds * 1000),
                    moment.offset,
                    value,
                )
        if self._positions:
            gather.loose("position", self._positions)
            gather.warn("intake-routes-counted", count=max(1, len(self._sessions)))
        if self._beats:
            gather.loose("hrv beats", self._beats)
        for name, count in self._seen.items():
            gather.loose(name, count)
        created = self._moment(self._created) if self._created else None
        return gather.reading(format_name, self._title(), created.iso() if created else None)

    def _title(self) -> str:
        sports = {str(session.get("sport", "")) for session in self._sessions} - {""}
        return " – ".join(part for part in (self._device, ", ".join(sorted(sports))) if part)

    def _sleep(self) -> None:
        for (when, level), (until, _next) in zip(self._stages, self._stages[1:], strict=False):
            seconds = (until - when).total_seconds()
            if 0 < seconds <= 12 * 3600:
                self._points.append(("sleep", "1", "", when, seconds, float(level)))

    def _session(self, fields: dict[str, object], number: int) -> None:
        gather = self._gather
        begin = fields.get("start_time") or fields.get("timestamp")
        sport = str(fields.get("sport", "other"))[:40]
        if not isinstance(begin, datetime):
            gather.loose("session without a time")
            return
        self._told("session", fields, _SESSION_READ)
        moment = self._moment(begin.astimezone(UTC))
        elapsed = decimal(fields.get("total_elapsed_time")) or Decimal(0)
        for name, (text_fr, text_en, unit, measure) in SESSION.items():
            value = decimal(fields.get(name))
            if value is None or moment is None:
                continue
            text = text_fr if gather.source.language == "fr" else text_en
            gather.observe(
                text,
                value=value,
                unit=unit,
                ucum=unit,
                loinc=MEASURES[measure].loinc if measure in ("heart-rate",) else None,
                effective=moment.iso(),
                device=self._device,
                category="activity",
                section=sport,
                place=f"session {number + 1}, {name}",
            )
            if measure.startswith("workout"):
                plain = value / 60 if measure == "workout" else value
                key = (measure, "min" if measure == "workout" else unit, self._device, "", sport)
                length = int(min(max(elapsed, Decimal(0)), Decimal(_DAY * 30)) * 1000)
                gather.builder.add_point(key, moment.utc_ms, length, moment.offset, float(plain))
