"""FHIR values exactly as written, odd encodings, damage, and wrong types anywhere."""

import json
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.intake.fhir import FHIR, FHIR_XML
from bot.intake.fhir.parse import entries_of
from bot.intake.reading import Source, Unreadable
from tests.unit.intake.fhir.support import (
    SAMPLES,
    SUMMARY,
    bundle,
    observation,
    of_kind,
    read,
)


@pytest.mark.parametrize(
    ("element", "expected"),
    [
        ({"valueInteger": 7}, (Decimal(7), None, None)),
        ({"valueBoolean": False}, (None, "non", None)),
        ({"valueCodeableConcept": {"text": "Négatif"}}, (None, "Négatif", None)),
        ({"valueRange": {"high": {"value": 5}}}, (Decimal(5), None, "<=")),
        ({"valueRange": {"low": {"value": 1}, "high": {"value": 5}}}, (None, "1 – 5", None)),
        (
            {"valueRatio": {"numerator": {"value": 1}, "denominator": {"value": 128}}},
            (None, "1:128", None),
        ),
        ({"valueQuantity": {"value": 1e2}}, (Decimal(100), None, None)),
        ({"valueQuantity": {"value": "1,5"}}, (None, "1,5", None)),
        ({"valueString": "<0,41 mg/L"}, (Decimal("0.41"), "<0,41 mg/L", "<")),
        ({"valueString": "120/80"}, (None, "120/80", None)),
        ({"valueString": "3 fois par jour"}, (None, "3 fois par jour", None)),
    ],
)  # fmt: skip
def test_value_types(element: dict[str, object], expected: tuple[object, ...]) -> None:
    """Each type of value gives exactly what it says and no more."""
    fact = of_kind(read(bundle(observation(**element))), "Observation")[0]
    assert expected == (fact.value, fact.value_text, fact.comparator)


def test_comma_before_three_digits_is_not_guessed_in_english() -> None:
    """ "1,245 mg/dL" has two readings in English and stays text."""
    content = bundle(observation(valueString="1,245 mg/dL"))
    assert [None] == [f.value for f in of_kind(read(content, "en"), "Observation")]


@pytest.mark.parametrize(
    ("element", "doubt"),
    [
        (
            {
                "valueQuantity": {"value": 9},
                "interpretation": [{"coding": [{"code": "N"}]}],
                "referenceRange": [{"low": {"value": 1}, "high": {"value": 5}}],
            },
            "doubt-range-disagrees",
        ),
        (
            {
                "valueQuantity": {"value": 9, "unit": "mmol/L"},
                "referenceRange": [{"high": {"value": 100, "unit": "mg/dL"}}],
            },
            "doubt-units-differ",
        ),
        ({"valueQuantity": {"value": 9}, "status": "preliminary"}, "doubt-preliminary"),
    ],
)
def test_doubts_are_named(element: dict[str, object], doubt: str) -> None:
    """A source that contradicts itself or is preliminary marks the value as doubtful."""
    assert [doubt] == [
        f.doubt for f in of_kind(read(bundle(observation(**element))), "Observation")
    ]


@pytest.mark.parametrize(
    ("fields", "category"),
    [
        ({"category": [{"coding": [{"code": "survey"}]}]}, "survey"),
        ({"category": [{"coding": [{"code": "social-history"}]}]}, "other"),
        ({"code": {"coding": [{"system": "http://loinc.org", "code": "8867-4"}]}}, "vital-signs"),
        ({"referenceRange": [{"text": "1 à 5"}]}, "laboratory"),
        ({}, "other"),
    ],
)
def test_category(fields: dict[str, object], category: str) -> None:
    """An observation belongs where its category, its code or its shape puts it."""
    content = bundle(observation(valueInteger=1, **fields))
    assert [category] == [fact.category for fact in of_kind(read(content), "Observation")]


def test_giga_per_litre_is_no_ucum_code() -> None:
    """G/L where a UCUM code should be would mean gauss: the unit stays, the code does not."""
    value = {"value": 254, "unit": "G/L", "code": "G/L", "system": "http://unitsofmeasure.org"}
    fact = of_kind(read(bundle(observation(valueQuantity=value))), "Observation")[0]
    assert ("G/L", None) == (fact.unit, fact.ucum)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_any_utf_encoding_is_read(encoding: str) -> None:
    """A byte-order mark or a wide encoding changes nothing."""
    content = bundle(observation(valueString="é")).decode().encode(encoding)
    source = Source(content)
    assert FHIR.recognise(source) or encoding == "utf-32"
    assert ["é"] == [f.value_text for f in of_kind(FHIR.read(source), "Observation")]


def test_newline_delimited_resources_are_read() -> None:
    """NDJSON gives the facts of each line and lists the broken one."""
    lines = [json.dumps(observation(valueInteger=n)) for n in range(3)]
    lines.insert(1, '{"resourceType": "Obs')
    reading = read("\n".join(lines).encode())
    assert (3, True) == (len(of_kind(reading, "Observation")), reading.partial)
    assert any(line.startswith("line 2") for line in reading.not_understood)


