"""What a column of a device's table is, by the words of its header in four languages.

A header is a name and often a unit in brackets: "Poids (kg)", "Systolic (mmHg)". A measure whose
unit the header leaves out and that could be several (weight, distance) stays without a unit.
"""

import re
from dataclasses import dataclass

from bot.intake.wearables.table import normal


@dataclass(frozen=True, slots=True)
class Column:
    """One column: ``role`` is a measure or one of date, time, end, zone, note, device, pressure."""

    role: str
    unit: str | None = None
    label: str = ""


_UNITS = {
    "kg": "kg",
    "lb": "[lb_av]",
    "lbs": "[lb_av]",
    "pounds": "[lb_av]",
    "st": "[stone_av]",
    "g": "g",
    "mg": "mg",
    "µg": "ug",
    "mcg": "ug",
    "%": "%",
    "mmhg": "mm[Hg]",
    "kpa": "kPa",
    "bpm": "/min",
    "beats/min": "/min",
    "/min": "/min",
    "rpm": "/min",
    "brpm": "/min",
    "km": "km",
    "mi": "[mi_i]",
    "miles": "[mi_i]",
    "m": "m",
    "cm": "cm",
    "in": "[in_i]",
    "ft": "[ft_i]",
    "°c": "Cel",
    "c": "Cel",
    "°f": "[degF]",
    "f": "[degF]",
    "kcal": "kcal",
    "cal": "kcal",
    "kj": "kJ",
    "ml": "mL",
    "l": "L",
    "ms": "ms",
    "s": "s",
    "sec": "s",
    "seconds": "s",
    "min": "min",
    "mins": "min",
    "minutes": "min",
    "h": "h",
    "hr": "h",
    "hours": "h",
    "heures": "h",
    "mg/dl": "mg/dL",
    "mmol/l": "mmol/L",
    "g/l": "g/L",
    "kg/m2": "kg/m2",
    "kg/m²": "kg/m2",
    "m/s": "m/s",
    "steps": "1",
}
_FIXED = {
    "steps": "1",
    "floors": "1",
    "systolic": "mm[Hg]",
    "diastolic": "mm[Hg]",
    "mean-pressure": "mm[Hg]",
    "pressure": "mm[Hg]",
    "heart-rate": "/min",
    "resting-heart-rate": "/min",
    "respiratory-rate": "/min",
    "oxygen-saturation": "%",
    "bmi": "kg/m2",
    "hrv-rmssd": "ms",
    "hrv-sdnn": "ms",
    "energy": "kcal",
    "active-energy": "kcal",
    "resting-energy": "kcal",
    "score": "1",
    "stress": "1",
    "visceral-fat": "1",
    "intense-minutes": "min",
    "vo2-max": "mL/kg/min",
    "body-fat": "%",
    "temperature-deviation": "Cel",
    "exercise": "min",
}
"""Units that go without saying."""

