"""Photographs, scans and scanned PDFs of laboratory reports to a Reading.

The words come from pixels, the rows from the same inference as for a PDF with text. Nothing read
here is ever sure: every fact is unconfirmed, and each row that could be wrong carries a doubt.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any

from bot.intake.lab.judging import codes
from bot.intake.lab.page import Page
from bot.intake.lab.quantity import decimal_mark
from bot.intake.lab.reader import reading_of
from bot.intake.photo import budget, scans
from bot.intake.photo.doubts import Judge
from bot.intake.photo.habits import habits_of
from bot.intake.photo.late_marks import with_late_mark
from bot.intake.photo.layout import Laid, lay
from bot.intake.photo.lone_marks import lone_marks
from bot.intake.photo.look_again import SecondReading
from bot.intake.photo.micro import hangs
from bot.intake.photo.picture import MAX_PAGES, is_picture, page_count, pictures
from bot.intake.photo.respelling import (
    name_of,
    unit_of,
    writes_capital_litre,
    writes_capital_names,
    writes_micro,
)
from bot.intake.photo.spelling import with_arrows
from bot.intake.photo.upright import read_sheet
from bot.intake.reading import PHOTO as FORMAT
from bot.intake.reading import Reader, Reading, Source, Unreadable
from bot.intake.units import to_ucum
from bot.knowledge.analytes import by_id
from bot.notebook.facts import Observation

_PAGE_NEEDS = 6.0
"""Seconds: with less, no further page is begun."""
_ANSWERING = 2.0
"""Seconds kept for laying out and judging what was read until then."""
_LAST_LINES = 3
_RANGED_ROWS = 2
"""With so many ranges, unknown names are analytes: letters and receipts have none."""


@dataclass(frozen=True, slots=True)
class _Seen:
    laid: Laid
    again: SecondReading
    micro: bool
    """Whether a "u" before a unit is printed as a micro sign."""
    whole: bool
    """Whether there was time to read all of it."""


def read_photo(source: Source) -> Reading:
    """All results of a photographed or scanned report; format ``unknown`` when it shows none."""
    budget.extend()
    if budget.left() < _PAGE_NEEDS:
        # Earlier pictures of the same archive took the time.
        raise Unreadable("unreadable-took-too-long")
    sheets: list[Page] = []
    seen: dict[int, _Seen] = {}
    partial = page_count(source.content) > MAX_PAGES
    for number, picture in enumerate(pictures(source.content), start=1):
        if number > 1 and budget.left() < _PAGE_NEEDS:
            partial = True
            break
        found = _look(picture, number)
        seen[number] = found
        sheets.append(found.laid.page)
    return _reading(source, sheets, seen, partial=partial)


def read_scan(source: Source) -> Reading:
    """All results of a PDF some of whose pages are pictures only."""
    budget.extend()
    sheets: list[Page] = []
    seen: dict[int, _Seen] = {}
    partial = False
    for page, draw in scans.pages_of(source.content):
        if draw is None:
            sheets.append(page)
        elif len(seen) >= MAX_PAGES or (seen and budget.left() < _PAGE_NEEDS):
            partial = True
        else:
            found = _look(draw(), page.number)
            seen[page.number] = found
            sheets.append(found.laid.page)
    return _reading(source, sheets, seen, partial=partial)


def _look(picture: Any, number: int) -> _Seen:
    cv2: Any = import_module("cv2")
    try:
        sheet = read_sheet(picture, lambda: budget.left() > _ANSWERING)
    except (cv2.error, MemoryError):
        raise Unreadable("unreadable-too-large") from None
    evened = sheet.grey
    again = SecondReading(
        cv2.cvtColor(sheet.pixels, cv2.COLOR_RGB2GRAY), allowed=lambda: budget.left() > 0
    )
    strips = [with_late_mark(evened, strip) for strip in again.clearer(sheet.strips)]
    if any(arrow in strip.text for strip in strips for arrow in "↑↓"):
        strips = [replace(strip, letters=with_arrows(strip.letters)) for strip in strips]
    laid = lay(strips, number, evened.shape[:2])
    marks = lone_marks(evened, laid)
    if marks:
        laid = lay([*strips, *marks], number, evened.shape[:2])
    if not sheet.whole:
        # What stands at the height where reading ended may lack its other half.
        last = sorted(laid.pieces)[-_LAST_LINES:]
        laid = replace(laid, shaky=laid.shaky.union(last))
    return _Seen(laid, again, hangs(evened, strips), sheet.whole)


def _reading(
    source: Source, sheets: list[Page], seen: dict[int, _Seen], *, partial: bool
) -> Reading:
    warnings = [f"warning-pages-cut|pages={len(sheets)}"] if partial else []
    if any(found.laid.cut for found in seen.values()):
        warnings.append("warning-photo-cut")
        partial = True
    if not all(found.whole for found in seen.values()):
        warnings.append("warning-photo-unfinished")
        partial = True
    reading = reading_of(source, sheets, warnings=warnings, partial=partial)
    rows = [fact for fact in reading.facts if isinstance(fact, Observation)]
    if not is_report(rows):
        return Reading(
            format="unknown",
            title=source.name,
            not_understood=reading.not_understood,
            partial=partial,
            warnings=tuple(warnings),
        )
    judged = _judged(reading, rows, sheets, seen, source.language)
    return reading.model_copy(
        update={
            "format": FORMAT,
            "facts": judged,
            "warnings": (*reading.warnings, "warning-read-by-eye"),
        }
    )


def is_report(rows: Sequence[Observation]) -> bool:
    """Whether these rows are laboratory results, and not the numbers of a letter or a receipt."""
    known = any(row.analyte is not None and (row.unit or row.value_text) for row in rows)
    ranged = sum(row.low is not None or row.high is not None for row in rows)
    return known or ranged >= _RANGED_ROWS


def _judged(
    reading: Reading,
    rows: list[Observation],
    sheets: list[Page],
    seen: dict[int, _Seen],
    language: str,
) -> tuple[Any, ...]:
    mark = decimal_mark(line.text for sheet in sheets for line in sheet.lines)
    names = writes_capital_names(rows)
    capital, micro = writes_capital_litre(rows), writes_micro(rows, language)
    micro = micro or any(found.micro for found in seen.values())
    habits = habits_of(rows, reading.not_understood, mark)
    judges = {number: Judge(found.laid, found.again, mark) for number, found in seen.items()}
    result: list[Any] = []
    for fact in reading.facts:
        if isinstance(fact, Observation):
            judge = judges.get(_page(fact))
            if judge is not None:
                doubt = judge.doubt(fact, habits if fact.report is not None else None)
                fact = fact.model_copy(update={"doubt": doubt})
                unit = unit_of(fact, capital=capital, micro=micro, mark=mark)
                fact = _with_unit(fact, unit).model_copy(
                    update={"text": name_of(fact, capital=names)}
                )
        result.append(fact)
    return tuple(result)


def _with_unit(row: Observation, unit: str | None) -> Observation:
    """The row with this unit; one that was not understood before may be now."""
    if row.ucum is not None or unit == row.unit or row.value is None:
        return row.model_copy(update={"unit": unit})
    analyte = by_id(row.analyte)
    ucum = to_ucum(unit, analyte)
    return row.model_copy(
        update={"unit": unit, "ucum": ucum, "codes": codes(analyte, ucum) or row.codes}
    )


def _page(row: Observation) -> int:
    words = (row.provenance.place or "").replace(",", " ").split()
    return int(words[1]) if len(words) > 1 and words[1].isdigit() else 0


PHOTO = Reader(
    format=FORMAT,
    recognise=lambda source: is_picture(source.content),
    read=read_photo,
    declares="Photographs and scans of laboratory reports (JPEG, PNG, WEBP, TIFF), to be compared"
    " line by line with the paper.",
)
SCAN = Reader(
    format="lab-scan",
    recognise=lambda source: scans.has_scanned_page(source.content),
    read=read_scan,
    declares="Laboratory reports as PDF without a text layer (scans), read as photographs are.",
)
