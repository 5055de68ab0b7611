"""Random laboratory reports, drawn as PDFs: any column order, language, unit and habit.

Nothing in them comes from a real report. :func:`report` makes one from a seed, with the truth.
"""

from __future__ import annotations

import functools
import io
import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

# name fr, name en, unit choices (fr), unit choices (en), low, high, decimals
ANALYTES = [
    ("Leucocytes", "White cell count", ("G/L", "10^9/L", "Giga/L"), ("10^9/L", "x10^9/L", "K/uL"),
     "4.00", "10.00"),
    ("Hématies", "Red cell count", ("T/L", "10^12/L"), ("10^12/L", "M/uL"), "3.90", "5.20"),
    ("Hémoglobine", "Haemoglobin", ("g/dL", "g/100 mL"), ("g/dL",), "12.0", "16.0"),
    ("Hématocrite", "Hematocrit", ("%",), ("%",), "35.5", "46.0"),
    ("V.G.M.", "MCV", ("fL", "µ3"), ("fL",), "80.0", "98.0"),
    ("Plaquettes", "Platelets", ("G/L", "10^9/L"), ("10^9/L", "Thousand/uL"), "150", "400"),
    ("Polynucléaires neutrophiles", "Neutrophils", ("G/L", "%"), ("10^9/L",), "1.80", "7.50"),
    ("Lymphocytes", "Lymphocytes", ("G/L",), ("10^9/L",), "1.00", "4.00"),
    ("Sodium", "Sodium", ("mmol/L", "mEq/L"), ("mmol/L",), "136", "145"),
    ("Potassium", "Potassium", ("mmol/L",), ("mmol/L", "mEq/L"), "3.5", "5.1"),
    ("Chlorures", "Chloride", ("mmol/L",), ("mmol/L",), "98", "107"),
    ("Créatinine", "Creatinine", ("µmol/L", "mg/L"), ("umol/L", "mg/dL"), "45", "84"),
    ("Urée", "Urea", ("mmol/L", "g/L"), ("mmol/L",), "2.5", "7.1"),
    ("Glycémie à jeun", "Glucose, fasting", ("g/L", "mmol/L"), ("mmol/L", "mg/dL"), "0.74", "1.06"),
    ("Cholestérol total", "Total cholesterol", ("g/L", "mmol/L"), ("mmol/L",), None, "2.00"),
    ("Cholestérol HDL", "HDL cholesterol", ("g/L",), ("mmol/L",), "0.40", None),
    ("Triglycérides", "Triglycerides", ("g/L",), ("mmol/L",), None, "1.50"),
    ("ASAT (TGO)", "AST (SGOT)", ("UI/L", "U/L"), ("U/L", "IU/L"), None, "35"),
    ("ALAT (TGP)", "ALT (SGPT)", ("UI/L", "U/L"), ("U/L", "IU/L"), None, "35"),
    ("Gamma GT", "GGT", ("UI/L",), ("U/L",), "5", "38"),
    ("Bilirubine totale", "Bilirubin, total", ("µmol/L", "mg/L"), ("umol/L",), None, "21.0"),
    ("Protéine C réactive", "C-reactive protein", ("mg/L",), ("mg/L",), None, "5.0"),
    ("Ferritine", "Ferritin", ("µg/L", "ng/mL"), ("ug/L", "ng/mL"), "13", "150"),
    ("TSH", "TSH", ("mUI/L", "µUI/mL"), ("mIU/L", "uIU/mL"), "0.27", "4.20"),
    ("T4 libre", "Free T4", ("pmol/L",), ("pmol/L",), "12.0", "22.0"),
    ("25-OH vitamine D", "Vitamin D, 25-hydroxy", ("ng/mL", "nmol/L"), ("nmol/L",),
     "30.0", "100.0"),
    ("Vitamine B12", "Vitamin B12", ("pmol/L", "pg/mL"), ("ng/L",), "145", "569"),
    ("CA 19-9", "CA 19-9", ("U/mL", "kU/L"), ("U/mL",), None, "37"),
    ("Chromogranine A", "Chromogranin A", ("µg/L",), ("ng/mL",), None, "102"),
    ("NT-proBNP", "NT-proBNP", ("ng/L", "pg/mL"), ("pg/mL",), None, "450"),
    ("Alpha 1 globulines", "Alpha 1 globulin", ("g/L",), ("g/L",), "2.1", "3.5"),
    ("DFG estimé (CKD-EPI)", "eGFR (CKD-EPI)", ("mL/min/1,73m²",), ("mL/min/1.73m2",), "60", None),
]  # fmt: skip
WORDED = [
    ("Nitrites", "Nitrite", "Négatif", "Negative"),
    ("Antigène HBs", "Hepatitis B surface antigen", "Négatif", "Non-reactive"),
    ("Aspect des urines", "Urine appearance", "Clair", "Clear"),
    ("Recherche de sang", "Occult blood", "Absence", "Not detected"),
]
SECTIONS = {
    "fr": ["HÉMATOLOGIE", "BIOCHIMIE SANGUINE", "HORMONOLOGIE", "BILAN LIPIDIQUE", "ENZYMOLOGIE"],
    "en": ["HAEMATOLOGY", "CLINICAL CHEMISTRY", "ENDOCRINOLOGY", "LIPID PROFILE", "LIVER PROFILE"],
}
HEAD = {
    "fr": {
        "name": ["Analyse", "Examen", "EXAMENS", "Analyses", "Paramètre", "Libellé"],
        "value": ["Résultat", "Résultats", "RÉSULTAT", "Valeur", "Résultat du jour"],
        "unit": ["Unité", "Unités", "UNITÉ"],
        "range": ["Valeurs de référence", "Normes", "Intervalle de référence", "Réf.",
                  "Valeurs usuelles", "RÉFÉRENCES"],
        "previous": ["Antériorité", "Antériorités", "Résultat antérieur", "Antérieur"],
        "flag": ["Flag", "Alerte", "Interprétation"],
        "low": ["Min", "Mini", "Inf."],
        "high": ["Max", "Maxi", "Sup."],
        "abnormal": ["Hors norme"],
    },
    "en": {
        "name": ["Test", "Test Name", "Analyte", "TEST", "Component", "Investigation"],
        "value": ["Result", "Results", "RESULT", "Your result", "Value"],
        "unit": ["Unit", "Units", "UNITS"],
        "range": ["Reference range", "Reference Interval", "Ref. range", "Normal range",
                  "REFERENCE RANGE", "Biological Reference Interval"],
        "previous": ["Previous", "Prior result", "Previous result", "Last"],
        "flag": ["Flag", "H/L", "FLAG"],
        "low": ["Low", "Min"],
        "high": ["High", "Max"],
        "abnormal": ["Out of Range"],
    },
}  # fmt: skip
FONTS = ["DejaVu Sans", "DejaVu Serif", "DejaVu Sans Mono", "STIXGeneral"]


