"""GPX: what an outing was, without where it was; damaged and hostile XML."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.intake.gpx import READER
from bot.intake.reading import Reading, Source, Unreadable

ROOT = Path(__file__).parents[4]
OUTING = (ROOT / "tests" / "fixtures" / "wellness" / "outing.gpx").read_bytes()
SAMPLES = ROOT.parent / "shared" / "samples" / "gpx"


def read(content: bytes) -> Reading:
    """The reading of some bytes, in French."""
    return READER.read(Source(content, language="fr"))


def test_an_outing_is_summed_up() -> None:
    """Duration, distance, climb and heart rate; 222.6 m is two thousandths of a degree."""
    reading = read(OUTING)

    assert [
        ("Durée de la sortie", Decimal(150), "s"),
        ("Distance (calculée des positions)", Decimal("222.6"), "m"),
        ("Dénivelé positif (calculé)", Decimal("2.0"), "m"),
        ("Fréquence cardiaque moyenne", Decimal("95.0"), "/min"),
        ("Fréquence cardiaque maximale", Decimal(100), "/min"),
    ] == [(f.text, f.value, f.unit) for f in reading.facts if f.kind == "Observation"]


def test_positions_are_counted_and_not_kept() -> None:
    """No coordinate is anywhere in the reading."""
    reading = read(OUTING)

    assert {"position × 3", "waypoint"} == set(reading.not_understood)
    assert "0.002" not in reading.model_dump_json(exclude={"series"})


def test_heart_rate_and_cadence_are_series() -> None:
    """Extensions are found whatever their prefix."""
    found = {series.measure: series.points for series in read(OUTING).series}

    assert {"heart-rate": 2, "cadence": 1, "workout": 1, "workout-distance": 1} == found


def test_a_cut_file_is_read_as_far_as_it_goes() -> None:
    """Two of three points are there before the cut."""
    reading = read(OUTING[: OUTING.index(b"07:02:30")])

    assert reading.partial
    assert Decimal(60) == next(f.value for f in reading.facts if f.kind == "Observation")


def test_a_bad_point_costs_only_itself() -> None:
    """A latitude that is no number is left out and told."""
    reading = read(OUTING.replace(b'lat="0.001"', b'lat="north"'))

    assert "trkpt without a position" in reading.not_understood
    assert Decimal(150) == next(f.value for f in reading.facts if f.kind == "Observation")


def test_no_entity_is_expanded() -> None:
    """A document type with entities is dropped before anything is read."""
    hostile = (
        b'<!DOCTYPE gpx [<!ENTITY a "ha"><!ENTITY f SYSTEM "file:///etc/hostname">]>'
        + OUTING[39:].replace("Marche inventée".encode(), b"&a;&f;")
    )

    assert read(hostile).title in ("", "GPX")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b" ", "unreadable-empty"),
        (b"<kml/>", "unreadable-unknown"),
        (b"<gpx", "unreadable-unknown"),
        (b"<gpx a", "unreadable-damaged"),
        (b"no xml", "unreadable-unknown"),
    ],
)
def test_what_is_no_gpx_is_refused(content: bytes, reason: str) -> None:
    """With the reason in one word."""
    with pytest.raises(Unreadable) as caught:
        read(content)

    assert reason == caught.value.message_id


@given(st.integers(0, len(OUTING) - 1), st.binary(min_size=1, max_size=6))
@settings(max_examples=100, deadline=None)
def test_damaged_files_are_read_in_part_or_refused(place: int, noise: bytes) -> None:
    """Nothing but Unreadable is ever raised."""
    try:
        outcome = read(OUTING[:place] + noise + OUTING[place + len(noise) :]).format
    except Unreadable as error:
        outcome = error.message_id

    assert outcome.startswith(("gpx", "unreadable-"))


@pytest.mark.skipif(not SAMPLES.exists(), reason="the shared samples are not beside the project")
def test_the_shared_run_is_exact() -> None:
    """360 points of heart rate over 29 minutes 55 seconds."""
    reading = read((SAMPLES / "invented-run-heart-rate.gpx").read_bytes())
    heart = next(series for series in reading.series if series.measure == "heart-rate")

    assert (360, Decimal(52381)) == (heart.points, heart.aggregates()[0].total)
    assert Decimal(1795) == next(f.value for f in reading.facts if f.kind == "Observation")