def test_bundle_that_was_cut_off_is_read_in_part() -> None:
    """Whole entries before the cut are kept and the reading says that it is partial."""
    content = bundle(*(observation(valueInteger=n) for n in range(20)))
    reading = read(content[: len(content) // 2])
    assert 5 < len(of_kind(reading, "Observation")) < 15
    assert (True, ("warning-cut-off",)) == (reading.partial, reading.warnings)


def test_one_damaged_entry_does_not_lose_the_others() -> None:
    """Broken JSON inside one entry costs that entry only."""
    content = bundle(*(observation(valueInteger=n) for n in range(5)))
    broken = content.replace(b'"valueInteger": 2}', b'"valueInteger": 2]', 1)
    reading = read(broken)
    assert [0, 1, 3, 4] == [int(f.value) for f in of_kind(reading, "Observation")]


def test_xml_gives_the_same_facts() -> None:
    """The XML form of an Observation says what its JSON form says."""
    content = b"""<Observation xmlns="http://hl7.org/fhir"><status value="final"/>
      <code><text value="CRP"/></code><valueQuantity><value value="0.410"/>
      <comparator value="&lt;"/><unit value="mg/L"/></valueQuantity></Observation>"""
    source = Source(content)
    assert FHIR_XML.recognise(source)
    fact = of_kind(FHIR_XML.read(source), "Observation")[0]
    assert ("CRP", "0.410", "<", "mg/L") == (fact.text, str(fact.value), fact.comparator, fact.unit)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "unreadable-empty"),
        (b"  \n", "unreadable-empty"),
        (b'{"resourceType": "Bun', "unreadable-damaged"),
        (b'{"a": 1}', "unreadable-unknown"),
        (b'{"resourceType":' + b"[" * 100_000, "unreadable-damaged"),
    ],
)
def test_what_cannot_be_read_says_why(content: bytes, message: str) -> None:
    """Empty, cut and deeply nested inputs are refused with their sentence."""
    with pytest.raises(Unreadable) as caught:
        read(content)
    assert message == caught.value.message_id


def test_hostile_numbers_cost_nothing() -> None:
    """An exponent of a billion or a million digits is text, not a number."""
    numbers = ("1e999999999", "9" * 1_000_000)
    for number in numbers:
        content = bundle(observation(valueQuantity={"value": 1})).replace(
            b'"value": 1', b'"value": ' + number.encode()
        )
        fact = of_kind(read(content), "Observation")[0]
        assert fact.value is None


def test_other_people_are_listed_and_said() -> None:
    """The patient most resources are about is the person; another one is named with a warning."""
    patients = [
        {"resourceType": "Patient", "id": name, "name": [{"text": name}]} for name in ("Ana", "Zoé")
    ]
    subjects = [{"subject": {"reference": f"Patient/{name}"}} for name in ("Zoé", "Zoé", "Ana")]
    said = [observation(valueInteger=1, **subject) for subject in subjects]
    reading = read(bundle(*patients, *said))
    assert ["Zoé"] == [fact.name for fact in of_kind(reading, "Patient")]
    assert (("warning-several-people",), ("Patient: Ana, autre personne",)) == (
        reading.warnings,
        reading.not_understood,
    )


def test_places_point_into_nested_bundles() -> None:
    """A bundle inside Parameters keeps the whole path."""
    inner = {"resourceType": "Bundle", "entry": [{"resource": observation(valueInteger=1)}]}
    outer = {"resourceType": "Parameters", "parameter": [{"name": "x", "resource": inner}]}
    entries, _, _ = entries_of(json.dumps(outer).encode())
    assert ["Parameters.parameter[0].resource.entry[0].resource"] == [e.place for e in entries]


_SCALARS = st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.floats()
_WRONG = st.recursive(
    _SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["coding", "text", "value", "reference"]), inner, max_size=3
        )
    ),
    max_leaves=6,
)


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_wrong_types_anywhere_never_raise(data: st.DataObject) -> None:
    """Whatever stands in an element, the rest of the source is still read."""
    value = json.loads(SUMMARY)
    for _ in range(4):
        entry = data.draw(st.sampled_from(value["entry"]))
        resource = entry["resource"]
        if isinstance(resource, dict) and resource:
            key = data.draw(st.sampled_from(sorted(resource)))
            resource[key] = data.draw(_WRONG)
    reading = read(json.dumps(value).encode())
    assert len(reading.facts) > 5


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the shared samples are not here")
@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("synthea-louis-maggio", {"Condition": 12, "Immunization": 9, "AllergyIntolerance": 1}),
        ("ips-fr-camille-exemple", {"Observation": 40, "Condition": 2, "Immunization": 2}),
        ("ips-sampler-2", {"Condition": 3, "Immunization": 3, "Procedure": 1, "Observation": 2}),
        ("ips-demo-blood-pressure", {"Observation": 2, "AllergyIntolerance": 0}),
    ],
)  # fmt: skip
def test_samples(name: str, kinds: dict[str, int]) -> None:
    """Real bundles give the facts that they hold."""
    reading = read((SAMPLES / f"{name}.json").read_bytes())
    assert kinds == {kind: len(of_kind(reading, kind)) for kind in kinds}