_WORDS = tuple(
    (role, label, re.compile(pattern))
    for role, label, pattern in (
        ("date", "", r"^(date|datum|fecha|data|jour|day|timestamp|horodatage|datetime|date time|"
         r"date et heure|date heure|start|start time|start date|from|début|debut|beginn|inicio|"
         r"measurement date|measured at|date de mesure|summary date|recorded at|messdatum|"
         r"measurement time|day time|logged at|dateofsleep|date of sleep)$"),
        ("time", "", r"^(time|heure|uhrzeit|hora|ora|zeit|measurement hour)$"),
        ("end", "", r"^(end|to|fin|ende|end time|end date|bis)$"),
        ("zone", "", r"^(time zone|timezone|time offset|fuseau horaire|zeitzone|utc offset)$"),
        ("device", "", r"^(device|appareil|gerät|device name|model|modèle|source|app name|"
         r"device model name)$"),
        ("note", "", r"^(notes?|comments?|commentaires?|remarques?|bemerkungen?|notizen|memo)$"),
        ("resting-heart-rate", "", r"(resting|repos|ruhe|reposo|lowest).*(heart|cardia|puls|hr)|"
         r"(heart|cardia|puls|herz|hr\b).*(resting|repos|ruhe|reposo|lowest)"),
        ("sleep-duration", "rem", r"\brem\b.*(sleep|sommeil|duration|durée)?|paradoxal|^rem$"),
        ("sleep-duration", "deep", r"deep|profond|tief|profundo"),
        ("sleep-duration", "light", r"^light|léger|leicht|ligero|light sleep"),
        ("sleep-duration", "awake", r"awake|éveil|wach|despierto|minutes awake"),
        ("sleep-duration", "asleep", r"total sleep (duration|time)|minutes asleep|time asleep|"
         r"durée (totale )?d[eu] sommeil|temps de sommeil|schlafdauer|sleep duration|"
         r"^asleep|total sleep$"),
        ("sleep-duration", "in-bed", r"time in bed|temps au lit|total bedtime|im bett"),
        ("oxygen-saturation", "", r"spo2|spo₂|oxygen|saturation|sauerstoff|oxígeno"),
        ("hrv-rmssd", "", r"rmssd|average hrv|\bhrv\b|variabilité"),
        ("systolic", "", r"systol|sistól|^sys\b|\bsys$|oberer wert"),
        ("diastolic", "", r"diastol|diastól|^dia\b|\bdia$|unterer wert"),
        ("mean-pressure", "", r"mean arterial|pression moyenne|^map$"),
        ("pressure", "", r"blood pressure|tension artérielle|pression artérielle|blutdruck|"
         r"presión arterial|^tension$"),
        ("heart-rate", "", r"heart rate|fréquence cardiaque|pulse?\b|pouls|puls\b|pulso|herzfreq|"
         r"frecuencia cardíaca|beats per minute|^bpm$|battements"),
        ("respiratory-rate", "", r"respirat|breathing rate|atemfrequenz|respiratoire|"
         r"average breath|breath average"),
        ("bmi", "", r"\bbmi\b|\bimc\b|body mass index"),
        ("visceral-fat", "", r"visceral|viscérale|viszeral"),
        ("fat-mass", "", r"fat mass|masse grasse|fettmasse|masa grasa"),
        ("body-fat", "", r"body fat|fat ?%|% ?fat|graisse corporelle|körperfett|grasa corporal|"
         r"^fat$|fat ratio|taux de graisse|percent fat"),
        ("muscle-mass", "", r"muscle|musculaire|muskel"),
        ("bone-mass", "", r"bone|osseuse|knochen"),
        ("body-water", "", r"hydrat|body water|eau corporelle|körperwasser"),
        ("lean-mass", "", r"fat free|lean|masse maigre"),
        ("basal-metabolism", "", r"basal metabol|resting metabol|\bbmr\b|métabolisme"),
        ("weight", "", r"^(body )?weight|^poids|gewicht|^peso"),
        ("height", "", r"^height|^taille$|^größe$|^altura"),
        ("waist", "", r"waist|tour de taille|taillenumfang"),
        ("temperature-deviation", "", r"temperature (trend )?(deviation|delta)|écart de temp"),
        ("temperature", "", r"temp[ée]rat"),
        ("glucose", "", r"glucose|glyc[ée]mie|blutzucker|glucemia|blood sugar"),
        ("steps", "", r"^steps?( count)?$|^pas$|nombre de pas|schritte|^pasos|step count"),
        ("floors", "", r"floors?|étages|stockwerke|pisos"),
        ("distance", "", r"^distance|^distanz|^distancia|equivalent walking distance"),
        ("active-energy", "", r"activity (calories|burn)|active (calories|energy)|"
         r"calories actives|aktive kalorien|^calories earned|calories d activité|^cal active$"),
        ("energy", "", r"calories burned|total burn|calories brûlées|calories dépensées|"
         r"total calories|verbrannte kalorien|^calories$|^kcal$|^calorie$|^energy$|^cal total$"),
        ("exercise", "", r"minutes (very|fairly) active|active minutes|exercise minutes|"
         r"minutes d activité|exercise time"),
        ("stress", "", r"^stress( score| level)?$"),
        ("vo2-max", "", r"vo2|vo₂"),
        ("score", "sleep", r"^(overall |sleep )?score$|score de sommeil|sleep score"),
        ("score", "readiness", r"readiness score"),
        ("score", "activity", r"activity score"),
    )
)  # fmt: skip

