"""CDA documents, French and American: exact values, negation, narrative, embedded files."""

import re
from base64 import b64encode
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.intake.absence import says_absent, says_no_allergy
from bot.intake.cda import CDA
from bot.intake.cda.values import moment
from bot.intake.reading import Reading, Source, Unreadable

ROOT = Path(__file__).parents[4]
FIXTURES = ROOT / "tests" / "fixtures" / "cda"
REPORT = (FIXTURES / "report-fr.xml").read_bytes()
SUMMARY = (FIXTURES / "summary-us.xml").read_bytes()
SAMPLES = ROOT.parent / "shared" / "samples"


def read(content: bytes, language: str = "fr") -> Reading:
    """The reading of some bytes."""
    return CDA.read(Source(content, language=language))


def of_kind(reading: Reading, kind: str) -> list[Any]:
    """The facts of one kind."""
    return [fact for fact in reading.facts if fact.kind == kind]


def named(reading: Reading, text: str) -> list[Any]:
    """The facts of that name."""
    return [fact for fact in reading.facts if getattr(fact, "text", "") == text]


def outcome(content: bytes) -> str:
    """The format of the reading, or why there is none."""
    try:
        return read(content).format
    except Unreadable as error:
        return error.message_id


@pytest.fixture(scope="module")
def report() -> Reading:
    """The invented French laboratory report."""
    return read(REPORT)


@pytest.fixture(scope="module")
def summary() -> Reading:
    """The invented American summary, read in English."""
    return read(SUMMARY, "en")


def test_header(report: Reading) -> None:
    """Title, date and author come from the header; the used name wins over the birth name."""
    assert ("Compte rendu inventé", "2026-03-02T17:10:00+01:00") == (report.title, report.date)
    assert "Ada FICTIF DR, Laboratoire inventé" == report.author
    patient = of_kind(report, "Patient")[0]
    assert ("ZOE INVENTEE", "female", "1980-07") == (patient.name, patient.sex, patient.born)
    doctor = of_kind(report, "CareTeamMember")[0]
    assert ("Paul EXEMPLE", "Médecin traitant", "0100000000") == (
        doctor.text,
        doctor.speciality,
        doctor.phone,
    )


def test_interval_with_one_end_is_a_bound(report: Reading) -> None:
    """A result below 0.41 keeps its sign; its name comes from the narrative."""
    crp = named(report, "Protéine C réactive")[0]
    assert ("<", Decimal("0.41"), "mg/L", Decimal("5.0"), "N") == (
        crp.comparator,
        crp.value,
        crp.ucum,
        crp.high,
        crp.flag,
    )
    assert "2026-03-02T07:35+01:00" == crp.effective


def test_earlier_result_is_a_fact_of_its_own_day(report: Reading) -> None:
    """The previous value that a report repeats is kept with its own date."""
    assert [("13.40", "2026-03-02T10:15:00+01:00"), ("12.9", "2025-01-10")] == [
        (str(fact.value), fact.effective) for fact in named(report, "Hémoglobine")
    ]


def test_results_belong_to_report_and_panel(report: Reading) -> None:
    """Every result points at the one report; its section is the panel."""
    paper = of_kind(report, "DiagnosticReport")[0]
    assert {paper.id} == {fact.report for fact in of_kind(report, "Observation")}
    assert ("Laboratoire inventé", "Hémogramme") == (
        paper.issuer,
        named(report, "Plaquettes")[0].section,
    )


def test_french_cell_count_is_no_ucum(report: Reading) -> None:
    """G/L is kept as printed and is no UCUM code."""
    platelets = named(report, "Plaquettes")[0]
    assert (Decimal(254), "G/L", None) == (platelets.value, platelets.unit, platelets.ucum)


def test_text_result_and_aborted_one(report: Reading) -> None:
    """A result in words stays words; an aborted one is listed."""
    assert ["paille"] == [fact.value_text for fact in named(report, "Couleur")]
    assert any(line.startswith("Sodium:") and "aborted" in line for line in report.not_understood)


