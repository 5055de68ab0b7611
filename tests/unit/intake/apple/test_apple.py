"""Apple Health: values, offsets, duplicates, the zip around it, and damaged or hostile files."""

import zipfile
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from bot.intake.apple import READER, read_stream
from bot.intake.apple.columns import moments, numbers
from bot.intake.apple.types import device_name, ucum
from bot.intake.reading import Reading, Source, Unreadable
from bot.intake.series import nights

ROOT = Path(__file__).parents[4]
EXPORT = (ROOT / "tests" / "fixtures" / "wellness" / "apple-exportation.xml").read_bytes()
SAMPLES = ROOT.parent / "shared" / "samples" / "apple-health"
FHIR = b'{"resourceType": "Observation"}'
ECG = (
    "Nom,In\u00e8s Exemple\nDate de naissance,1984-05-17\n"
    "Date d\u2019enregistrement,2026-09-29 20:03:42 +0200\nClassification,Rythme sinusal\n"
    'Sympt\u00f4mes,\nVersion du logiciel,1.90\nAppareil,"Watch6,7"\n'
    "Taux d\u2019\u00e9chantillonnage,512 Hz\n\n12.5\n13.1\n"
).encode()


def record(number: int, value: object = 60, kind: str = "HeartRate", source: str = "M") -> str:
    """One record, a second after the one before."""
    moment = f"2026-10-01 {number // 3600:02d}:{number // 60 % 60:02d}:{number % 60:02d} +0200"
    return (
        f'<Record type="HKQuantityTypeIdentifier{kind}" sourceName="{source}" device="d" '
        f'unit="count/min" startDate="{moment}" endDate="{moment}" value="{value}"/>\n'
    )


def export(body: str, end: str = "</HealthData>") -> bytes:
    """An export around some records."""
    return f'<?xml version="1.0" encoding="UTF-8"?><HealthData locale="fr">{body}{end}'.encode()


def packed(members: dict[str, bytes]) -> bytes:
    """A zip of these members."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def read(content: bytes, language: str = "fr") -> Reading:
    """The reading of some bytes."""
    return READER.read(Source(content, language=language))


def observations(reading: Reading) -> list[tuple[Any, ...]]:
    """(text, value or words, unit, moment) of every observation."""
    return [
        (
            fact.text,
            fact.value if fact.value is not None else fact.value_text,
            fact.unit,
            fact.effective,
        )
        for fact in reading.facts
        if fact.kind == "Observation"
    ]


@pytest.fixture(scope="module")
def reading() -> Reading:
    """The invented export with iOS 16's broken document type."""
    return read(EXPORT)


def test_an_export_is_known_by_its_content() -> None:
    """Neither the name nor the language of the name matters."""
    wrapped = packed({"dossier/exportaci\u00f3n.xml": EXPORT})

    assert [True, True, False, False] == [
        READER.recognise(Source(content))
        for content in (EXPORT, wrapped, b"<ClinicalDocument/>", packed({"a.xml": b"<a/>"}))
    ]


def test_clinical_measurements_are_facts_with_exact_values(reading: Reading) -> None:
    """Weight, glucose and blood pressure come out as written, with their offset."""
    expected = {
        ("Poids", Decimal("63.45"), "kg", "2026-10-01T07:00:00+02:00"),
        ("Glucose", Decimal("5.4"), "mmol/L", "2026-10-01T07:30:00+02:00"),
        ("Pression art\u00e9rielle systolique", Decimal(128), "mmHg", "2026-10-01T08:00:00+02:00"),
        ("Pression art\u00e9rielle diastolique", Decimal(82), "mmHg", "2026-10-01T08:00:00+02:00"),
        ("Headache", "severity mild", None, "2026-10-01T17:00:00+02:00"),
        ("Irregular heart rhythm event", None, None, "2026-10-01T04:00:00+02:00"),
        ("Groupe sanguin", "O+", None, None),
    }

    assert expected == set(observations(reading))


def test_nothing_is_confirmed_and_everything_has_a_place(reading: Reading) -> None:
    """Facts wait for the person's word and say where they come from."""
    assert {(False, "device")} == {
        (fact.provenance.confirmed, fact.provenance.source) for fact in reading.facts
    }
    assert all(fact.provenance.place for fact in reading.facts)


