"""Health cards: content, signature, revocation, expiry; links are said and never followed."""

import base64
import json
import os
import zlib
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import cbor2
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.x509.oid import NameOID
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.intake.cards import CARDS, Trust, readers
from bot.intake.cards.eu import base45, to_base45
from bot.intake.reading import Reading, Source, Unreadable

ROOT = Path(__file__).parents[4]
SAMPLES = ROOT.parent / "shared" / "samples" / "smart-health-cards"
NOW = datetime(2026, 11, 25, tzinfo=UTC)
KEY = ec.derive_private_key(0x1234567890ABCDEF, ec.SECP256R1())


def unpadded(content: bytes) -> str:
    """Base64url without padding."""
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def signature(message: bytes) -> bytes:
    """The raw ES256 signature of the test issuer."""
    r, s = decode_dss_signature(KEY.sign(message, ec.ECDSA(hashes.SHA256())))
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")


def jwk() -> dict[str, str]:
    """The test issuer's public key."""
    numbers = KEY.public_key().public_numbers()
    x, y = (unpadded(n.to_bytes(32, "big")) for n in (numbers.x, numbers.y))
    return {"kty": "EC", "crv": "P-256", "kid": "k1", "x": x, "y": y}


def card(content: dict[str, Any] | None = None, **claims: object) -> str:
    """A signed card with one vaccination, or with the given bundle."""
    vaccination = {
        "resourceType": "Immunization",
        "status": "completed",
        "vaccineCode": {"coding": [{"system": "http://hl7.org/fhir/sid/cvx", "code": "207"}]},
        "occurrenceDateTime": "2021-05-01",
        "lotNumber": "A1",
    }
    bundle = content or {"resourceType": "Bundle", "entry": [{"resource": vaccination}]}
    credential = {"type": ["https://smarthealth.cards#immunization"], "rid": "r1"}
    credential |= {"credentialSubject": {"fhirVersion": "4.0.1", "fhirBundle": bundle}}
    body = {"iss": "https://issuer.example", "nbf": 1620000000.5, "vc": credential} | claims
    packer = zlib.compressobj(wbits=-15)
    packed = packer.compress(json.dumps(body).encode()) + packer.flush()
    header = unpadded(b'{"zip":"DEF","alg":"ES256","kid":"k1"}')
    covered = f"{header}.{unpadded(packed)}"
    return f"{covered}.{unpadded(signature(covered.encode()))}"


def numeric(compact: str) -> str:
    """The ``shc:/`` digits of a compact card."""
    return "".join(f"{ord(letter) - 45:02d}" for letter in compact)


def read(text: str | bytes, trust: Trust | None = None, at: datetime = NOW) -> Reading:
    """The reading of the first card reader that recognises the text."""
    content = text.encode() if isinstance(text, str) else text
    source = Source(content, language="fr", received_at=at)
    reader = next(r for r in readers(trust or Trust()) if r.recognise(source))
    return reader.read(source)


def lots(reading: Reading) -> list[str | None]:
    """The lots of all vaccinations."""
    return [fact.lot for fact in reading.facts if fact.kind == "Immunization"]


@pytest.mark.parametrize(
    "wrap",
    [
        lambda text: text,
        lambda text: json.dumps({"verifiableCredential": [text]}),
        lambda text: json.dumps(
            {
                "resourceType": "Parameters",
                "parameter": [{"name": "verifiableCredential", "valueString": text}],
            }
        ),
        lambda text: f"  shc:/{numeric(text)}\n",
        lambda text: "\n".join(
            f"shc:/{n}/2/{part}"
            for n, part in ((2, numeric(text)[400:]), (1, numeric(text)[:400]))
        ),
    ],
    ids=["jws", "file", "parameters", "digits", "two parts"],
)  # fmt: skip
def test_card_in_each_of_its_forms(wrap: Any) -> None:
    """File, JWS, FHIR answer, digits and several QR codes give the same vaccination."""
    reading = read(wrap(card()))
    assert ("smart-health-card", ["A1"], "2021-05-03", "https://issuer.example") == (
        reading.format,
        lots(reading),
        reading.date,
        reading.author,
    )


def test_vaccine_code_without_words_is_named() -> None:
    """A card that gives only a code gets the vaccine's name; the code stays."""
    vaccination = next(fact for fact in read(card()).facts if fact.kind == "Immunization")
    assert ("Vaccin COVID-19 Moderna", "207") == (vaccination.text, vaccination.codes[0].code)