def test_narrative_row_without_entry_is_listed(report: Reading) -> None:
    """What only the narrative says is not lost; what entries say is not repeated."""
    rows = [line for line in report.not_understood if line.startswith("BIOCHIMIE:")]
    assert ["BIOCHIMIE: Remarque du biologiste | sérum hémolysé"] == rows


def test_embedded_pdf_is_handed_over(report: Reading) -> None:
    """Base64 broken over lines gives the PDF's bytes."""
    assert [("Copie du document", "application/pdf", b"%PDF-1.4")] == [
        (found.title, found.media_type, found.content) for found in report.documents
    ]


def test_places_lead_back_to_the_element(report: Reading) -> None:
    """Each fact's place is a path in the document."""
    assert all((f.provenance.place or "").startswith("/ClinicalDocument") for f in report.facts)


def test_allergies(summary: Reading) -> None:
    """An allergy keeps its agent and reaction; a negated one is listed, not kept."""
    assert [("penicillin G", "Nausea")] == [
        (fact.text, fact.reaction) for fact in of_kind(summary, "AllergyIntolerance")
    ]
    assert "AllergyIntolerance: codeine (noted as absent)" in summary.not_understood


def test_no_known_allergy_is_a_statement() -> None:
    """A negated allergy to nothing in particular says that none is known."""
    content = re.sub(rb'code="2670" displayName="codeine"[^>]*', b'nullFlavor="NA"', SUMMARY)
    kept = [fact.text for fact in of_kind(read(content), "AllergyIntolerance")]
    assert ["penicillin G", "Aucune allergie connue"] == kept


def test_problems(summary: Reading) -> None:
    """Names come from the narrative, an end means resolved, a negated problem is listed."""
    assert [("Gout", "2019", "active"), ("Pneumonia", "2018-01-01", "resolved")] == [
        (fact.text, fact.onset, fact.status) for fact in of_kind(summary, "Condition")
    ]
    assert "Condition: Diabetes mellitus (noted as absent)" in summary.not_understood
    assert "Problems: Old injury of the left knee" in summary.not_understood


def test_medicine(summary: Reading) -> None:
    """Dose, rhythm, route and reason stand with the medicine."""
    medicine = of_kind(summary, "MedicationStatement")[0]
    assert (
        "ibuprofen 600 MG Oral Tablet",
        "1 tablet, 1 × every 6 hours, Oral",
        "Gout",
        "2026-01-01",
    ) == (
        medicine.text,
        medicine.dosage,
        medicine.reason,
        medicine.start,
    )


@pytest.mark.parametrize(
    "line",
    [
        "Immunization: Influenza (not done, 2025-10-01)",
        "Procedure: Colonoscopy (planned, 2026-05-12)",
        "History of present illness: Dark stools.",
        "Patient: raceCode: Not said",
    ],
)
def test_what_is_no_fact_is_listed(summary: Reading, line: str) -> None:
    """Refused, planned, narrated and unkept things are listed."""
    assert line in summary.not_understood


def test_unit_that_is_no_ucum(summary: Reading) -> None:
    """A translated quantity keeps its number and printed unit."""
    platelets = named(summary, "Platelets")[0]
    assert (Decimal(152), "THOUS/MCL", None) == (platelets.value, platelets.unit, platelets.ucum)


def test_string_result_is_read_as_bound(summary: Reading) -> None:
    """A bound in a string keeps its words, number, sign and unit."""
    glucose = named(summary, "Glucose")[0]
    assert ("<95 mg/dL", Decimal(95), "<", "mg/dL", "L") == (
        glucose.value_text,
        glucose.value,
        glucose.comparator,
        glucose.unit,
        glucose.flag,
    )


def test_vital_sign_and_family(summary: Reading) -> None:
    """A vital sign inherits its organizer's date; a relative's illness has its relation."""
    height = named(summary, "Body height")[0]
    assert ("vital-signs", "2026-03-01", "[in_us]") == (
        height.category,
        height.effective,
        height.ucum,
    )
    assert [("Father", "Myocardial infarction")] == [
        (fact.relation, fact.text) for fact in of_kind(summary, "FamilyMemberHistory")
    ]


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
