"""Fuzz the readers of photographs and scans: ``python -m tests.fuzz.photo --seconds 60``.

Small drawn results are damaged byte by byte, or stored in every odd way a picture can be: other
colours, sixteen bits, transparency, an animation, turned in EXIF, sizes that are not true.
"""

import io
import random
import struct
import warnings
import zlib

import numpy as np
from PIL import Image

from bot.intake.photo import PHOTO, SCAN
from bot.intake.reading import Reader, Reading, Source
from tests.fuzz.mutate import main, of_bytes
from tests.unit.intake.photo.pen import Pen

READERS = (PHOTO, SCAN)

_FORMS = ("PNG", "JPEG", "TIFF", "WEBP", "GIF")
_MODES = ("1", "L", "LA", "P", "RGBA", "CMYK", "YCbCr", "I", "F", "I;16")
_DAMAGED = (OSError, ValueError, SyntaxError, IndexError, struct.error, zlib.error)
_SIDES = (0, 1, 3, 64, 5_000, 30_000, 2**31 - 1)


def drawn() -> list[bytes]:
    """Two small pictures of results and one of nothing."""
    found = []
    for family, rows in (
        ("helvetica", [("Sodium", "139", "mmol/L", "136 - 145"), ("CRP", "< 5", "mg/L", "< 5")]),
        ("dejavu", [("Potassium", "5,9 ▲", "mmol/L", "3,5 - 5,1")]),
        ("times", []),
    ):
        pen = Pen(family, 260, 70)
        for number, row in enumerate(rows):
            for x, text in zip((10, 90, 130, 190), row, strict=True):
                pen.write(text, x, 25 + 16 * number, 9)
        target = io.BytesIO()
        Image.fromarray(pen.pixels(130)).save(target, "PNG")
        found.append(target.getvalue())
    return found


def opened(content: bytes) -> Image.Image | None:
    """The picture these bytes are, if they still are one of a reasonable size."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            picture = Image.open(io.BytesIO(content))
            if picture.width * picture.height > 4_000_000:
                return None
            picture.load()
        except (*_DAMAGED, Image.DecompressionBombError):
            return None
    return picture


def restored(chance: random.Random, content: bytes) -> bytes:
    """The same picture stored in another way; damaged ones stay as they are."""
    picture = opened(content)
    if picture is None:
        return of_bytes(chance, content)
    mode, form = chance.choice(_MODES), chance.choice(_FORMS)
    target = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = chance.choice((0, 1, 3, 6, 8, 9, 65_535))
    try:
        if mode == "I;16":
            wide = np.asarray(picture.convert("L"), np.uint16) * 257
            changed = Image.fromarray(wide)
        else:
            changed = picture.convert("RGB").convert(mode)
        if chance.random() < 0.3:
            changed = changed.resize((chance.randrange(1, 900), chance.randrange(1, 300)))
        more = [changed] * chance.choice((0, 0, 1, 8))
        many = {"save_all": True, "append_images": more} if form in ("TIFF", "WEBP", "GIF") else {}
        changed.save(target, form, exif=exif, **many)
    except (OSError, ValueError, TypeError, KeyError):
        return of_bytes(chance, content)
    return target.getvalue()


def announced(chance: random.Random, content: bytes) -> bytes:
    """A PNG whose header tells another size, with a checksum that is right."""
    if not content.startswith(b"\x89PNG") or len(content) < 33:
        return of_bytes(chance, content)
    sides = struct.pack(">II", chance.choice(_SIDES), chance.choice(_SIDES))
    head = b"IHDR" + sides + content[24:29]
    return content[:12] + head + struct.pack(">I", zlib.crc32(head)) + content[33:]


def inside_a_pdf(chance: random.Random, content: bytes) -> bytes:
    """The picture as the only thing on a page of a PDF."""
    picture = opened(content)
    if picture is None:
        return of_bytes(chance, content)
    target = io.BytesIO()
    picture.convert("RGB").save(target, "PDF", resolution=chance.choice((1, 72, 150, 1_200)))
    return target.getvalue()


def of_tail(chance: random.Random, content: bytes) -> bytes:
    """Damage that leaves the header alone, so that more pictures open."""
    return content[:64] + of_bytes(chance, content[64:])


def either(source: Source) -> Reading:
    """What the reader says whose kind of file this is."""
    return (SCAN if b"%PDF-" in source.content[:1024] else PHOTO).read(source)


if __name__ == "__main__":
    main(
        (Reader(PHOTO.format, PHOTO.recognise, either),),
        drawn(),
        (of_bytes, of_tail, restored, restored, announced, inside_a_pdf),
    )
