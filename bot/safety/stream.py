"""`carnet triage`: JSON lines in, JSON lines out, in order; a bad line never stops the rest."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from io import BufferedIOBase
from typing import Any

from bot.safety.cards import card
from bot.safety.gate import Message, triage_all
from bot.safety.verdict import Level, Person, Verdict

PERSON_FIELDS = ("born", "sex", "pregnant", "pregnancy_weeks", "medications", "conditions")

CHUNK = 1 << 16


class BadLine(ValueError):
    """A line that is no message: its text says what is missing, never what was written."""


def arriving(source: BufferedIOBase) -> Iterator[list[str]]:
    """The lines of a stream as they arrive, those that are there together.

    So a program that waits for each answer gets it, and one that sends a file has its lines
    answered together, which is quicker. Bytes that are not UTF-8 become replacement characters.
    """
    held: list[bytes] = []
    while chunk := source.read1(CHUNK):
        whole, newline, rest = chunk.rpartition(b"\n")
        if newline:
            yield (b"".join(held) + whole).decode(errors="replace").split("\n")
            held = []
        held.append(rest)
    if last := b"".join(held):
        yield [last.decode(errors="replace")]


def triage_lines(lines: Iterable[str], today: date, *, first: int = 1) -> Iterator[str]:
    """One JSON answer a line: `{"id","level","flags","evidence","number"}`, in the order read.

    A line reads `{"id","text","language","country","person"?,"recent"?}`. A line that cannot
    be read gives `{"id","line","error"}` in its place, `first` being the number of the first.
    Blank lines are passed over. All lines are read before the first is answered.
    """
    read: list[_Line | dict[str, Any]] = []
    for number, line in enumerate(lines, first):
        if line.strip():
            try:
                read.append(_line(line))
            except BadLine as problem:
                read.append({"id": _identifier(line), "line": number, "error": str(problem)})
    good = [entry for entry in read if isinstance(entry, _Line)]
    verdicts = iter(triage_all([entry.message for entry in good], today))
    for entry in read:
        answer = entry.answer(next(verdicts), today) if isinstance(entry, _Line) else entry
        yield json.dumps(answer, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class _Line:
    """One line as read: the message, and what its answer needs."""

    identifier: Any
    message: Message
    language: str
    country: str | None

    def answer(self, verdict: Verdict, today: date) -> dict[str, Any]:
        shown = None
        if verdict.level is not Level.NONE:
            shown = card(
                verdict,
                language=self.language,
                country=self.country,
                person=self.message.person,
                today=today,
            )
        return {
            "id": self.identifier,
            "level": verdict.level.label,
            "flags": list(verdict.flags),
            "evidence": [
                {"rule": e.rule, "words": e.words, "source": e.source} for e in verdict.evidence
            ],
            "number": shown.number if shown else None,
        }


def _line(line: str) -> _Line:
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
    return _Line(message.get("id"), Message(text, person, tuple(recent)), language, country)


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
