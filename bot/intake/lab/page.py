"""A PDF's text as it lies on the page: words with their place, gathered in lines and cells.

Coordinates are PDF points, x from the left edge, ``top`` and ``base`` from the upper edge of the
page (``base`` is the baseline). Everything downstream reasons on these values only.
"""

import ctypes
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any

from bot.intake.reading import Unreadable

MAX_PAGES = 60
MAX_CHARACTERS = 400_000
MAX_BYTES = 50_000_000

# A gap between words wider than this share of the letter size separates two cells: an ordinary
# space is 0.25 to 0.33, a typewriter's 0.6.
CELL_GAP = 0.8
WORD_GAP = 0.15


_LEADER = re.compile(r"[.…_·]{2,}|[|¦│]+")
_GLUED_LEADER = re.compile(r"^(.*[^.…_·])(?:\.{3,}|…+|_{3,}|·{3,})(.*)$")


@dataclass(frozen=True, slots=True)
class Word:
    """Letters without a space between them."""

    text: str
    x0: float
    x1: float
    base: float
    size: float


@dataclass(frozen=True, slots=True)
class Cell:
    """Words that follow each other at an ordinary distance."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def x0(self) -> float:
        return self.words[0].x0

    @property
    def x1(self) -> float:
        return self.words[-1].x1

    @property
    def base(self) -> float:
        return self.words[0].base

    @property
    def size(self) -> float:
        return max(word.size for word in self.words)


@dataclass(frozen=True, slots=True)
class Line:
    """What stands at one height: ``page`` and ``number`` count from 1."""

    page: int
    number: int
    cells: tuple[Cell, ...]

    @property
    def text(self) -> str:
        return " ".join(cell.text for cell in self.cells)

    @property
    def base(self) -> float:
        return self.cells[0].base

    @property
    def size(self) -> float:
        return max(cell.size for cell in self.cells)

    @property
    def place(self) -> str:
        return f"page {self.page}, line {self.number}"


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its size, its lines from top to bottom, and whether it is a picture only."""

    number: int
    width: float
    height: float
    lines: tuple[Line, ...]
    scanned: bool


def pages(content: bytes) -> Iterator[Page]:
    """The pages of a PDF, at most :data:`MAX_PAGES`.

    Raises :class:`Unreadable`: empty, too large, encrypted or damaged.
    """
    if not content:
        raise Unreadable("unreadable-empty")
    if len(content) > MAX_BYTES:
        raise Unreadable("unreadable-too-large")
    # Imported where it is used, and as Any: its functions carry no types.
    pdfium: Any = import_module("pypdfium2")

    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        # The code may be left over from another file: the word must stand in this one too.
        wrong = getattr(error, "err_code", None) == pdfium.raw.FPDF_ERR_PASSWORD
        encrypted = wrong and b"/Encrypt" in content
        reason = "unreadable-encrypted" if encrypted else "unreadable-damaged"
        raise Unreadable(reason) from None
    try:
        if len(document) == 0:
            raise Unreadable("unreadable-damaged")
        characters = 0
        for index in range(min(len(document), MAX_PAGES)):
            try:
                page = document[index]
            except pdfium.PdfiumError:
                continue
            read, seen = _page(pdfium, page, index + 1, MAX_CHARACTERS - characters)
            characters += seen
            yield read
            if characters >= MAX_CHARACTERS:
                raise Unreadable("unreadable-too-large")
    finally:
        document.close()


def _page(pdfium: Any, page: Any, number: int, allowed: int) -> tuple[Page, int]:
    width, height = page.get_size()
    textpage = page.get_textpage()
    raw = pdfium.raw
    count = min(max(raw.FPDFText_CountChars(textpage.raw), 0), allowed)
    words = list(_parted(_words(raw, textpage.raw, count, height, page.get_rotation())))
    lines = _lines(words, number)
    scanned = not words and any(
        raw.FPDFPageObj_GetType(thing.raw) == raw.FPDF_PAGEOBJ_IMAGE
        for thing in page.get_objects(max_depth=2)
    )
    textpage.close()
    page.close()
    return Page(number, width, height, tuple(lines), scanned), count


