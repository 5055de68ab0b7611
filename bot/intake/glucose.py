"""Glucose sensors: LibreView and the old Libre software, Dexcom Clarity, Medtronic CareLink.

The header says what each column is, in the language of the account; the order of LibreView's
columns helps where a word is unknown. Sensor readings become a series, finger-prick readings and
ketones observations, "LO" and "HI" bounds. Times have no zone in these files and keep none.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from bot.intake.reading import Reader, Reading, Source, Unreadable
from bot.intake.series.gather import Gather
from bot.intake.series.moments import Moment, parse_moment
from bot.intake.wearables.figures import Figures, figures_of
from bot.intake.wearables.table import Table, head_of, normal, open_table, separator_of
from bot.notebook.facts import JournalEntry, Patient

FORMAT = "glucose-sensor"
_MAX_NOTES = 500
_HEADER_ROWS = 60
_UNIT = re.compile(r"(mg/dl|mmol/l|g/l)", re.IGNORECASE)
_ROLES = (
    ("stamp", r"timestamp|horodatage|zeitstempel|sello de tiempo|marca de tiempo|data e ora|"
     r"tijdstempel|tidsstempel|^time$|^heure$|^zeit$|^hora$|^ora$|^uhrzeit$"),
    ("date", r"^date$|^datum$|^fecha$|^data$|^day$"),
    ("number", r"^index|^id$"),
    ("subtype", r"event subtype|sous type|untertyp|subtipo"),
    ("type", r"record type|type d enregistrement|aufzeichnungstyp|tipo de registro|"
     r"tipo di registrazione|event type|type d événement|ereignistyp|tipo de evento"),
    ("scan", r"scan|numérisation|numerisation|escaneo|lecture manuelle"),
    ("strip", r"strip|bandelette|teststreifen|tira|striscia|électrode|bg reading|glycémie capill|"
     r"blood glucose"),
    ("ketone", r"keto|céto|ceto|cheto"),
    ("sensor", r"(histor|verlauf|storico|sensor glucose|glucose value|valeur de gly|"
     r"valeur du gluc|glukosewert|valor de glu|valore del glu|glucose capteur|cgms|^glucose\b)"),
    ("rate", r"rate of change|taux de variation|änderungsrate|variación"),
    ("insulin:rapid", r"(rapid|rapide|schnell|rápida|rapida).*\("),
    ("insulin:long", r"(long|lente|prolong|depot|lenta).*\("),
    ("insulin:meal", r"(meal|repas|mahlzeit|comida).*insul|insul.*(meal|repas|mahlzeit|comida)"),
    ("insulin:correction", r"(corre[ck]|korrektur).*insul|insul.*corre[ck]|korrekturinsul"),
    ("insulin:bolus", r"insulin value|valeur d insuline|insulinwert|valor de insulina|"
     r"bolus volume delivered"),
    ("event:rapid-insulin", r"(non numeric|non numérique|nicht numerisch|no numéric).*rapid|"
     r"rapide? non num|nicht numerisches schnell|rápida no num"),
    ("event:long-insulin", r"(non numeric|nicht numerisch).*(long|depot)|"
     r"(prolongée|lente|lenta) no?n num"),
    ("event:food", r"non numeric food|aliments? non num|nicht numerische nahrung|alimentos no num"),
    ("carbohydrates", r"(carb|glucides|kohlenhydrate|carboh|ch gr).*(gram|\(g\)|gr)?"),
    ("note", r"^notes?$|comment|remark|notizen|remarque|nota"),
    ("device", r"^device$|^appareil$|^gerät$|^dispositivo$|source device|id d appareil source|"
     r"quellgerät"),
    ("info", r"patient info|informations sur le patient|patienteninfo|información del paciente"),
    ("model", r"device info|informations? sur l appareil|geräteinfo|info.* del dispositivo"),
    ("serial", r"serial|numéro de série|seriennummer|número de serie|transmitter|transmetteur|"
     r"sender"),
)  # fmt: skip
_COMPILED = tuple((role, re.compile(pattern)) for role, pattern in _ROLES)
_LIBRE_ORDER = (
    "device serial stamp type sensor scan event:rapid-insulin insulin:rapid event:food "
    "carbohydrates servings event:long-insulin insulin:long note strip ketone insulin:meal "
    "insulin:correction insulin:change"
).split()
_LOW = re.compile(r"^(lo|low|bas|faible|niedrig|bajo|basso|< ?(\d+([.,]\d+)?))$", re.IGNORECASE)
_HIGH = re.compile(r"^(hi|high|haut|élevée?|eleve|hoch|alto|> ?(\d+([.,]\d+)?))$", re.IGNORECASE)
_LIMITS = {
    ("libre", "mg/dL"): ("40", "500"),
    ("libre", "mmol/L"): ("2.2", "27.8"),
    ("dexcom", "mg/dL"): ("40", "400"),
    ("dexcom", "mmol/L"): ("2.2", "22.2"),
}
_FRENCH = re.compile(r"horodatage|glycémie|bandelette|glucides|enregistrement", re.IGNORECASE)
_ENGLISH = re.compile(r"timestamp|record type|event type", re.IGNORECASE)
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


@dataclass(slots=True)
class _Columns:
    """What each column is: ``roles`` by place, ``units`` of the glucose columns, ``maker``."""

    roles: dict[int, str]
    units: dict[int, str]
    names: list[str]
    maker: str
    figures: Figures

    def place(self, role: str) -> int | None:
        return next((place for place, each in self.roles.items() if each == role), None)


def recognise(source: Source) -> bool:
    """Whether the text has the header of a glucose sensor's export."""
    if source.content[:4] == b"PK\x03\x04":
        return False
    head = head_of(source.content[:16384])
    table = Table(text=head, separator=separator_of(head))
    return any(_header(row) is not None for row in table.rows(_HEADER_ROWS))


