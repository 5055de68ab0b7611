"""PDFs that cannot be read, or only in part, made here byte by byte."""

from __future__ import annotations


def pdf(*objects: bytes, trailer: bytes = b"") -> bytes:
    """A PDF of these numbered objects, the first being the catalogue."""
    body = b"%PDF-1.4\n"
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(body)
    body += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    body += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    body += b"trailer\n<< /Size %d /Root 1 0 R %s >>\n" % (len(objects) + 1, trailer)
    return body + b"startxref\n%d\n%%%%EOF\n" % start


def _stream(dictionary: bytes, content: bytes) -> bytes:
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (dictionary, len(content), content)


CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R >>"
PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"


def scanned() -> bytes:
    """One page that is only a picture."""
    picture = _stream(
        b"/Type /XObject /Subtype /Image /Width 2 /Height 2 /ColorSpace /DeviceGray"
        b" /BitsPerComponent 8",
        bytes([0, 255, 255, 0]),
    )
    page = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R"
        b" /Resources << /XObject << /P 4 0 R >> >> >>"
    )
    return pdf(CATALOGUE, PAGES, page, picture, _stream(b"", b"q 500 0 0 700 40 60 cm /P Do Q"))


def empty_page() -> bytes:
    """One page with nothing on it."""
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"
    return pdf(CATALOGUE, PAGES, page)


def encrypted() -> bytes:
    """A page that only a password opens."""
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"
    lock = b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >>" % (b"41" * 32, b"42" * 32)
    return pdf(
        CATALOGUE, PAGES, page, lock,
        trailer=b"/Encrypt 4 0 R /ID [<31323334> <31323334>]",
    )  # fmt: skip


def no_pages() -> bytes:
    """A PDF whose page tree is empty."""
    return pdf(CATALOGUE, b"<< /Type /Pages /Kids [] /Count 0 >>")
