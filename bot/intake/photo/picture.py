"""A picture's bytes to upright RGB pixels, refusing what is too large before it is decoded.

Formats: JPEG, PNG, WEBP, TIFF (every page), and HEIC or AVIF where Pillow can decode them.
"""

import struct
import warnings
import zlib
from collections.abc import Iterator
from importlib import import_module
from io import BytesIO
from typing import Any

from bot.intake.reading import Unreadable

MAX_PIXELS = 64_000_000
"""A larger picture is refused from its header alone."""
MAX_DECODED = 36_000_000
"""The most pixels held in memory; a JPEG is decoded smaller, anything else above is refused."""
LONG_SIDE = 3_000
MAX_PAGES = 6

_FORMATS = ("JPEG", "MPO", "PNG", "WEBP", "TIFF", "HEIF", "AVIF", "GIF")
_MARKS = (b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"GIF87a", b"GIF89a")
_HEIF = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif")
# What Pillow's decoders raise on damaged files.
_DAMAGED = (
    OSError, ValueError, SyntaxError, RuntimeError, OverflowError, ZeroDivisionError, KeyError,
    IndexError, TypeError, AttributeError, EOFError, struct.error, zlib.error,
)  # fmt: skip


def is_picture(content: bytes) -> bool:
    """Whether the bytes begin as a picture does."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return True
    return content.startswith(_MARKS) or _is_heif(content)


def _is_heif(content: bytes) -> bool:
    return content[4:8] == b"ftyp" and content[8:12] in _HEIF


def pictures(content: bytes) -> Iterator[Any]:
    """The picture, or the pages of a TIFF, as RGB arrays (height, width, 3), at most MAX_PAGES.

    The longer side is at most LONG_SIDE pixels. Raises :class:`Unreadable`: damaged, too large, or
    ``unreadable-picture-format`` when this installation cannot decode the format.
    """
    image_module: Any = import_module("PIL.Image")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            picture = image_module.open(BytesIO(content))
        except image_module.DecompressionBombError:
            raise Unreadable("unreadable-too-large") from None
        except _DAMAGED:
            heif = _is_heif(content)
            reason = "unreadable-picture-format" if heif else "unreadable-damaged"
            raise Unreadable(reason) from None
        if picture.format not in _FORMATS:
            raise Unreadable("unreadable-unknown")
        count = _frames(picture) if picture.format == "TIFF" else 1
        for number in range(min(count, MAX_PAGES)):
            yield _page(picture, number)


def page_count(content: bytes) -> int:
    """How many pages a TIFF has; 1 for any other picture, and when it cannot be told."""
    image_module: Any = import_module("PIL.Image")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            picture = image_module.open(BytesIO(content))
        except (*_DAMAGED, image_module.DecompressionBombError):
            return 1
        return _frames(picture) if picture.format == "TIFF" else 1


def _frames(picture: Any) -> int:
    try:
        return int(picture.n_frames)
    except _DAMAGED:
        return 1


def _page(picture: Any, number: int) -> Any:
    operations: Any = import_module("PIL.ImageOps")
    try:
        if number:
            picture.seek(number)
        _check(picture.size, picture.format in ("JPEG", "MPO"))
        if picture.format in ("JPEG", "MPO"):
            picture.draft("RGB", (LONG_SIDE, LONG_SIDE))
            _check(picture.size, drafted=False)
        picture.load()
        if picture.mode in ("L", "RGB", "RGBA", "LA", "CMYK", "YCbCr"):
            # Smaller first: what follows needs several copies.
            orientation = picture.getexif().get(0x0112)
            picture.thumbnail((LONG_SIDE, LONG_SIDE))
            picture.getexif()[0x0112] = orientation or 1
        flat = _to_rgb(picture)
        flat.thumbnail((LONG_SIDE, LONG_SIDE))
        return _array(operations.exif_transpose(_turned(flat, picture)))
    except MemoryError:
        raise Unreadable("unreadable-too-large") from None
    except _DAMAGED as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable("unreadable-damaged") from None


def _check(size: tuple[int, int], drafted: bool) -> None:
    width, height = size
    if width * height > (MAX_PIXELS if drafted else MAX_DECODED):
        raise Unreadable("unreadable-too-large")
    if min(width, height) < 1:
        raise Unreadable("unreadable-damaged")


def _turned(flat: Any, picture: Any) -> Any:
    """The flattened pixels with the original's note of how the camera was held."""
    orientation = picture.getexif().get(0x0112)
    if orientation in range(2, 9):
        flat.getexif()[0x0112] = orientation
    return flat


def _to_rgb(picture: Any) -> Any:
    """Any mode to RGB: transparency becomes paper, sixteen bits become eight."""
    image_module: Any = import_module("PIL.Image")
    if picture.mode.startswith(("I", "F")):
        numpy: Any = import_module("numpy")
        values = numpy.nan_to_num(numpy.asarray(picture, dtype=numpy.float32))
        low, high = float(values.min()), float(values.max())
        spread = (values - low) * (255.0 / max(high - low, 1e-6))
        return image_module.fromarray(spread.astype(numpy.uint8)).convert("RGB")
    if picture.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in picture.info:
        over = picture.convert("RGBA")
        paper = image_module.new("RGBA", over.size, (255, 255, 255, 255))
        paper.alpha_composite(over)
        return paper.convert("RGB")
    return picture.convert("RGB")


def _array(picture: Any) -> Any:
    numpy: Any = import_module("numpy")
    return numpy.asarray(picture.convert("RGB"))