def read(source: Source) -> Reading:
    """Read the export; raises Unreadable when it has no header or not one row."""
    if not source.content.strip():
        raise Unreadable("unreadable-empty")
    table = open_table(source.content)
    gather = Gather(source)
    before: list[list[str]] = []
    columns: _Columns | None = None
    read_any = False
    rows = table.rows()
    for row in rows:
        found = _header(row)
        if found is not None:
            if columns is None:
                columns = _settle(found, table, source)
            else:
                columns = _Columns(
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


def _header(row: list[str]) -> _Columns | None:
    """The columns when this row is a header with a time and a glucose column."""
    if len(row) < 3 or not any(_UNIT.search(cell) or "cgms" in cell.lower() for cell in row):
        return None
    roles: dict[int, str] = {}
    units: dict[int, str] = {}
    for place, cell in enumerate(row):
        unit = _UNIT.search(cell)
        name = normal(_UNIT.sub(" ", cell).replace('"', " ").replace("ï»¿", ""))
        for role, pattern in _COMPILED:
            glucose = role in ("sensor", "scan", "strip", "ketone")
            if pattern.search(name) and (bool(unit) == glucose or role in ("rate", "sensor")):
                if role == "sensor" and not unit and "cgms" not in name:
                    continue
                roles[place] = role
                break
        if unit and roles.get(place) != "rate":
            units[place] = {"mg/dl": "mg/dL", "mmol/l": "mmol/L"}.get(unit[1].lower(), "g/L")
            roles.setdefault(place, "glucose")
    ordered = len(row) >= 15 and 4 in units and 5 in units and row[0] and not row[4][:1].isdigit()
    if ordered:
        for place, role in enumerate(_LIBRE_ORDER[: len(row)]):
            if roles.get(place) in (None, "glucose") or place < 4:
                roles[place] = role
    for place, role in list(roles.items()):
        if role == "glucose":
            roles[place] = "sensor" if "sensor" not in roles.values() else "other"
        if role == "date" and any(r == "stamp" for p, r in roles.items() if p > place):
            time_place = next(p for p, r in roles.items() if r == "stamp" and p > place)
            roles[time_place] = "time"
    found = set(roles.values())
    if not found & {"stamp", "date"} or not found & {"sensor", "scan", "strip"}:
        return None
    if any(re.fullmatch(r"[\d.,:/\-\sT]+", row[p]) for p in roles if row[p]):
        return None
    names = " ".join(row).lower()
    if re.search(r"transmi|egv|event type|type d.événement|ereignistyp|sender-id", names):
        maker = "dexcom"
    elif re.search(r"bg reading|bwz|new device time", names):
        maker = "medtronic"
    else:
        maker = "libre" if found & {"scan", "type"} else ""
    if len(found & {"sensor", "scan", "strip"}) == 1 and not maker and len(row) < 4:
        return None
    return _Columns(roles, units, row, maker, Figures())


def _settle(columns: _Columns, table: Table, source: Source) -> _Columns:
    """The columns with the file's way of writing dates and numbers."""
    stamp = columns.place("stamp")
    place = columns.place("date") if stamp is None else stamp
    values = [p for p, role in columns.roles.items() if p in columns.units and role != "ketone"]
    dates: list[str] = []
    figures: list[str] = []
    for row in table.rows(4000):
        if place is not None and place < len(row):
            dates.append(row[place])
        figures.extend(row[p] for p in values if p < len(row))
    words = " ".join(columns.names)
    language = "fr" if _FRENCH.search(words) else "en" if _ENGLISH.search(words) else "de"
    decided = figures_of(
        dates, figures, separator=table.separator, country=source.country, language=language
    )
    return _Columns(columns.roles, columns.units, columns.names, columns.maker, decided)


def _row(row: list[str], columns: _Columns, gather: Gather) -> None:
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
                role = f"insulin:{_LONG.search(cells['subtype'][1]) and 'long' or 'rapid'}"
            _amount(role, text, moment, (source, device), columns, place, gather)
    if not used:
        gather.loose(f"type {kind}" if kind else "row without a value")


def _cells(row: list[str], columns: _Columns) -> Iterator[tuple[str, tuple[int, str]]]:
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
    columns: _Columns,
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
    columns: _Columns,
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


def _place(columns: _Columns, place: int, moment: Moment) -> str:
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
        "Glucose sensors (LibreView in several languages, Libre software, Dexcom Clarity, Medtronic "
        "CareLink). Sure. Times keep no zone; day-first or month-first is decided by the file."
    ),
)
