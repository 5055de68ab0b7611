"""QR codes in a picture: finds the texts that are health cards, certificates or health links.

The decoder (zxing-cpp) and Pillow are loaded only when a picture has to be looked at. A picture
with too many pixels is refused before it is decoded.
"""

import warnings
from functools import lru_cache
from io import BytesIO

MAX_PIXELS = 40_000_000
_SIDE = 2_400
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")


def is_picture(content: bytes) -> bool:
    """Whether the bytes start like a picture that Pillow reads."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return True
    return content.startswith(_PICTURES)


@lru_cache(maxsize=2)
def texts_of(content: bytes) -> tuple[str, ...]:
    """The texts of all QR codes (and Aztec codes) of a picture; empty when there are none."""
    import zxingcpp
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
        formats = zxingcpp.barcode_formats_from_str("QRCode,Aztec")
        found = zxingcpp.read_barcodes(grey, formats=formats)
    except (OSError, ValueError, SyntaxError, RuntimeError, MemoryError, OverflowError):
        return ()
    except Image.DecompressionBombError:
        return ()
    return tuple(code.text for code in found if code.text)
