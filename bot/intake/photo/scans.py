"""PDF pages that are only a picture: found quickly, drawn at a density that letters need."""

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

from bot.intake.lab.page import MAX_BYTES, Page, pages
from bot.intake.reading import Unreadable

_LOOKED_AT = 20
_LONG_SIDE = 2_400
_MOST_DENSE = 4.0


def has_scanned_page(content: bytes) -> bool:
    """Whether one of the first pages has a picture and no letter; false when it is damaged."""
    if b"%PDF-" not in content[:1024] or len(content) > MAX_BYTES:
        return False
    pdfium: Any = import_module("pypdfium2")
    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError:
        return False
    try:
        return any(
            _is_picture_only(pdfium, document, index)
            for index in range(min(len(document), _LOOKED_AT))
        )
    finally:
        document.close()


def _is_picture_only(pdfium: Any, document: Any, index: int) -> bool:
    try:
        page = document[index]
    except pdfium.PdfiumError:
        return False
    textpage = page.get_textpage()
    letters = textpage.count_chars()
    textpage.close()
    scanned = letters <= 0 and any(
        pdfium.raw.FPDFPageObj_GetType(thing.raw) == pdfium.raw.FPDF_PAGEOBJ_IMAGE
        for thing in page.get_objects(max_depth=2)
    )
    page.close()
    return scanned


def pages_of(content: bytes) -> Iterator[tuple[Page, Callable[[], Any] | None]]:
    """Each page, with a function that draws it (RGB array) when it is a picture only.

    Raises :class:`Unreadable` as :func:`bot.intake.lab.page.pages` does.
    """
    pdfium: Any = import_module("pypdfium2")
    sheets = list(pages(content))
    document = pdfium.PdfDocument(content)
    try:
        for sheet in sheets:
            index = sheet.number - 1
            yield sheet, _drawing(pdfium, document, index) if sheet.scanned else None
    finally:
        document.close()


def _drawing(pdfium: Any, document: Any, index: int) -> Callable[[], Any]:
    def draw() -> Any:
        try:
            page = document[index]
            width, height = page.get_size()
            if not 1 <= min(width, height) <= max(width, height) < 20_000:
                raise Unreadable("unreadable-damaged")
            scale = min(_LONG_SIDE / max(width, height), _MOST_DENSE)
            bitmap = page.render(scale=scale, rev_byteorder=True, prefer_bgrx=False)
            array = bitmap.to_numpy()
            if array.ndim == 2:
                array = array[:, :, None]
            rgb = array[:, :, :3] if array.shape[2] >= 3 else array.repeat(3, axis=2)
            copied = rgb.copy()
            page.close()
        except pdfium.PdfiumError:
            raise Unreadable("unreadable-damaged") from None
        return copied

    return draw
