"""Under an open alarm: how soon an answer sends to care, and whether it keeps the call in view."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from bot.engine.answer_check.problem import Problem
from bot.engine.answer_check.sentences import Sentence
from bot.engine.answer_check.sheet import hint, pattern, sheet


def timing(parts: Sequence[Sentence], level: str, lines: Collection[str]) -> list[Problem]:
    """Sentences that send to care later than the alarm asks for."""
    table = sheet()["timing"]
    order: list[str] = table["order"]
    required = table["required"].get(level)
    if required is None:
        return []
    problems: list[Problem] = []
    for part in parts:
        text = part.folded
        if part.question or not pattern("timing", "consult").search(text):
            continue
        if pattern("timing", "after").search(text) or names_line(text, lines):
            continue
        named = [tier for tier in order if pattern("timing", tier).search(text)]
        if named and order.index(named[-1]) < order.index(required):
            problems.append(Problem("later", part.text, hint("timing")))
    return problems


def call_in_view(parts: Sequence[Sentence], level: str, lines: Collection[str]) -> list[Problem]:
    """A problem when an emergency or a crisis is open and the answer does not say to call."""
    if level not in sheet()["call"]["levels"]:
        return []
    words = pattern("call", "words")
    if any(names_line(part.text, lines) or words.search(part.folded) for part in parts):
        return []
    return [Problem("call", parts[-1].text if parts else "", hint("call"))]


def names_line(text: str, lines: Collection[str]) -> bool:
    """Whether one of these numbers stands in the text, spaced in whatever way."""
    for line in lines:
        digits = re.sub(r"\D", "", line)
        spaced = r"[ .\-\u00a0\u202f]?".join(digits)
        if digits and re.search(rf"(?<!\d){spaced}(?!\d)", text):
            return True
    return False
