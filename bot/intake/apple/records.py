"""The target of the Apple Health parser: every element, as it streams by.

A record that belongs to a series costs a few dictionary look-ups; its dates and value wait as
text in :class:`Rows` until a batch of them is read at once. ``end`` and ``data`` are left out on
purpose: the parser then makes no call for them.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal

from bot.intake.apple.columns import exact, moments, numbers
from bot.intake.apple.types import (
    CATEGORY,
    NUMBERED_STAGE,
    QUANTITY,
    STAGE_OF,
    device_name,
    measure_of,
    printed_unit,
    ucum,
    words,
)
from bot.intake.apple.whole import Whole
from bot.intake.series.builder import Key
from bot.intake.series.gather import Gather
from bot.intake.series.measures import MEASURES
from bot.intake.series.moments import parse_moment

BATCH = 2000
PENDING = 40_000
MAX_GROUPS = 4000
MAX_EVENTS = 2000
_MAX_ALIASES = 20_000
_LONGEST_NAME = 400


class Rows:
    """Records of one type, source, device and unit that wait to be read as columns."""

    __slots__ = ("dates", "key", "kind", "name", "percent", "single", "values")

    def __init__(self, kind: str, key: Key | None, name: str, *, percent: bool = False) -> None:
        self.kind = kind
        self.single = kind == "single"
        self.key = key
        self.name = name
        self.percent = percent
        self.dates: list[str] = []
        self.values: list[str] = []


class RecordTarget:
    """Receives the start of every element; lxml calls ``start`` and :meth:`close`."""

    def __init__(self, gather: Gather) -> None:
        self.gather = gather
        self.whole = Whole(gather)
        self.metadata = 0
        self._rows: dict[tuple[str, str, str, str], Rows] = {}
        self._alias: dict[tuple[str, str, str, str], Rows] = {}
        self._single_alias: dict[tuple[str, str, str, str], Rows] = {}
        self._events = 0
        self._correlation: tuple[str, str] = ("", "")
        self.start = self._starter()

    def _starter(self) -> Callable[[str, dict[str, str]], None]:
        """The function lxml calls for each start tag, with what it needs in reach.

        It runs millions of times: records of a known series pass without one look at ``self``.
        """
        known = self._alias.get

        def start(tag: str, attributes: dict[str, str]) -> None:
            if tag == "Record":
                try:
                    begin = attributes["startDate"]
                    end = attributes["endDate"]
                    value = attributes["value"]
                    rows = known(
                        (
                            attributes["type"],
                            attributes["sourceName"],
                            attributes["device"],
                            attributes["unit"],
                        )
                    )
                except KeyError:
                    rows = None
                if rows is None:
                    self._record(attributes)
                else:
                    rows.dates.append(begin)
                    rows.dates.append(end)
                    rows.values.append(value)
            elif tag == "MetadataEntry":
                self.metadata += 1
            else:
                if tag == "Correlation":
                    get = attributes.get
                    self._correlation = (get("startDate", ""), get("endDate", ""))
                self.whole.see(tag, attributes)

        return start

    def _record(self, attributes: dict[str, str]) -> None:
        """A record of a new group, of a clinical measure, or without all the attributes."""
        get = attributes.get
        begin = get("startDate", "")
        key = (get("type", ""), get("sourceName", ""), get("device", ""), get("unit", ""))
        rows = self._alias.get(key) or self._single_alias.get(key) or self._find(key)
        if rows.single:
            self._single(rows, attributes)
        else:
            rows.dates.append(begin)
            rows.dates.append(get("endDate", begin))
            rows.values.append(get("value", ""))

    def close(self) -> None:
        """The document ends."""

    def flush(self, *, everything: bool = False) -> None:
        """Read the waiting rows; without ``everything`` only groups that make a batch."""
        waiting = sum(len(rows.values) for rows in self._rows.values())
        least = 1 if everything or waiting > PENDING else BATCH
        for rows in self._rows.values():
            if len(rows.values) >= least:
                self._read(rows)
                rows.dates.clear()
                rows.values.clear()

    def _find(self, written: tuple[str, str, str, str]) -> Rows:
        """The rows of a group whose written form is new: devices differ by a mere pointer."""
        if len(self._alias) + len(self._single_alias) > _MAX_ALIASES:
            self._alias.clear()
            self._single_alias.clear()
        record_type, source, device, unit = written
        key = (record_type, " ".join(source.split()), device_name(device[:1000]), unit)
        short = record_type.removeprefix(QUANTITY).removeprefix(CATEGORY)
        if len(self._rows) >= MAX_GROUPS or sum(map(len, key)) > _LONGEST_NAME:
            # A file with that many sources is no export: count it, keep memory bounded.
            self.gather.partial = True
            key = ("", "", "", "")
        rows = self._rows.get(key)
        if rows is None:
            rows = Rows("unknown", None, "?") if key[0] == "" else self._kind_of(short, *key)
            self._rows[key] = rows
        (self._single_alias if rows.single else self._alias)[written] = rows
        return rows

    def _kind_of(self, short: str, record_type: str, source: str, device: str, unit: str) -> Rows:
        found = measure_of(record_type) if record_type.startswith(QUANTITY) else None
        if found is not None:
            measure, label = found
            code = ucum(unit)
            if code is None:
                self.gather.loose(f"unit {unit}")
            kind = "single" if MEASURES[measure].clinical or measure == "glucose" else "series"
            if measure == "bmi" and code == "1":
                code = "kg/m2"
            key = (measure, code or unit, source, device, label)
            return Rows(kind, key, short, percent=code == "%")
        if record_type.startswith(CATEGORY):
            if short == "SleepAnalysis":
                return Rows("sleep", ("sleep", "1", source, device, ""), short)
            if short == "AppleStandHour":
                return Rows("stand", ("stand-hours", "1", source, device, ""), short)
            if short == "MindfulSession":
                return Rows("minutes", ("mindfulness", "min", source, device, ""), short)
            return Rows("single", None, short)
        return Rows("unknown", None, record_type or "Record")

    def _read(self, rows: Rows) -> None:
        """Turn the waiting text of one group into points."""
        if rows.key is None:
            self.gather.loose(rows.name, len(rows.values))
            return
        starts, offsets = moments(rows.dates)
        begins, lengths = starts[0::2], starts[1::2] - starts[0::2]
        if rows.kind == "series":
            values = numbers(rows.values, percent=rows.percent)
        elif rows.kind == "minutes":
            values = lengths / 60_000
        else:
            values = numbers([self._stage(rows, text) for text in rows.values], percent=False)
        self.gather.builder.add(rows.key, begins, lengths, offsets[0::2], values)

    def _stage(self, rows: Rows, text: str) -> str:
        if rows.kind == "stand":
            return "1" if text.endswith("Stood") or text == "0" else "0"
        name = text.removeprefix("HKCategoryValueSleepAnalysis")
        stage = STAGE_OF.get(name, NUMBERED_STAGE.get(name))
        if stage is None:
            self.gather.loose(f"SleepAnalysis {name[:40]}")
            return "nan"
        return str(stage)

    def _single(self, rows: Rows, attributes: Mapping[str, str]) -> None:
        """A clinical measurement or an event: read at once."""
        begin = attributes.get("startDate", "")
        moment = parse_moment(begin)
        text = attributes.get("value", "")
        if moment is None:
            self.gather.loose(f"{rows.name} without a date")
            return
        if rows.key is None:
            self._event(rows, text, moment.iso(), attributes.get("sourceName", ""))
            return
        value = exact(text)
        if value is None or abs(value) > Decimal(10) ** 15:
            self.gather.loose(f"{rows.name} without a number")
            return
        measure, unit, source, device, _label = rows.key
        self.gather.single(
            measure,
            value.scaleb(2) if rows.percent else value,
            unit,
            moment,
            printed=printed_unit(attributes.get("unit", "")) or unit,
            source=source,
            device=device or source,
            place=f"Record {rows.name} {begin}",
            # A correlation repeats records that stand outside it: these are no duplicates.
            count_duplicate=(begin, attributes.get("endDate", "")) != self._correlation,
        )

    def _event(self, rows: Rows, text: str, when: str, source: str) -> None:
        """A symptom, a notification, a cycle entry: kept in words."""
        self._events += 1
        if self._events > MAX_EVENTS:
            self.gather.loose(rows.name)
            return
        value = words(text.removeprefix("HKCategoryValue").removeprefix(rows.name)) or None
        self.gather.observe(
            words(rows.name).capitalize(),
            value_text=value if value != "not applicable" else None,
            effective=when,
            device=" ".join(source.split())[:80],
            category="vital-signs" if rows.name.endswith("Event") else "survey",
            place=f"Record {rows.name}",
        )
