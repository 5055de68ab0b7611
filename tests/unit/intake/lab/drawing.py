"""Small PDFs drawn from rows of cells, for one layout question at a time."""

from __future__ import annotations

import io
from collections.abc import Sequence

Cells = Sequence[tuple[float, str]]
"""One line: (x in points from the left, text)."""


def draw(
    *pages: Sequence[Cells | None],
    size: float = 9,
    pitch: float = 14,
    width: float = 595.28,
    height: float = 841.89,
    twice: bool = False,
    rotation: int = 0,
) -> bytes:
    """A PDF of these pages; ``None`` is an empty line, ``twice`` prints as false bold does.

    ``rotation`` turns the whole page as a landscape scanner or printer would (0, 90, 180, 270).
    """
    from matplotlib.backends.backend_pdf import FigureCanvasPdf, PdfPages
    from matplotlib.figure import Figure

    target = io.BytesIO()
    with PdfPages(target) as book:
        for lines in pages:
            figure = Figure(figsize=(width / 72, height / 72))
            FigureCanvasPdf(figure)
            for number, line in enumerate(lines):
                y = 50 + number * pitch
                for x, text in line or ():
                    for shift in (0.0, 0.25) if twice else (0.0,):
                        figure.text(
                            (x + shift) / width, 1 - y / height, text, fontsize=size, va="baseline"
                        )
            book.savefig(figure)
    return _turned(target.getvalue(), rotation) if rotation else target.getvalue()


def _turned(pdf: bytes, rotation: int) -> bytes:
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        page.set_rotation(rotation)
    target = io.BytesIO()
    document.save(target)
    document.close()
    return target.getvalue()
