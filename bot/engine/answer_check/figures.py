"""Numbers about the person: they must be the notebook's own."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from decimal import Decimal

from bot.engine.answer_check.problem import Problem
from bot.engine.answer_check.sentences import Sentence
from bot.engine.answer_check.sheet import hint, pattern

GAP = "[ \u00a0\u202f]"
NUMBER = re.compile(rf"(?<![\w.,])\d{{1,3}}(?:{GAP}\d{{3}})+(?![\d])(?:[.,]\d+)?|\d+(?:[.,]\d+)*")
GROUPED = re.compile(r"[1-9]\d{0,2}(?:[.,]\d{3})+")
TIME = re.compile(
    r"\b(\d{1,2}) ?(?:h(?:eures?)?\b ?|:)(\d{2})?(?: ?([ap])\.?m\b)?|\b(\d{1,2}) ?([ap])\.?m\b"
)
REACH = 100  # characters between "your" and the number it governs


def numbers_in(text: str) -> frozenset[str]:
    """Every number of a text in one spelling: no grouping, a decimal point, no idle zeros.

    A number that can be read in two ways ("8,412") gives both, "8 412" also its parts.
    """
    found: set[str] = set()
    for match in NUMBER.finditer(text):
        found |= _readings(match[0])
    return frozenset(found)


def figures(parts: Sequence[Sentence], known: frozenset[str]) -> list[Problem]:
    """Measured values and appointment times about the person that stand nowhere else."""
    problems: list[Problem] = []
    for part in parts:
        if part.question and not pattern("figures", "mine").search(part.folded):
            continue
        wrong = [*_measures(part, known), *_times(part, known), *_ages(part, known)]
        if wrong:
            problems.append(Problem("number", part.text, hint("figures")))
    return problems


def known_set(known_numbers: Collection[str]) -> frozenset[str]:
    """The known numbers in the spelling of :func:`numbers_in`."""
    return frozenset(n for known in known_numbers for n in numbers_in(known))


def _measures(part: Sentence, known: frozenset[str]) -> list[str]:
    wrong: list[str] = []
    text = part.folded
    for match in NUMBER.finditer(text):
        if _readings(match[0]) & known:
            continue
        start, end = match.span()
        before, after = text[max(0, start - REACH) : start], text[end:]
        if not pattern("figures", "mine").search(before) or pattern("figures", "limit").search(
            before
        ):
            continue
        with_unit = bool(pattern("figures", "unit").search(after))
        stated = bool(pattern("figures", "stated").search(before))
        counted = bool(pattern("figures", "span").search(after))
        clock = bool(re.match(r" ?(?:h\b|:\d|[ap]\.?m\b)", after)) or bool(
            re.search(r"\d:$", before)
        )
        # "your 3 questions" counts; a whole number is a value only where it is said to be one.
        value = with_unit or (stated and not counted and ("." in match[0] or "," in match[0]))
        value = value or (stated and not counted and not clock and _says_value(before, after))
        if value and not clock:
            wrong.append(match[0])
    return wrong


def _ages(part: Sentence, known: frozenset[str]) -> list[str]:
    told = (match["age"] for match in pattern("figures", "age").finditer(part.folded))
    return [age for age in told if age not in known]


def _says_value(before: str, after: str) -> bool:
    """Whether a whole number without a unit is the value of something: it ends its clause."""
    words = re.findall(r"[a-z']+", before)
    return bool(words) and bool(re.match(r" ?(?:$|[.,;)!?]|/\d)", after))


def _times(part: Sentence, known: frozenset[str]) -> list[str]:
    if not pattern("figures", "appointment").search(part.folded):
        return []
    wrong: list[str] = []
    for match in TIME.finditer(part.folded):
        hour = int(match[1] or match[4])
        half = match[3] or match[5]
        hours = {hour, hour % 12 + 12} if half == "p" else {hour, hour % 12} if half else {hour}
        minutes = int(match[2]) if match[2] else 0
        if not {str(h) for h in hours} & known or (minutes and str(minutes) not in known):
            wrong.append(match[0])
    return wrong


def _readings(written: str) -> set[str]:
    compact = re.sub(GAP, "", written)
    readings = (
        {_plain(compact.replace(",", "."))}
        if compact.count(".") + compact.count(",") < 2
        else set()
    )
    if GROUPED.fullmatch(compact):
        readings.add(_plain(compact.replace(",", "").replace(".", "")))
    if compact != written:
        readings |= {_plain(piece) for piece in re.split(GAP, written) if piece.isdigit()}
    if not readings:
        # 12.03.2026 or 1,234.5: each of its parts, and the grouped decimal.
        readings |= {_plain(piece) for piece in re.split("[.,]", compact) if piece}
        whole, _, rest = compact.replace(",", ".").rpartition(".")
        readings.add(_plain(whole.replace(".", "") + "." + rest))
    return readings


def _plain(number: str) -> str:
    return format(Decimal(number).normalize(), "f")
