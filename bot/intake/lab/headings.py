"""The words that head the columns of a laboratory table, and lines that are nothing but headings.

A heading line names at least two columns ("Analyse | Résultat | Unité | Valeurs de référence").
Several such lines above one another make one heading: their cells are joined by their place.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bot.intake.lab.page import Cell, Line, Word
from bot.intake.lab.when import find_date
from bot.knowledge.analytes import folded

Role = Literal[
    "name", "value", "abnormal", "unit", "range", "low", "high", "previous", "flag", "method",
    "date", "other",
]  # fmt: skip

_PHRASES: dict[Role, str] = {
    "name": """
        analyse|analyses|analyte|analytes|examen|examens|test|tests|test name|tests name|parametre|
        parametres|determination|determinations|libelle|designation|component|components|
        investigation|investigations|assay|description|test description|nom de l analyse|
        examens demandes|tests requested|test requested|dosage|dosages|analyse demandee|marker|
        biomarker|parameter|parameters|measurement|nature de l examen|nom|name|test s|
        observation|procedure|profile|biomarqueur|biomarqueurs|analysis|item
    """,
    "value": """
        resultat|resultats|result|results|valeur|valeurs|value|values|in range|resultat du jour|
        resultats du jour|your value|your result|your results|current result|current|
        current value|observed value|observed|today|actuel|valeur actuelle|resultat actuel|
        in range result|normal result|valeur mesuree|votre resultat|vos resultats|
        valeur du jour|dans la norme|dans les normes|result value|test result|
        resultat s|current results|patient result|valeur trouvee|result in range|res
    """,
    "abnormal": """
        out of range|hors norme|hors normes|abnormal|anormal|out of range result|
        abnormal result|outside range|hors limites|hors de la norme|resultat anormal|
        result out of range
    """,
    "unit": "unite|unites|unit|units|uom|u|unite s|unit s|unit of measure|units of measure|measure",
    "range": """
        valeurs de reference|valeur de reference|reference|references|norme|normes|
        valeurs usuelles|intervalle de reference|intervalles de reference|ref range|
        reference range|reference ranges|reference interval|reference intervals|normal range|
        normal ranges|biological reference interval|biological reference|biological ref interval|
        valeurs normales|normales|vr|limits|bornes|expected|range|ranges|ref|ref interval|
        reference values|reference value|normal values|normal value|normal|
        expected range|valeurs attendues|intervalle|intervalle normal|int ref|interv ref|
        reference limits|limites|domaine de reference|intervalle de ref|valeurs de ref|
        val de reference|val ref|ref intervals|target range|desirable range|
        standard range|fourchette|plage de reference|plage normale|limites de reference|
        interval|reference range units|val usuelles|usuelles|valeurs physiologiques
    """,
    "low": """
        low|bas|basse|lo|min|mini|minimum|borne inf|inf|low limit|lower|lower limit|
        borne inferieure|mini norme
    """,
    "high": """
        high|haut|haute|hi|max|maxi|maximum|borne sup|sup|high limit|upper|upper limit|
        borne superieure
    """,
    "previous": """
        anteriorite|anteriorites|anterieur|anterieurs|resultats anterieurs|resultat anterieur|
        previous|prior|precedent|precedents|last|historique|history|valeurs precedentes|
        valeur precedente|previous result|previous results|prior result|prior results|
        previous value|previous values|last result|resultat precedent|resultats precedents|
        dernier resultat|valeurs anterieures|valeur anterieure|anterieurement|ant|
        past results|past result|earlier result|date anterieure|prev|prev result|
        derniere valeur|valeur anter|prior value
    """,
    "flag": """
        flag|flags|h l|alert|abn|indicator|indicateur|status|drapeau|interpretation|
        interp|abnormal flag|alerte|alertes|statut|flag s|l h|hl|anomalie|remark|note
    """,
    "method": """
        methode|methodes|method|technique|techniques|methode d analyse|principe|
        methodology|methode technique|analyseur
    """,
    "other": """
        lab|site|specimen|code|laboratory|prelevement|nature|echantillon|nature echantillon|
        sample|loinc|date|comment|comments|commentaire|commentaires|trend|tendance|graph|
        graphique|validation|valide par|performing lab|performed at|ordering|time|heure|
        a|accreditation|cofrac|nabm|cotation
    """,
}
_ROLES: dict[str, Role] = {
    " ".join(phrase.split()): role
    for role, phrases in _PHRASES.items()
    for phrase in phrases.split("|")
}
_KEYWORDS: tuple[tuple[re.Pattern[str], Role], ...] = (
    (re.compile(r"\b(?:anterior\w*|anterieur\w*|precedent\w*|previous|prior)\b"), "previous"),
    (re.compile(r"\b(?:references?|ref|normes?|usuelles?|range)\b"), "range"),
    (re.compile(r"\b(?:unites?|units?)\b"), "unit"),
    (re.compile(r"\b(?:resultats?|results?)\b"), "value"),
    (re.compile(r"\b(?:analyses?|examens?|tests?|parametres?)\b"), "name"),
)
_BESIDE = frozenset(
    {
        "de", "du", "des", "la", "le", "les", "l", "d", "of", "the", "your", "vos", "votre",
        "biologique", "biologiques", "biological", "si", "date", "jour", "valeur", "valeurs",
        "value", "values", "intervalle", "intervalles", "interval", "intervals", "bornes",
        "limites", "limits", "adulte", "adultes", "adult", "s", "n", "1", "2", "3", "reference",
        "normal", "normale", "normales", "int", "val", "lab", "laboratoire", "laboratory",
        "medicale", "medical", "biologie", "demande", "demandes", "demandees", "realises", "pour",
        "et", "and", "ou",
    }
)  # fmt: skip
_LONGEST = max(len(phrase.split()) for phrase in _ROLES)


@dataclass(frozen=True, slots=True)
class Heading:
    """One column's heading: its role, its place, and the date it names (ISO) if any."""

    role: Role
    x0: float
    x1: float
    text: str = ""
    date: str | None = None

    @property
    def centre(self) -> float:
        return (self.x0 + self.x1) / 2


