"""What stands in the cells of a row: its value, its range (by sex too), its earlier results."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from bot.intake.lab.columns import Placed
from bot.intake.lab.quantity import (
    Comparator,
    Quantity,
    Range,
    read_number,
    read_quantity,
    read_range,
)
from bot.intake.lab.when import find_date
from bot.intake.units import is_unit

_TEXT_RESULTS = re.compile(
    r"^(?:n[ée]gati(?:f|ve|fs|ves)|positi(?:f|ve|fs|ves)|absen(?:ce|t|te|ts)|pr[ée]sen(?:ce|t|te)|"
    r"traces?|non\s+d[ée]tect[ée]e?s?|d[ée]tect[ée]e?s?|(?:not\s+|none\s+)?detected|"
    r"normal(?:e|es)?|"
    r"anormal(?:e)?|abnormal|(?:non|not)[\s-]*reacti(?:ve|f)|reacti(?:ve|f)|nul(?:le)?|nil|none|"
    r"no\s+growth|st[ée]rile|sterile|clair(?:e)?|clear|trouble|cloudy|limpide|jaune.*|yellow.*|"
    r"paille|straw|ind[ée]termin[ée]e?|indeterminate|[ée]quivoque|equivocal|borderline|immune|"
    r"immunis[ée]e?|non\s+immunis[ée]e?|rares?|quelques|nombreux|nombreuses|few|many|moderate|"
    r"small|large|occasional|\+{1,4}|(?:A|B|AB|O)\s*(?:rh\w*)?\s*(?:\+|-|pos\w*|n[ée]g\w*)?|"
    r"en\s+cours|pending|not\s+done|non\s+fait|see\s+(?:note|comment).*|"
    r"voir\s+(?:commentaire|note).*|"
    r"insufficient.*|h[ée]molys[ée]e?|"
    r"[<>≤≥]?\s*=?\s*10\s?[\^*eE]?\s?[2-9⁰-⁹]\s*(?:ufc|cfu|germes)?\s*/\s*ml|"
    r"1\s?[/:]\s?\d{1,5})\.?$",
    re.IGNORECASE,
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


def value_of(text: str, mark: str | None) -> tuple[Quantity | None, Quantity | None]:
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


def ranges_of(placed: Placed, context: Context) -> tuple[Range | None, Range | None]:
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
    """The range of a cell (the patient's sex's, where it gives two), and that of a second unit."""
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


def earlier_of(placed: Placed, context: Context) -> tuple[list[Earlier], list[str]]:
    """The previous results printed beside the current one, and what in their cells is none."""
    found: list[Earlier] = []
    loose: list[str] = []
    for heading_date, text in _joined(placed):
        date, rest = _own_date(text, context)
        date = date or heading_date
        first, _ = value_of(rest, context.mark)
        if first:
            unit = first.rest or None
            found.append(Earlier(date, first.comparator, first.number.value, None, unit))
        elif is_text_result(rest):
            found.append(Earlier(date, None, None, rest))
        elif rest.strip(" -–—/."):
            loose.append(text)
    return found, loose


def _joined(placed: Placed) -> list[tuple[str | None, str]]:
    """The previous cells by column; a date in a cell of its own goes with the value after it."""
    joined: list[tuple[str | None, str]] = []
    for date, cell in placed.previous:
        same = bool(joined) and joined[-1][0] == date
        if same and (date is not None or _is_date(joined[-1][1])):
            joined[-1] = (date, f"{joined[-1][1]} {cell.text}")
        else:
            joined.append((date, cell.text))
    return joined


def _own_date(text: str, context: Context) -> tuple[str | None, str]:
    """The date that a previous cell itself gives, before or after its value."""
    patterns = (
        r"^\(?\s*(?P<date>[\d/.\-]{6,10})\s*\)?\s*[:=\s]\s*(?P<rest>\S.*)$",
        r"^(?P<rest>.*?)\s*\(\s*(?P<date>[\d/.\-]{6,10})\s*\)$",
    )
    for pattern in patterns:
        match = re.match(pattern, text)
        date = find_date(match["date"], month_first=context.month_first) if match else None
        if match and date:
            return date, match["rest"]
    return None, text


def _is_date(text: str) -> bool:
    return bool(re.fullmatch(r"\(?[\d/.\-]{6,10}\)?\s*:?", text.strip()))
