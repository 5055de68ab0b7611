"""Health Connect: units, offsets, applications, sleep, and databases that mean harm."""

import sqlite3
import zipfile
from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.intake.health_connect import READER
from bot.intake.reading import Reading, Source, Unreadable
from bot.intake.series import nights

START = 1_790_000_000_000
_BASE = "row_id INTEGER PRIMARY KEY, uuid BLOB, device_info_id INTEGER, app_info_id INTEGER, "
_AT = _BASE + "time INTEGER, zone_offset INTEGER, local_date INTEGER, "
_FROM = (
    _BASE + "start_time INTEGER, start_zone_offset INTEGER, end_time INTEGER, "
    "end_zone_offset INTEGER, local_date INTEGER, "
)
SCHEMA = f"""
CREATE TABLE application_info_table(row_id INTEGER PRIMARY KEY, package_name TEXT);
CREATE TABLE device_info_table(row_id INTEGER PRIMARY KEY, manufacturer TEXT, model TEXT);
CREATE TABLE steps_record_table({_FROM} count INTEGER,
    local_date_time_start_time INTEGER AS (start_time + 1000 * start_zone_offset));
CREATE TABLE weight_record_table({_AT} weight REAL);
CREATE TABLE blood_pressure_record_table({_AT} systolic REAL, diastolic REAL);
CREATE TABLE heart_rate_record_table({_FROM} note TEXT);
CREATE TABLE heart_rate_record_series_table(parent_key INTEGER, beats_per_minute INTEGER,
    epoch_millis INTEGER);
CREATE TABLE sleep_session_record_table({_FROM} title TEXT);
CREATE TABLE sleep_stages_table(parent_key INTEGER, stage_start_time INTEGER,
    stage_end_time INTEGER, stage_type INTEGER);
CREATE TABLE total_calories_burned_record_table({_FROM} energy REAL);
CREATE TABLE skin_temperature_record_table({_FROM} baseline REAL);
CREATE TABLE medical_resource_table(row_id INTEGER PRIMARY KEY, fhir_data TEXT);
INSERT INTO application_info_table VALUES (1, 'app.montre'), (2, 'app.telephone');
INSERT INTO device_info_table VALUES (1, 'Exemple', 'Montre 2');
INSERT INTO weight_record_table(app_info_id, time, zone_offset, weight)
    VALUES (1, {START}, 7200, 64350.5), (1, 'jamais', 7200, 'lourd');
INSERT INTO blood_pressure_record_table(app_info_id, time, zone_offset, systolic, diastolic)
    VALUES (1, {START}, 7200, 125, 68);
INSERT INTO steps_record_table(app_info_id, device_info_id, start_time, start_zone_offset,
    end_time, count) VALUES (1, 1, {START}, 7200, {START + 60000}, 100),
    (1, 1, {START}, 7200, {START + 60000}, 100), (2, NULL, {START}, 7200, {START + 30000}, 90);
INSERT INTO heart_rate_record_table(row_id, app_info_id, start_time, start_zone_offset)
    VALUES (7, 1, {START}, 7200);
INSERT INTO heart_rate_record_series_table VALUES (7, 61, {START}), (7, 64, {START + 1000});
INSERT INTO sleep_session_record_table(row_id, app_info_id, start_time, start_zone_offset, end_time)
    VALUES (1, 1, {START}, 7200, {START + 7200000});
INSERT INTO sleep_stages_table VALUES (1, {START}, {START + 3600000}, 4),
    (1, {START + 3600000}, {START + 5400000}, 5), (1, {START + 5400000}, {START + 7200000}, 1);
INSERT INTO total_calories_burned_record_table(app_info_id, start_time, start_zone_offset, end_time,
    energy) VALUES (1, {START}, 7200, {START + 60000}, 749366.5);
INSERT INTO skin_temperature_record_table(app_info_id, start_time) VALUES (1, {START});
INSERT INTO medical_resource_table VALUES (1, '{{"resourceType": "Immunization"}}');
"""


def database(more: str = "") -> bytes:
    """An export with a little of everything; ``more`` is SQL that runs after it."""
    connection = sqlite3.connect(":memory:")
    connection.executescript(SCHEMA + more)
    content = connection.serialize()
    connection.close()
    return bytes(content)


def read(content: bytes) -> Reading:
    """The reading of some bytes, in English."""
    return READER.read(Source(content, language="en"))


