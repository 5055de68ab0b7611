"""Fuzz the readers of photographs and scans: ``python -m tests.fuzz.photo --seconds 60``.

Pictures are small: recognising one line takes tens of milliseconds, a sheet takes seconds.
"""

import io
import random

from PIL import Image, ImageDraw

from bot.intake.photo import PHOTO, SCAN
from bot.intake.reading import Reader, Reading, Source
from tests.fuzz.mutate import main, of_bytes

READERS = (PHOTO, SCAN)


def picture(kind: str) -> bytes:
    """A strip of paper with one result on it."""
    sheet = Image.new("L", (320, 48), 255)
    ImageDraw.Draw(sheet).text((6, 16), "Sodium 140 mmol/L (136 - 145)", fill=0)
    packed = io.BytesIO()
    sheet.save(packed, kind)
    return packed.getvalue()


def of_tail(chance: random.Random, content: bytes) -> bytes:
    """Damage that leaves the header alone, so that more pictures open."""
    return content[:64] + of_bytes(chance, content[64:])


if __name__ == "__main__":
    kinds = ("PNG", "JPEG", "TIFF", "WEBP", "PDF")
    main(READERS, [picture(kind) for kind in kinds], (of_bytes, of_tail))
