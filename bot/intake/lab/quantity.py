"""Numbers, comparators, flags, ranges and values as laboratories print them, both languages.

A number with one separator before exactly three digits ("1,245") has two readings. The report as
a whole decides (:func:`decimal_mark`); where it cannot, the number is marked ambiguous.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from bot.intake.lab.flags import GLYPHS, Flag, read_flag, split_flag

Comparator = Literal["<", "<=", ">", ">="]

_SPACE = " \u00a0\u202f\u2009"
NUMBER = rf"(?:\d{{1,3}}(?:[{_SPACE}'’]\d{{3}})+(?![\d])(?:[.,]\d+)?|\d+(?:[.,]\d+)*)"
SIGNED = rf"(?:[-−–+](?=\d))?{NUMBER}"

_BELOW = (
    r"inf[ée]rieure?s?(?:\s+(?:ou\s+[ée]gale?s?\s+)?[àa])?|inf\.?(?:\s*[àa])?|moins\s+de|"
    r"less\s+than(?:\s+or\s+equal\s+to)?|below|under|up\s+to|jusqu['’]?\s*[àa]|lower\s+than|"
    r"au\s+plus|max(?:imum|\.)?|not\s+more\s+than"
)
_ABOVE = (
    r"sup[ée]rieure?s?(?:\s+(?:ou\s+[ée]gale?s?\s+)?[àa])?|sup\.?(?:\s*[àa])?|plus\s+de|"
    r"(?:greater|more|higher)\s+than(?:\s+or\s+equal\s+to)?|above|over|at\s+least|au\s+moins|"
    r"min(?:imum|\.)?"
)
COMPARATOR = rf"(?:<\s*(?:=|ou\s*=|or\s*=)?|>\s*(?:=|ou\s*=|or\s*=)?|≤|≥|⩽|⩾|{_BELOW}|{_ABOVE})"

_BOUND = re.compile(
    rf"^(?P<comparator>{COMPARATOR})\s*:?\s*(?P<number>{SIGNED})\s*(?P<rest>.*)$", re.IGNORECASE
)
_BOUND_AFTER = re.compile(
    rf"^(?P<number>{NUMBER})\s*(?P<rest>(?:(?!\d).)*?)\s*"
    r"(?P<side>(?:ou|or|et|and)\s+(?:plus|more|above|moins|less|below)|\+)$",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    rf"^(?:de|entre|between|from)?\s*(?P<low>{SIGNED})\s*(?P<unit1>[^\d\s][^\d]*?)??\s*"
    rf"(?:-|–|—|−|‐|à|a|to|bis|et|and|;|\.\.+|…|->|→)\s*(?P<high>\(?{SIGNED}\)?)\s*(?P<rest>.*)$",
    re.IGNORECASE,
)
_LONGEST = 200
_CALCULATED = re.compile(r"\s*\((?:calc\w*|calculated|calcul[ée]e?)\.?\)\s*$", re.IGNORECASE)
_LABEL = re.compile(
    r"^(?:v\.?\s*r\.?|r[ée]f(?:\.|[ée]rences?)?|normes?|normales?|normal(?:\s+range)?|n|vn|range|"
    r"ref(?:erence)?(?:\s+(?:range|interval))?|ref\.?\s*range|valeurs?\s+(?:de\s+r[ée]f[ée]rence|"
    r"usuelles?|normales?)|int(?:ervalle)?\.?(?:\s+de\s+r[ée]f[ée]rence)?|adultes?|adults?)"
    r"\s*[.:=]*\s*(?=[\d<>≤≥(\[]|inf|sup|de\b|entre\b)",
    re.IGNORECASE,
)

_FLAG_START = re.compile(rf"^([{re.escape(GLYPHS)}]+|(?:HH|LL|H|L)(?=\s))\s*(?=[<>≤≥\d])")


@dataclass(frozen=True, slots=True)
class Number:
    """A number as printed; ``ambiguous`` when its separator has two readings."""

    value: Decimal
    ambiguous: bool = False


@dataclass(frozen=True, slots=True)
class Range:
    """A printed interval. ``understood`` is false when only its text can be kept."""

    text: str
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str | None = None
    understood: bool = False
    ambiguous: bool = False


@dataclass(frozen=True, slots=True)
class Quantity:
    """A printed result: ``rest`` is what stands after the number and its flag (often a unit)."""

    number: Number
    comparator: Comparator | None
    flag: Flag | None
    rest: str


def decimal_mark(
    texts: Iterable[str], default: Literal[",", "."] | None = None
) -> Literal[",", "."] | None:
    """The decimal mark the report uses; ``default`` when no number tells, ``None`` when they
    disagree."""
    votes: Counter[str] = Counter()
    for text in texts:
        for match in re.finditer(r"(?<![\d.,/:])(\d+)([.,])(\d+)(?![\d/:]|[.,]\d)", text):
            whole, mark, decimals = match.groups()
            if len(decimals) != 3 or whole == "0" or len(whole) > 3:
                votes[mark] += 1
    commas, points = votes[","], votes["."]
    if not commas and not points:
        return default
    if commas > 4 * points:
        return ","
    if points > 4 * commas:
        return "."
    return None


def read_number(text: str, mark: str | None) -> Number | None:
    """A printed number. ``mark`` is the report's decimal mark where it is known."""
    plain = re.sub(rf"[{_SPACE}'’]", "", text.strip()).replace("−", "-").replace("–", "-")
    if not re.fullmatch(r"[-+]?\d+(?:[.,]\d+)*", plain):
        return None
    marks = re.findall(r"[.,]", plain)
    if not marks:
        return Number(Decimal(plain))
    if len(set(marks)) == 2 or len(marks) > 1:
        # Both marks: the last one is decimal. The same one twice: it separates thousands.
        last = marks[-1] if marks.count(marks[-1]) == 1 else None
        whole = plain.replace(".", "").replace(",", "") if last is None else ""
        if last:
            head, _, tail = plain.rpartition(last)
            whole = re.sub(r"[.,]", "", head) + "." + tail
        return Number(Decimal(whole))
    head, tail = re.split(r"[.,]", plain)
    decimal = Decimal(f"{head}.{tail}")
    grouped = len(tail) == 3 and 1 <= len(head.lstrip("+-")) <= 3 and head.lstrip("+-0") != ""
    if not grouped or mark == marks[0]:
        return Number(decimal)
    if mark is not None:
        # The other mark than the report's decimal one groups thousands.
        return Number(Decimal(head + tail))
    return Number(decimal, ambiguous=True)


