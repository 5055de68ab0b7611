"""JSON exports of wearables: Fitbit, Oura, Withings, and lists of records in general.

A list of records is a table whose header is the records' keys, and is read like one. Numbers are
kept as they are written: the JSON parser hands them over as text.
"""

import json
import re
import time
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from bot.intake.reading import Reader, Reading, Source, Unreadable
from bot.intake.series.gather import Gather
from bot.intake.series.moments import at_utc
from bot.intake.wearables.columns import Column, columns_of
from bot.intake.wearables.csv_reader import read_row, settle
from bot.intake.wearables.figures import Figures
from bot.intake.wearables.sheets import Sheet
from bot.intake.wearables.table import Table, decode

FORMAT = "wearable-json"
_MAX_BYTES = 48_000_000
_MAX_RECORDS = 1_500_000
_MAX_KEYS = 120
_SECONDS = 8.0
_HEAD = 65_536
_KEY = re.compile(r'"([A-Za-z][A-Za-z0-9_]{1,40})"\s*:')
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_FITBIT_VALUE = (
    ("resting_heart_rate", Column("resting-heart-rate", "/min")),
    ("heart_rate", Column("heart-rate", "/min")),
    ("steps", Column("steps", "1")),
    ("calories", Column("energy", "kcal")),
    ("altitude", Column("floors", "1")),
    ("distance", Column("distance", None)),
    ("very_active_minutes", Column("exercise", "min", "very-active")),
    ("moderately_active_minutes", Column("exercise", "min", "moderately-active")),
)
"""What ``value`` is in a Fitbit file, by the file's name; the content alone does not say."""

_FITBIT_STAGES = {
    "wake": 1,
    "awake": 1,
    "restless": 1,
    "asleep": 2,
    "light": 3,
    "deep": 4,
    "rem": 5,
}
_WITHINGS = {
    "1": ("weight", "kg"),
    "4": ("height", "m"),
    "5": ("lean-mass", "kg"),
    "6": ("body-fat", "%"),
    "8": ("fat-mass", "kg"),
    "9": ("diastolic", "mm[Hg]"),
    "10": ("systolic", "mm[Hg]"),
    "11": ("heart-rate", "/min"),
    "12": ("temperature", "Cel"),
    "54": ("oxygen-saturation", "%"),
    "71": ("temperature", "Cel"),
    "76": ("muscle-mass", "kg"),
    "77": ("body-water", "kg"),
    "88": ("bone-mass", "kg"),
    "91": ("pulse-wave", "m/s"),
    "123": ("vo2-max", "mL/kg/min"),
}
_OURA = frozenset({"summary_date", "bedtime_start", "hypnogram_5min", "contributors"})
_QUIET = frozenset(
    [
        "log id",
        "confidence",
        "error",
        "info code",
        "is main sleep",
        "log type",
        "type",
        "id",
        "source",
        "levels",
        "auto sleep detected",
        "efficiency",
        "contributors",
        "is longest",
        "timezone",
        "period id",
        "date",
    ]
)


def recognise(source: Source) -> bool:
    """Whether the keys at the beginning are those of measurements with dates."""
    head = source.content[:_HEAD].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if head[:1] not in (b"{", b"[") or b'"resourceType"' in head:
        return False
    keys = list(dict.fromkeys(_KEY.findall(head.decode("utf-8", "replace"))))
    if "measuregrps" in keys or {"dateTime", "value"} <= set(keys) or "levels" in keys:
        return True
    roles = {column.role for column in columns_of([_words(key) for key in keys]).values()}
    return "date" in roles and bool(roles - {"date", "time", "end", "zone", "note", "device"})


def read(source: Source) -> Reading:
    """Read the records; raises Unreadable when the content is no JSON or has none."""
    if not source.content.strip():
        raise Unreadable("unreadable-empty")
    if len(source.content) > _MAX_BYTES:
        raise Unreadable("unreadable-too-large")
    text, damaged = decode(source.content)
    gather = Gather(source)
    try:
        content = _parse(text.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        content, damaged = _cut(text), True
    if content is None:
        raise Unreadable("unreadable-damaged")
    if damaged:
        gather.partial = True
        gather.warn("intake-partial")
    found = False
    vendor = ""
    for records in _tables(content, 0):
        found = True
        vendor = vendor or _vendor(records[0])
        _table(records, vendor, source, gather)
    if not found:
        raise Unreadable("unreadable-unknown")
    return gather.reading(FORMAT, vendor or source.name[:80])


def _parse(text: str) -> object:
    return json.loads(text, parse_float=str, parse_int=str, parse_constant=lambda _name: None)


def _cut(text: str) -> object | None:
    """The complete records of a list that stops early."""
    start = text.find("[")
    if start < 0:
        return None
    decoder = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=lambda _name: None)
    records: list[object] = []
    place = start + 1
    while place < len(text) and len(records) < _MAX_RECORDS:
        while place < len(text) and text[place] in " \t\r\n,":
            place += 1
        try:
            record, place = decoder.raw_decode(text, place)
        except (ValueError, RecursionError):
            break
        records.append(record)
    return records or None


def _tables(content: object, depth: int) -> Iterator[list[dict[str, object]]]:
    """Every list of records, outermost first; records inside records belong to their record."""
    if isinstance(content, list):
        records = [record for record in content[:_MAX_RECORDS] if isinstance(record, dict)]
        if records:
            yield records
    elif isinstance(content, dict) and depth < 4:
        if "measuregrps" in content and isinstance(content["measuregrps"], list):
            yield from _tables(content["measuregrps"], depth + 1)
            return
        lists = [value for value in content.values() if isinstance(value, list | dict)]
        inner = [table for value in lists[:200] for table in _tables(value, depth + 1)]
        if inner and not ("levels" in content or "dateTime" in content):
            yield from inner
        elif content:
            yield [content]