@dataclass
class True_:
    """One row as printed."""

    name: str
    value: Decimal | None = None
    comparator: str | None = None
    text: str | None = None
    unit: str | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    flag: str | None = None
    section: str | None = None
    previous: Decimal | None = None


@dataclass
class Report:
    """A drawn report and what it says."""

    pdf: bytes
    rows: list[True_]
    language: str
    collected: str
    previous_date: str | None
    habits: dict[str, object] = field(default_factory=dict)


def _number(value: Decimal, mark: str, grouping: str) -> str:
    text = f"{value:f}"
    whole, _, tail = text.partition(".")
    if len(whole) > 3 and grouping:
        whole = f"{whole[:-3]}{grouping}{whole[-3:]}"
    return f"{whole}{mark}{tail}" if tail else whole


def _range(low: Decimal | None, high: Decimal | None, habits: dict, language: str) -> str:
    n = lambda v: _number(v, habits["mark"], habits["grouping"])  # noqa: E731
    if low is not None and high is not None:
        body = f"{n(low)}{habits['dash']}{n(high)}"
    elif high is not None:
        body = f"{habits['less']}{n(high)}"
    else:
        body = f"{habits['more']}{n(low)}"
    return f"{habits['open']}{body}{habits['close']}"


def _dated(day: date, style: str) -> str:
    months = ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
              "octobre", "novembre", "décembre"]  # fmt: skip
    return {
        "dmy": f"{day:%d/%m/%Y}",
        "mdy": f"{day:%m/%d/%Y}",
        "dots": f"{day:%d.%m.%Y}",
        "short": f"{day:%d/%m/%y}",
        "iso": f"{day:%Y-%m-%d}",
        "words": f"{day.day} {months[day.month - 1]} {day.year}",
        "abbr": f"{day:%d-%b-%Y}",
    }[style]