_NUTRIENTS = tuple(
    (label, unit, re.compile(pattern))
    for label, unit, pattern in (
        ("energy", "kcal", r"^(calories|kcal|énergie|kalorien)$"),
        ("polyunsaturated-fat", "g", r"polyunsat|polyinsat|mehrfach"),
        ("monounsaturated-fat", "g", r"monounsat|monoinsat|einfach"),
        ("saturated-fat", "g", r"saturated|saturés|gesättigt"),
        ("trans-fat", "g", r"trans"),
        ("fat", "g", r"^(total )?fat$|lipides|matières grasses|fett"),
        ("cholesterol", "mg", r"cholest"),
        ("sodium", "mg", r"sodium|natrium"),
        ("potassium", "mg", r"potassium|kalium"),
        ("carbohydrates", "g", r"carb|glucides|kohlenhydrat"),
        ("fiber", "g", r"fib[er]|ballaststoff"),
        ("sugar", "g", r"sugar|sucres?|zucker"),
        ("protein", "g", r"protein|protéines"),
        ("vitamin-a", "%", r"vitamine? a"),
        ("vitamin-c", "%", r"vitamine? c"),
        ("calcium", "%", r"calcium"),
        ("iron", "%", r"^iron$|^fer$|eisen"),
    )
)
_BRACKET = re.compile(r"[(\[]([^()\[\]]{1,12})[)\]]")
_MEAL = re.compile(r"^(meal|repas|mahlzeit|comida|type de repas)$")
_PREFIX = re.compile(r"^com\.samsung\.s?health\.[a-z_.]*?([a-z0-9_]+)$")


def columns_of(header: list[str]) -> dict[int, Column]:
    """The columns of a header row that mean something, by place."""
    found: dict[int, Column] = {}
    meal = any(_MEAL.match(normal(cell)) for cell in header)
    for place, cell in enumerate(header):
        column = _nutrient(cell) if meal else None
        column = column or _column(cell)
        if column is not None:
            found[place] = column
    dates = [place for place, column in found.items() if column.role == "date"]
    for place in dates[1:]:
        # A second date is the time of day of the first, or its double.
        found[place] = Column("time" if "time" in header[place].lower() else "other date")
    return {place: column for place, column in found.items() if column.role != "other date"}


def unit_in(text: str) -> str | None:
    """The UCUM code of a unit written in brackets or alone."""
    bracket = _BRACKET.search(text)
    written = (bracket.group(1) if bracket else text).strip().lower()
    return _UNITS.get(written)


def _column(cell: str) -> Column | None:
    prefixed = _PREFIX.match(cell)
    bare = prefixed.group(1) if prefixed else cell
    name = normal(_BRACKET.sub(" ", bare))
    if not name or len(name) > 60:
        return None
    bracket = _BRACKET.search(bare)
    unit = unit_in(bracket.group(0)) if bracket else None
    for role, label, pattern in _WORDS:
        if pattern.search(name):
            if role == "fat-mass" and unit == "%":
                role = "body-fat"
            return Column(role, unit or _FIXED.get(role), label)
    return None


def _nutrient(cell: str) -> Column | None:
    name = normal(_BRACKET.sub(" ", cell))
    for label, unit, pattern in _NUTRIENTS:
        if pattern.search(name):
            bracket = _BRACKET.search(cell)
            written = unit_in(bracket.group(0)) if bracket else None
            return Column("nutrient", written or unit, label)
    return None
