"""Series: packing, exact sums, duplicates, several sources, nights."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.intake.series import (
    Chunk,
    DailyAggregate,
    Series,
    combine,
    merge,
    nights,
    overlapping_days,
)
from bot.intake.series.builder import SeriesBuilder
from bot.intake.series.moments import parse_moment

KEY = ("heart-rate", "/min", "Montre", "Watch6,7", "")
HOUR = 3_600_000
NOON = int(datetime(2026, 10, 1, 12, tzinfo=UTC).timestamp() * 1000)


def series_of(
    points: list[tuple[int, int, int | None, float]], key: tuple[str, ...] = KEY
) -> Series:
    """One series of (start ms, duration ms, offset minutes, value)."""
    builder = SeriesBuilder()
    for start, duration, offset, value in points:
        builder.add_point(key, start, duration, offset, value)  # type: ignore[arg-type]
    (found,) = builder.build()
    return found


def test_values_come_back_exactly_as_they_were_read() -> None:
    """Decimals, whole numbers and long fractions survive packing unchanged."""
    values = ["5.4", "0.1", "97", "48.74499999999999", "0.30000000000000004"]
    series = series_of([(NOON + i * 1000, 0, 120, float(v)) for i, v in enumerate(values)])

    found = [point.value for day in series.days() for point in day.points()]

    assert [Decimal(value) for value in values] == found


def test_a_day_adds_up_without_rounding() -> None:
    """Ten times a tenth is one, not 0.9999999999999999."""
    series = series_of([(NOON + i * 1000, 1000, 0, 0.1) for i in range(10)])

    (day,) = series.aggregates()

    assert (Decimal("1.0"), Decimal("0.1"), 10) == (day.total, day.mean, day.count)


def test_the_local_day_and_offset_are_kept() -> None:
    """Half past eleven at night in Paris belongs to that evening, whatever UTC says."""
    late = int(datetime(2026, 10, 1, 22, 30, tzinfo=UTC).timestamp() * 1000)
    series = series_of([(late, 0, 120, 60.0)])

    day = series.day(date(2026, 10, 2))
    assert day is not None

    assert [datetime(2026, 10, 2, 0, 30, tzinfo=timezone(timedelta(hours=2)))] == [
        point.start for point in day.points()
    ]


def test_unknown_offsets_give_naive_moments() -> None:
    """A file without zones gives wall times without zones."""
    series = series_of([(NOON, 0, None, 60.0)])

    (point,) = next(series.days()).points()

    assert datetime(2026, 10, 1, 12) == point.start  # noqa: DTZ001


def test_equal_records_are_dropped_and_counted() -> None:
    """The same source, interval and value twice is one measurement."""
    series = series_of([(NOON, 1000, 0, 60.0), (NOON, 1000, 0, 60.0), (NOON, 1000, 0, 61.0)])

    assert (2, 1) == (series.points, series.duplicates)


def test_bounds_are_kept_and_counted() -> None:
    """ "LO" and "HI" stay bounds: they are counted as below and above."""
    builder = SeriesBuilder()
    builder.add_point(KEY, NOON, 0, 0, 40.0, 1)
    builder.add_point(KEY, NOON + 1, 0, 0, 400.0, 2)
    (series,) = builder.build()

    (day,) = series.aggregates()
    (chunk,) = series.days()

    assert (1, 1) == (day.below, day.above)
    assert ["<", ">"] == [point.bound for point in chunk.points()]


@pytest.mark.parametrize(
    ("start", "duration", "value"),
    [
        (NOON, 0, float("nan")),
        (NOON, 0, float("inf")),
        (NOON, 0, 1e300),
        (NOON, -1, 1.0),
        (NOON, 41 * 24 * HOUR, 1.0),
        (-(1 << 60), 0, 1.0),
        (1 << 60, 0, 1.0),
    ],
)
def test_impossible_points_are_refused_and_counted(start: int, duration: int, value: float) -> None:
    """No date outside 1900 to 2199, no endless interval, no number that is none."""
    builder = SeriesBuilder()
    builder.add_point(KEY, start, duration, 0, value)

    assert ((), 1) == (builder.build(), builder.refused["heart-rate"])


def test_bytes_give_the_series_back() -> None:
    """What storage seals opens again as the same value."""
    series = series_of([(NOON + i * HOUR, 500, 60, 60 + i / 4) for i in range(2000)])

    assert series == Series.from_bytes(series.to_bytes())
    assert series.chunks[0] == Chunk.from_bytes(series.chunks[0].to_bytes())


@given(st.binary(max_size=200), st.integers(0, 3))
@settings(max_examples=60)
def test_damaged_bytes_raise_value_error(noise: bytes, kind: int) -> None:
    """Damaged chunks and series say so and nothing else."""
    content = series_of([(NOON, 0, 0, 60.0)]).to_bytes()
    damaged = (noise, content[:3] + noise, content[: len(noise)], content + noise)[kind]
    try:
        found = Series.from_bytes(damaged)
        list(found.days())
        found.aggregates()
    except ValueError:
        return

    assert isinstance(found, Series)


@given(
    st.lists(
        st.tuples(
            st.integers(NOON, NOON + 90 * 24 * HOUR),
            st.integers(0, 24 * HOUR),
            st.sampled_from([None, -300, 0, 60, 120, 345]),
            st.decimals(-999999, 999999, places=3).map(float),
        ),
        min_size=1,
        max_size=60,
        unique_by=lambda point: point[0],
    )
)
@settings(max_examples=40)
def test_no_point_is_lost_or_changed(points: list[tuple[int, int, int | None, float]]) -> None:
    """Every point comes back with its value and duration, and the days add up to all."""
    series = series_of(points)
    values = sorted(point.value for day in series.days() for point in day.points())

    assert sorted(Decimal(repr(value)) for *_rest, value in points) == values
    assert len(points) == sum(day.count for day in series.aggregates())
    assert sum(day.total for day in series.aggregates()) == sum(values)


def test_a_second_import_adds_only_what_is_new() -> None:
    """Two exports that share a day become one series without doubles, bounds kept."""
    first = series_of([(NOON, 1000, 120, 60.25), (NOON + HOUR, 1000, None, 61.0)])
    second = series_of([(NOON, 1000, 120, 60.25), (NOON + 30 * 24 * HOUR, 0, 60, 70.0)])
    other = series_of([(NOON, 0, 0, 1.0)], ("steps", "1", "Montre", "", ""))

    heart, steps = merge([first, second, other])

    assert (3, 1, Decimal("191.25")) == (
        heart.points, heart.duplicates, sum(day.total for day in heart.aggregates()),
    )  # fmt: skip
    assert other == steps


def test_overlapping_sources_are_never_added_up() -> None:
    """In an hour with two sources the one that covers more of it counts alone."""
    steps = ("steps", "1", "Téléphone", "", "")
    phone = series_of([(NOON, 5 * 60_000, 0, 400.0), (NOON + HOUR, 60_000, 0, 50.0)], steps)
    watch = series_of([(NOON, 9 * 60_000, 0, 450.0)], ("steps", "1", "Montre", "", ""))

    (day,) = combine([phone, watch])

    assert (Decimal(500), 1) == (day.aggregate.total, day.overlapping)
    assert ("Montre", "Téléphone") == day.sources
    assert 1 == overlapping_days([phone, watch])


def test_different_units_are_not_combined() -> None:
    """Kilometres and metres are not one number."""
    with pytest.raises(ValueError, match="units"):
        combine(
            [
                series_of([(NOON, 0, 0, 1.0)]),
                series_of([(NOON, 0, 0, 1.0)], ("heart-rate", "Hz", "", "", "")),
            ]
        )


def test_a_night_belongs_to_the_day_it_ends() -> None:
    """From eleven in the evening to two in the morning is the second day's night."""
    evening = int(datetime(2026, 10, 1, 21, tzinfo=UTC).timestamp() * 1000)
    key = ("sleep", "1", "Montre", "", "")
    series = series_of(
        [
            (evening, 2 * HOUR, 120, 3.0),
            (evening + HOUR, HOUR, 120, 3.0),
            (evening + 2 * HOUR, HOUR, 120, 4.0),
            (evening + 3 * HOUR, HOUR // 2, 120, 1.0),
        ],
        key,
    )

    (night,) = nights([series])

    assert (date(2026, 10, 2), 3 * 3600) == (night.day, night.asleep)
    assert {"awake": 1800, "light": 7200, "deep": 3600} == night.stages


def test_of_two_sources_of_a_night_the_longer_sleep_counts() -> None:
    """The other source is named, not added."""
    evening = int(datetime(2026, 10, 1, 21, tzinfo=UTC).timestamp() * 1000)
    watch = series_of([(evening, 7 * HOUR, 0, 2.0)], ("sleep", "1", "Montre", "", ""))
    phone = series_of([(evening, 6 * HOUR, 0, 2.0)], ("sleep", "1", "Téléphone", "", ""))

    (night,) = nights([watch, phone])

    assert (7 * 3600, "Montre", ("Téléphone",)) == (night.asleep, night.source, night.others)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2026-10-01 07:01:36 +0200", "2026-10-01T07:01:36+02:00"),
        ("2026-10-01T07:01:36.250Z", "2026-10-01T07:01:36.250+00:00"),
        ("2026/10/1 7:05", "2026-10-01T07:05:00"),
        ("2026-10-01", "2026-10-01"),
        ("2026-10-01 8:33:18 PM +0200", "2026-10-01T20:33:18+02:00"),
        ("2026-10-01 07:00:00 -03:30", "2026-10-01T07:00:00-03:30"),
    ],
)
def test_moments_keep_what_was_written(written: str, expected: str) -> None:
    """Offset, milliseconds and the lack of a time are kept."""
    moment = parse_moment(written)
    assert moment is not None

    assert expected == moment.iso()


@pytest.mark.parametrize(
    "written",
    ["2026-02-30", "2026-13-01", "0001-01-01", "9999-01-01", "hier", "", "2026-10-01 25:00"],
)
def test_impossible_dates_are_none(written: str) -> None:
    """What is no date gives none."""
    assert parse_moment(written) is None


def test_coverage_counts_the_hours_with_points() -> None:
    """Points in six hours of the day cover a quarter of it."""
    day = DailyAggregate(date(2026, 1, 1), 6, Decimal(6), Decimal(1), Decimal(1), hours=0b111111)

    assert 0.25 == day.coverage
