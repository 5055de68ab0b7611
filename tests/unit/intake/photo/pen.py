"""Drawing on a page with pdfium: its own Helvetica, Times and Courier, and the fonts of matplotlib.

A report drawn here shares no code with the one the other tests draw, so that nothing is tuned to
one way of drawing.
"""

from __future__ import annotations

import ctypes
from pathlib import Path
from typing import Any, Literal

import matplotlib
import numpy as np
import pypdfium2
import pypdfium2.raw as raw

Colour = tuple[int, int, int]
Align = Literal["left", "right", "centre"]

BLACK: Colour = (20, 20, 20)
_FOLDER = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
FAMILIES: dict[str, tuple[str, str]] = {
    "helvetica": ("Helvetica", "Helvetica-Bold"),
    "times": ("Times-Roman", "Times-Bold"),
    "courier": ("Courier", "Courier-Bold"),
    "dejavu": ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"),
    "dejavu-serif": ("DejaVuSerif.ttf", "DejaVuSerif-Bold.ttf"),
    "stix": ("STIXGeneral.ttf", "STIXGeneralBol.ttf"),
}
"""A family by name: its regular and its bold face."""
WIDE = frozenset({"dejavu", "dejavu-serif"})
"""Families whose both faces have arrows and signs for "at most"."""


class Pen:
    """Writes and paints on one page; coordinates in points from the upper left."""

    def __init__(self, family: str, width: float = 595, height: float = 842) -> None:
        self.width, self.height = width, height
        self._document = pypdfium2.PdfDocument.new()
        self._page = self._document.new_page(width, height)
        self._fonts = [self._font(face) for face in FAMILIES[family]]

    def _font(self, face: str) -> Any:
        if not face.endswith((".ttf", ".otf")):
            return raw.FPDFText_LoadStandardFont(self._document.raw, face.encode())
        content = (_FOLDER / face).read_bytes()
        held = (ctypes.c_uint8 * len(content)).from_buffer_copy(content)
        return raw.FPDFText_LoadFont(
            self._document.raw, held, len(content), raw.FPDF_FONT_TRUETYPE, True
        )

    def write(
        self,
        text: str,
        x: float,
        y: float,
        size: float,
        *,
        align: Align = "left",
        bold: bool = False,
        colour: Colour = BLACK,
    ) -> float:
        """Write on the baseline ``y``; the width in points."""
        item = raw.FPDFPageObj_CreateTextObj(self._document.raw, self._fonts[bold], size)
        coded = (text + "\0").encode("utf-16-le")
        letters = (ctypes.c_ushort * (len(coded) // 2)).from_buffer_copy(coded)
        raw.FPDFText_SetText(item, letters)
        raw.FPDFPageObj_SetFillColor(item, *colour, 255)
        sides = [ctypes.c_float() for _ in range(4)]
        raw.FPDFPageObj_GetBounds(item, *map(ctypes.byref, sides))
        wide = sides[2].value
        start = x - {"left": 0.0, "centre": wide / 2, "right": wide}[align]
        raw.FPDFPageObj_Transform(item, 1, 0, 0, 1, start, self.height - y)
        raw.FPDFPage_InsertObject(self._page.raw, item)
        return wide

    def paint(self, x: float, y: float, wide: float, high: float, colour: Colour) -> None:
        """A filled rectangle whose upper left corner is (x, y)."""
        item = raw.FPDFPageObj_CreateNewRect(x, self.height - y - high, wide, high)
        raw.FPDFPageObj_SetFillColor(item, *colour, 255)
        raw.FPDFPath_SetDrawMode(item, raw.FPDF_FILLMODE_WINDING, False)
        raw.FPDFPage_InsertObject(self._page.raw, item)

    def pixels(self, dpi: float) -> Any:
        """The page as an RGB array."""
        raw.FPDFPage_GenerateContent(self._page.raw)
        drawn = self._page.render(scale=dpi / 72, rev_byteorder=True).to_numpy()
        self._document.close()
        return np.ascontiguousarray(drawn[:, :, :3])
