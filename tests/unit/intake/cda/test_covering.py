"""Nothing a CDA document says in words is lost where its entries say less."""

import pytest

from bot.intake.covering import covered, said
from bot.intake.reading import Reading
from tests.unit.intake.cda.support import of_kind, read

_DOCUMENT = (
    '<ClinicalDocument xmlns="urn:hl7-org:v3" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><component><structuredBody>'
    "<component><section><title>{title}</title><text>{text}</text>{entry}</section></component>"
    "</structuredBody></component></ClinicalDocument>"
)


def _read(title: str, text: str, entry: str) -> Reading:
    filled = _DOCUMENT.format(title=title, text=text, entry=entry)
    return read(filled.encode(), language="en")


def _medicine(inside: str = "", mood: str = "EVN") -> str:
    return (
        f'<entry><substanceAdministration moodCode="{mood}"><text><reference value="#m1"/></text>'
        f"{inside}<consumable><manufacturedProduct><manufacturedMaterial>"
        '<code displayName="Fenoterol inhaler" code="1" codeSystem="2.16.840.1.113883.6.88"/>'
        "</manufacturedMaterial></manufacturedProduct></consumable>"
        "</substanceAdministration></entry>"
    )


def test_instruction_in_words_is_the_dosage() -> None:
    """A medicine without structured dose takes the words its text refers to."""
    text = '<paragraph ID="m1">Fenoterol inhaler: breathe in two puffs at night</paragraph>'
    found = of_kind(_read("Medications", text, _medicine()), "MedicationStatement")
    assert ["Fenoterol inhaler: breathe in two puffs at night"] == [x.dosage for x in found]


def test_referred_row_that_says_more_than_its_entry_is_listed() -> None:
    """A row an entry refers to is still listed when the entry leaves out what it says."""
    text = (
        '<table><tbody><tr ID="m1"><td>Fenoterol inhaler</td><td>2 puffs</td>'
        "<td>every 6 hours when wheezing</td></tr></tbody></table>"
    )
    dose = '<doseQuantity value="2" unit="{puff}"/>'
    reading = _read("Medications", text, _medicine(dose))
    assert (
        "Medications: Fenoterol inhaler | 2 puffs | every 6 hours when wheezing"
        in reading.not_understood
    )


def test_row_that_its_entry_says_is_not_repeated() -> None:
    """Dates in another format and labels of the form add nothing."""
    text = (
        '<paragraph ID="m1">Fenoterol inhaler, started: March 3rd, 2013, status: active</paragraph>'
    )
    assert () == _read("Medications", text, _medicine()).not_understood


def test_measure_inside_a_planned_act_is_listed() -> None:
    """What a planned or refused act carries inside is listed with it."""
    entry = (
        '<entry><procedure moodCode="INT"><code displayName="Diet visit" code="9"/>'
        '<entryRelationship typeCode="RSON"><observation moodCode="EVN">'
        '<code code="29463-7" codeSystem="2.16.840.1.113883.6.1" displayName="Weight"/>'
        '<value xsi:type="PQ" value="71.5" unit="kg"/></observation></entryRelationship>'
        "</procedure></entry>"
    )
    reading = _read("Plan", "", entry)
    assert "Diet visit: Weight: 71.5 kg" in reading.not_understood


def test_words_that_no_reader_takes_are_listed() -> None:
    """Remarks, places and products deep inside an entry are listed once with their section."""
    entry = (
        '<entry><observation moodCode="EVN"><code displayName="Glucose" code="1"/>'
        '<text>Taken after a long walk</text><value xsi:type="PQ" value="5.1" unit="mmol/L"/>'
        "<performer><assignedEntity><representedOrganization><name>Willow Clinic</name>"
        "</representedOrganization></assignedEntity></performer></observation></entry>"
    )
    reading = _read("Results", "", entry)
    assert ("Results: Taken after a long walk", "Results: Willow Clinic") == (
        reading.not_understood
    )


def test_long_paragraph_is_listed_whole() -> None:
    """A paragraph longer than a line is told in several lines, to its last word."""
    words = " ".join(f"word{number}" for number in range(1_000))
    lines = _read("Course", f"<paragraph>{words} end</paragraph>", "").not_understood
    assert f"Course: {words} end" == " ".join(lines)


@pytest.mark.parametrize(
    ("text", "others", "expected"),
    [
        ("Sodium 140 mmol/L", ["Sodium 140.0 mmol/L"], True),
        ("Sodium 141 mmol/L", ["Sodium 140 mmol/L"], False),
        ("Asthma, onset 30-Mar-2012, active", ["Asthma"], True),
        ("Not asthma", ["Asthma"], False),
        ("Vu le 12 mars 2019 à 14h30 : asthme", ["Vu asthme"], True),
        ("6,50 à 14,5", ["6.5 14.50"], True),
    ],
)
def test_covering(text: str, others: list[str], expected: bool) -> None:
    """Numbers and words that are new count; dates, labels and idle zeros do not."""
    assert expected is covered(text, said(others))
