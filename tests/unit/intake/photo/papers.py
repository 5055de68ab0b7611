"""More drawn reports, in other fonts and layouts than the PDF tests': bands, lists, two columns, a
telephone's screen. Everything is invented from a seed; the truth comes with the picture.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from tests.unit.intake.photo.comparing import Printed
from tests.unit.intake.photo.pen import WIDE, Align, Pen
from tests.unit.intake.photo.pool import HEADS, POOL

_ONE_DECIMAL = Decimal("0.1")


@dataclass
class Row:
    """One result as printed."""

    name: str
    value: Decimal
    unit: str
    low: Decimal | None
    high: Decimal | None
    comparator: str | None = None
    flag: str | None = None
    before: Decimal | None = None

    @property
    def printed(self) -> Printed:
        """What a reader should find."""
        unit = self.unit or ""
        return (
            self.name, self.value, self.comparator, unit, self.low, self.high, self.flag, None
        )  # fmt: skip


@dataclass
class Paper:
    """A drawn report: its pixels (RGB), what it says, and how it was made."""

    pixels: Any
    rows: list[Row]
    language: str
    habits: dict[str, Any] = field(default_factory=dict)


class _Writer:
    """Numbers, ranges and flags as one laboratory prints them."""

    def __init__(self, rng: random.Random, language: str, *, signs: bool) -> None:
        fr = language == "fr"
        self.mark = "," if fr and rng.random() < 0.9 else "."
        self.dash = rng.choice([" - ", " à ", "-", " – "] if fr else [" - ", "-", " – ", " to "])
        self.less = rng.choice(
            ["< ", "<", *(["≤ "] if signs else []), *(["inf. à "] if fr else [])]
        )
        self.more = rng.choice(
            ["> ", ">", *(["≥ "] if signs else []), *(["sup. à "] if fr else [])]
        )
        self.around = rng.choice(["", "", "()", "[]"])
        self.flags = rng.choice(
            [{}, {"H": "*", "L": "*"}, {"H": "H", "L": "L"}, {"H": "+", "L": "-"}]
            + ([{"H": "▲", "L": "▼"}, {"H": "↑", "L": "↓"}] if signs else [])
        )

    def number(self, value: Decimal) -> str:
        return f"{value:f}".replace(".", self.mark)

    def value(self, row: Row) -> str:
        return f"{row.comparator} {self.number(row.value)}" if row.comparator else self.number(
            row.value)  # fmt: skip

    def range(self, row: Row) -> str:
        if row.low is not None and row.high is not None:
            body = f"{self.number(row.low)}{self.dash}{self.number(row.high)}"
        elif row.high is not None:
            body = f"{self.less}{self.number(row.high)}"
        else:
            body = f"{self.more}{self.number(row.low)}" if row.low is not None else ""
        return f"{self.around[:1]}{body}{self.around[1:]}" if body else ""

    def flag(self, row: Row) -> str:
        return str(self.flags.get(row.flag or "", ""))


def paper(seed: int, **fixed: Any) -> Paper:
    """The report of this seed; ``fixed`` replaces the ``layout``, ``language`` or ``family``."""
    rng = random.Random(seed * 31 + 7)
    language = fixed.get("language") or rng.choice(["fr", "en"])
    layout = fixed.get("layout") or rng.choice(["table", "table", "table", "list", "two", "screen"])
    family = fixed.get("family") or rng.choice(
        ["helvetica", "helvetica", "times", "courier", "dejavu", "dejavu-serif", "stix"]
    )
    write = _Writer(rng, language, signs=family in WIDE)
    rows = _rows(rng, language, flagged=bool(write.flags), count={"screen": 7}.get(layout, 0))
    habits: dict[str, Any] = {"layout": layout, "family": family, "language": language}
    wide, high = (
        (300, 620) if layout == "screen" else rng.choice([(595, 842), (595, 842), (612, 792)])
    )
    pen = Pen(family, wide, high)
    y = _letterhead(pen, rng, language) if layout != "screen" else 40.0
    draw = {"table": _table, "list": _list, "two": _two, "screen": _screen}[layout]
    draw(pen, rng, rows, write, language, y, habits)
    habits["dpi"] = 216 if layout == "screen" else rng.choice([130, 150, 170, 200, 220])
    return Paper(pen.pixels(habits["dpi"]), rows, language, habits)


def _rows(rng: random.Random, language: str, *, flagged: bool, count: int) -> list[Row]:
    rows = []
    for fr, en, unit_fr, unit_en, low, high in rng.sample(POOL, count or rng.randrange(9, 22)):
        bounds = [Decimal(bound) for bound in (low, high) if bound is not None]
        places = max(-int(bound.as_tuple().exponent) for bound in bounds)
        centre = rng.uniform(float(min(bounds)) * 0.7, float(max(bounds)) * 1.35)
        value = Decimal(f"{centre:.{places}f}")
        row = Row(
            fr if language == "fr" else en, value, unit_fr if language == "fr" else unit_en,
            Decimal(low) if low else None, Decimal(high) if high else None,
        )  # fmt: skip
        if rng.random() < 0.06 and row.high is not None:
            row.comparator, row.value = "<", min(bounds) / 2 if row.low else row.high * _ONE_DECIMAL
            row.value = Decimal(f"{row.value:.{places}f}")
        if flagged:
            above = row.high is not None and row.value > row.high
            below = row.low is not None and row.value < row.low
            row.flag = "H" if above else "L" if below else None
        row.before = Decimal(f"{centre * rng.uniform(0.85, 1.15):.{places}f}")
        rows.append(row)
    return rows


def _letterhead(pen: Pen, rng: random.Random, language: str) -> float:
    right = pen.width / 2
    if rng.random() < 0.5:
        pen.paint(0, 0, pen.width, 12, rng.choice([(30, 80, 140), (160, 40, 60), (20, 120, 100)]))
    if language == "fr":
        pen.write("LABORATOIRE DES TROIS PONTS", 40, 46, 14, bold=True)
        pen.write("Prélèvement du 14/05/2026 à 07h50", right, 72, 9)
        pen.write("Patient : Mme EXEMPLE Jeanne", 40, 72, 9)
        pen.write("Née le 02/08/1968   Sexe : F", 40, 86, 9)
        pen.write("Édité le 15/05/2026", right, 86, 9)
    else:
        pen.write("Three Bridges Laboratory", 40, 46, 14, bold=True)
        pen.write("Collected: 14/05/2026 07:50", right, 72, 9)
        pen.write("Patient: EXAMPLE, Jane", 40, 72, 9)
        pen.write("DOB: 02/08/1968   Sex: F", 40, 86, 9)
        pen.write("Reported: 15/05/2026", right, 86, 9)
    return 124


def _table(
    pen: Pen, rng: random.Random, rows: list[Row], write: _Writer, language: str, y: float,
    habits: dict[str, Any],
) -> None:  # fmt: skip
    size = rng.choice([8.0, 8.5, 9.0, 10.0])
    glued = rng.random() < 0.35
    columns = ["name", "value", *([] if glued else ["unit"]), "range"]
    if rng.random() < 0.2 and not glued:
        columns = ["name", "unit", "value", "range"]
    elif rng.random() < 0.2:
        columns = ["name", "range", "value", *([] if glued else ["unit"])]
    if rng.random() < 0.5:
        columns.insert(
            rng.choice([2, len(columns)]) if "value" in columns[:2] else len(columns), "before"
        )
    bands = rng.random() < 0.5
    lines = rng.random() < 0.3
    banner = rng.random() < 0.5
    align: Align = rng.choice(["left", "right", "centre"])
    pitch = size * rng.choice([1.6, 1.9, 2.3])
    habits |= {"columns": columns, "bands": bands, "lines": lines, "banner": banner, "align": align,
               "size": size, "flags": write.flags, "around": write.around}  # fmt: skip
    wide = {
        "name": 2.6,
        "value": 1.6 if not glued else 2.0,
        "unit": 1.1,
        "range": 1.9,
        "before": 2.0,
    }
    total = sum(wide[column] for column in columns)
    edges, x = {}, 40.0
    for column in columns:
        step = (pen.width - 80) * wide[column] / total
        edges[column] = (x, x + step - 8)
        x += step
    if banner:
        pen.paint(36, y - size * 1.2, pen.width - 72, size * 1.9, (40, 70, 120))
    for column in columns:
        _put(pen, HEADS[language][column], edges[column], y, size * 0.95,
             "left" if column in ("name", "unit") else align, bold=True,
             colour=(255, 255, 255) if banner else (20, 20, 20))  # fmt: skip
    y += pitch * 1.2
    for number, row in enumerate(rows):
        if bands and number % 2:
            pen.paint(36, y - size * 1.15, pen.width - 72, pitch, (226, 234, 244))
        if lines:
            pen.paint(36, y + pitch - size * 1.2, pen.width - 72, 0.6, (150, 150, 150))
        out = row.flag is not None and rng.random() < 0.8
        flag = write.flag(row)
        value = f"{write.value(row)} {row.unit}".strip() if glued else write.value(row)
        texts = {"name": row.name, "value": f"{value} {flag}".strip(), "unit": row.unit,
                 "range": write.range(row),
                 "before": write.number(row.before) if row.before is not None else ""}  # fmt: skip
        for column in columns:
            _put(pen, texts[column], edges[column], y, size,
                 "left" if column in ("name", "unit") else align,
                 bold=column == "value" and out)  # fmt: skip
        y += pitch


def _put(
    pen: Pen, text: str, edge: tuple[float, float], y: float, size: float, align: Align,
    **more: Any,
) -> None:  # fmt: skip
    if text:
        x = {"left": edge[0], "right": edge[1], "centre": (edge[0] + edge[1]) / 2}[align]
        pen.write(text, x, y, size, align=align, **more)


def _list(
    pen: Pen, rng: random.Random, rows: list[Row], write: _Writer, language: str, y: float,
    habits: dict[str, Any],
) -> None:  # fmt: skip
    size = rng.choice([9.0, 10.0, 11.0])
    label = rng.choice(["N : ", "", "VR : "] if language == "fr" else ["Ref: ", ""])
    habits |= {"size": size, "label": label, "flags": write.flags}
    colon = " :" if language == "fr" else ":"
    for row in rows:
        pen.write(f"{row.name}{colon}", 50, y, size)
        value = f"{write.value(row)} {write.flag(row)}".strip()
        pen.write(f"{value}", 260, y, size, bold=row.flag is not None, align="right")
        pen.write(row.unit, 268, y, size)
        inner = write.range(row).strip("()[]")
        pen.write(f"({label}{inner})", 350, y, size * 0.9)
        y += size * 2


def _two(
    pen: Pen, rng: random.Random, rows: list[Row], write: _Writer, language: str, y: float,
    habits: dict[str, Any],
) -> None:  # fmt: skip
    size = 7.5
    habits |= {"flags": write.flags}
    half = -(-len(rows) // 2)
    for side, some in enumerate((rows[:half], rows[half:])):
        left, at = 34 + side * 272, y
        places = {"name": left, "value": left + 96, "unit": left + 142, "range": left + 184}
        for column, x in places.items():
            name = {"range": "Réf." if language == "fr" else "Ref."}.get(
                column, HEADS[language][column]
            )
            pen.write(name, x, at, size, bold=True)
        for row in some:
            at += size * 2
            pen.write(row.name, places["name"], at, size)
            pen.write(f"{write.value(row)} {write.flag(row)}".strip(), places["value"], at, size)
            pen.write(row.unit, places["unit"], at, size)
            pen.write(write.range(row), places["range"], at, size)


def _screen(
    pen: Pen, rng: random.Random, rows: list[Row], write: _Writer, language: str, y: float,
    habits: dict[str, Any],
) -> None:  # fmt: skip
    pen.paint(0, 0, pen.width, pen.height, (244, 245, 248))
    pen.write("09:41", 16, 18, 9, bold=True)
    pen.write(
        "Mes résultats" if language == "fr" else "My results",
        pen.width / 2,
        y,
        13,
        align="centre",
        bold=True,
    )
    pen.write("14/05/2026", pen.width / 2, y + 16, 9, align="centre", colour=(120, 120, 120))
    y += 40
    label = rng.choice(["Norme : ", "Réf. : "] if language == "fr" else ["Normal: ", "Range: "])
    habits |= {"label": label, "flags": write.flags}
    for row in rows:
        pen.paint(12, y - 4, pen.width - 24, 62, (255, 255, 255))
        pen.write(row.name, 24, y + 16, 11, bold=True)
        value = f"{write.value(row)} {row.unit} {write.flag(row)}".strip()
        pen.write(value, pen.width - 24, y + 16, 11, align="right")
        pen.write(f"{label}{write.range(row)}", 24, y + 40, 9, colour=(110, 110, 110))
        y += 72