def test_series_hold_the_rest(reading: Reading) -> None:
    """Each measure and source has its series, in its own unit."""
    found = {(s.measure, s.label, s.unit, s.source): s.points for s in reading.series}

    assert {
        ("heart-rate", "", "/min", "Montre d\u2019In\u00e8s"): 2,
        ("steps", "", "1", "Montre d\u2019In\u00e8s"): 1,
        ("steps", "", "1", "iPhone d\u2019In\u00e8s"): 1,
        ("oxygen-saturation", "", "%", "Montre d\u2019In\u00e8s"): 1,
        ("nutrient", "iron", "mg", "Journal"): 1,
        ("sleep", "", "1", "Montre d\u2019In\u00e8s"): 3,
        ("workout", "running", "min", "Montre d\u2019In\u00e8s"): 1,
        ("workout-distance", "running", "km", "Montre d\u2019In\u00e8s"): 1,
        ("day-active-energy", "", "kcal", "Apple"): 1,
        ("day-exercise", "", "min", "Apple"): 1,
        ("day-stand-hours", "", "1", "Apple"): 1,
    } == found


def test_a_device_is_one_whatever_its_pointer_and_software(reading: Reading) -> None:
    """An update of the watch makes no new device."""
    assert ["Apple Watch Watch6,7"] == [
        s.device for s in reading.series if s.measure == "heart-rate"
    ]


def test_fractions_become_per_cent_exactly(reading: Reading) -> None:
    """Apple writes 0.97 for 97 %."""
    (day,) = next(s for s in reading.series if s.measure == "oxygen-saturation").aggregates()

    assert Decimal(97) == day.total


def test_duplicates_overlaps_routes_and_unknown_types_are_told(reading: Reading) -> None:
    """What was dropped, doubled, counted or not known is said; a correlation is no duplicate."""
    assert {
        "intake-duplicates-dropped|count=1",
        "intake-overlapping-sources|measure=steps|sources=2|days=1",
        "intake-routes-counted|count=1",
    } == set(reading.warnings)
    assert "HKQuantityTypeIdentifierTomorrowsInvention" in reading.not_understood


def test_the_night_ends_on_its_day(reading: Reading) -> None:
    """Three hours of sleep, one of them deep, belong to the second."""
    (night,) = nights(reading.series)

    assert ("2026-10-02", 3 * 3600, 3600) == (
        night.day.isoformat(), night.asleep, night.stages["deep"],
    )  # fmt: skip


def test_the_whole_export_is_read_in_spite_of_its_document_type(reading: Reading) -> None:
    """The broken document type of iOS 16 costs nothing."""
    assert (False, "2026-10-02T08:10:05+02:00") == (reading.partial, reading.date)


def test_the_zip_gives_records_ecgs_and_routes() -> None:
    """Clinical records become documents, an ECG a fact with its classification, junk is skipped."""
    reading = read(
        packed(
            {
                "__MACOSX/apple_health_export/._exportation.xml": b"junk",
                "apple_health_export/.DS_Store": b"junk",
                "apple_health_export/exportation.xml": EXPORT,
                "apple_health_export/exportation_cda.xml": b"<ClinicalDocument/>",
                "apple_health_export/clinical-records/Observation-1.json": FHIR,
                "apple_health_export/electrocardiograms/ecg_2026-09-29.csv": ECG,
                "apple_health_export/workout-routes/a.gpx": b"<gpx/>",
                "apple_health_export/workout-routes/b.gpx": b"<gpx/>",
                "apple_health_export/etc/photo.heic": b"x",
            }
        )
    )

    assert [("Observation-1.json", "application/fhir+json", FHIR)] == [
        (d.title, d.media_type, d.content) for d in reading.documents
    ]
    assert ("ECG", "Rythme sinusal", None, "2026-09-29T20:03:42+02:00") in observations(reading)
    assert "intake-routes-counted|count=2" in reading.warnings
    assert {"exportation_cda.xml", "etc/*.heic"} <= set(reading.not_understood)


def test_a_member_without_a_name_is_passed_over() -> None:
    """A name that begins with NUL is an empty one to the zip library."""
    content = packed({"apple_health_export/export.xml": EXPORT, "quill.txt": b"x"})
    nameless = content.replace(b"quill.txt", b"\0uill.txt")
    assert observations(read(content)) == observations(read(nameless))


def test_a_missing_end_is_partial_and_keeps_what_was_read() -> None:
    """A file cut in the middle of a record keeps the records before it."""
    whole = export("".join(record(i) for i in range(100)))
    reading = read(whole[:-60])

    assert (True, 99, ("intake-partial",)) == (
        reading.partial, reading.series[0].points, reading.warnings[:1],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("broken", "points"),
    [
        ('"M"', 100),
        ('"M\x01"', 100),
        ('"M & N"', 100),
        ('"&unknown;"', 100),
        ('"M"/><a></b><Record x="', 100),
    ],
)
def test_damaged_xml_is_read_around(broken: str, points: int) -> None:
    """One bad record does not cost the others; the reading says that something was bad."""
    body = "".join(record(i) for i in range(points)).replace('"M"', broken, 1)
    reading = read(export(body))

    assert points - 1 <= sum(series.points for series in reading.series)
    assert (broken != '"M"') == reading.partial


