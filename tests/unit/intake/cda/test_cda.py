"""CDA documents, French and American: exact values, negation, narrative, embedded files."""

import re
from decimal import Decimal

import pytest

from bot.intake.reading import Reading
from tests.unit.intake.cda.support import (
    REPORT,
    SUMMARY,
    named,
    of_kind,
    read,
)


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