def _habits(rng: random.Random, language: str) -> dict:
    fr = language == "fr"
    opening = rng.choice([("", ""), ("", ""), ("(", ")"), ("[", "]")])
    return {
        "mark": "," if fr and rng.random() < 0.85 else ".",
        "grouping": rng.choice([" ", "", " "] if fr else ["", ""]),
        "dash": rng.choice([" - ", " à ", "-", " – "] if fr else [" - ", "-", " – ", " to "]),
        "less": rng.choice(["< ", "<", "inf. à ", "≤ "] if fr else ["< ", "<", "≤ ", "less than "]),
        "more": rng.choice(["> ", ">", "sup. à ", "≥ "] if fr else ["> ", ">", "≥ ", ">= "]),
        "open": opening[0],
        "close": opening[1],
        "header": rng.random() < 0.85,
        "unit": rng.choice(["column", "column", "glued", "name", "range"]),
        "previous": rng.choice(["none", "column", "header-date", "inline", "below-date"]),
        "order": rng.choice(["usual", "usual", "usual", "unit-first", "range-first"]),
        "range_style": rng.choice(["one", "one", "one", "two", "sexes"]),
        "in_out": not fr and rng.random() < 0.15,
        "flag_first": rng.random() < 0.12,
        "capitals": rng.random() < 0.15,
        "wrapped": rng.random() < 0.15,
        "prose": rng.random() < 0.4,
        "label": rng.randrange(6),
        "flag": rng.choice(["none", "star", "letter", "arrow", "word", "column"]),
        "methods": rng.random() < 0.3,
        "comments": rng.random() < 0.4,
        "worded": rng.random() < 0.5,
        "also": rng.random() < 0.3,
        "leaders": rng.random() < 0.12,
        "align": rng.choice(["left", "right", "centre"]),
        "font": rng.choice(FONTS),
        "size": rng.choice([7, 8, 9, 10]),
        "letter": not fr and rng.random() < 0.4,
        "pages": rng.choice([1, 1, 2]),
        "repeat_head": rng.random() < 0.8,
        "previous_first": rng.random() < 0.15,
        "range_before_unit": rng.random() < 0.2,
        "bold_sections": rng.random() < 0.5,
        "centre_sections": rng.random() < 0.3,
    }


def report(seed: int, **fixed: object) -> Report:
    """The report of this seed; ``fixed`` habits replace the drawn ones."""
    rng = random.Random(seed)
    language = str(fixed.pop("language", rng.choice(["fr", "en"])))
    habits = _habits(rng, language) | fixed
    if habits["unit"] in ("name", "range"):
        habits["also"] = False
    if habits["unit"] == "range":
        habits["range_style"] = "one"
    if habits["in_out"]:
        habits["flag"] = "none"
    if not habits["header"]:
        habits |= {"previous_first": False, "order": "usual", "in_out": False, "range_style": "one"}
        if habits["unit"] == "range" or habits["previous"] in ("header-date", "below-date"):
            habits["previous"] = "none"
    collected = date(2026, 1, 1) + timedelta(days=rng.randrange(330))
    earlier = collected - timedelta(days=rng.randrange(40, 500))
    rows = _rows(rng, language, habits)
    pdf = _draw(rng, language, habits, rows, collected, earlier)
    has_previous = habits["previous"] != "none"
    known = has_previous and habits["previous"] != "column"
    for row in rows:
        if not has_previous:
            row.previous = None
    return Report(
        pdf, rows, language, collected.isoformat(), earlier.isoformat() if known else None, habits
    )