def test_entities_are_never_expanded() -> None:
    """Neither laughing entities nor files of the machine come in."""
    hostile = (
        b'<!DOCTYPE HealthData [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">'
        b'<!ENTITY f SYSTEM "file:///etc/hostname">]>'
    ) + export(record(1, source="&b;&f;"))[38:]

    assert {""} == {series.source for series in read(hostile).series}


def test_a_huge_attribute_is_left_out() -> None:
    """Twenty megabytes in one attribute cost that record."""
    reading = read(export(record(1) + f'<Record type="{"A" * 20_000_000}"/>' + record(2)))

    assert (True, 2) == (reading.partial, sum(series.points for series in reading.series))


def test_endless_sources_are_bounded() -> None:
    """A file with a source per record is counted beyond a limit."""
    reading = read(export("".join(record(i, source=f"S{i}") for i in range(4500))))

    assert (True, 4000) == (reading.partial, len(reading.series))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "unreadable-empty"),
        (b"   ", "unreadable-empty"),
        (b"<a>no export</a>", "unreadable-unknown"),
        (packed({"a.xml": b"<a/>"}), "unreadable-unknown"),
        (b"PK\x03\x04" + b"\x00" * 50, "unreadable-damaged"),
    ],
)
def test_what_is_no_export_is_refused(content: bytes, reason: str) -> None:
    """With the reason in one word."""
    with pytest.raises(Unreadable) as caught:
        read(content)

    assert reason == caught.value.message_id


def test_a_stream_is_read_without_its_bytes_in_memory() -> None:
    """A seekable file is enough, and progress is told."""
    seen: list[int] = []
    body = "".join(record(i % 3600, value=60 + i % 40) for i in range(30_000))
    reading = read_stream(BytesIO(packed({"export.xml": export(body)})), progress=seen.append)

    assert reading.series[0].points + reading.series[0].duplicates == 30_000
    assert seen == sorted(seen)
    assert seen


def test_columns_of_dates_agree_with_single_dates() -> None:
    """Batches are read like single values, leap days and odd forms included."""
    texts = [
        "2024-02-29 23:59:59 +0545",
        "1999-12-31 00:00:00 -0330",
        "2026-10-01 07:01:36 +0200",
    ]
    batch, offsets = moments(texts)
    odd, _offsets = moments([*texts, "2024-02-30 00:00:00 +0000"])

    assert [1709230499000, 946611000000, 1790830896000] == batch.tolist()
    assert [345, -210, 120] == offsets.tolist()
    assert batch.tolist() == odd.tolist()[:3]
    assert odd[3] < -(1 << 50)


def test_numbers_are_exact_and_strange_ones_are_none() -> None:
    """Underscores and words are no numbers; a fraction becomes a percentage exactly."""
    assert [97.0, 29.0, 0.5] == numbers(["0.97", "0.29", "0.005"], percent=True).tolist()
    assert [True, False, True, True] == [
        value != value for value in numbers(["1_0", "1", "nan", "x"], percent=False).tolist()
    ]


def test_units_and_devices_lose_their_noise() -> None:
    """A molar mass in a unit, a pointer and a software version in a device say nothing."""
    assert "mmol/L" == ucum("mmol<180.1558800000541>/L")
    assert "Apple Watch Watch6,7" == device_name(
        "<<HKDevice: 0x3012772a0>, name:Apple Watch, manufacturer:Apple Inc., model:Watch, "
        "hardware:Watch6,7, software:10.2>"
    )


@pytest.mark.skipif(not SAMPLES.exists(), reason="the shared samples are not beside the project")
@pytest.mark.parametrize(
    ("name", "points"),
    [
        ("export-workout-route.xml", 11),
        ("export-sleep-heart.xml", 8),
        ("export-with-macos-junk.zip", 8),
        ("export-with-route.zip", 11),
    ],
)
def test_shared_samples_are_read_whole(name: str, points: int) -> None:
    """Every record of the shared exports is a point or a fact."""
    reading = read((SAMPLES / name).read_bytes())
    clinical = [fact for fact in reading.facts if fact.kind == "Observation" and fact.value]

    assert not reading.partial
    assert points == sum(series.points for series in reading.series) + len(clinical)
