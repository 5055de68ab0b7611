"""From placed cells to rows of results: names, values, ranges, and what restates what."""

import re
from dataclasses import dataclass, field
from decimal import Decimal

from bot.intake.lab.beside import Context, Earlier, earlier_of, ranges_of, value_of
from bot.intake.lab.columns import Placed
from bot.intake.lab.flags import Flag, read_flag, split_flag, strip_mark
from bot.intake.lab.quantity import Comparator, Range
from bot.intake.units import is_unit
from bot.knowledge.analytes import folded

_RESTATES = re.compile(
    r"^(?:soit|ou|or|i\.?e\.?|equiv\w*|[ée]quiv\w*|=|→)(?=$|[\s:(])", re.IGNORECASE
)
_ADMIN = re.compile(
    r"^(?:"
    r"nom|prenoms?|patients?|name|first name|last name|adresse|address|date|dates|ne|nee|ne e|"
    r"dob|d o b|sexe|sex|gender|age|tel|telephone|phone|fax|mobile|mail|e mail|email|"
    r"matricule|ins|ipp|nhs|nir|dossier|prescripteur|medecin|docteur|dr|doctor|physician|"
    r"provider|ordering|prelevement|preleve|preleveur|recu|edite|imprime|valide|"
    r"resultats? valides?|validation|collected|collection|received|reported|report|printed|"
    r"page|specimen|sample|accession|lab no|lab number|laboratory|laboratoire|client|account|"
    r"requisition|fasting|a jeun|commentaires?|comments?|conclusion|interpretation|note|notes|"
    r"nb|remarque|remarques|biologistes?|auteurs?|identifiant|id|version|document|type|numero|"
    r"n (?:dossier|patient|demande|ins|de)|no|ref|reference|gp|hospital|hospital no|unit no|"
    r"ward|service|organisation|lieu|contact|urgence|domicile|travail|finess|rpps|siret|siren|"
    r"acte s|actes|acte|prise en charge|objectif|objectifs|cible|target|methode|method|"
    r"technique|copie|cc|copy|demande|enregistrement|enregistre|compte rendu|episode|legend|"
    r"legende|status|risque|risk"
    r")\b"
)


@dataclass(slots=True)
class Row:
    """One row as printed. ``restates`` is the index of the row it gives in another unit."""

    name: str
    value: Decimal | None = None
    comparator: Comparator | None = None
    value_text: str | None = None
    flag: Flag | None = None
    unit: str | None = None
    range: Range | None = None
    earlier: list[Earlier] = field(default_factory=list)
    section: str | None = None
    heading: str = ""
    place: str = ""
    collected: str | None = None
    restates: int | None = None
    ambiguous: bool = False
    doubtful: bool = False
    loose: list[str] = field(default_factory=list)


def is_administrative(name: str) -> bool:
    """Whether a row's first words belong to identity, dates or comments, not to an analyte."""
    return bool(_ADMIN.match(folded(name)))


def read_rows(placed: Placed, context: Context) -> list[Row]:
    """The row that these cells make, followed by the same result in a second unit, if printed.

    Empty when the cells do not make a result.
    """
    name, name_unit = split_name(placed.text("name"))
    row = Row(name=name)
    abnormal = placed.text("abnormal")
    printed = placed.text("value") or abnormal
    if not printed:
        return []
    quantity, second = value_of(printed, context.mark)
    if quantity:
        row.value, row.comparator = quantity.number.value, quantity.comparator
        row.ambiguous = quantity.number.ambiguous
        row.flag = quantity.flag
        row.unit = quantity.rest or None
        germ = re.match(r"^(?P<unit>\S+)\s+(?P<word>[SIR])$", quantity.rest)
        if germ and is_unit(germ["unit"]):
            row.unit, row.value_text = germ["unit"], germ["word"]
    else:
        row.value_text, row.flag = strip_mark(printed)
    if abnormal and not placed.text("value"):
        row.flag = row.flag or "A"
    _flag(row, placed.text("flag"))
    unit, flag = split_flag(placed.text("unit"))
    row.flag = row.flag or flag
    row.unit = row.unit or unit or name_unit
    row.range, second_range = ranges_of(placed, context)
    for text in (placed.text("method"), placed.text("other")):
        if text:
            row.loose.append(text)
    if row.range and not row.range.understood and not row.unit and is_unit(row.range.text):
        # A report without a unit column writes the unit where the range would stand.
        row.unit = re.sub(r"\s*\(calc\w*\.?\)$", "", row.range.text, flags=re.IGNORECASE)
        row.range = None
    if row.range and row.range.unit and not row.unit:
        row.unit = row.range.unit
    row.earlier, loose = earlier_of(placed, context)
    row.loose += loose
    if row.value is not None and row.unit is None:
        # The unit stands once, beside the earlier result.
        row.unit = next((one.unit for one in row.earlier if one.unit), None)
    rows = [row]
    if second and quantity:
        also = Row(
            name=name,
            value=second.number.value,
            comparator=second.comparator,
            flag=row.flag,
            unit=second.rest or None,
            range=second_range,
            ambiguous=second.number.ambiguous,
        )
        if second_range is None and row.range and _belongs(row.range, also, row):
            row.range, also.range = None, row.range
        rows.append(also)
    return rows


def _belongs(interval: Range, second: Row, first: Row) -> bool:
    """Whether one printed range is that of the second of two values, by its unit or its size."""
    if interval.unit:
        return interval.unit == second.unit
    bounds = [bound for bound in (interval.low, interval.high) if bound]
    if not bounds or not first.value or not second.value:
        return False
    middle = sum(bounds, Decimal(0)) / len(bounds)
    if middle <= 0 or first.value <= 0 or second.value <= 0:
        return False
    return bool(abs((second.value / middle).ln()) < abs((first.value / middle).ln()))


def split_name(text: str) -> tuple[str, str | None]:
    """A printed name without leaders and without a unit in brackets; that unit."""
    name = re.sub(r"(?:\s*[.…_·]){3,}\s*$|\s*:\s*$", "", text.strip()).strip()
    name = re.sub(r"^[•▪◦\-–*·]\s*(?=[^\W\d_])", "", name)
    found = re.search(r"[\(\[]([^()\[\]]+)[\)\]]\s*$", name)
    if found and is_unit(found.group(1)) and name[: found.start()].strip():
        return name[: found.start()].strip(), found.group(1).strip()
    last = re.search(r"[,\s]\s*(\S+)$", name)
    if last and ("/" in last.group(1) or last.group(1) == "%") and is_unit(last.group(1)):
        return name[: last.start()].strip(), last.group(1)
    return name, None


def restates(name: str) -> bool:
    """Whether a name says that this row repeats the one above in another unit."""
    stripped = name.strip()
    return (
        not stripped or bool(_RESTATES.match(stripped)) or bool(re.fullmatch(r"\(.*\)", stripped))
    )


def _flag(row: Row, text: str) -> None:
    if not text:
        return
    flag = read_flag(text)
    if flag:
        row.flag = row.flag if row.flag and row.flag != "A" else flag
    elif re.fullmatch(r"[SIRsir]", text.strip()) and row.value is not None:
        # Susceptibility of a germ: sensitive, intermediate, resistant.
        row.value_text = text.strip()
    else:
        row.loose.append(text)
