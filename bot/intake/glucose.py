"""Glucose sensors: LibreView and the old Libre software, Dexcom Clarity, Medtronic CareLink.

The header says what each column is, in the language of the account; the order of LibreView's
columns helps where a word is unknown. Sensor readings become a series, finger-prick readings and
ketones observations, "LO" and "HI" bounds. Times have no zone in these files and keep none.
"""

import re
import time
from collections.abc import Iterator
from decimal import Decimal

from bot.intake.glucose_columns import Columns, header_of, settle
from bot.intake.reading import Reader, Reading, Source, Unreadable
from bot.intake.series.gather import Gather
from bot.intake.series.moments import Moment, parse_moment
from bot.intake.wearables.figures import Figures
from bot.intake.wearables.table import Table, head_of, open_table, separator_of
from bot.notebook.facts import JournalEntry, Patient

FORMAT = "glucose-sensor"
_MAX_NOTES = 500
_SECONDS = 12.0
_HEADER_ROWS = 60
_LOW = re.compile(r"^(lo|low|bas|faible|niedrig|bajo|basso|< ?(\d+([.,]\d+)?))$", re.IGNORECASE)
_HIGH = re.compile(r"^(hi|high|haut|élevée?|eleve|hoch|alto|> ?(\d+([.,]\d+)?))$", re.IGNORECASE)
_LIMITS = {
    ("libre", "mg/dL"): ("40", "500"),
    ("libre", "mmol/L"): ("2.2", "27.8"),
    ("dexcom", "mg/dL"): ("40", "400"),
    ("dexcom", "mmol/L"): ("2.2", "22.2"),
}
_SKIPPED = frozenset(
    {
        "model",
        "stamp",
        "date",
        "time",
        "type",
        "number",
        "device",
        "serial",
        "rate",
        "info",
        "subtype",
    }
)
_META = {
    "firstname": "first",
    "prénom": "first",
    "lastname": "last",
    "nom": "last",
    "dateofbirth": "born",
    "date de naissance": "born",
}
_FINGER = re.compile(r"calib|kalib|étalon|etalon", re.IGNORECASE)
_LONG = re.compile(r"long|lente|prolong|depot|lenta|langsam", re.IGNORECASE)
_ALERT = re.compile(r"alert|alarm|warn|avis", re.IGNORECASE)


def recognise(source: Source) -> bool:
    """Whether the text has the header of a glucose sensor's export."""
    if source.content[:4] == b"PK\x03\x04":
        return False
    head = head_of(source.content[:16384])
    table = Table(text=head, separator=separator_of(head))
    return any(header_of(row) is not None for row in table.rows(_HEADER_ROWS))


def read(source: Source) -> Reading:
    """Read the export; raises Unreadable when it has no header or not one row."""
    if not source.content.strip():
        raise Unreadable("unreadable-empty")
    table = open_table(source.content)
    gather = Gather(source)
    before: list[list[str]] = []
    columns: Columns | None = None
    read_any = False
    count, deadline = 0, time.thread_time() + _SECONDS
    rows = table.rows()
    for row in rows:
        found = header_of(row)
        if found is not None:
            if columns is None:
                columns = settle(found, table, source)
            else:
                columns = Columns(
                    found.roles, found.units, found.names, columns.maker, columns.figures
                )
            continue
        if columns is None:
            before.append(row)
            if len(before) > _HEADER_ROWS:
                break
            continue
        read_any = True
        _row(row, columns, gather)
        count += 1
        if count % 2000 == 0 and time.thread_time() > deadline:
            gather.partial = True
            gather.warn("intake-took-too-long")
            break
    if columns is None:
        raise Unreadable("unreadable-unknown")
    if not read_any:
        raise Unreadable("unreadable-empty")
    generated = _before(before, columns.figures, gather)
    if columns.figures.doubtful:
        gather.warn("intake-date-order-unsure")
    if table.damaged:
        gather.partial = True
        gather.warn("intake-damaged-parts")
    _person(gather)
    title = {"libre": "FreeStyle Libre", "dexcom": "Dexcom", "medtronic": "Medtronic"}
    reading = gather.reading(FORMAT, title.get(columns.maker, "Glucose"), generated)
    if not reading.series and not reading.facts and not reading.not_understood:
        raise Unreadable("unreadable-empty")
    return reading


def _row(row: list[str], columns: Columns, gather: Gather) -> None:
    """One row: every cell becomes a point, a fact or a loose end."""
    cells = dict(_cells(row, columns))
    kind = cells.get("type", (0, ""))[1]
    moment = _moment(cells, columns.figures)
    if moment is None:
        value = cells.get("info", cells.get("model", (0, "")))[1]
        meta = _META.get(kind.lower().replace(" ", "")) or _META.get(kind.lower())
        if meta:
            gather.meta.update({meta: value[:80]} if value else {})
        elif kind and not kind.isdigit():
            gather.loose(f"{kind} (setting)")
        else:
            gather.loose("row without a date")
        return
    device = cells.get("device", (0, ""))[1][:60] or cells.get("model", (0, ""))[1][:60]
    source = {"libre": "LibreView", "dexcom": "Dexcom Clarity", "medtronic": "CareLink"}.get(
        columns.maker, ""
    )
    used = False
    for role, (place, text) in cells.items():
        if role.partition("#")[0] in _SKIPPED:
            continue
        used = True
        if place in columns.units:
            _glucose(role, text, kind, moment, (source, device), columns, place, gather)
        elif role == "note":
            _note(text, moment, gather)
        else:
            if role == "insulin:bolus" and "subtype" in cells:
                role = f"insulin:{(_LONG.search(cells['subtype'][1]) and 'long') or 'rapid'}"
            _amount(role, text, moment, (source, device), columns, place, gather)
    if not used:
        gather.loose(f"type {kind}" if kind else "row without a value")