@dataclass(frozen=True, slots=True)
class HeadingLine:
    """A line read as headings; ``title`` is a first cell that names a section instead."""

    headings: tuple[Heading, ...]
    title: str = ""


def read_heading_line(line: Line, *, month_first: bool, inside: bool = False) -> HeadingLine | None:
    """The line as column headings, or ``None``.

    ``inside`` a heading group a single heading (a second storey of it) is enough.
    """
    found: list[Heading] = []
    title = ""
    for index, cell in enumerate(line.cells):
        parts = _parts(cell.words, month_first)
        if parts is None:
            if index == 0 and len(line.cells) > 1 and not re.search(r"\d", cell.text):
                title = cell.text
                continue
            date = find_date(cell.words[-1].text, month_first=month_first, whole=True)
            if date is None or index == 0:
                return None
            # Words that were not understood, with a date: the column of an earlier day.
            parts = [Heading("previous", cell.x0, cell.x1, cell.text, date)]
        found += parts
    roles = {heading.role for heading in found if heading.role not in ("date", "other")}
    if not found:
        return None
    if inside and not title:
        return HeadingLine(tuple(found))
    strong = roles & {"value", "abnormal", "range", "unit", "previous"}
    if title:
        beside = strong | (roles & {"flag", "method"})
        only = len(found) == 1 and len(line.cells) == 2 and found[0].role == "value"
        if not (only and len(folded(found[0].text)) >= 5) and len(beside) < 2:
            return None
        return HeadingLine(tuple(found), title)
    if len(roles) >= 2 and strong:
        return HeadingLine(tuple(found))
    if strong and len(found) >= 3:
        return HeadingLine(tuple(found))
    return None


def storeys(upper: Line, lower: Line) -> Line:
    """Two lines as one, the cells that stand above one another joined."""
    cells = list(upper.cells)
    for cell in lower.cells:
        above = [
            index
            for index, other in enumerate(cells)
            if min(cell.x1, other.x1) - max(cell.x0, other.x0)
            > 0.5 * min(cell.x1 - cell.x0, other.x1 - other.x0)
        ]
        if len(above) == 1:
            cells[above[0]] = Cell((*cells[above[0]].words, *cell.words))
        else:
            cells.append(cell)
    return Line(upper.page, upper.number, tuple(sorted(cells, key=lambda cell: cell.x0)))


