"""Tables of wearables and meters: Samsung, Fitbit, Withings, Oura, MyFitnessPal, Omron, others.

One reader for all: the header says what each column is (:mod:`.columns`), the vendor's sheet what
the header leaves out (:mod:`.sheets`). A file may hold several tables one after the other.
"""

import re
import time
from dataclasses import dataclass, replace
from decimal import Decimal

from bot.intake.reading import Reader, Reading, Source, Unreadable
from bot.intake.series.gather import Gather
from bot.intake.series.measures import MEASURES
from bot.intake.series.moments import Moment, at_utc
from bot.intake.wearables.cells import LISTED, value_of
from bot.intake.wearables.columns import Column, columns_of
from bot.intake.wearables.figures import Figures, figures_of
from bot.intake.wearables.sheets import Sheet, named, samsung, samsung_type, sheet_of
from bot.intake.wearables.table import Table, head_of, open_table, separator_of
from bot.notebook.facts import JournalEntry

FORMAT = "wearable-csv"
_HEADER_ROWS = 40
_MAX_NOTES = 500
_SECONDS = 12.0
_DAY_MS = 86_400_000
_FRAME = frozenset({"date", "time", "end", "zone", "note", "device", "duration"})
_EPOCH = re.compile(r"^\d{10}(\d{3})?$")
_OFFSET = re.compile(r"^(?:UTC|GMT)?\s*([+-])(\d{1,2}):?(\d{2})$")
_PAIR = re.compile(r"^\s*(\d{2,3})\s*/\s*(\d{2,3})\s*$")
_FRENCH = re.compile(r"poids|heure|fréquence|masse|systolique|pouls|sommeil|commentaire", re.I)
_ENGLISH = re.compile(r"weight|time|rate|systolic|pulse|steps|sleep|notes?|calories", re.I)


@dataclass(slots=True)
class Layout:
    """A table being read: its header, what its columns are, how it writes figures."""

    header: list[str]
    columns: dict[int, Column]
    sheet: Sheet
    figures: Figures
    only: tuple[int, str] | None = None
    extra: tuple[Column, ...] = ()


def recognise(source: Source) -> bool:
    """Whether some early row is the header of a table of measurements."""
    content = source.content
    if content[:4] == b"PK\x03\x04" or content[:1] in (b"{", b"[", b"<", b"%"):
        return False
    head = head_of(content[:16384])
    table = Table(text=head, separator=separator_of(head))
    return any(
        samsung_type(row) is not None or _is_header(row, source.name)
        for row in table.rows(_HEADER_ROWS)
    )


def _is_bare(row: list[str], name: str) -> Column | None:
    """The measure of a table whose header only says "value": the file's name knows."""
    words = [cell.lower() for cell in row]
    return named(name) if words in (["start", "duration", "value"], ["date", "value"]) else None


def _is_header(row: list[str], name: str) -> bool:
    """A date and a measure, and no cell that is a number."""
    if len(row) < 2 or any(re.fullmatch(r"[\d.,:/-]+", cell) for cell in row if cell):
        return False
    if _is_bare(row, name) is not None:
        return True
    roles = {column.role for column in columns_of(row).values()}
    return "date" in roles and bool(roles - _FRAME)


def read(source: Source) -> Reading:
    """Read every table of the file; raises Unreadable when there is none."""
    if not source.content.strip():
        raise Unreadable("unreadable-empty")
    table = open_table(source.content)
    gather = Gather(source)
    layout: Layout | None = None
    before: list[list[str]] = []
    pending: str | None = None
    vendor = ""
    doubtful = False
    deadline = time.thread_time() + _SECONDS
    for number, row in enumerate(table.rows(), start=1):
        if number % 2000 == 0 and time.thread_time() > deadline:
            gather.partial = True
            gather.warn("intake-took-too-long")
            break
        if (found := samsung_type(row)) is not None:
            pending = found
        elif pending is not None:
            layout, pending = settle(row, samsung(pending, row), table, source), None
        elif _is_header(row, source.name):
            layout = settle(row, sheet_of(row, before), table, source)
        elif layout is None or len(row) == 1:
            before.append(row)
            if layout is not None or len(before) > _HEADER_ROWS:
                gather.loose(" ".join(row))
            continue
        else:
            read_row(row, layout, number, gather)
            continue
        vendor = vendor or layout.sheet.vendor if layout else vendor
        doubtful = doubtful or (layout is not None and layout.figures.doubtful)
    if layout is None:
        raise Unreadable("unreadable-unknown")
    if doubtful:
        gather.warn("intake-date-order-unsure")
    if table.damaged:
        gather.partial = True
        gather.warn("intake-damaged-parts")
    return gather.reading(FORMAT, vendor or source.name[:80])


