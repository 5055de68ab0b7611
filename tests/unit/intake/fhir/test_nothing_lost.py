"""Who, when and why stand in a FHIR source beside the facts: they are listed, long texts whole."""

import json

import pytest

from bot.intake.reading import Unreadable
from tests.unit.intake.fhir.support import bundle, observation, of_kind, read


def test_people_are_listed_once_with_their_count() -> None:
    """The requester of two prescriptions is one line."""
    order = {
        "resourceType": "MedicationRequest",
        "status": "active",
        "medicationCodeableConcept": {"text": "Folic acid"},
        "requester": {"display": "Dr Rose"},
        "statusReason": {"text": "new result"},
    }
    listed = read(bundle(order, order), "en").not_understood
    assert "MedicationRequest: requester: Dr Rose × 2" in listed
    assert "Folic acid: statusReason: new result × 2" in listed


def test_statement_without_onset_lists_when_it_was_written_down() -> None:
    """The day a condition was recorded is not its onset, and is not lost."""
    condition = {
        "resourceType": "Condition",
        "code": {"text": "Gout"},
        "recordedDate": "2024-05-02",
    }
    reading = read(bundle(condition), "en")
    assert ([None], ("Gout: recordedDate: 2024-05-02",)) == (
        [fact.onset for fact in of_kind(reading, "Condition")],
        reading.not_understood,
    )


def test_result_without_moment_lists_when_it_was_issued() -> None:
    """The day of issue is not the day of the result."""
    result = observation(valueInteger=3, issued="2024-05-02T10:00:00Z")
    reading = read(bundle(result), "en")
    assert [None] == [fact.effective for fact in of_kind(reading, "Observation")]
    assert ("X: issued: 2024-05-02T10:00:00Z",) == reading.not_understood


def test_structured_dose_beside_its_words_is_listed() -> None:
    """What only the structured part of an instruction says gets a line."""
    order = {
        "resourceType": "MedicationRequest",
        "status": "active",
        "medicationCodeableConcept": {"text": "Folic acid"},
        "dosageInstruction": [
            {
                "text": "One tablet with water",
                "route": {"text": "Oral route"},
                "timing": {"repeat": {"timeOfDay": ["08:30:00"]}},
            }
        ],
    }
    reading = read(bundle(order), "en")
    assert ["One tablet with water"] == [
        fact.dosage for fact in of_kind(reading, "MedicationStatement")
    ]
    assert ("Folic acid: 08:30:00, Oral route",) == reading.not_understood


def test_long_result_in_words_is_listed_whole() -> None:
    """A report of many pages as one string is cut in the fact and whole in the list."""
    words = " ".join(f"word{number}" for number in range(2_000))
    reading = read(bundle(observation(valueString=f"{words} end")), "en")
    (fact,) = of_kind(reading, "Observation")
    assert 2_000 == len(fact.value_text)
    assert f"X: {words} end" == " ".join(reading.not_understood)


def test_range_in_words_is_the_range() -> None:
    """A plain range written as text in the result's unit gives its ends."""
    result = observation(
        valueQuantity={"value": 128, "unit": "g/L"}, referenceRange=[{"text": "115-165"}]
    )
    (fact,) = of_kind(read(bundle(result), "en"), "Observation")
    assert (115, 165, "115-165") == (fact.low, fact.high, fact.range_text)


def test_resources_in_an_envelope_are_read() -> None:
    """A bundle inside something else is found; a schema that only speaks of resources is none."""
    inner = {"resourceType": "Bundle", "entry": [{"resource": observation(valueInteger=3)}]}
    envelope = {"iss": "https://x", "vc": {"credentialSubject": {"fhirBundle": inner}}}
    reading = read(json.dumps(envelope).encode(), "en")
    (fact,) = of_kind(reading, "Observation")
    assert "vc.credentialSubject.fhirBundle.entry[0].resource" == fact.provenance.place
    with pytest.raises(Unreadable, match="unreadable-unknown"):
        read(b'{"properties": {"resourceType": {"description": "x"}}}', "en")


def test_every_remark_has_its_line() -> None:
    """A list of remarks is not shortened; a text beyond all measure makes the reading partial."""
    notes = [{"text": f"remark {number}"} for number in range(60)]
    reading = read(bundle(observation(valueInteger=3, note=notes)), "en")
    assert tuple(f"X: note: remark {number}" for number in range(60)) == reading.not_understood
    assert read(bundle(observation(valueString="ab " * 40_000)), "en").partial