def _parts(words: Sequence[Word], month_first: bool) -> list[Heading] | None:
    """A cell's words as one or several headings; ``None`` when a word heads nothing."""
    found: list[Heading] = []
    start = 0
    while start < len(words):
        step = _longest(words[start:], month_first)
        if step is None:
            rest = " ".join(word.text for word in words[start:])
            # A single letter: the rest of a word that a picture did not show.
            if found and (re.fullmatch(r"\(.*\)|\w", rest) or not folded(rest)):
                found[-1] = replace(found[-1], x1=words[-1].x1)
                return found
            return None
        length, role, date = step
        span = words[start : start + length]
        text = " ".join(word.text for word in span)
        left, right = min(word.x0 for word in span), max(word.x1 for word in span)
        heading = Heading(role, left, right, text, date)
        if role == "date" and found and found[-1].role in ("previous", "value"):
            # "Previous 14/03/2026": the date belongs to the heading before it.
            found[-1] = replace(found[-1], x1=heading.x1, date=found[-1].date or date)
        else:
            found.append(heading)
        start += length
    return found


def _longest(words: Sequence[Word], month_first: bool) -> tuple[int, Role, str | None] | None:
    for length in range(min(_LONGEST, len(words)), 0, -1):
        text = " ".join(word.text for word in words[:length])
        role = _ROLES.get(folded(text))
        if role:
            return length, role, None
    whole = folded(" ".join(word.text for word in words))
    if len(words) <= 6:
        for pattern, found in _KEYWORDS:
            rest = pattern.sub(" ", whole).split()
            if pattern.search(whole) and all(word in _BESIDE for word in rest):
                return len(words), found, None
    for length in range(min(6, len(words)), 0, -1):
        text = " ".join(word.text for word in words[:length]).strip("()")
        date = find_date(text, month_first=month_first, whole=True)
        if date:
            return length, "date", date
    if not folded(words[0].text) and len(words) > 1:
        step = _longest(words[1:], month_first)
        return (step[0] + 1, step[1], step[2]) if step else None
    return None


def join(lines: Sequence[HeadingLine], collected: str | None) -> tuple[Heading, ...]:
    """Heading lines above one another as one row of columns, left to right."""
    storeys = [list(line.headings) for line in lines]
    columns = storeys[0]
    for storey in storeys[1:]:
        for heading in storey:
            above = [column for column in columns if _over(column, heading)]
            if not above:
                columns.append(heading)
            elif heading.role == "date":
                columns = _dated(columns, above[0], heading, storey)
            elif above[0].role == heading.role or heading.role == "other":
                wider = replace(
                    above[0], x0=min(above[0].x0, heading.x0), x1=max(above[0].x1, heading.x1)
                )
                columns = [wider if column is above[0] else column for column in columns]
            else:
                columns.append(heading)
    return tuple(sorted(_date_roles(columns, collected), key=lambda column: column.centre))


def _over(column: Heading, other: Heading) -> bool:
    return column.x0 < other.x1 + 2 and other.x0 < column.x1 + 2


def _dated(
    columns: list[Heading], above: Heading, date: Heading, storey: Sequence[Heading]
) -> list[Heading]:
    """A date under a heading: it becomes that column's, or one of several under a wide heading."""
    below = [item for item in storey if item.role == "date" and _over(above, item)]
    dated = replace(date, role=above.role, text=above.text)
    if len(below) > 1:
        kept = [column for column in columns if column is not above or date is not below[0]]
        return [column for column in kept if column is not above] + [dated]
    wide = replace(above, x0=min(above.x0, date.x0), x1=max(above.x1, date.x1), date=date.date)
    return [wide if column is above else column for column in columns]


def _date_roles(columns: Sequence[Heading], collected: str | None) -> list[Heading]:
    """Columns headed by a date only: the day of the report is its value, the others are earlier."""
    dates = [column for column in columns if column.role == "date"]
    has_value = any(column.role in ("value", "abnormal") for column in columns)
    current = None
    if dates and not has_value:
        same = [column for column in dates if collected and column.date == collected[:10]]
        newest = max(dates, key=lambda column: column.date or "")
        current = same[0] if same else newest
    result = []
    for column in columns:
        if column.role != "date":
            result.append(column)
        else:
            role: Role = "value" if column is current else "previous"
            result.append(replace(column, role=role))
    return result
