"""The columns of a glucose sensor's table, by the words of its header.

LibreView writes its headers in the language of the account, in an order that does not change: where
a word is unknown, the place of the column helps.
"""

import re
from dataclasses import dataclass

from bot.intake.reading import Source
from bot.intake.wearables.figures import Figures, figures_of
from bot.intake.wearables.table import Table, normal

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
    ("carbohydrates", r"(carb|glucid(?:es|ique)|kohlenhydrate|carboh|ch gr).*(gram|\(g\)|gr)?"),
    ("note", r"^notes?$|comment|remark|notizen|remarque|nota"),
    ("device", r"^device$|^appareil$|^gerät$|^dispositivo$|source device|id d appareil source|"
     r"quellgerät"),
    ("info", r"patient info|informations sur le patient|patienteninfo|información del paciente"),
    ("model", r"device info|informations? sur l appareil|geräteinfo|info.* del dispositivo"),
    ("serial", r"serial|numéro de série|seriennummer|número de serie|transmitter|transmetteur|"
     r"sender"),
)  # fmt: skip
_COMPILED = tuple((role, re.compile(pattern)) for role, pattern in _ROLES)
_LIBRE_ORDER = [
    "device",
    "serial",
    "stamp",
    "type",
    "sensor",
    "scan",
    "event:rapid-insulin",
    "insulin:rapid",
    "event:food",
    "carbohydrates",
    "servings",
    "event:long-insulin",
    "insulin:long",
    "note",
    "strip",
    "ketone",
    "insulin:meal",
    "insulin:correction",
    "insulin:change",
]
_FRENCH = re.compile(r"horodatage|glycémie|bandelette|glucid|enregistrement", re.IGNORECASE)
_ENGLISH = re.compile(r"timestamp|record type|event type", re.IGNORECASE)


@dataclass(slots=True)
class Columns:
    """What each column is: ``roles`` by place, ``units`` of the glucose columns, ``maker``."""

    roles: dict[int, str]
    units: dict[int, str]
    names: list[str]
    maker: str
    figures: Figures

    def place(self, role: str) -> int | None:
        return next((place for place, each in self.roles.items() if each == role), None)


def header_of(row: list[str]) -> Columns | None:
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
    return Columns(roles, units, row, maker, Figures())


def settle(columns: Columns, table: Table, source: Source) -> Columns:
    """The columns with the file's way of writing dates and numbers."""
    stamp = columns.place("stamp")
    place = columns.place("date") if stamp is None else stamp
    values = [p for p, role in columns.roles.items() if p in columns.units and role != "ketone"]
    dates: list[str] = []
    figures: list[str] = []
    started = False
    for row in table.rows(4000):
        started = started or row == columns.names
        if not started:
            continue
        if place is not None and place < len(row):
            dates.append(row[place])
        figures.extend(row[p] for p in values if p < len(row))
    words = " ".join(columns.names)
    language = "fr" if _FRENCH.search(words) else "en" if _ENGLISH.search(words) else "de"
    decided = figures_of(
        dates, figures, separator=table.separator, country=source.country, language=language
    )
    return Columns(columns.roles, columns.units, columns.names, columns.maker, decided)
