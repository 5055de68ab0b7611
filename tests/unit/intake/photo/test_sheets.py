"""What leaves of a photograph: pixels of the sheet, small, and nothing the camera attached."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import ExifTags, Image
from PIL.PngImagePlugin import PngInfo

from bot.intake.photo.sheets import LONG_SIDE, sheets_of
from bot.intake.reading import Source, Unreadable
from tests.unit.intake.lab.drawing import draw
from tests.unit.intake.photo.photographs import Conditions, drawn, photograph

SECRET = b"SECRET-PLACE"


def page(height: int = 1_600) -> Image.Image:
    """A white page with dark lines, darker towards the bottom."""
    pixels = np.full((height, height * 3 // 4, 3), 250, np.uint8)
    pixels[::40] = 30
    pixels[height // 2 :, ::40] = 30
    return Image.fromarray(pixels)


def saved(picture: Image.Image, form: str, **options: object) -> bytes:
    """The bytes of a file."""
    target = io.BytesIO()
    picture.save(target, form, **options)
    return target.getvalue()


def with_exif(picture: Image.Image, orientation: int = 1) -> bytes:
    """A JPEG as a telephone makes it: place, device, comment, orientation."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    exif[ExifTags.Base.Make] = SECRET.decode()
    exif[ExifTags.Base.UserComment] = SECRET
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSAreaInformation] = SECRET
    return saved(picture, "JPEG", exif=exif, comment=SECRET)


def with_text(picture: Image.Image) -> bytes:
    """A PNG with words attached."""
    told = PngInfo()
    told.add_text("Comment", SECRET.decode())
    told.add_itxt("XML:com.adobe.xmp", SECRET.decode())
    return saved(picture, "PNG", pnginfo=told)


@pytest.mark.parametrize(
    "content",
    [
        with_exif(page()),
        with_text(page()),
        saved(page(), "WEBP", xmp=SECRET),
        saved(page(), "TIFF", description=SECRET.decode()),
        with_exif(page()) + SECRET,
    ],
    ids=["jpeg", "png", "webp", "tiff", "appended"],
)
def test_nothing_but_pixels_leaves(content: bytes) -> None:
    """Of place, device, comments and bytes behind the picture nothing is in what leaves."""
    assert SECRET in content
    (sheet,) = sheets_of(Source(content))
    assert (1, "image/jpeg") == (sheet.page, sheet.picture.media_type)
    assert SECRET not in sheet.picture.content
    with Image.open(io.BytesIO(sheet.picture.content)) as sent:
        assert "JPEG" == sent.format
        assert {} == dict(sent.getexif())
        assert {"jfif", "jfif_version", "jfif_unit", "jfif_density"} == set(sent.info)
        assert LONG_SIDE == max(sent.size)


def test_a_small_picture_is_not_blown_up_and_stands_upright() -> None:
    """The camera's note of how it was held is obeyed before it is dropped."""
    (sheet,) = sheets_of(Source(with_exif(page(400), orientation=6)))
    with Image.open(io.BytesIO(sheet.picture.content)) as sent:
        assert (400, 300) == sent.size


def test_what_lies_around_the_sheet_stays() -> None:
    """Of a sheet on a table the table is cut off, but for a margin."""
    rows = [[(60.0, "Potassium"), (250.0, "4,2"), (330.0, "mmol/L")]] * 40
    seen = photograph(drawn(draw(rows), 150), Conditions(table="dark", slant=0.02), 3)
    brown = (np.asarray(seen).mean(axis=2) < 120).mean()
    (sheet,) = sheets_of(Source(saved(Image.fromarray(seen), "JPEG")))
    with Image.open(io.BytesIO(sheet.picture.content)) as sent:
        left = (np.asarray(sent).mean(axis=2) < 120).mean()
    assert left < brown


def test_scanned_pages_leave_and_pages_with_text_stay() -> None:
    """Of a PDF only the pages that are pictures are drawn, under their own numbers."""
    target = io.BytesIO()
    page(800).save(target, "PDF", save_all=True, append_images=[page(400)], resolution=150)
    assert [1, 2] == [sheet.page for sheet in sheets_of(Source(target.getvalue()))]
    assert () == sheets_of(Source(draw([[(60.0, "Potassium"), (250.0, "4,2")]])))


@pytest.mark.parametrize("content", [b"no picture", b"\xff\xd8\xff broken", b"%PDF-1.4 broken"])
def test_what_is_no_picture_does_not_leave(content: bytes) -> None:
    """Anything else is refused as reading it would be."""
    with pytest.raises(Unreadable):
        sheets_of(Source(content))
