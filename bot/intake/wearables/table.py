"""Tables of text as devices export them: any encoding, any separator, NULs, formulas, junk lines.

A table is read row by row and never as a whole, with limits on rows, cells and time of work.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

MAX_ROWS = 2_000_000
MAX_CELLS = 400
MAX_TEXT = 400_000_000
_SNIFF = 64 * 1024
_SEPARATORS = (",", ";", "\t", "|")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_EXCEL_TEXT = re.compile(r'^="([^"]*)"$')
_JUNK = "\ufeff\u200b\u200e\u200f\u202a\u202b\u202c"


@dataclass(slots=True)
class Table:
    """A text with its separator; ``damaged`` is true when some bytes or rows were not readable."""

    text: str
    separator: str
    damaged: bool = False

    def rows(self, limit: int = MAX_ROWS) -> Iterator[list[str]]:
        """The rows with stripped cells, empty ones left out; at most ``limit``."""
        reader = csv.reader(
            io.StringIO(self.text, newline=""), delimiter=self.separator, skipinitialspace=True
        )
        count = 0
        while count < limit:
            try:
                row = next(reader)
            except StopIteration:
                return
            except csv.Error:
                self.damaged = True
                continue
            if len(row) > MAX_CELLS:
                self.damaged = True
                row = row[:MAX_CELLS]
            cells = [clean(cell) if cell else cell for cell in row]
            if any(cells):
                count += 1
                yield cells
        if limit == MAX_ROWS:
            self.damaged = True


def clean(cell: str) -> str:
    """A cell without the byte-order marks, quotes and ``="…"`` that exports wrap around it."""
    cell = cell.strip().strip(_JUNK).strip()
    if cell.startswith("=") and (wrapped := _EXCEL_TEXT.match(cell)):
        return wrapped.group(1).strip()
    return cell


def decode(content: bytes) -> tuple[str, bool]:
    """The text, and whether something in it could not be read."""
    content = content[:MAX_TEXT]
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            text = content[len(mark) :].decode(encoding, "replace")
            return text.replace("\x00", ""), "\ufffd" in text
    head = content[:2000]
    if len(head) >= 8 and head.count(0) > len(head) // 3:
        encoding = "utf-16-be" if head[0:1] == b"\x00" else "utf-16-le"
        text = content.decode(encoding, "replace")
        return text.replace("\x00", ""), "\ufffd" in text
    damaged = b"\x00" in content
    if damaged:
        content = content.replace(b"\x00", b"")
    try:
        return content.decode("utf-8"), damaged
    except UnicodeDecodeError as error:
        cut = error.reason == "unexpected end of data" and error.start >= len(content) - 3
        if cut and not content[: error.start].isascii():
            return content.decode("utf-8", "ignore"), True
    return content.decode("cp1252", "replace"), damaged


def head_of(content: bytes) -> str:
    """The beginning as text, for recognising a format cheaply."""
    return decode(content[:_SNIFF])[0]


def open_table(content: bytes) -> Table:
    """The table in these bytes."""
    text, damaged = decode(content)
    return Table(text=text, separator=separator_of(text[:_SNIFF]), damaged=damaged)


def separator_of(head: str) -> str:
    """The separator that splits most of the first lines into the same number of cells."""
    best, best_score = ",", 0.0
    lines = head.splitlines()[:60]
    for separator in _SEPARATORS:
        try:
            widths = [
                len(row)
                for row in csv.reader(lines, delimiter=separator, skipinitialspace=True)
                if row
            ]
        except csv.Error:
            continue
        if not widths:
            continue
        common = max(set(widths), key=lambda width: (widths.count(width), width))
        if common < 2:
            continue
        score = widths.count(common) / len(widths) * common
        if score > best_score:
            best, best_score = separator, score
    return best


def normal(header: str) -> str:
    """A header for comparing: lower case, without accents' variants of spaces and punctuation."""
    return re.sub(r"[\s_\-–—:.'’\"]+", " ", header.lower()).strip()
