"""FIT: measurements, running totals, sessions, cut and wrong files."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.intake.fit import READER
from bot.intake.fit.fields import unpack_12_bits
from bot.intake.reading import Reading, Source, Unreadable
from tests.unit.intake.fit.writing import MORNING as BEGIN
from tests.unit.intake.fit.writing import FitFile, day, outing

SAMPLES = Path(__file__).parents[5] / "shared" / "samples" / "fit"
DAY, OUTING = bytes(day()), bytes(outing())


def read(content: bytes) -> Reading:
    """The reading of some bytes, in English."""
    return READER.read(Source(content, language="en"))


def values(reading: Reading) -> list[tuple[str, Decimal | None, str | None]]:
    """(text, value, unit) of every observation."""
    return [(f.text, f.value, f.unit) for f in reading.facts if f.kind == "Observation"]


def test_measurements_are_facts_in_local_time() -> None:
    """A weighing and a blood pressure come with the offset that the file states."""
    reading = read(DAY)

    assert [
        ("Weight", Decimal("68.4"), "kg"),
        ("Body fat", Decimal("24.1"), "%"),
        ("Systolic blood pressure", Decimal(128), "mmHg"),
        ("Diastolic blood pressure", Decimal(82), "mmHg"),
        ("Heart rate", Decimal(64), "/min"),
    ] == values(reading)
    assert {"+01:00"} == {
        f.effective[-6:] for f in reading.facts if f.kind == "Observation" and f.effective
    }


def test_running_totals_become_increases() -> None:
    """Steps of 100 then 250 since midnight are 250 steps that day, not 350."""
    steps = next(series for series in read(DAY).series if series.measure == "steps")

    assert [Decimal(250)] == [each.total for each in steps.aggregates()]
    assert [Decimal(100), Decimal(150)] == [v for each in steps.days() for v in each.values()]


def test_a_session_is_a_summary_and_its_records_a_series() -> None:
    """Duration, distance, energy and heart rate as facts; positions only counted."""
    reading = read(OUTING)

    assert {
        ("Workout duration", Decimal("600.5"), "s"),
        ("Workout distance", Decimal("2012.34"), "m"),
        ("Workout energy", Decimal(140), "kcal"),
        ("Average heart rate of the workout", Decimal(130), "/min"),
        ("Maximum heart rate of the workout", Decimal(140), "/min"),
    } == set(values(reading))
    heart = next(series for series in reading.series if series.measure == "heart-rate")
    assert (3, Decimal(390)) == (heart.points, heart.aggregates()[0].total)
    assert "position × 3" in reading.not_understood


def test_unknown_messages_are_counted() -> None:
    """A manufacturer's private message is named, with how many there were."""
    assert ("unknown_60001",) == read(DAY).not_understood


def test_fields_that_no_measure_takes_are_listed() -> None:
    """Temperature beside a heart rate is counted; what a session or profile adds is quoted."""
    fit = FitFile()
    fit.add(0, (0, "enum", 4), (1, "u16", 255), (4, "u32", BEGIN))
    for step in range(3):
        fit.add(20, (253, "u32", BEGIN + step), (3, "u8", 120), (13, "u8", 21))
    fit.add(3, (2, "u8", 44), (4, "u16", 712))
    fit.add(18, (253, "u32", BEGIN + 3), (2, "u32", BEGIN), (5, "enum", 1), (20, "u16", 210))
    assert {
        "record.temperature × 3",
        "user_profile.age: 44",
        "user_profile.weight: 71.2",
        "session.avg_power: 210",
    } == set(read(bytes(fit)).not_understood)


def test_a_cut_file_is_partial() -> None:
    """What stands before the cut is kept."""
    reading = read(DAY[:130])

    assert reading.partial
    assert ("Weight", Decimal("68.4"), "kg") in values(reading)


def test_a_wrong_checksum_is_told() -> None:
    """The values are given, the damage is said."""
    reading = read(DAY[:-2] + b"\x00\x00")

    assert (True, ("intake-damaged-parts",)) == (reading.partial, reading.warnings)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "unreadable-empty"),
        (b"hello", "unreadable-unknown"),
        (DAY[:14], "unreadable-damaged"),
    ],
)
def test_what_is_no_fit_is_refused(content: bytes, reason: str) -> None:
    """With the reason in one word."""
    with pytest.raises(Unreadable) as caught:
        read(content)

    assert reason == caught.value.message_id


@given(st.integers(0, len(DAY) - 1), st.binary(min_size=1, max_size=8))
@settings(max_examples=150, deadline=None)
def test_damaged_files_are_read_in_part_or_refused(place: int, noise: bytes) -> None:
    """Nothing but Unreadable is ever raised."""
    try:
        outcome = read(DAY[:place] + noise + DAY[place + len(noise) :]).format
    except Unreadable as error:
        outcome = error.message_id

    assert outcome.startswith(("fit", "unreadable-"))


def test_twelve_bit_moments_are_unpacked() -> None:
    """Two numbers stand in every three bytes, low bits first."""
    assert [0x201, 0x453, 0x201, 0x453] == unpack_12_bits((0x01, 0x32, 0x45) * 2)


@pytest.mark.skipif(not SAMPLES.exists(), reason="the shared samples are not beside the project")
@pytest.mark.parametrize(
    ("name", "measure", "points", "total"),
    [
        ("coros-misaligned-fields.fit", "heart-rate", 8946, "1180329"),
        ("garmin-sdk-developer-fields.fit", "heart-rate", 3601, "455561"),
        ("invented-weight-bp-steps.fit", "steps", 167, "19850"),
        ("malformed-truncated.fit", "heart-rate", 86, "7319"),
        ("garmin-sdk-hrm-plugin.fit", "speed", 310, "21.297"),
    ],
)
def test_shared_samples_are_exact(name: str, measure: str, points: int, total: str) -> None:
    """Counts and sums of the shared files, taken from the decoder's own output."""
    reading = read((SAMPLES / name).read_bytes())
    series = next(each for each in reading.series if each.measure == measure)

    assert (points, Decimal(total)) == (series.points, sum(d.total for d in series.aggregates()))


def test_cycles_on_foot_are_pairs_of_steps() -> None:
    """Some trackers write half the steps, and the kind of activity after them."""
    fit = day()
    fit.add(55, (3, "u32", 300), (24, "u8", 0x26), (253, "u32", BEGIN + 1800))
    steps = next(series for series in read(bytes(fit)).series if series.measure == "steps")

    assert [Decimal(300)] == [each.total for each in steps.aggregates()]