def _vendor(record: dict[str, object]) -> str:
    keys = set(record)
    if keys & _OURA:
        return "Oura"
    if "measures" in keys and "date" in keys:
        return "Withings"
    if "dateTime" in keys or "levels" in keys or "logId" in keys:
        return "Fitbit"
    return ""


def _words(key: str) -> str:
    return _CAMEL.sub(" ", key).replace("_", " ").lower()


def _table(records: list[dict[str, object]], vendor: str, source: Source, gather: Gather) -> None:
    if vendor == "Withings" and "measures" in records[0]:
        for record in records:
            _withings(record, gather)
        return
    keys: dict[str, int] = {}
    rows: list[list[str]] = []
    for record in records:
        flat = _flat(record)
        for key in flat:
            if key not in keys and len(keys) < _MAX_KEYS:
                keys[key] = len(keys)
        row = [""] * len(keys)
        for key, value in flat.items():
            if key in keys:
                row[keys[key]] = value
        rows.append(row)
    header = list(keys)
    sheet = {
        "Fitbit": Sheet("Fitbit", order="mdy", units={"sleep-duration": "min"}),
        "Oura": Sheet("Oura", units={"sleep-duration": "s"}),
    }.get(vendor, Sheet(vendor))
    layout = settle(header, sheet, _Records(rows), source)
    if "value" in keys:
        inner = records[0].get("value")
        if isinstance(inner, dict) and {"date", "value", "error"} <= set(inner):
            # Of Fitbit's files only that of the resting heart rate looks like this.
            column: Column | None = _FITBIT_VALUE[0][1]
        else:
            column = next((c for part, c in _FITBIT_VALUE if part in source.name.lower()), None)
        if column is not None:
            layout.columns[keys["value"]] = column
    for place, name in enumerate(header):
        if name in _QUIET - {"date"}:
            layout.columns.pop(place, None)
    layout.sheet = Sheet(layout.sheet.vendor, ignored=_QUIET, order=sheet.order, units=sheet.units)
    deadline = time.thread_time() + _SECONDS
    for number, (record, row) in enumerate(zip(records, rows, strict=True), start=1):
        if number % 2000 == 0 and time.thread_time() > deadline:
            gather.partial = True
            gather.warn("intake-took-too-long")
            break
        _stages(record, layout.figures, vendor, gather)
        read_row(row, layout, number, gather)


class _Records(Table):
    """Rows that are already cut."""

    def __init__(self, rows: list[list[str]]) -> None:
        super().__init__(text="", separator=",")
        self._rows = rows

    def rows(self, limit: int = _MAX_RECORDS) -> Iterator[list[str]]:
        yield from self._rows[:limit]


def _flat(record: dict[str, object]) -> dict[str, str]:
    """The plain values of a record, those one level down under their own last name."""
    flat: dict[str, str] = {}
    for key, value in record.items():
        name = _words(key)
        if isinstance(value, dict):
            for inner, deep in value.items():
                if isinstance(deep, str) and key != "levels":
                    flat.setdefault(_words(inner), deep)
        elif isinstance(value, str):
            flat[name] = value
        elif isinstance(value, list) and value and key not in ("levels", "data"):
            flat[name] = "…"
    return flat


def _stages(record: dict[str, object], figures: Figures, vendor: str, gather: Gather) -> None:
    """The stages of a Fitbit night."""
    levels = record.get("levels")
    stages = levels.get("data") if isinstance(levels, dict) else None
    if not isinstance(stages, list):
        return
    for stage in stages:
        if not isinstance(stage, dict):
            continue
        moment = figures.moment(str(stage.get("dateTime", "")))
        level = _FITBIT_STAGES.get(str(stage.get("level", "")))
        seconds = str(stage.get("seconds", ""))
        if moment is None or level is None or not re.fullmatch(r"\d{1,6}", seconds):
            gather.loose("sleep stage")
            continue
        gather.builder.add_point(
            ("sleep", "1", vendor, "", ""),
            moment.utc_ms,
            int(seconds) * 1000,
            moment.offset,
            float(level),
        )


def _withings(record: dict[str, object], gather: Gather) -> None:
    """One group of measures of the Withings interface: value × 10^unit."""
    stamp = str(record.get("date", ""))
    moment = at_utc(int(stamp) * 1000, 0) if re.fullmatch(r"\d{9,10}", stamp) else None
    measures = record.get("measures")
    if moment is None or not isinstance(measures, list):
        gather.loose("measure group without a date")
        return
    gather.warn("intake-times-in-utc")
    for measure in measures:
        known = _WITHINGS.get(str(measure.get("type"))) if isinstance(measure, dict) else None
        if known is None:
            gather.loose(f"type {measure.get('type') if isinstance(measure, dict) else '?'}"[:40])
            continue
        try:
            exponent = int(str(measure.get("unit", "0"))[:4])
            value = Decimal(str(measure.get("value"))[:30]).scaleb(exponent)
        except (InvalidOperation, ValueError):
            gather.loose("measure without a number")
            continue
        if value.is_finite() and abs(value) < 10**9 and abs(exponent) < 20:
            code, unit = known
            gather.single(code, value, unit, moment, source="Withings", place=f"type {code}")


READER = Reader(
    format=FORMAT,
    recognise=recognise,
    read=read,
    declares=(
        "JSON of Fitbit (the file's name says what “value” is), Oura, Withings and lists of "
        "records with dates. Limit: 48 MB."
    ),
)