def _rows(rng: random.Random, language: str, habits: dict) -> list[True_]:
    count = rng.randrange(8, 24) * int(habits["pages"])
    chosen = rng.sample(ANALYTES, min(count, len(ANALYTES)))
    rows: list[True_] = []
    sections = rng.sample(SECTIONS[language], 3)
    for index, (fr, en, units_fr, units_en, low, high) in enumerate(chosen):
        name, units = (fr, units_fr) if language == "fr" else (en, units_en)
        name = name.upper() if habits["capitals"] else name
        section = sections[min(index * 3 // max(len(chosen), 1), 2)]
        row = True_(name, unit=rng.choice(units), section=section)
        row.low = Decimal(low) if low else None
        row.high = Decimal(high) if high else None
        places = -min(
            int(bound.as_tuple().exponent) for bound in (row.low, row.high) if bound is not None
        )
        around = [float(bound) for bound in (row.low, row.high) if bound is not None]
        centre = rng.uniform(min(around) * 0.75, max(around) * 1.3)
        if name == "NT-proBNP" and rng.random() < 0.5:
            centre = rng.uniform(1000, 6000)
        row.value = Decimal(f"{centre:.{places}f}")
        if rng.random() < 0.08 and row.high is not None:
            row.comparator = rng.choice(["<", ">"])
        out_high = row.high is not None and row.value > row.high and row.comparator != "<"
        out_low = row.low is not None and row.value < row.low and row.comparator != ">"
        if habits["flag"] != "none" or habits["in_out"]:
            row.flag = "H" if out_high else "L" if out_low else None
        row.previous = Decimal(f"{centre * rng.uniform(0.85, 1.15):.{places}f}")
        if rng.random() < 0.15:
            row.previous = None
        rows.append(row)
        if habits["also"] and row.unit == "g/L" and rng.random() < 0.6 and row.low is None:
            rows.append(
                True_("soit" if language == "fr" else "i.e.", Decimal("5.97"), unit="mmol/L",
                      high=Decimal("5.17"), section=section,
                      flag="H" if habits["flag"] != "none" else None)
            )  # fmt: skip
    if habits["worded"]:
        for fr, en, text_fr, text_en in rng.sample(WORDED, 2):
            name, text = (fr, text_fr) if language == "fr" else (en, text_en)
            rows.append(True_(name, text=text, section=rows[-1].section))
    return rows


def _cells(row: True_, habits: dict, language: str, earlier: date) -> dict[str, str]:
    n = lambda v: _number(v, habits["mark"], habits["grouping"])  # noqa: E731
    cells = {"name": row.name}
    if row.text is not None:
        cells["value"] = row.text
        return cells
    assert row.value is not None
    value = f"{row.comparator} {n(row.value)}" if row.comparator else n(row.value)
    flags = {
        "star": {"H": "*", "L": "*"},
        "letter": {"H": "H", "L": "L"},
        "arrow": {"H": "▲", "L": "▼"},
        "word": {"H": "HIGH", "L": "LOW"} if language == "en" else {"H": "(H)", "L": "(L)"},
        "column": {"H": "H", "L": "L"},
    }
    printed = flags.get(str(habits["flag"]), {}).get(row.flag or "", "")
    unit = habits["unit"]
    if habits["flag_first"] and printed and habits["flag"] in ("star", "letter", "arrow"):
        value, printed = f"{printed} {value}", ""
    if unit == "glued":
        value = f"{value} {row.unit}"
    elif unit == "column":
        cells["unit"] = row.unit or ""
    elif unit == "name":
        cells["name"] = f"{row.name} ({row.unit})"
    if printed and habits["flag"] == "column":
        cells["flag"] = printed
    elif printed:
        value = f"{value} {printed}"
    out = row.flag is not None and habits["in_out"]
    cells["abnormal" if out else "value"] = value
    cells["range"] = _range(row.low, row.high, habits, language)
    if habits["range_style"] == "two":
        cells.pop("range")
        cells["low"] = n(row.low) if row.low is not None else ""
        cells["high"] = n(row.high) if row.high is not None else ""
    elif habits["range_style"] == "sexes" and row.low is not None and row.high is not None:
        man = f"{n(row.low + 1)}{habits['dash']}{n(row.high + 1)}"
        woman = f"{n(row.low)}{habits['dash']}{n(row.high)}"
        who = ("H", "F") if language == "fr" else ("M", "F")
        cells["range"] = f"{who[0]} : {man}  {who[1]} : {woman}"
    if unit == "range":
        cells["range"] = f"{cells['range']} {row.unit}"
    if habits["previous"] != "none" and row.previous is not None:
        before = n(row.previous)
        if habits["previous"] == "inline":
            style = "short" if language == "fr" else "iso"
            before = f"{_dated(earlier, style)} : {before}"
        cells["previous"] = before
    return cells


def _draw(
    rng: random.Random,
    language: str,
    habits: dict,
    rows: list[True_],
    collected: date,
    earlier: date,
) -> bytes:
    from matplotlib.backends.backend_pdf import FigureCanvasPdf, PdfPages
    from matplotlib.figure import Figure

    width, height = (612, 792) if habits["letter"] else (595.28, 841.89)
    size = float(habits["size"])  # type: ignore[arg-type]
    style = ("mdy" if habits["letter"] else rng.choice(["dmy", "dots"])) if language == "en" else (
        rng.choice(["dmy", "words", "dmy"]))  # fmt: skip
    order = ["name", "value"]
    if habits["flag"] == "column":
        order.append("flag")
    if habits["unit"] == "column":
        order.append("unit")
    order.append("range")
    if habits["range_before_unit"] and habits["unit"] == "column" and habits["header"]:
        order.remove("unit")
        order.append("unit")
    if habits["order"] == "unit-first" and "unit" in order:
        order.remove("unit")
        order.insert(1, "unit")
    if habits["order"] == "range-first":
        order.remove("range")
        order.insert(1, "range")
    if habits["range_style"] == "two":
        at = order.index("range")
        order[at : at + 1] = ["low", "high"]
    if habits["in_out"]:
        order.insert(order.index("value") + 1, "abnormal")
    if habits["previous"] != "none":
        order.insert(1 if habits["previous_first"] else len(order), "previous")
    wide = {
        "low": 0.8,
        "high": 0.8,
        "abnormal": 1.3,
        "name": 3.1,
        "value": 1.7,
        "unit": 1.3,
        "range": 2.0,
        "previous": 1.6,
        "flag": 0.7,
    }
    total = sum(wide[role] for role in order)
    left, right = 40.0, width - 40
    edges: dict[str, tuple[float, float]] = {}
    x = left
    for role in order:
        step = (right - left) * wide[role] / total
        edges[role] = (x, x + step - 10)
        x += step
    heads = {role: rng.choice(HEAD[language][role]) for role in order}
    if habits["in_out"]:
        heads |= {"value": "In Range", "abnormal": "Out of Range"}
    if habits["previous"] == "header-date":
        heads["previous"] = (
            f"{heads['previous']} {_dated(earlier, 'mdy' if style == 'mdy' else 'dmy')}"
        )
    target = io.BytesIO()
    pages = PdfPages(target)
    count = int(habits["pages"])  # type: ignore[call-overload]
    label = int(habits["label"])  # type: ignore[call-overload]
    per_page = -(-len(rows) // count)
    for page in range(count):
        figure = Figure(figsize=(width / 72, height / 72))
        FigureCanvasPdf(figure)

        def put(
            text: str,
            px: float,
            py: float,
            points: float = size,
            *,
            on: Figure = figure,
            **extra: object,
        ) -> None:
            on.text(
                px / width, 1 - py / height, text, fontsize=points, family=habits["font"],
                va="baseline", **extra,
            )  # fmt: skip

        y = 44.0
        lab = "Laboratoire Inventé du Centre" if language == "fr" else "Invented Valley Laboratory"
        put(lab, left, y, 13)
        y += 22
        born = date(1971, 7, 9)
        if language == "fr":
            put("Patient : Mme MODELE Anne", left, y)
            put(LABELS["fr"][label].format(_dated(collected, style)), width / 2, y)
            y += size * 1.6
            put(f"Née le {_dated(born, 'dmy')}   Sexe : F", left, y)
            put(f"Édité le {_dated(collected + timedelta(days=1), 'dmy')}", width / 2, y)
        else:
            put("Name: SAMPLE, Anne", left, y)
            put(LABELS["en"][label].format(_dated(collected, style)), width / 2, y)
            y += size * 1.6
            put(f"DOB: {_dated(born, style)}  Sex: F", left, y)
            put(f"Reported: {_dated(collected + timedelta(days=1), style)}", width / 2, y)
        y += size * 4
        if habits["prose"]:
            for line in PROSE[language]:
                put(line, left, y, size * 0.9)
                y += size * 1.4
            y += size
        if habits["header"] and (page == 0 or habits["repeat_head"]):
            for role in order:
                _cell(
                    put,
                    heads[role],
                    edges[role],
                    y,
                    "left" if role in ("name", "unit") else habits["align"],
                )
            if habits["previous"] == "below-date":
                under = _dated(earlier, "mdy" if style == "mdy" else "dmy")
                _cell(put, under, edges["previous"], y + size * 1.2, habits["align"])
                y += size * 1.2
            y += size * 2.2
        section = None
        for index, row in enumerate(rows[page * per_page : (page + 1) * per_page]):
            if row.section != section:
                section = row.section
                extra = {"weight": "bold"} if habits["bold_sections"] else {}
                px = width / 2 - 60 if habits["centre_sections"] else left
                put(section or "", px, y, size * 1.05, **extra)
                y += size * 1.9
            cells = _cells(row, habits, language, earlier)
            if habits["leaders"]:
                cells["name"] += " " + "." * 8
            words = cells["name"].split()
            second = ""
            if (
                habits["wrapped"]
                and len(words) == 3
                and words[2][0].islower()
                and not habits["leaders"]
            ):
                cells["name"], second = " ".join(words[:2]), words[2]
            for role in order:
                text = cells.get(role, "")
                if text:
                    align = "left" if role in ("name", "unit", "flag") else habits["align"]
                    _cell(put, text, edges[role], y, align)
            y += size * 1.35
            if second:
                put(second, left, y - size * 0.15)
                y += size * 1.2
            if habits["methods"] and index % 3 == 0 and row.value is not None:
                put(
                    "Immunoturbidimétrie" if language == "fr" else "Immunoassay",
                    left + 8,
                    y,
                    size * 0.8,
                )
                y += size * 1.2
            if habits["comments"] and index == 2:
                text = (
                    "Résultat contrôlé ce jour. Objectif < 1,16 g/L si risque modéré."
                    if language == "fr"
                    else "Result checked twice. Target below 2.6 mmol/L when risk is high."
                )
                put(text, left + 4, y, size * 0.85)
                y += size * 1.4
        put(f"Page {page + 1} / {count}", width - 100, height - 24, 7)
        pages.savefig(figure)
    pages.close()
    return target.getvalue()


LABELS = {
    "fr": ["Prélevé le {} à 08h15", "Prélèvement du {} à 08:15", "Date de prélèvement : {} 08:15",
           "Prélèvement : {} 8h15", "Date prélèvement : {}", "Prélevé(e) le : {} à 08h15"],
    "en": ["Collected: {} 08:15", "Date collected: {}", "Collection date: {} 08:15 AM",
           "Specimen collected {}", "Sample date: {}", "Drawn: {} 8:15"],
}  # fmt: skip
PROSE = {
    "fr": ["Docteur BERNARD Luc, 12 rue des Lilas, 99000 VILLE - Tél. 01 23 45 67 89",
           "Vos résultats sont à interpréter avec votre médecin. Dossier n° 2601234 (complet).",
           "Accréditation COFRAC n° 8-0000, portée disponible sur demande. Page imprimée à 14h30."],
    "en": ["Dr Luke Bernard, 12 Lilac Street, Anytown. Phone 555-0142, fax 555-0143.",
           "These results should be discussed with your doctor. Accession 2601234 (final).",
           "Laboratory director: A. Person, MD. CLIA 00D0000000. Printed at 2:30 PM."],
}  # fmt: skip


def _cell(put, text: str, edge: tuple[float, float], y: float, align: object) -> None:  # type: ignore[no-untyped-def]
    room = (edge[1] - edge[0] + 6) / max(len(text), 1)
    points = min(put.__defaults__[0], room / (0.78 if text.isupper() else 0.62))
    put = functools.partial(put, points=points)
    if align == "right":
        put(text, edge[1], y, ha="right")
    elif align == "centre":
        put(text, (edge[0] + edge[1]) / 2, y, ha="center")
    else:
        put(text, edge[0], y)
