"""CDA documents in odd wrappings and encodings, damaged, hostile, and real."""

from base64 import b64encode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.intake.absence import says_absent, says_no_allergy
from bot.intake.cda import CDA
from bot.intake.cda.values import moment
from bot.intake.reading import Source, Unreadable
from tests.unit.intake.cda.support import (
    REPORT,
    SAMPLES,
    SUMMARY,
    named,
    of_kind,
    outcome,
    read,
)


def test_document_inside_a_stylesheet_is_found() -> None:
    """A ClinicalDocument under another root is read all the same."""
    body = REPORT[REPORT.index(b"<ClinicalDocument") :]
    content = (
        b'<xsl:stylesheet xmlns:xsl="http://www.w3.org/1999/XSL/Transform">%s</xsl:stylesheet>'
    )
    source = Source(content % body)
    assert CDA.recognise(source)
    assert 5 == len(of_kind(CDA.read(source), "Observation"))


def test_utf16_is_read() -> None:
    """The document may come in UTF-16."""
    text = REPORT.decode().replace('encoding="UTF-8"', 'encoding="UTF-16"')
    source = Source(text.encode("utf-16"))
    assert CDA.recognise(source)
    assert 5 == len(of_kind(CDA.read(source), "Observation"))


def test_level_one_document_gives_its_pdf() -> None:
    """A nonXMLBody is one document."""
    head = REPORT[: REPORT.index(b"<component>")]
    body = (
        b'<component><nonXMLBody><text mediaType="application/pdf" representation="B64">%s</text>'
    )
    tail = b"</nonXMLBody></component></ClinicalDocument>"
    reading = read(head + body % b"JVBERi0xLjQ=" + tail)
    assert [b"%PDF-1.4"] == [found.content for found in reading.documents]


def test_large_embedded_file_is_read() -> None:
    """A scan of 12 MB inside the document comes out whole."""
    scan = b"%PDF-1.4" + bytes(12_000_000)
    reading = read(REPORT.replace(b"JVBE\n        Ri0xLjQ=", b64encode(scan)))
    assert (False, [len(scan)]) == (reading.partial, [len(d.content) for d in reading.documents])


def test_cut_document_is_read_in_part() -> None:
    """What stands before the cut is kept and the reading says that it is partial."""
    reading = read(REPORT[: REPORT.index(b"Plaquettes")])
    assert (True, ("warning-cut-off",)) == (reading.partial, reading.warnings)
    assert named(reading, "Hémoglobine")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "unreadable-empty"),
        (b"<ClinicalDocument", "unreadable-damaged"),
        (b"<a/>", "unreadable-unknown"),
        (
            b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><ClinicalDocument>&b;'
            b"</ClinicalDocument>",
            "unreadable-damaged",
        ),
        (
            b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
            b"<ClinicalDocument><title>&a;</title></ClinicalDocument>",
            "unreadable-damaged",
        ),
    ],
)
def test_what_cannot_be_read_says_why(content: bytes, message: str) -> None:
    """Empty, broken, foreign and hostile XML is refused with its sentence."""
    with pytest.raises(Unreadable) as caught:
        read(content)
    assert message == caught.value.message_id


def test_deep_nesting_and_large_attribute_are_survived() -> None:
    """Ten thousand levels and a 20-megabyte attribute are read in part or refused."""
    deep = b"<ClinicalDocument>" + b"<component><section>" * 10_000
    large = b'<ClinicalDocument><title a="' + b"x" * 20_000_000 + b'">T</title></ClinicalDocument>'
    assert ["unreadable-damaged"] * 2 == [outcome(content) for content in (deep, large)]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2019", "2019"),
        ("201904", "2019-04"),
        ("20190400", "2019-04"),
        ("20190811", "2019-08-11"),
        ("20140402145521+0200", "2014-04-02T14:55:21+02:00"),
        ("202401040735+0100", "2024-01-04T07:35+01:00"),
        ("20140402145521.123-0500", "2014-04-02T14:55:21-05:00"),
        ("2019-08-11", "2019-08-11"),
        ("20190230", None),
        ("later", None),
        (None, None),
    ],
)
def test_moments(written: str | None, expected: str | None) -> None:
    """A timestamp keeps the precision it was written with; an impossible one is none."""
    assert expected == moment(written)


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_damage_never_raises(data: st.DataObject) -> None:
    """A document with pieces missing or doubled is read or refused, never more."""
    content = data.draw(st.sampled_from([REPORT, SUMMARY]))
    for _ in range(3):
        start = data.draw(st.integers(0, len(content) - 1))
        size = data.draw(st.integers(0, 300))
        piece = data.draw(
            st.sampled_from([b"", content[start : start + size] * 2, b"<a/>", b"\xff"])
        )
        content = content[:start] + piece + content[start + size :]
    assert isinstance(CDA.recognise(Source(content)), bool)
    assert outcome(content) == "cda" or outcome(content).startswith("unreadable-")


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the shared samples are not here")
@pytest.mark.parametrize(
    ("name", "kinds", "documents"),
    [
        ("cda-fr/cr-bio-glycemie-deux-unites", {"Observation": 2}, 1),
        ("cda-fr/cr-bio-crp-non-loinc", {"Observation": 1}, 1),
        ("cda-fr/vac", {"Immunization": 4}, 0),
        ("cda-fr/vsm-1.4", {"Condition": 4, "MedicationStatement": 2, "AllergyIntolerance": 1}, 0),
        ("cda-fr/ep-med-dm-poso-struct", {"MedicationStatement": 2}, 2),
        ("cda-fr/non-structure-n1", {"Observation": 0}, 1),
        ("c-cda/section-vital-signs-mixed-units", {"Observation": 9}, 0),
        ("c-cda/discharge-summary", {"AllergyIntolerance": 3, "Immunization": 1}, 0),
        ("c-cda/unstructured-embedded-pdf", {"Observation": 0}, 1),
    ],
)
def test_samples(name: str, kinds: dict[str, int], documents: int) -> None:
    """Real documents give the facts and files that they hold."""
    reading = read((SAMPLES / f"{name}.xml").read_bytes())
    assert kinds == {kind: len(of_kind(reading, kind)) for kind in kinds}
    assert documents == len(reading.documents)


@pytest.mark.parametrize(
    ("text", "absent", "no_allergy"),
    [
        ("No known medications", True, False),
        ("Medication Administration not documented", True, False),
        ("Aucun antécédent chirurgical", True, False),
        ("Pas d'antécédent familial connu", True, False),
        ("No known drug allergies", False, True),
        ("Aucune allergie connue", True, True),
        ("NKDA", False, True),
        ("Nocturia", False, False),
        ("Nonalcoholic steatohepatitis", False, False),
        ("No impairment", False, False),
        ("Allergie aux pollens connue", False, False),
    ],
)
def test_absence_in_words(text: str, absent: bool, no_allergy: bool) -> None:
    """Words that only say that there is nothing are told from words that name something."""
    assert (absent, no_allergy) == (says_absent(text), says_no_allergy(text))