def test_missing_part_is_said() -> None:
    """One of two QR codes alone gives no fact and says that a part is missing."""
    reading = read(f"shc:/1/2/{numeric(card())[:400]}")
    assert ((), ("warning-card-incomplete",)) == (reading.facts, reading.warnings)


def test_signature_without_known_key_is_unchecked() -> None:
    """Without the issuer's key the card is read and said to be unchecked."""
    assert ("warning-signature-unchecked",) == read(card()).warnings


def test_good_and_bad_signature() -> None:
    """With the key a good signature is silent; a changed one is called wrong, the card read."""
    trust = Trust.of([{"keys": [jwk()]}])
    head, body, _tail = card().split(".")
    changed = f"{head}.{body}.{unpadded(bytes(range(64)))}"
    assert [(), ("warning-signature-invalid",)] == [
        read(text, trust).warnings for text in (card(), changed)
    ]
    assert ["A1"] == lots(read(changed, trust))


def test_revoked_and_expired_cards_say_so() -> None:
    """A card on the issuer's list, or past its day, is read with a warning."""
    trust = Trust.of([{"keys": [jwk()]}], [{"kid": "k1", "rids": ["r1"]}])
    expected = ("warning-card-expired", "warning-card-revoked")
    assert expected == read(card(exp=1700000000), trust).warnings


def test_damaged_card_beside_a_good_one() -> None:
    """A card that does not inflate costs itself only."""
    head, _body, tail = card().split(".")
    bad = f"{head}.{unpadded(b'not deflated at all')}.{tail}"
    reading = read(json.dumps({"verifiableCredential": [bad, card()]}))
    assert (["A1"], True) == (lots(reading), reading.partial)
    with pytest.raises(Unreadable) as caught:
        read(bad)
    assert "unreadable-damaged" == caught.value.message_id


def test_inflation_is_capped() -> None:
    """A card that inflates to 50 MB is refused."""
    bomb = {"resourceType": "Bundle", "x": "0" * 50_000_000}
    with pytest.raises(Unreadable) as caught:
        read(card(bomb))
    assert "unreadable-damaged" == caught.value.message_id


def link(key: bytes, **fields: object) -> str:
    """A health link with a key."""
    payload = {"url": "https://files.example/x", "key": unpadded(key), "label": "Ma carte"} | fields
    return f"https://viewer.example/#shlink:/{unpadded(json.dumps(payload).encode())}"


def sealed(content: bytes, key: bytes) -> str:
    """A compact JWE as a health link points to."""
    head = unpadded(b'{"alg":"dir","enc":"A256GCM"}')
    nonce = os.urandom(12)
    cipher = AESGCM(key).encrypt(nonce, content, head.encode())
    return f"{head}..{unpadded(nonce)}.{unpadded(cipher[:-16])}.{unpadded(cipher[-16:])}"


def test_link_is_named_and_not_followed() -> None:
    """A link gives its label and host and a warning; its key is never shown."""
    key = bytes(range(32))
    reading = read(link(key))
    assert ("smart-health-link", "Ma carte", (), ("warning-link-not-opened",)) == (
        reading.format,
        reading.title,
        reading.facts,
        reading.warnings,
    )
    assert "files.example" in reading.not_understood[0]
    assert unpadded(key) not in reading.model_dump_json()


def test_record_that_mentions_a_link_is_left_to_its_reader() -> None:
    """A FHIR or XML record with a link somewhere inside is no link."""
    mention = "shlink:/" + "eyJ" + "a" * 40
    records = [
        json.dumps({"resourceType": "Bundle", "note": mention}),
        f"<ClinicalDocument><title>{mention}</title></ClinicalDocument>",
    ]
    assert not any(r.recognise(Source(text.encode())) for r in CARDS for text in records)


def test_link_with_passcode_and_expired_link() -> None:
    """The passcode flag is said; an expired link is refused even with its file beside it."""
    key = bytes(32)
    assert "warning-link-passcode" in read(link(key, flag="LP")).warnings
    late = link(key, exp=1) + "\n" + sealed(card().encode(), key)
    assert (("warning-link-expired",), ()) == (read(late).warnings, read(late).facts)


def test_link_with_its_file_is_opened_offline() -> None:
    """The encrypted file beside the link is opened with the link's key."""
    key = bytes(range(32))
    inner = json.dumps({"verifiableCredential": [card()]}).encode()
    assert ["A1"] == lots(read(link(key) + "\n" + sealed(inner, key)))
    other = read(link(bytes(32)) + "\n" + sealed(inner, key))
    assert ("smart-health-link", ()) == (other.format, other.facts)


