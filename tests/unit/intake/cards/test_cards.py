"""Health cards: content, signature, revocation, expiry; links are said and never followed."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.intake.cards import CARDS, Trust
from bot.intake.reading import Source, Unreadable
from tests.unit.intake.cards.support import (
    SAMPLES,
    VACCINATION,
    card,
    certificate,
    jwk,
    link,
    lots,
    numeric,
    read,
    sealed,
    unpadded,
)


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
