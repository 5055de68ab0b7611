"""Results inside a line of ordinary text: a known name and the number that belongs to it.

Shared by typed messages and by reports whose rows are printed as plain lines. Sentences, dates,
telephone numbers and doses of medicines are no results.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from bot.intake.lab.quantity import (
    COMPARATOR,
    NUMBER,
    Comparator,
    Range,
    read_comparator,
    read_number,
    read_range,
)
from bot.intake.units import candidates, is_unit, to_ucum
from bot.knowledge.analytes import Analyte, find, folded

_WORD = re.compile(r"[^\W_]+(?:['’.\-][^\W_]+)*[+%⁺]?", re.UNICODE)
_REACH = 60
"""A number further from its name than so many characters is not its result."""
_JOIN = re.compile(r"^[\s'’/:.,()\-–]*$")
_FILLER = re.compile(
    r"^\s*(?:\((?![^)]*\d+[.,]\d)[^()]{1,30}\)\s*)?(?:"
    r"(?:sanguine?|s[ée]rique|plasmatique|totale?|actuelle?ment|today|aujourd['’]hui|capillaire"
    r"|ce matin|ce midi|ce soir|hier(?: (?:matin|midi|soir))?|[aà] jeun|au r[ée]veil|au coucher"
    r"|(?:avant|apr[eè]s) (?:le |mon )?(?:petit[- ]d[ée]jeuner|repas|d[îi]ner|d[ée]jeuner|manger)"
    r"|this (?:morning|evening)|last night|tonight|yesterday|fasting|on waking"
    r"|(?:before|after) (?:breakfast|lunch|dinner|eating|meals?|food))\s*)*"
    r"(?:[:=→>]{0,2}|[-–]+>?|est|[ée]tait|is|was|came back|ressort(?:ie?)?|"
    r"mesur[ée]e?|result|r[ée]sultat)"
    r"\s*(?:[:=]|(?:à|a|de|of|at|en)\b)?\s*$",
    re.IGNORECASE,
)
_QUANTITY = re.compile(
    rf"(?P<comparator>{COMPARATOR})?\s*(?P<number>{NUMBER})(?![\d])", re.IGNORECASE
)
_NOT_A_RESULT = re.compile(
    r"^\s*(?:[:/]\s?\d|h\s?\d|h\b|heures?\b|ans?\b|years?\b|jours?\b|days?\b|mois\b|months?\b|"
    r"semaines?\b|weeks?\b|fois\b|times?\b|x\b|comprim|g[ée]lules?\b|tablets?\b|pills?\b|doses?\b|"
    r"unit[ée]s?\b|units?\b|gouttes?\b|drops?\b|mg\b(?!\s*/)|ug\b(?!\s*/)|µg\b(?!\s*/)|g\b(?!\s*/)|"
    r"ml\b(?!\s*/)|ui\b(?!\s*/)|iu\b(?!\s*/)|am\b|pm\b|€|euros?\b|km\b|kg\b|cm\b|"
    r"janv|f[ée]vr|mars\b|avril\b|mai\b|juin\b|juil|ao[uû]t|sept|oct|nov|d[ée]c|jan\b|feb|march\b|"
    r"april\b|may\b|june\b|july\b|aug|th\b|st\b|nd\b|rd\b|e\b|er\b|[eè]me\b|ch\b|bonnes?\b)",
    re.IGNORECASE,
)
_RANGE_WORD = (
    r"(?:\(|\[|,|;|range|ref(?:erence)?(?:\s+(?:range|interval))?|r[ée]f(?:[ée]rences?)?|normes?|"
    r"normale?s?|normal(?:\s+range)?|valeurs?\s+(?:de\s+r[ée]f[ée]rence|normales?|usuelles?)|"
    r"intervalle(?:\s+de\s+r[ée]f[ée]rence)?|N|VR|\s{2,}|\t|\|)"
)
_FLAGS = re.compile(r"^\s*(\*+|[▲▼↑↓]|\(?(?:H|L|HIGH|LOW)\)?(?=\s|$|[,;(\[]))")
# Substances people also swallow: a number beside them is a dose unless it has a blood unit.
_ALSO_TAKEN = frozenset(
    {"iron", "magnesium", "calcium", "zinc", "vitamin-d", "vitamin-b12", "folate", "insulin",
     "potassium-taken", "cortisol", "testosterone", "progesterone", "estradiol", "albumin"}
)  # fmt: skip
_SPOKEN = re.compile(
    r"\b(?:je|j|tu|il|elle|nous|vous|on|i|you|he|she|we|my|your|mon|ma|mes|votre|pris|prends|prend|"
    r"took|take|taking|rdv|rendez|appointment|tel|telephone|phone|rue|avenue|street|code|page)\b"
)


@dataclass(frozen=True, slots=True)
class Found:
    """A result in a text: where it stands and what it says."""

    start: int
    end: int
    name: str
    analyte: Analyte | None
    value: Decimal
    ambiguous: bool
    comparator: Comparator | None
    unit: str | None
    range: Range | None
    flag: str | None


def find_results(line: str, mark: str | None = None) -> Iterator[Found]:
    """The results of one line, left to right, none inside another."""
    words = list(_WORD.finditer(line))
    index, free = 0, 0
    found_any = False
    while index < len(words):
        match = _named(line, words, index, mark, free)
        if match is None:
            index += 1
            continue
        found_any = True
        yield match
        free = match.end
        while index < len(words) and words[index].start() < match.end:
            index += 1
    if not found_any:
        unknown = _unnamed(line, mark)
        if unknown:
            yield unknown


def _named(
    line: str, words: list[re.Match[str]], index: int, mark: str | None, free: int
) -> Found | None:
    """A known name that begins at this word, with its number."""
    for length in range(min(7, len(words) - index), 0, -1):
        start, end = words[index].start(), words[index + length - 1].end()
        if start < free or not _spaced(line, words[index : index + length]):
            continue
        name = line[start:end]
        if line[end : end + 1] == ")" and "(" in name:
            name, end = line[start : end + 1], end + 1
        analyte = find(name)
        if analyte is None:
            continue
        found = _after(line, start, end, name, analyte, mark)
        found = found or _before(line, start, end, name, analyte, mark, free)
        if found:
            return found
    return None


def _spaced(line: str, words: list[re.Match[str]]) -> bool:
    return all(_JOIN.match(line[one.end() : two.start()]) for one, two in pairwise(words))


def _after(
    line: str, start: int, end: int, name: str, analyte: Analyte, mark: str | None
) -> Found | None:
    quantity = _QUANTITY.search(line, end, end + _REACH)
    if quantity is None or not _FILLER.match(line[end : quantity.start()]):
        return None
    return _found(line, start, quantity, name, analyte, mark)


def _before(
    line: str, start: int, end: int, name: str, analyte: Analyte, mark: str | None, free: int
) -> Found | None:
    """ "5,9 mmol/L de potassium"."""
    for quantity in _QUANTITY.finditer(line, max(free, start - _REACH), start):
        between = line[quantity.end() : start]
        link = re.fullmatch(r"\s*(?P<unit>\S*?)\s*(?:de|d['’]|of)\s*", between, re.IGNORECASE)
        if not link or (link["unit"] and not is_unit(link["unit"])):
            continue
        found = _found(line, quantity.start(), quantity, name, analyte, mark)
        if found:
            unit = link["unit"] or None
            return Found(
                quantity.start(), end, name, analyte, found.value, found.ambiguous,
                found.comparator, unit, None, None,
            )  # fmt: skip
    return None


def _found(
    line: str,
    start: int,
    quantity: re.Match[str],
    name: str,
    analyte: Analyte | None,
    mark: str | None,
) -> Found | None:
    number = read_number(quantity["number"], mark)
    if number is None:
        return None
    end = quantity.end()
    flagged = _FLAGS.match(line[end:])
    if flagged:
        end += flagged.end()
    unit, end = _unit(line, end)
    if not flagged and unit:
        flagged = _FLAGS.match(line[end:])
        end += flagged.end() if flagged else 0
    if not _is_result(line, start, quantity, unit, name, analyte):
        return None
    interval, end = _range(line, end, mark)
    comparator = read_comparator(quantity["comparator"]) if quantity["comparator"] else None
    flag = flagged.group(1) if flagged else None
    return Found(
        start, end, name, analyte, number.value, number.ambiguous, comparator, unit, interval, flag
    )  # fmt: skip


def _unit(line: str, start: int) -> tuple[str | None, int]:
    """The longest unit that stands here, and where it ends."""
    rest = line[start:]
    spaces = len(rest) - len(rest.lstrip(" \t"))
    best = 0
    for found in re.finditer(r"(?=[\s,;()\[\]]|$|\.(?:\s|$))", rest[spaces : spaces + 30]):
        text = rest[spaces : spaces + found.start()]
        if text and is_unit(text):
            best = found.start()
    for found in re.finditer(r"[\w²³⁹)]+", rest[spaces : spaces + 30]):
        # Units with a comma or a bracket inside: "mL/min/1,73m²", "10(9)/L".
        text = rest[spaces : spaces + found.end()]
        after = rest[spaces + found.end() : spaces + found.end() + 1]
        if found.end() > best and not re.match(r"[\w/]", after) and is_unit(text):
            best = found.end()
    if not best:
        return None, start
    return rest[spaces:][:best].strip(), start + spaces + best


def _is_result(
    line: str,
    start: int,
    quantity: re.Match[str],
    unit: str | None,
    name: str,
    analyte: Analyte | None,
) -> bool:
    """Whether the number is a result of this analyte and not a dose, a date or a count."""
    measured = any("/" in one or one in ("%", "fL", "pg", "s") for one in candidates(unit or ""))
    allowed = analyte is not None and to_ucum(unit, analyte) in analyte.units
    if unit and (measured or allowed):
        return True
    after = line[quantity.end() :]
    if unit or analyte is None or _NOT_A_RESULT.match(after) or re.match(r"^[^\W\d_]", after):
        return False
    if re.fullmatch(r"(?:19|20)\d\d", quantity["number"]):
        return False
    stated = re.search(r"[:=]|\b(?:est|[ée]tait|is|was)\b", line[start : quantity.start()], re.I)
    if analyte.id in _ALSO_TAKEN:
        return stated is not None
    if len(folded(name).replace(" ", "")) > 2:
        return True
    # "K 4,2" is potassium, "vs 2 amis" is not a sedimentation rate.
    alone = re.match(r"^\s*(?:$|[,;.)]|(?:et|and)\b|[A-Z])", after)
    return name[:1].isupper() and alone is not None


def _range(line: str, start: int, mark: str | None) -> tuple[Range | None, int]:
    rest = line[start:]
    lead = re.match(rf"^\s*[,;]?\s*(?:{_RANGE_WORD}\s*[:.=]?\s*)+", rest, re.IGNORECASE)
    offset = lead.end() if lead else len(rest) - len(rest.lstrip())
    bound = (
        rf"(?:{COMPARATOR}\s*{NUMBER}|(?:de|entre|from|between)?\s*{NUMBER}\s*(?:-|–|—|à|a|"
        rf"to|et|and)\s*{NUMBER})"
    )
    found = re.match(rf"{bound}", rest[offset:], re.IGNORECASE)
    if not found or (not lead and not re.match(NUMBER + r"\s*[-–—]", found.group())):
        return None, start
    interval = read_range(found.group(), mark)
    end = start + offset + found.end()
    closing = re.match(r"^\s*[^\s)\]]{0,14}\s*[)\]]", line[end:])
    return (
        (interval, end + (closing.end() if closing else 0))
        if interval.understood
        else (None, start)
    )


def _unnamed(line: str, mark: str | None) -> Found | None:
    """A pasted row of an analyte that Carnet does not know: name, number, unit, perhaps range."""
    row = re.match(
        rf"^\W*(?P<name>[^\d\W][^:;=.!?]{{1,50}}?)\s*[:=\t ]\s*(?={COMPARATOR}?\s*\d)", line, re.I
    )
    if not row or _SPOKEN.search(folded(row["name"])) or len(row["name"].split()) > 6:
        return None
    quantity = _QUANTITY.match(line, row.end())
    if quantity is None:
        return None
    found = _found(line, row.start("name"), quantity, row["name"].strip(), None, mark)
    return found if found and found.unit and "/" in found.unit else None