def read_comparator(text: str) -> Comparator:
    """``<``, ``<=``, ``>`` or ``>=`` from a sign or words in either language."""
    plain = text.strip().lower()
    below = bool(re.match(rf"<|≤|⩽|{_BELOW}", plain, re.IGNORECASE))
    equal = bool(re.search(r"=|≤|≥|⩽|⩾|[ée]gal|equal|up to|jusqu|at least|au moins|au plus", plain))
    if below:
        return "<=" if equal else "<"
    return ">=" if equal else ">"


def read_quantity(text: str, mark: str | None) -> Quantity | None:
    """A result that begins with a number, perhaps after a comparator or a flag."""
    text = text.strip()
    flag: Flag | None = None
    start = _FLAG_START.match(text)
    if start:
        flag = read_flag(start.group(1))
        text = text[start.end() :]
    found = re.match(
        rf"^(?P<comparator>{COMPARATOR})?\s*(?P<number>{SIGNED})(?![\d])", text, re.IGNORECASE
    )
    if not found:
        return None
    number = read_number(found["number"], mark)
    if number is None:
        return None
    rest = text[found.end() :]
    if re.match(r"^[:/.,-]\d|^-[^\W\d_]|^\s?[\^⁰¹²³⁴⁵⁶⁷⁸⁹]", rest):
        # A date, a clock time, a telephone number, a name ("25-hydroxy"): not a quantity.
        return None
    rest, end = split_flag(rest)
    comparator = read_comparator(found["comparator"]) if found["comparator"] else None
    return Quantity(number, comparator, end or flag, rest.strip())


@lru_cache(maxsize=4096)
def read_range(text: str, mark: str | None) -> Range:
    """A reference range in any of its spellings; its text is always kept."""
    kept = " ".join(text.split())
    if len(kept) > _LONGEST:
        return Range(kept)
    plain = _CALCULATED.sub("", kept)
    bracketed = re.match(r"^[(\[]([^()\[\]]*\d[^()\[\]]*)[)\]]\s*(\S.*)$", plain)
    if bracketed and _only_unit(bracketed.group(2)):
        # "(3,5 - 5,1) mmol/L"
        plain = f"{bracketed.group(1)} {bracketed.group(2)}"
    # The label stands before the brackets, or inside them.
    plain = _unbracketed(_LABEL.sub("", _unbracketed(plain))).strip("[]{} ")
    if plain.startswith("(") and ")" not in plain:
        plain = plain[1:]
    plain = re.sub(r"\((?=[-+−]?\d)([-+−]?[\d.,]+)\)", r"\1", plain)
    two = re.match(rf"^(?P<a>(?:>|≥|>\s*=)\s*){NUMBER}.*?(?P<b>(?:<|≤|<\s*=)\s*){NUMBER}", plain)
    if two:
        lows = re.search(rf"[>≥]\s*=?\s*({NUMBER})", plain)
        highs = re.search(rf"[<≤]\s*=?\s*({NUMBER})", plain)
        if lows and highs:
            return _interval(kept, lows.group(1), highs.group(1), "", mark)
    bound = _BOUND.match(plain)
    if bound and _only_unit(bound["rest"]):
        number = read_number(bound["number"], mark)
        if number:
            below = read_comparator(bound["comparator"]) in ("<", "<=")
            return Range(
                kept,
                None if below else number.value,
                number.value if below else None,
                bound["rest"] or None,
                True,
                number.ambiguous,
            )
    between = _BETWEEN.match(plain)
    if between and _only_unit(between["rest"]) and _only_unit(between["unit1"] or ""):
        return _interval(kept, between["low"], between["high"].strip("()"), between["rest"], mark)
    after = _BOUND_AFTER.match(plain)
    if after and _only_unit(after["rest"]):
        number = read_number(after["number"], mark)
        if number:
            more = re.search(r"plus|more|above|\+", after["side"], re.IGNORECASE)
            low, high = (number.value, None) if more else (None, number.value)
            return Range(kept, low, high, after["rest"] or None, True, number.ambiguous)
    return Range(kept)


def _unbracketed(text: str) -> str:
    """A text without the brackets around the whole of it."""
    while text and text[0] in "([{" and text[-1] in ")]}" and text.count(text[0]) == 1:
        text = text[1:-1].strip()
    return text


def _interval(kept: str, low: str, high: str, unit: str, mark: str | None) -> Range:
    first, second = read_number(low, mark), read_number(high, mark)
    if first is None or second is None or first.value > second.value:
        return Range(kept)
    ambiguous = first.ambiguous or second.ambiguous
    return Range(kept, first.value, second.value, unit or None, True, ambiguous)


def _only_unit(text: str) -> bool:
    """What may follow a range without changing it: nothing, or a unit."""
    from bot.intake.units import is_unit

    text = text.strip().strip("()[]")
    return not text or is_unit(text)
