"""QR codes in a picture or on a PDF page: finds the texts that may be health cards.

The decoder (zxing-cpp), Pillow and the PDF renderer are loaded only when something has to be
looked at. A picture with too many pixels is refused before it is decoded; a PDF page is drawn only
when its text speaks of a certificate, because drawing is slow and most PDFs are letters.
"""

import re
import warnings
from functools import lru_cache
from io import BytesIO
from typing import Any

MAX_PIXELS = 40_000_000
_SIDE = 2_400
_PAGES = 3
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
_SPEAKS = re.compile(r"covid|vaccin|certificat|health\s+card|passe?\s+sanitaire", re.IGNORECASE)
_ERRORS = (OSError, ValueError, SyntaxError, RuntimeError, MemoryError, OverflowError)


def is_picture(content: bytes) -> bool:
    """Whether the bytes start like a picture that Pillow reads."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return True
    return content.startswith(_PICTURES)


def is_pdf(content: bytes) -> bool:
    """Whether the bytes are a PDF."""
    return content[:1024].lstrip().startswith(b"%PDF")


@lru_cache(maxsize=2)
def texts_of(content: bytes) -> tuple[str, ...]:
    """The texts of all QR codes (and Aztec codes) of a picture; empty when there are none."""
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            picture = Image.open(BytesIO(content))
            width, height = picture.size
            if width * height > MAX_PIXELS or width < 20 or height < 20:
                return ()
            picture.draft("L", (_SIDE, _SIDE))
            grey = picture.convert("L")
        if max(grey.size) > _SIDE:
            grey.thumbnail((_SIDE, _SIDE))
        return _codes(grey)
    except Image.DecompressionBombError:
        return ()
    except _ERRORS:
        return ()


@lru_cache(maxsize=2)
def texts_of_pdf(content: bytes) -> tuple[str, ...]:
    """The texts of the QR codes on the first pages of a PDF that speak of a certificate."""
    import pypdfium2

    found: list[str] = []
    try:
        document = pypdfium2.PdfDocument(content)  # type: ignore[no-untyped-call]
        try:
            for number in range(min(len(document), _PAGES)):
                page = document[number]
                width, height = page.get_size()
                text = page.get_textpage().get_text_bounded()
                if not _SPEAKS.search(text) or not 0 < width * height < 4_000_000:
                    continue
                scale = min(3.0, _SIDE / max(width, height))
                found += _codes(page.render(scale=scale, grayscale=True).to_pil())
        finally:
            document.close()  # type: ignore[no-untyped-call]
    except _ERRORS:
        return tuple(found)
    return tuple(found)


def _codes(picture: Any) -> tuple[str, ...]:
    import zxingcpp

    formats = zxingcpp.barcode_formats_from_str("QRCode,Aztec")
    return tuple(
        code.text for code in zxingcpp.read_barcodes(picture, formats=formats) if code.text
    )
