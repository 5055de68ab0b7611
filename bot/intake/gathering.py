"""What the readers of structured records share: exact values, and a basket for what they find.

Values are read from the literal text of the source and never pass through binary floats. Texts
are cleaned of control characters and bounded: a source may hold a 20-megabyte string.
"""

import gc
import re
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from hashlib import sha256
from itertools import islice
from typing import Any, TypeVar

from bot.intake.reading import Embedded, Reading, Source
from bot.notebook.facts import Fact, Kept, Provenance

CONTENT_ERRORS = (
    TypeError,
    ValueError,
    LookupError,
    AttributeError,
    ArithmeticError,
    RecursionError,
)
"""What a malformed part of a source can raise: the part is listed and the rest is read."""

MAX_TEXT = 2_000
MAX_WORDS = 50_000
"""The longest text that is read of one element; a fact holds ``MAX_TEXT`` of it."""
MAX_LINE = 400_000
MAX_FACTS = 100_000
MAX_LINES = 20_000

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_SPACE = re.compile(r"\s+")
_INVISIBLE = re.compile("[\u200b\u2060\ufeff]")
_NUMBER = re.compile(
    r"[+-]?(?:\d{1,40}(?:\.\d{0,40})?|\.\d{1,40})(?:[eE][+-]?\d{1,2})?\Z", re.ASCII
)
_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?=\Z|[T ])", re.ASCII)
_NOT_SAID = {"provenance", "id", "report"}
_F = TypeVar("_F", bound=Fact)


def clean(text: str, limit: int = MAX_TEXT) -> str:
    """One line of text without control characters, at most ``limit`` characters long."""
    if len(text) <= limit and text.isprintable() and "  " not in text:
        return text.strip()
    if len(text) > limit:
        text = text[: limit * 2]
    if not text.isascii():
        text = _INVISIBLE.sub("", text)
    text = _SPACE.sub(" ", _CONTROL.sub(" ", text)).strip()
    return text if len(text) <= limit else text[: limit - 1] + "…"


def number(text: object) -> Decimal | None:
    """The exact number that a literal writes, or None when it is not a plain number."""
    if not isinstance(text, str):
        return None
    text = text.strip()
    if len(text) > 90 or not _NUMBER.match(text):
        return None
    value = Decimal(text)
    return Decimal(format(value, "f")) if "e" in text or "E" in text else value


def partial_date(text: object) -> str | None:
    """The day, month or year of an ISO 8601 date or moment, or None when there is no such day."""
    match = _DAY.match(text) if isinstance(text, str) else None
    if match is None:
        return None
    year, month, day = match.groups()
    if month == "00":
        return year if int(year) else None
    if day == "00":
        return partial_date(f"{year}-{month}")
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    return match.group(0)


@contextmanager
def no_collection() -> Iterator[None]:
    """Let the collector of reference cycles rest while a source is read.

    A parsed source is a large tree without cycles; the collector would walk all of it again and
    again while facts are made from it (measured on a 9 MB bundle: 40 % of the time).
    """
    resting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if resting:
            gc.enable()


class Gathering:
    """Collects what one source says while a reader walks it."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.french = source.language.lower().startswith("fr")
        self.language = source.language.lower().split("-")[0]
        self.facts: list[Kept] = []
        self.documents: list[Embedded] = []
        self.warnings: list[str] = []
        self.partial = False
        self._lines: dict[str, int] = {}
        self._order: list[str] = []
        self._seen: set[bytes] = set()
        self._left_out = 0

    def provenance(self, place: str) -> Provenance:
        """Read from this source at ``place``, not confirmed by anybody yet."""
        return Provenance(
            source="document",
            recorded_at=self.source.received_at,
            confirmed=False,
            document=self.source.id,
            place=place[:500],
        )

    def keep(self, fact: type[_F], place: str, **fields: Any) -> _F | None:
        """Build a fact and keep it; None when there are already more than anybody can review."""
        if len(self.facts) >= MAX_FACTS:
            self._left_out += 1
            return None
        for name, value in fields.items():
            if type(value) is str and len(value) > MAX_TEXT:
                # The fact stays short enough to be shown; the whole text is not lost for that.
                self.loose(f"{clean(fields.get('text') or '', 80)}: {value}")
                fields[name] = clean(value)
        made = fact(provenance=self.provenance(place), **fields)
        self.facts.append(made)  # type: ignore[arg-type]
        return made

    def loose(self, line: str) -> None:
        """Quote something that did not become a fact; equal lines are counted, long ones parted."""
        if len(line) > MAX_TEXT:
            whole = clean(line, MAX_LINE)
            # Even the longest line has an end: what was cut was said not to be whole.
            self.partial = self.partial or (len(whole) >= MAX_WORDS and whole.endswith("…"))
            for part in textwrap.wrap(whole, MAX_TEXT, break_on_hyphens=False) or [""]:
                self._loose(part)
            return
        self._loose(clean(line))

    def _loose(self, line: str) -> None:
        if not line:
            return
        if line in self._lines:
            self._lines[line] += 1
        elif len(self._order) < MAX_LINES:
            self._lines[line] = 1
            self._order.append(line)
        else:
            self._left_out += 1

    def warn(self, message_id: str, **arguments: str | int) -> None:
        """Add a warning once: a message id of :mod:`bot.wording` and its arguments."""
        warning = "|".join((message_id, *(f"{name}={value}" for name, value in arguments.items())))
        if warning not in self.warnings:
            self.warnings.append(warning)

    def embed(self, title: str, media_type: str, content: bytes, where: str) -> None:
        """Hand over a document that stands inside the source; the same bytes only once."""
        digest = sha256(content).digest()
        if not content or digest in self._seen:
            return
        self._seen.add(digest)
        self.documents.append(
            Embedded(
                title=clean(title, 200),
                media_type=clean(media_type, 100) or "application/octet-stream",
                content=content,
                where=where[:500],
            )
        )

    def mark(self) -> tuple[int, int, int]:
        """How many facts, lines and documents there are, to see later what came since."""
        return len(self.facts), len(self._order), len(self.documents)

    def said_since(self, mark: tuple[int, int, int]) -> list[str]:
        """What facts and lines say that came since the mark, in words."""
        said = [
            " ".join(str(value) for value in fact.model_dump(exclude=_NOT_SAID).values() if value)
            for fact in self.facts[mark[0] :]
        ]
        return said + self._order[mark[1] :]

    def lines(self) -> tuple[str, ...]:
        """The loose ends in the order they were met."""
        return tuple(
            f"{line} × {self._lines[line]}" if self._lines[line] > 1 else line
            for line in self._order
        )

    def reading(self, name: str, **fields: Any) -> Reading:
        """Everything gathered, as a reading of format ``name``."""
        if self._left_out:
            self.partial = True
            self.warn("warning-too-many", count=self._left_out)
        return Reading(
            format=name,
            partial=self.partial,
            facts=tuple(self.facts),
            documents=tuple(self.documents),
            not_understood=self.lines(),
            warnings=tuple(self.warnings),
            **fields,
        )


def some(items: list[Any], limit: int = 20) -> str:
    """A list for reading: its first items, and how many more there are."""
    shown = ", ".join(str(item) for item in islice(items, limit))
    return f"{shown} … (+{len(items) - limit})" if len(items) > limit else shown