def _cells(row: list[str], columns: Columns) -> Iterator[tuple[str, tuple[int, str]]]:
    seen: set[str] = set()
    for place, text in enumerate(row):
        if not text:
            continue
        role = columns.roles.get(place) or f"?{place}"
        if role in seen:
            role = f"{role}#{place}"
        seen.add(role)
        yield role, (place, text)


def _moment(cells: dict[str, tuple[int, str]], figures: Figures) -> Moment | None:
    if "stamp" in cells:
        return figures.moment(cells["stamp"][1])
    if "date" in cells:
        time = cells.get("time", (0, ""))[1]
        return figures.moment(f"{cells['date'][1]} {time}".strip())
    return None


def _glucose(
    role: str,
    text: str,
    kind: str,
    moment: Moment,
    origin: tuple[str, str],
    columns: Columns,
    place: int,
    gather: Gather,
) -> None:
    unit = columns.units[place]
    if _ALERT.search(kind):
        gather.loose(f"alert {kind}"[:60])
        return
    value, bound = columns.figures.number(text), 0
    if value is None:
        low, high = _LOW.match(text), _HIGH.match(text)
        limits = _LIMITS.get((columns.maker or "libre", unit))
        match = low or high
        if match is None or limits is None:
            gather.loose(f"{columns.names[place]}: {text}")
            return
        bound = 1 if low else 2
        number = match.group(2)
        value = Decimal((number or limits[bound - 1]).replace(",", "."))
    source, device = origin
    doubt = "doubt-date-order" if columns.figures.doubtful else None
    if role == "ketone":
        gather.single(
            "blood-ketone", value, unit, moment, source=source, device=device, bound=bound,
            place=_place(columns, place, moment), doubt=doubt,
        )  # fmt: skip
    elif role == "strip" or _FINGER.search(kind):
        gather.single(
            "glucose", value, unit, moment, source=source, device=device, bound=bound,
            place=_place(columns, place, moment), doubt=doubt,
        )  # fmt: skip
    elif role in ("sensor", "scan"):
        key = ("glucose", unit, source, device, "scan" if role == "scan" else "")
        gather.builder.add_point(key, moment.utc_ms, 0, moment.offset, float(value), bound)
    else:
        gather.loose(columns.names[place])


def _amount(
    role: str,
    text: str,
    moment: Moment,
    origin: tuple[str, str],
    columns: Columns,
    place: int,
    gather: Gather,
) -> None:
    name, _, label = role.partition("#")[0].partition(":")
    value = columns.figures.number(text)
    unit = {"insulin": "[iU]", "carbohydrates": "g", "event": "1"}.get(name)
    if unit is None or value is None:
        gather.loose(columns.names[place] if place < len(columns.names) else "extra column")
        return
    key = (name, unit, *origin, label)
    gather.builder.add_point(key, moment.utc_ms, 0, moment.offset, float(value))


def _place(columns: Columns, place: int, moment: Moment) -> str:
    return f"{columns.names[place][:60]}, {moment.iso()}"


def _note(text: str, moment: Moment, gather: Gather) -> None:
    if sum(isinstance(fact, JournalEntry) for fact in gather.facts) >= _MAX_NOTES:
        gather.loose("note")
        return
    gather.facts.append(
        JournalEntry(provenance=gather.provenance(), text=text[:1000], effective=moment.iso())
    )


def _before(rows: list[list[str]], figures: Figures, gather: Gather) -> str | None:
    """What stands above the header: when the file was generated; the rest is a loose end."""
    generated: str | None = None
    for row in rows:
        for cell in row:
            moment = figures.moment(cell) or parse_moment(cell)
            if moment is not None and generated is None:
                generated = moment.iso()
        if generated is None:
            gather.loose(" ".join(cell for cell in row if cell))
    return generated


def _person(gather: Gather) -> None:
    """The person the export names."""
    meta = gather.meta
    name = " ".join(meta[part] for part in ("first", "last") if part in meta)
    born = parse_moment(meta.get("born"))
    if name or born:
        gather.facts.append(
            Patient(
                provenance=gather.provenance(),
                name=name or None,
                born=born.iso()[:10] if born else None,
            )
        )


READER = Reader(
    format=FORMAT,
    recognise=recognise,
    read=read,
    declares=(
        "Glucose sensors (LibreView in several languages, Libre software, Dexcom Clarity, "
        "Medtronic CareLink). Sure. Times keep no zone; day-first or month-first is decided by "
        "the file."
    ),
)