def test_encrypted_file_alone_is_refused() -> None:
    """An encrypted file without its link says that it is encrypted."""
    with pytest.raises(Unreadable) as caught:
        read(sealed(b"x" * 50, bytes(32)))
    assert "unreadable-encrypted" == caught.value.message_id


def certificate(expires: int = 2**33, **groups: object) -> tuple[str, bytes]:
    """An EU certificate and the DER certificate of its signer."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "test signer")])
    der = (
        x509.CertificateBuilder(name, name, KEY.public_key(), 1, NOW, NOW.replace(year=2030))
        .sign(KEY, hashes.SHA256())
        .public_bytes(serialization.Encoding.DER)
    )
    claims = {"ver": "1.3.0", "nam": {"fn": "Inventée", "gn": "Zoé"}, "dob": "1980-00"} | groups
    payload = cbor2.dumps({1: "FR", 4: expires, 6: 1620000000, -260: {1: claims}})
    protected = cbor2.dumps({1: -7, 4: sha256(der).digest()[:8]})
    signed = signature(cbor2.dumps(["Signature1", protected, b"", payload]))
    cose = cbor2.dumps(cbor2.CBORTag(18, [protected, {}, payload, signed]))
    return f"HC1:{to_base45(zlib.compress(cose))}", der


VACCINATION = {
    "tg": "840539006",
    "vp": "1119349007",
    "mp": "EU/1/20/1528",
    "dn": 2,
    "sd": 2,
    "dt": "2021-06-11",
    "is": "CNAM",
}


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


@settings(max_examples=100, deadline=None)
@given(st.sampled_from([0, 1, 2]), st.integers(0, 400), st.binary(max_size=8))
def test_damaged_texts_never_raise(which: int, at: int, piece: bytes) -> None:
    """Any change of a card, certificate or link is read, refused or not recognised."""
    made = (card(), certificate(v=[VACCINATION])[0], link(bytes(32)))[which].encode()
    source = Source(made[:at] + piece + made[at + len(piece) :])
    outcomes = set()
    for reader in CARDS:
        if reader.recognise(source):
            try:
                outcomes.add(reader.read(source).format)
            except Unreadable as error:
                outcomes.add(error.message_id)
    assert outcomes <= {
        "smart-health-card",
        "smart-health-link",
        "eu-dcc",
        "unreadable-damaged",
        "unreadable-encrypted",
    }


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


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the shared samples are not here")
@pytest.mark.parametrize(
    ("name", "kinds", "warnings"),
    [
        ("covid-jws-raw.txt", {"Immunization": 3}, ()),
        ("covid-shc.png", {"Immunization": 3}, ()),
        ("covid-shc.txt", {"Immunization": 3}, ()),
        ("card.wrong-extension", {"Immunization": 2}, ("warning-signature-unchecked",)),
        (
            "multi-jws.smart-health-card",
            {"Immunization": 4, "Patient": 1},
            ("warning-signature-unchecked", "warning-several-people"),
        ),
        ("fhir-health-card.json", {"Immunization": 2}, ("warning-signature-unchecked",)),
        ("bad-no-deflate-jws.txt", {"Immunization": 2}, ("warning-signature-unchecked",)),
        ("insurance-jws-raw.txt", {"Coverage": 1}, ()),
        ("revoked-jws-raw.txt", {"Coverage": 1}, ("warning-card-revoked",)),
        ("insurance-shl-expired.txt", {}, ("warning-link-expired",)),
        ("ips-bp-shl.png", {}, ("warning-link-not-opened",)),
    ],
)
def test_samples(name: str, kinds: dict[str, int], warnings: tuple[str, ...]) -> None:
    """Real cards give what they hold and say what their signature is worth."""
    key_sets, lists = (
        [json.loads((SAMPLES / f"issuer-{part}.json").read_text())] for part in ("jwks", "crl")
    )
    reading = read((SAMPLES / name).read_bytes(), Trust.of(key_sets, lists))
    assert warnings == reading.warnings
    assert kinds == {k: sum(fact.kind == k for fact in reading.facts) for k in kinds}


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the shared samples are not here")
def test_sample_link_with_its_file() -> None:
    """A real link beside its real encrypted file opens the patient summary in it."""
    parts = [(SAMPLES / f"ips-bp-{part}.txt").read_text() for part in ("shl", "encrypted")]
    reading = read("\n".join(parts))
    assert ("ips", 2) == (reading.format, sum(f.kind == "Observation" for f in reading.facts))
