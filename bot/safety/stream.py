"""`carnet triage`: JSON lines in, JSON lines out, in order; a bad line never stops the rest."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from bot.safety.cards import card
from bot.safety.gate import triage
from bot.safety.verdict import Level, Person

PERSON_FIELDS = ("born", "sex", "pregnant", "pregnancy_weeks", "medications", "conditions")


class BadLine(ValueError):
    """A line that is no message: its text says what is missing, never what was written."""


def triage_lines(lines: Iterable[str], today: date) -> Iterator[str]:
    """One JSON answer a line: `{"id","level","flags","evidence","number"}`, in the order read.

    A line reads `{"id","text","language","country","person"?,"recent"?}`. A line that cannot
    be read gives `{"id","error"}` in its place. Blank lines are passed over.
    """
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            answer = _answer(line, today)
        except BadLine as problem:
            answer = {"id": _identifier(line), "line": number, "error": str(problem)}
        yield json.dumps(answer, ensure_ascii=False)


def _answer(line: str, today: date) -> dict[str, Any]:
    message = _message(line)
    text = message.get("text")
    if not isinstance(text, str):
        raise BadLine("text is missing or is not a string")
    language = message.get("language") or "und"
    country = message.get("country")
    if not isinstance(language, str) or not (country is None or isinstance(country, str)):
        raise BadLine("language and country are strings")
    person = read_person(message.get("person"))
    recent = message.get("recent") or []
    if not isinstance(recent, list) or not all(isinstance(r, str) for r in recent):
        raise BadLine("recent is a list of strings")
    verdict = triage(
        text, language=language, country=country, person=person, recent=recent, today=today
    )
    shown = None
    if verdict.level is not Level.NONE:
        shown = card(verdict, language=language, country=country, person=person, today=today)
    return {
        "id": message.get("id"),
        "level": verdict.level.label,
        "flags": list(verdict.flags),
        "evidence": [
            {"rule": e.rule, "words": e.words, "source": e.source} for e in verdict.evidence
        ],
        "number": shown.number if shown else None,
    }


def read_person(stored: object) -> Person:
    """The person of a line; `BadLine` when a field is not what the format says."""
    if stored is None:
        return Person()
    if not isinstance(stored, dict):
        raise BadLine("person is an object")
    kept = {k: v for k, v in stored.items() if k in PERSON_FIELDS and v is not None}
    born = kept.get("born")
    if isinstance(born, str) and born[:4].isdigit():
        kept["born"] = int(born[:4])
    for field in ("born", "pregnancy_weeks"):
        if field in kept and (not isinstance(kept[field], int) or isinstance(kept[field], bool)):
            raise BadLine(f"person.{field} is a whole number")
    if kept.get("sex") not in (None, "female", "male"):
        del kept["sex"]
    if "pregnant" in kept and not isinstance(kept["pregnant"], bool):
        raise BadLine("person.pregnant is true or false")
    for field in ("medications", "conditions"):
        names = kept.get(field, [])
        if isinstance(names, str):
            names = [names]
        if not isinstance(names, list) or not all(isinstance(n, str) for n in names):
            raise BadLine(f"person.{field} is a list of strings")
        kept[field] = tuple(names)
    return Person(**kept)


def _message(line: str) -> dict[str, Any]:
    try:
        message = json.loads(line)
    except (ValueError, RecursionError):
        raise BadLine("not JSON") from None
    if not isinstance(message, dict):
        raise BadLine("not a JSON object")
    return message


def _identifier(line: str) -> Any:
    try:
        message = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return message.get("id") if isinstance(message, dict) else None