def series(reading: Reading) -> dict[tuple[str, str, str, str], Decimal]:
    """The sum of every series by measure, unit, application and device."""
    return {
        (s.measure, s.unit, s.source, s.device): sum(
            (day.total for day in s.aggregates()), Decimal(0)
        )
        for s in reading.series
    }


def test_grams_calories_and_offsets() -> None:
    """Weight in kilograms, energy in kilocalories, the local offset, exactly."""
    reading = read(database())

    assert [
        ("Weight", Decimal("64.3505"), "kg", "2026-09-21T16:13:20+02:00"),
        ("Systolic blood pressure", Decimal(125), "mmHg", "2026-09-21T16:13:20+02:00"),
        ("Diastolic blood pressure", Decimal(68), "mmHg", "2026-09-21T16:13:20+02:00"),
    ] == [(f.text, f.value, f.unit, f.effective) for f in reading.facts if f.kind == "Observation"]
    assert Decimal("749.3665") == series(reading)["energy", "kcal", "app.montre", ""]


def test_applications_stay_apart_and_doubles_are_told() -> None:
    """Phone and watch are two series; an equal row is dropped; both are said."""
    reading = read(database())

    assert {
        ("steps", "1", "app.montre", "Exemple Montre 2"): Decimal(100),
        ("steps", "1", "app.telephone", ""): Decimal(90),
        ("heart-rate", "/min", "app.montre", ""): Decimal(125),
    } == {key: total for key, total in series(reading).items() if key[0] in ("steps", "heart-rate")}
    assert {
        "intake-duplicates-dropped|count=1",
        "intake-overlapping-sources|measure=steps|sources=2|days=1",
    } == set(reading.warnings)


def test_stages_make_the_night() -> None:
    """An hour light, half an hour deep, half an hour awake."""
    (night,) = nights(read(database()).series)

    assert {"light": 3600, "deep": 1800, "awake": 1800} == night.stages


def test_loose_ends_and_medical_resources() -> None:
    """A row without a number, a table not known, a FHIR resource for the FHIR reader."""
    reading = read(database())

    assert (
        "weight_record_table: row without a number or a moment",
        "skin_temperature_record_table",
    ) == reading.not_understood
    assert [b'{"resourceType": "Immunization"}'] == [d.content for d in reading.documents]


def test_the_zip_and_a_wal_database_are_read() -> None:
    """The export is a zip; its database may say it has a write-ahead log."""
    content = bytearray(database())
    content[18:20] = b"\x02\x02"
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("health_connect_export.db", bytes(content))

    assert READER.recognise(Source(stream.getvalue()))
    assert len(read(database()).facts) == len(read(stream.getvalue()).facts)


@pytest.mark.parametrize(
    "harm",
    [
        "DROP TABLE steps_record_table; CREATE VIEW steps_record_table AS WITH RECURSIVE c(x) AS "
        "(SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x AS count, 1 AS start_time, 0 AS "
        "start_zone_offset, 2 AS end_time FROM c;",
        "CREATE TRIGGER t AFTER INSERT ON steps_record_table BEGIN SELECT load_extension('x');END;",
        "CREATE TABLE x(a INTEGER, b INTEGER AS (hex(zeroblob(400000000))));"
        "INSERT INTO x(a) VALUES (1);",
    ],
)
def test_hostile_schemas_do_nothing(harm: str) -> None:
    """Endless views, triggers and computed columns are never run."""
    reading = read(database(harm))

    assert "Weight" in {fact.text for fact in reading.facts if fact.kind == "Observation"}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "unreadable-empty"),
        (b"SQLite format 3\x00" + b"\xff" * 5000, "unreadable-damaged"),
        (b"PK\x03\x04nothing", "unreadable-damaged"),
    ],
)
def test_what_is_no_export_is_refused(content: bytes, reason: str) -> None:
    """With the reason in one word."""
    with pytest.raises(Unreadable) as caught:
        read(content)

    assert reason == caught.value.message_id


DATABASE = database()


@given(st.integers(0, len(DATABASE) - 1), st.binary(min_size=1, max_size=40))
@settings(max_examples=150, deadline=None)
def test_damaged_databases_are_read_or_refused(place: int, noise: bytes) -> None:
    """Nothing but Unreadable is ever raised."""
    try:
        outcome = read(DATABASE[:place] + noise + DATABASE[place + len(noise) :]).format
    except Unreadable as error:
        outcome = error.message_id

    assert outcome.startswith(("health-connect", "unreadable-"))