def settle(header: list[str], sheet: Sheet, table: Table, source: Source) -> Layout:
    """What the columns of a new table are, and how this file writes dates and numbers."""
    columns = columns_of(header)
    extra = tuple(column for cell, column in sheet.columns.items() if cell.startswith("\x00"))
    if sheet.utc:
        columns = {
            place: sheet.columns[cell] for place, cell in enumerate(header) if cell in sheet.columns
        }
    date = next((place for place, column in columns.items() if column.role == "date"), None)
    dates: list[str] = []
    numbers: list[str] = []
    started = not table.text
    for row in table.rows(4000):
        if not started:
            started = row == header
            continue
        if date is not None and date < len(row):
            dates.append(row[date])
        numbers.extend(row[place] for place in columns if place != date and place < len(row))
    words = " ".join(header)
    language = "fr" if _FRENCH.search(words) else "en" if _ENGLISH.search(words) else "de"
    figures = figures_of(
        dates,
        numbers,
        separator=table.separator,
        country="US" if sheet.order == "mdy" else source.country,
        language=language,
    )
    if (bare := _is_bare(header, source.name)) is not None:
        columns[len(header) - 1] = bare
        sheet = Sheet("Withings")
        if len(header) == 3:
            columns[1] = Column("duration")
    columns = {
        place: replace(column, unit=sheet.units[column.role])
        if column.unit is None and column.role in sheet.units
        else column
        for place, column in columns.items()
    }
    only = None
    if sheet.only is not None and sheet.only[0] in header:
        place = header.index(sheet.only[0])
        if any(place < len(row) and row[place] == sheet.only[1] for row in table.rows(4000)):
            only = (place, sheet.only[1])
    return Layout(header, columns, sheet, figures, only, extra)


def read_row(row: list[str], layout: Layout, number: int, gather: Gather) -> None:
    """One row of measurements."""
    if layout.only is not None and (
        layout.only[0] >= len(row) or row[layout.only[0]] != layout.only[1]
    ):
        gather.loose("row of one device (the combined row counts)")
        return
    cells: dict[str, str] = {}
    for place, column in layout.columns.items():
        if column.role in _FRAME and place < len(row) and row[place]:
            cells.setdefault(column.role, row[place])
    moment = _moment(cells, layout)
    if moment is None:
        gather.loose("row without a date")
        return
    end = _one(cells.get("end", ""), cells.get("zone"), layout)
    length = end.utc_ms - moment.utc_ms if end is not None else 0
    if "duration" in cells and (listed := LISTED.match(cells["duration"])):
        seconds = layout.figures.number(listed.group(1))
        length = int(seconds * 1000) if seconds is not None and 0 <= seconds < 86_400 else 0
    device = cells.get("device", "")[:80]
    for column in layout.extra:
        _session(column, moment, length, layout, gather)
    for place, text in enumerate(row):
        known = layout.columns.get(place)
        if not text or text == "-" or (known is not None and known.role in _FRAME - {"note"}):
            continue
        if known is None:
            name = layout.header[place] if place < len(layout.header) else "extra column"
            if name.rpartition(".")[2] not in layout.sheet.ignored:
                gather.loose(name)
        elif known.role == "note":
            _note(text, moment, gather)
        else:
            _cell(text, known, moment, max(0, length), device, layout, place, number, gather)


def _moment(cells: dict[str, str], layout: Layout) -> Moment | None:
    text = cells.get("date", "")
    if "time" in cells and not _EPOCH.match(text):
        time = cells["time"]
        # Some tables repeat the date in the column of the time.
        whole = _one(time, cells.get("zone"), layout)
        if whole is not None and not whole.whole_day:
            return whole
        text = f"{text} {time}"
    return _one(text, cells.get("zone"), layout)


