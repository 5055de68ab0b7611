"""From placed cells to rows of results: names, values, ranges, and what restates what."""

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Literal

from bot.intake.lab.columns import Placed
from bot.intake.lab.quantity import (
    Comparator,
    Flag,
    Quantity,
    Range,
    read_flag,
    read_number,
    read_quantity,
    read_range,
    split_flag,
    strip_mark,
)
from bot.intake.units import is_unit
from bot.knowledge.analytes import folded

_TEXT_RESULTS = re.compile(
    r"^(?:n[ée]gati(?:f|ve|fs|ves)|positi(?:f|ve|fs|ves)|absen(?:ce|t|te|ts)|pr[ée]sen(?:ce|t|te)|"
    r"traces?|non\s+d[ée]tect[ée]e?s?|d[ée]tect[ée]e?s?|(?:not\s+|none\s+)?detected|normal(?:e|es)?|"
    r"anormal(?:e)?|abnormal|(?:non|not)[\s-]*reacti(?:ve|f)|reacti(?:ve|f)|nul(?:le)?|nil|none|"
    r"no\s+growth|st[ée]rile|sterile|clair(?:e)?|clear|trouble|cloudy|limpide|jaune.*|yellow.*|"
    r"paille|straw|ind[ée]termin[ée]e?|indeterminate|[ée]quivoque|equivocal|borderline|immune|"
    r"immunis[ée]e?|non\s+immunis[ée]e?|rares?|quelques|nombreux|nombreuses|few|many|moderate|"
    r"small|large|occasional|\+{1,4}|(?:A|B|AB|O)\s*(?:rh\w*)?\s*(?:\+|-|pos\w*|n[ée]g\w*)?|"
    r"en\s+cours|pending|not\s+done|non\s+fait|see\s+(?:note|comment).*|voir\s+(?:commentaire|note).*|"
    r"insufficient.*|h[ée]molys[ée]e?|[<>≤≥]?\s*=?\s*10\s?[\^*eE]?\s?[2-9⁰-⁹]\s*(?:ufc|cfu|germes)?\s*/\s*ml|"
    r"1\s?[/:]\s?\d{1,5})\.?$",
    re.IGNORECASE,
)
_RESTATES = re.compile(
    r"^(?:soit|ou|or|i\.?e\.?|equiv\w*|[ée]quiv\w*|=|→)(?=$|[\s:(])", re.IGNORECASE
)
_ADMIN = re.compile(
    r"^(?:nom|prenoms?|patients?|name|first name|last name|adresse|address|date|dates|ne|nee|ne e|dob|"
    r"d o b|sexe|sex|gender|age|tel|telephone|phone|fax|mobile|mail|e mail|email|matricule|ins|ipp|"
    r"nhs|nir|dossier|prescripteur|medecin|docteur|dr|doctor|physician|provider|ordering|"
    r"prelevement|preleve|preleveur|recu|edite|imprime|valide|resultats? valides?|validation|"
    r"collected|collection|received|reported|report|printed|page|specimen|sample|accession|lab no|"
    r"lab number|laboratory|laboratoire|client|account|requisition|fasting|a jeun|commentaires?|"
    r"comments?|conclusion|interpretation|note|notes|nb|remarque|remarques|biologistes?|auteurs?|"
    r"identifiant|id|version|document|type|numero|n|no|ref|reference|gp|hospital|hospital no|unit no|"
    r"ward|service|organisation|lieu|contact|urgence|domicile|travail|finess|rpps|siret|siren|acte s|"
    r"actes|acte|prise en charge|objectif|objectifs|cible|target|methode|method|technique|copie|cc|"
    r"copy|demande|enregistrement|enregistre|compte rendu|episode|legend|legende|status|"
    r"risque|risk)\b",
)
_COMMENT = re.compile(
    r"^(?:objectifs?|cibles?|targets?|risque|risk|si|if|remarque|note|nb|n\.b\.)\b", re.I
)
_SEXES = re.compile(
    r"(?:^|(?<=[\s;,/|(\[]))(?P<who>hommes?|femmes?|males?|females?|men|women|man|woman|masculin|"
    r"f[ée]minin|h|f|m)\s*[:=.]*\s*(?=[<>≤≥\d(\[]|inf|sup|de\s)",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Earlier:
    """A previous result printed beside the current one; ``date`` is ISO."""

    date: str | None
    comparator: Comparator | None
    value: Decimal | None
    text: str | None = None
    unit: str | None = None


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
    place: str = ""
    collected: str | None = None
    restates: int | None = None
    ambiguous: bool = False
    doubtful: bool = False
    loose: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Context:
    """What rows are read with: the decimal mark, the patient's sex, whether a heading rules."""

    mark: str | None
    sex: Literal["female", "male"] | None
    month_first: bool
    headed: bool


def is_text_result(text: str) -> bool:
    """Whether a text is a result in words that laboratories commonly print."""
    return bool(_TEXT_RESULTS.match(text.strip()))


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
    quantity, second = _value(printed, context.mark)
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
    row.range, second_range = _range(placed, context)
    for text in (placed.text("method"), placed.text("other")):
        if text:
            row.loose.append(text)
    if row.range and row.range.unit and not row.unit:
        row.unit = row.range.unit
    _earlier(row, placed, context)
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
    middle = sum(bounds) / len(bounds)
    return abs((second.value / middle).ln()) < abs((first.value / middle).ln())


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


def _value(text: str, mark: str | None) -> tuple[Quantity | None, Quantity | None]:
    """The result, and the same one in a second unit ("10.02 mmol/L (0.60 g/L)")."""
    bracket = re.match(r"^(?P<first>[^()]+)[(\[](?P<second>[^()\[\]]*\d[^()\[\]]*)[)\]]\s*$", text)
    if bracket:
        first, second = (
            read_quantity(bracket["first"], mark),
            read_quantity(bracket["second"], mark),
        )
        if first and second and is_unit(second.rest) and (not first.rest or is_unit(first.rest)):
            return first, second
    quantity = read_quantity(text, mark)
    if quantity and (not quantity.rest or is_unit(quantity.rest)):
        return quantity, None
    first, second = _two_values(text, mark)
    if first is None and quantity and _looks_like_unit(quantity.rest):
        return quantity, None
    return first, second


def _two_values(text: str, mark: str | None) -> tuple[Quantity | None, Quantity | None]:
    """The same result twice side by side: "57,0 % 4,11 G/L", "6,1 % soit 43 mmol/mol"."""
    words = text.split()
    for cut in range(1, len(words)):
        tail = re.sub(r"^(?:soit|ou|or|i\.e\.|=|/|;|,)\s*", "", " ".join(words[cut:]))
        first, second = read_quantity(" ".join(words[:cut]), mark), read_quantity(tail, mark)
        if first and second and is_unit(first.rest.rstrip(",; ")) and is_unit(second.rest):
            return replace(first, rest=first.rest.rstrip(",; ")), second
    return None, None


def _looks_like_unit(rest: str) -> bool:
    """Whether what follows a number is a unit, even one Carnet does not know, and no sentence."""
    if len(rest) > 18 or re.match(r"^(?:à|a|to|-|–)$|^[-–/]\s*\d", rest):
        return False
    return re.fullmatch(r"[^\s\d]\S*/\S+|[^\W\d_]{1,5}|[µ%°][^\s\d]{0,4}", rest) is not None


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


def _range(placed: Placed, context: Context) -> tuple[Range | None, Range | None]:
    low, high = placed.text("low"), placed.text("high")
    if low or high:
        lower = read_number(low.strip("<>≤≥ "), context.mark) if low else None
        upper = read_number(high.strip("<>≤≥ "), context.mark) if high else None
        text = f"{low} - {high}" if low and high else (f"> {low}" if low else f"< {high}")
        understood = bool(lower or upper)
        return (
            Range(
                text,
                lower.value if lower else None,
                upper.value if upper else None,
                None,
                understood,
                bool((lower and lower.ambiguous) or (upper and upper.ambiguous)),
            ),
            None,
        )
    text = placed.text("range")
    return range_of(text, context) if text else (None, None)


def range_of(text: str, context: Context) -> tuple[Range | None, Range | None]:
    """A range cell: the range (that of the patient's sex where it gives two), and a second unit's."""
    interval = read_range(text, context.mark)
    if interval.understood:
        return interval, None
    two = re.match(r"^(?P<first>[^()]+)\((?P<second>[^()]+)\)\s*$", text)
    if two:
        first, second = (
            read_range(two["first"], context.mark),
            read_range(two["second"], context.mark),
        )
        if first.understood and second.understood:
            return Range(text, first.low, first.high, first.unit, True, first.ambiguous), second
    by_sex = _by_sex(text, context)
    return by_sex or interval, None


def _by_sex(text: str, context: Context) -> Range | None:
    found = list(_SEXES.finditer(text))
    if len(found) < 2 or context.sex is None:
        return None
    for index, match in enumerate(found):
        who = match["who"].lower()
        end = found[index + 1].start() if index + 1 < len(found) else len(text)
        # "M" beside "F" is a man; "F" is a woman in both languages.
        female = who.startswith(("f", "w"))
        if female == (context.sex == "female"):
            interval = read_range(text[match.end() : end].strip(" ;,/|()[]"), context.mark)
            if interval.understood:
                return Range(
                    text, interval.low, interval.high, interval.unit, True, interval.ambiguous
                )
    return None


def _earlier(row: Row, placed: Placed, context: Context) -> None:
    from bot.intake.lab.when import find_date

    joined: list[tuple[str | None, str]] = []
    for date, cell in placed.previous:
        if joined and joined[-1][0] == date and date is not None:
            joined[-1] = (date, f"{joined[-1][1]} {cell.text}")
        elif joined and date is None and joined[-1][0] is None and _is_date(joined[-1][1]):
            joined[-1] = (None, f"{joined[-1][1]} {cell.text}")
        else:
            joined.append((date, cell.text))
    for date, text in joined:
        own = re.match(r"^\(?\s*([\d/.\-]{6,10})\s*\)?\s*[:=\s]\s*(?P<rest>\S.*)$", text)
        if own and find_date(own.group(1), month_first=context.month_first):
            date = find_date(own.group(1), month_first=context.month_first)
            text = own["rest"]
        after = re.match(r"^(?P<rest>.*?)\s*\(\s*([\d/.\-]{6,10})\s*\)$", text)
        if after and find_date(after.group(2), month_first=context.month_first):
            date = find_date(after.group(2), month_first=context.month_first)
            text = after["rest"]
        first, _ = _value(text, context.mark)
        if first:
            row.earlier.append(
                Earlier(date, first.comparator, first.number.value, None, first.rest or None)
            )
        elif is_text_result(text):
            row.earlier.append(Earlier(date, None, None, text))
        elif text.strip(" -–—/."):
            row.loose.append(text)


def _is_date(text: str) -> bool:
    return bool(re.fullmatch(r"\(?[\d/.\-]{6,10}\)?\s*:?", text.strip()))
