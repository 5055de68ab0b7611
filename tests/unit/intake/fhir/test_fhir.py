"""FHIR summaries: statuses, references, absences; nothing lost."""

import json
from decimal import Decimal

import pytest

from bot.intake.reading import Reading
from tests.unit.intake.fhir.support import (
    SUMMARY,
    bundle,
    of_kind,
    read,
)


@pytest.fixture(scope="module")
def summary() -> Reading:
    """The invented summary, read in French."""
    return read(SUMMARY)


def test_summary_says_its_title_date_and_author(summary: Reading) -> None:
    """A summary gives the reading its format, title, date and author."""
    expected = ("ips", "Synthèse inventée", "2026-03-02", "Dr Ada Fictif")
    assert expected == (summary.format, summary.title, summary.date, summary.author)


def test_every_fact_is_unconfirmed_and_has_a_place(summary: Reading) -> None:
    """Facts of a file come with their place and nobody's confirmation."""
    assert {("document", False)} == {
        (fact.provenance.source, fact.provenance.confirmed) for fact in summary.facts
    }
    assert all((fact.provenance.place or "").startswith("Bundle.entry[") for fact in summary.facts)


def test_patient_keeps_the_official_name_and_partial_birth(summary: Reading) -> None:
    """The official name wins over a nickname; a month is enough for a birth date."""
    patient = of_kind(summary, "Patient")[0]
    assert ("Zoé Ana Inventée", "female", "1980-07") == (patient.name, patient.sex, patient.born)


def test_value_is_exact_with_comparator_and_range(summary: Reading) -> None:
    """A bound keeps its sign, its trailing zero, its unit, its range and its flag."""
    crp = next(fact for fact in of_kind(summary, "Observation") if fact.text == "CRP")
    assert ("<", "0.410", "mg/L", "mg/L", None, Decimal("5.0"), "N") == (
        crp.comparator,
        str(crp.value),
        crp.unit,
        crp.ucum,
        crp.low,
        crp.high,
        crp.flag,
    )
    assert ("2026-03-01T07:45:00+01:00", "Résultats") == (crp.effective, crp.section)


def test_blood_pressure_components_are_facts_or_listed(summary: Reading) -> None:
    """A component with a value is a fact, one without is listed with its reason."""
    systolic = next(f for f in of_kind(summary, "Observation") if f.text == "Systolique")
    assert (Decimal(128), "Tension", "vital-signs") == (
        systolic.value,
        systolic.section,
        systolic.category,
    )
    assert "Observation: Diastolique: (not-performed)" in summary.not_understood


def test_text_result_is_also_read_as_number(summary: Reading) -> None:
    """A result in words gains its number and keeps its words; conditional ranges stay text."""
    sodium = next(fact for fact in of_kind(summary, "Observation") if fact.text == "Sodium")
    assert ("139 mmol/L", Decimal(139), "mmol/L") == (sodium.value_text, sodium.value, sodium.unit)
    assert (Decimal(136), Decimal(145), "enceinte 130") == (
        sodium.low,
        sodium.high,
        sodium.range_text,
    )


def test_report_holds_results_conclusion_and_printed_form(summary: Reading) -> None:
    """Results point at their report; its conclusion is kept and its PDF handed over."""
    report = of_kind(summary, "DiagnosticReport")[0]
    mine = [f.text for f in of_kind(summary, "Observation") if f.report == report.id]
    assert ["Conclusion", "Sodium"] == sorted(mine)
    assert [("Compte rendu", "application/pdf", b"%PDF-1.4")] == [
        (found.title, found.media_type, found.content) for found in summary.documents
    ]


def test_translation_in_the_persons_language_wins() -> None:
    """The French translation is shown in French and the display in English."""
    allergies = [
        of_kind(read(SUMMARY, language), "AllergyIntolerance") for language in ("fr", "en")
    ]
    assert ["Allergie à la pénicilline", "Allergy to penicillin"] == [a[0].text for a in allergies]


def test_allergy_keeps_reaction_and_criticality(summary: Reading) -> None:
    """Manifestation, severity and criticality belong to the allergy."""
    allergy = of_kind(summary, "AllergyIntolerance")[0]
    assert ("Urticaire (moderate)", "high") == (allergy.reaction, allergy.criticality)


@pytest.mark.parametrize(
    "line",
    [
        "AllergyIntolerance: Latex (refuted)",
        "Condition: Asthme (entered-in-error)",
        "MedicationRequest: Warfarine (cancelled)",
        "MedicationStatement: No information about medications",
        "Immunization: Grippe (not-done)",
        "Médicaments: Unavailable",
        "Mode de vie: Marche | 30 min par jour",
        "Résultats: Observation/absent",
        "Claim × 2 (2026-01-01 – 2026-02-01): 20.00 EUR",
        "Basic: autre chose",
        "Hypertension: note: suivi annuel",
        "Hypertension: bodySite: sans objet",
    ],
)
def test_what_is_no_fact_is_listed(summary: Reading, line: str) -> None:
    """Refuted, mistaken, cancelled, empty, financial and unknown things are listed."""
    assert line in summary.not_understood


def test_contained_medicine_and_reason_are_resolved(summary: Reading) -> None:
    """A contained Medication names the medicine and a referenced Condition its reason."""
    medicine = of_kind(summary, "MedicationStatement")[0]
    assert ("ramipril", "Hypertension", "2.50 mg, 2 fois par jour", "2026-01-05") == (
        medicine.text,
        medicine.reason,
        medicine.dosage,
        medicine.start,
    )
    assert ["C09AA05"] == [code.code for code in medicine.codes]


def test_family_history_has_relation_and_age(summary: Reading) -> None:
    """A relative's illness keeps who and when."""
    history = of_kind(summary, "FamilyMemberHistory")[0]
    assert ("mère", "Diabète (50 ans)") == (history.relation, history.text)


def test_appointment_keeps_wall_time_and_offset(summary: Reading) -> None:
    """Half past ten at +02:00 stays half past ten in a zone of that offset."""
    visit = of_kind(summary, "Appointment")[0]
    assert ("2026-04-01T10:30:00", "Etc/GMT-2") == (visit.start.isoformat(), visit.zone)


def test_attachment_by_address_is_named_and_not_fetched(summary: Reading) -> None:
    """A document that is only an address is listed with it."""
    assert any(
        line.startswith("Radio: https://elsewhere.example/") for line in summary.not_understood
    )


def test_every_entry_is_accounted_for(summary: Reading) -> None:
    """Each entry gave a fact or stands in the list."""
    count = len(json.loads(SUMMARY)["entry"])
    from_facts = {(fact.provenance.place or "").split(".resource")[0] for fact in summary.facts}
    assert count <= len(from_facts) + len(summary.not_understood)


def test_no_known_allergy_is_a_statement() -> None:
    """ "No known allergies" is kept as what it is; "no information" is only listed."""
    system = "http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips"
    said = [
        {
            "resourceType": "AllergyIntolerance",
            "code": {"coding": [{"system": system, "code": code, "display": code}]},
        }
        for code in ("no-known-allergies", "no-allergy-info")
    ]
    reading = read(bundle(*said))
    assert ["no-known-allergies"] == [f.text for f in of_kind(reading, "AllergyIntolerance")]
    assert ("AllergyIntolerance: no-allergy-info",) == reading.not_understood