def _one(text: str, zone: str | None, layout: Layout) -> Moment | None:
    """One moment, with the offset that stands in a column of its own."""
    if not text:
        return None
    offset: int | None = None
    if zone and (match := _OFFSET.match(zone.strip())):
        offset = int(match.group(2)) * 60 + int(match.group(3))
        offset = -offset if match.group(1) == "-" else offset
    if _EPOCH.match(text):
        milliseconds = int(text) * (1000 if len(text) == 10 else 1)
        if layout.sheet.utc and milliseconds % _DAY_MS == 0:
            # A day written as its midnight in UTC: a date, not an instant.
            return Moment(milliseconds, None, whole_day=True)
        return at_utc(milliseconds, 0 if offset is None else offset)
    moment = layout.figures.moment(text)
    if moment is None or moment.offset is not None or offset is None:
        return moment
    if layout.sheet.utc:
        return at_utc(moment.utc_ms, offset)
    return at_utc(moment.utc_ms - offset * 60_000, offset)


def _session(column: Column, moment: Moment, length: int, layout: Layout, gather: Gather) -> None:
    source = layout.sheet.vendor
    if not 0 < length <= 30 * _DAY_MS:
        gather.loose("session without an end")
        return
    if column.role == "sleep-session":
        key = ("sleep", "1", source, "", "")
        gather.builder.add_point(key, moment.utc_ms, length, moment.offset, 0.0)
    else:
        key = ("workout", "min", source, "", "other")
        gather.builder.add_point(key, moment.utc_ms, length, moment.offset, length / 60_000)


def _note(text: str, moment: Moment, gather: Gather) -> None:
    if sum(isinstance(fact, JournalEntry) for fact in gather.facts) >= _MAX_NOTES:
        gather.loose("note")
        return
    gather.facts.append(
        JournalEntry(provenance=gather.provenance(), text=text[:1000], effective=moment.iso())
    )


def _cell(
    text: str,
    column: Column,
    moment: Moment,
    length: int,
    device: str,
    layout: Layout,
    place: int,
    row: int,
    gather: Gather,
) -> None:
    """One value: an observation of a clinical measure, a point of any other."""
    source = layout.sheet.vendor or "CSV"
    name = layout.header[place]
    if column.role == "pressure" and (pair := _PAIR.match(text)):
        for code, part in zip(("systolic", "diastolic"), pair.groups(), strict=True):
            gather.single(
                code, Decimal(part), "mm[Hg]", moment, source=source, device=device,
                place=f"row {row}, {name}"[:120], doubt=_doubt(layout, column),
            )  # fmt: skip
        return
    if column.role == "stage":
        stage = layout.sheet.stages.get(text)
        if stage is None or not length:
            gather.loose(f"stage {text}"[:40])
            return
        key = ("sleep", "1", source, device, "")
        gather.builder.add_point(key, moment.utc_ms, length, moment.offset, float(stage))
        return
    value, unit = value_of(text, column, layout.figures)
    if value is None or column.role not in MEASURES:
        gather.loose(f"{name}: {text}" if value is None else name)
        return
    measure = MEASURES[column.role]
    if value <= 0 and measure.code in ("heart-rate", "resting-heart-rate", "weight", "systolic"):
        # Devices write zero where nothing was measured.
        gather.loose(f"{name}: {text}")
        return
    if unit is None and measure.code not in ("basal-metabolism",):
        gather.warn("intake-unit-missing", column=re.sub(r"[|=]", " ", name)[:40])
    beside = measure.code == "heart-rate" and any(
        other.role in ("systolic", "pressure") for other in layout.columns.values()
    )
    if measure.clinical or beside or (measure.code == "glucose" and unit):
        gather.single(
            measure.code, value, unit or "", moment, source=source, device=device,
            place=f"row {row}, {name}"[:120],
            doubt="doubt-unit" if unit is None else _doubt(layout, column),
        )  # fmt: skip
        return
    whole = measure.kind == "sum" and moment.whole_day and not length
    key = (measure.code, unit or "", source, device, column.label)
    gather.builder.add_point(
        key, moment.utc_ms, _DAY_MS if whole else length, moment.offset, float(value)
    )


def _doubt(layout: Layout, _column: Column) -> str | None:
    return "doubt-date-order" if layout.figures.doubtful else None


READER = Reader(
    format=FORMAT,
    recognise=recognise,
    read=read,
    declares=(
        "CSV of Samsung Health, Fitbit, Withings, Oura, MyFitnessPal, Omron and others with a "
        "header: measurements with their units. Sure where the header names the unit; a missing "
        "unit or an undecided date order is marked."
    ),
)
