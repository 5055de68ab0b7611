"""EU certificates, and QR codes in pictures and on printed pages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.intake.cards import CARDS, Trust
from bot.intake.cards.eu import base45, to_base45
from bot.intake.reading import Source
from tests.unit.intake.cards.support import (
    VACCINATION,
    certificate,
    read,
)


def test_vaccination_certificate() -> None:
    """A vaccination has its product, dose and day; the person a year of birth only."""
    reading = read(certificate(v=[VACCINATION])[0])
    vaccination = next(fact for fact in reading.facts if fact.kind == "Immunization")
    assert ("Comirnaty (vaccin à ARN messager contre la COVID-19)", "2/2", "2021-06-11") == (
        vaccination.text,
        vaccination.dose,
        vaccination.date,
    )
    person = next(fact for fact in reading.facts if fact.kind == "Patient")
    assert ("Zoé Inventée", "1980") == (person.name, person.born)


def test_test_and_recovery_certificates() -> None:
    """A test is an observation with its result in words, a recovery a resolved condition."""
    test = {"tg": "840539006", "tt": "LP6464-4", "tr": "260415000", "sc": "2021-04-13T14:20:00Z"}
    recovery = {"tg": "840539006", "fr": "2021-01-12", "df": "2021-02-01", "du": "2021-07-01"}
    facts = {fact.kind: fact for fact in read(certificate(t=[test], r=[recovery])[0]).facts}
    observation, condition = facts["Observation"], facts["Condition"]
    assert ("non détecté", "2021-04-13T14:20:00Z") == (
        observation.value_text,
        observation.effective,
    )
    assert ("COVID-19", "2021-01-12", "resolved") == (
        condition.text,
        condition.onset,
        condition.status,
    )


def test_certificate_signature_and_expiry() -> None:
    """The signer's certificate proves the signature; the wrong one does not, and expiry is said."""
    text, der = certificate(v=[VACCINATION])
    assert () == read(text, Trust.of(certificates=[der])).warnings
    assert ("warning-signature-unchecked",) == read(text).warnings
    old = certificate(expires=1_650_000_000, v=[VACCINATION])[0]
    assert "warning-card-expired" in read(old).warnings


@given(st.binary(max_size=200))
def test_base45_comes_back(content: bytes) -> None:
    """What base45 writes it reads again."""
    assert content == base45(to_base45(content))


def test_picture_with_qr_code() -> None:
    """A QR code in a picture is read; a picture without one is left to other readers."""
    zxingcpp = pytest.importorskip("zxingcpp")
    from io import BytesIO

    from PIL import Image

    code = zxingcpp.create_barcode(certificate(v=[VACCINATION])[0], zxingcpp.BarcodeFormat.QRCode)
    drawn = Image.fromarray(zxingcpp.write_barcode_to_image(code, scale=4))
    page = Image.new("L", (drawn.width + 200, drawn.height + 300), 255)
    page.paste(drawn, (90, 160))
    pictures = []
    for picture in (page, Image.new("L", (300, 300), 255)):
        buffer = BytesIO()
        picture.save(buffer, "PNG")
        pictures.append(Source(buffer.getvalue()))
    printed = BytesIO()
    page.save(printed, "PDF")
    assert not any(r.recognise(Source(printed.getvalue())) for r in CARDS)
    assert [True, False] == [any(r.recognise(s) for r in CARDS) for s in pictures]
    assert "eu-dcc" == read(pictures[0].content).format


def printed_page(text: str, width: int, height: int, grey: bytes) -> bytes:
    """A PDF of one page with a line of text and a grey picture."""
    drawing = f"BT /F 14 Tf 40 700 Td ({text}) Tj ET q {width} 0 0 {height} 60 150 cm /I Do Q"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F 5 0 R>>/XObject<</I 6 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(drawing), drawing.encode()),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray"
        b"/BitsPerComponent 8/Length %d>>stream\n%s\nendstream" % (width, height, len(grey), grey),
    ]
    body = b"%PDF-1.4\n"
    places = b"0000000000 65535 f \n"
    for number, item in enumerate(objects, 1):
        places += b"%010d 00000 n \n" % len(body)
        body += b"%d 0 obj\n%s\nendobj\n" % (number, item)
    end = b"trailer\n<</Root 1 0 R/Size 7>>\nstartxref\n%d\n" % len(body)
    return body + b"xref\n0 7\n" + places + end + b"%%EOF"


@pytest.mark.parametrize(("text", "found"), [("Certificat COVID", True), ("Facture", False)])
def test_pdf_with_qr_code(text: str, found: bool) -> None:
    """The QR code of a printed certificate is read; other PDFs are not even drawn."""
    zxingcpp = pytest.importorskip("zxingcpp")
    from PIL import Image

    code = zxingcpp.create_barcode(certificate(v=[VACCINATION])[0], zxingcpp.BarcodeFormat.QRCode)
    drawn = Image.fromarray(zxingcpp.write_barcode_to_image(code, scale=4))
    source = Source(printed_page(text, drawn.width, drawn.height, drawn.convert("L").tobytes()))
    assert found == any(reader.recognise(source) for reader in CARDS)
    if found:
        assert "eu-dcc" == read(source.content).format