def _words(raw: Any, textpage: Any, count: int, height: float, rotation: int) -> Iterator[Word]:
    """Letters into words: a space, a new baseline or a visible gap ends one."""
    box = raw.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    letters: list[str] = []
    x0 = x1 = base = size = 0.0
    for index in range(count):
        code = raw.FPDFText_GetUnicode(textpage, index)
        # 0x02 and 0xFFFE are pdfium's marks for a hyphen at a line's end.
        character = "-" if code in (2, 0xFFFE, 0xAD) else chr(code) if code else " "
        if character.isspace() or code < 32:
            if code != 2:
                if letters:
                    yield Word(_text(letters), x0, x1, base, size)
                    letters = []
                continue
            character = "-"
        if not raw.FPDFText_GetLooseCharBox(textpage, index, box):
            continue
        raw.FPDFText_GetCharOrigin(textpage, index, x, y)
        left, right, origin = box.left, box.right, height - y.value
        letter_size = abs(box.top - box.bottom) * 0.9 or 8.0
        new = letters and (
            abs(origin - base) > 0.5 * size or left - x1 > WORD_GAP * size or left < x1 - 0.7 * size
        )
        if new:
            yield Word(_text(letters), x0, x1, base, size)
            letters = []
        if not letters:
            x0, base, size = left, origin, letter_size
            x1 = right
        letters.append(character)
        x1 = max(x1, right)
        # Accents and capitals stretch a letter's box: the lowest one is the size.
        size = min(size, letter_size)
    if letters:
        yield Word(_text(letters), x0, x1, base, size)


_LIGATURES = str.maketrans({"ﬁ": "fi", "ﬂ": "fl", "ﬀ": "ff", "ﬃ": "ffi", "ﬄ": "ffl", "−": "-"})


def _text(letters: list[str]) -> str:
    return unicodedata.normalize("NFC", "".join(letters)).translate(_LIGATURES)


def _parted(words: Iterator[Word]) -> Iterator[Word]:
    """Words without the dots glued to them: "Sodium........" becomes a word and a leader."""
    for word in words:
        glued = _GLUED_LEADER.match(word.text)
        if not glued:
            yield word
            continue
        head, tail = glued.groups()
        share = (word.x1 - word.x0) / len(word.text)
        end = word.x0 + share * len(head)
        yield replace(word, text=head, x1=end)
        yield replace(word, text="....", x0=end, x1=end)
        if tail:
            yield replace(word, text=tail, x0=word.x1 - share * len(tail))


def _single(words: list[Word]) -> list[Word]:
    """A line's words without those printed twice to look bold."""
    kept: list[Word] = []
    for word in words:
        twice = any(
            word.text == other.text and abs(word.x0 - other.x0) < 0.15 * word.size
            for other in kept[-4:]
        )
        if not twice:
            kept.append(word)
    return kept


def _lines(words: list[Word], page: int) -> list[Line]:
    """Words of about the same baseline, left to right, cut into cells at wide gaps."""
    groups: list[list[Word]] = []
    for word in sorted(words, key=lambda item: (item.base, item.x0)):
        group = groups[-1] if groups else None
        if group is not None:
            # Words come by their baseline: the middle one is the median.
            anchor = group[len(group) // 2].base
            if word.base - anchor <= 0.38 * min(word.size, max(item.size for item in group[-6:])):
                group.append(word)
                continue
        groups.append([word])
    made = [
        Line(page, number, tuple(cells(_single(sorted(group, key=lambda item: item.x0)))))
        for number, group in enumerate(groups, start=1)
    ]
    # A line of dots or strokes alone has no cell, and says nothing.
    return [line for line in made if line.cells]


def cells(words: list[Word], gap: float = CELL_GAP) -> Iterator[Cell]:
    """Words of one line as cells. Superscripts join the word they follow."""
    current: list[Word] = []
    for word in words:
        if _LEADER.fullmatch(word.text):
            # Dots that lead the eye from a name to its value, or a drawn column line.
            if current:
                yield Cell(tuple(current))
                current = []
            continue
        if current:
            last = current[-1]
            size = max(last.size, word.size)
            if _is_exponent(last, word):
                current[-1] = replace(last, text=f"{last.text}^{word.text}", x1=word.x1)
                continue
            if word.x0 - last.x1 > gap * size:
                yield Cell(tuple(current))
                current = []
        current.append(word)
    if current:
        yield Cell(tuple(current))


def _is_exponent(last: Word, word: Word) -> bool:
    """10⁹ written as 10 and a small raised 9."""
    return (
        last.text.endswith("10")
        and word.size < 0.8 * last.size
        and word.base < last.base - 0.15 * last.size
        and word.x0 - last.x1 < 0.2 * last.size
        and word.text[:1].isdigit()
    )
