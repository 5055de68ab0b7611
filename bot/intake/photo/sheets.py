"""What of a photograph may leave for a model: the sheet alone, small, drawn anew.

The picture is decoded to pixels and the pixels are written again, so that nothing the camera
attached (place, time, device, a smaller copy) can come along; what lies around the sheet is cut off
where the sheet is found.
"""

from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module
from io import BytesIO
from typing import Any

from bot.intake.photo import budget, scans
from bot.intake.photo.picture import MAX_PAGES, pictures
from bot.intake.photo.sheet import straightened
from bot.intake.reading import Sheet, Source
from bot.ports import Picture

LONG_SIDE = 1_568
"""Pixels: a model makes a larger picture smaller itself, and sees no more in it."""
_QUALITY = 90


def sheets_of(source: Source) -> tuple[Sheet, ...]:
    """The pages of a photograph, TIFF or scanned PDF that hold a picture, at most MAX_PAGES.

    JPEG, the longer side at most :data:`LONG_SIDE` pixels. Raises
    :class:`~bot.intake.reading.Unreadable` as reading the file does.
    """
    budget.extend()
    return tuple(Sheet(page=page, picture=_drawn(pixels)) for page, pixels in _pages(source))


def _pages(source: Source) -> Iterator[tuple[int, Any]]:
    if b"%PDF-" not in source.content[:1024]:
        yield from enumerate(pictures(source.content), start=1)
        return
    drawn = 0
    for page, draw in scans.pages_of(source.content):
        if draw is not None and drawn < MAX_PAGES:
            drawn += 1
            yield page.number, draw()


def _drawn(pixels: Any) -> Picture:
    cv2: Any = import_module("cv2")
    image: Any = import_module("PIL.Image")
    # Where no sheet can be cut out, the whole picture says the same, with more around it.
    with suppress(cv2.error):
        pixels = straightened(pixels)
    picture = image.fromarray(pixels)
    picture.thumbnail((LONG_SIDE, LONG_SIDE))
    written = BytesIO()
    picture.save(written, "JPEG", quality=_QUALITY)
    return Picture(media_type="image/jpeg", content=written.getvalue())
