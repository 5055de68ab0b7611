"""Wall time, zones and the two mornings a year on which they are not one to one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dates import evening_before, exists, hour_before, local, resolve, zone_for

PARIS = ZoneInfo("Europe/Paris")


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("country", "zone"),
    [
        ("FR", "Europe/Paris"),
        ("fr", "Europe/Paris"),
        ("BE", "Europe/Brussels"),
        ("CH", "Europe/Zurich"),
        ("GB", "Europe/London"),
        ("IE", "Europe/Dublin"),
        ("RE", "Indian/Reunion"),
        ("GP", "America/Guadeloupe"),
        ("NC", "Pacific/Noumea"),
        ("PF", "Pacific/Tahiti"),
        ("DE", "Europe/Berlin"),
        ("ES", "Europe/Madrid"),
        ("US", "America/New_York"),
        ("CA", "America/Toronto"),
        ("AU", "Australia/Sydney"),
        ("SN", "Africa/Dakar"),
        (None, "UTC"),
        ("", "UTC"),
        ("XX", "UTC"),
        ("ZZ", "UTC"),
        ("001", "UTC"),
        ("Frankreich", "UTC"),
    ],
)
def test_the_main_zone_of_a_country(country: str | None, zone: str) -> None:
    """A country gives its main zone, an unknown one UTC."""
    assert zone == zone_for(country).key


def test_every_country_has_a_zone_but_those_without_people_or_land() -> None:
    """No country of CLDR's list falls back to UTC by oversight."""
    from babel.core import get_global

    countries = {code for code in get_global("territory_zones") if len(code) == 2}
    without = {code for code in countries if zone_for(code).key == "UTC"}
    assert {"AQ", "UM", "ZZ"} == without


@pytest.mark.parametrize(
    ("country", "hint", "zone"),
    [
        ("FR", "Europe/Amsterdam", "Europe/Amsterdam"),
        (None, "America/Montreal", "America/Montreal"),
        ("CA", "Vancouver", "America/Vancouver"),
        ("US", "los angeles", "America/Los_Angeles"),
        ("FR", "Vancouver", "Europe/Paris"),
        ("FR", "Nowhere/City", "Europe/Paris"),
        ("FR", "../../etc/passwd", "Europe/Paris"),
        ("FR", "", "Europe/Paris"),
    ],
)
def test_a_hint_refines_the_zone(country: str | None, hint: str, zone: str) -> None:
    """An IANA name wins, a city counts within its country, anything else is ignored."""
    assert zone == zone_for(country, hint=hint).key


@pytest.mark.parametrize(
    ("local_wall", "instant"),
    [
        ("2026-07-01T08:00", "2026-07-01T06:00"),
        ("2026-12-01T08:00", "2026-12-01T07:00"),
        ("2026-03-29T01:59", "2026-03-29T00:59"),
        ("2026-03-29T02:00", "2026-03-29T01:00"),
        ("2026-03-29T02:30", "2026-03-29T01:30"),
        ("2026-03-29T03:00", "2026-03-29T01:00"),
        ("2026-10-25T01:59", "2026-10-24T23:59"),
        ("2026-10-25T02:30", "2026-10-25T00:30"),
        ("2026-10-25T03:00", "2026-10-25T02:00"),
    ],
)
def test_wall_time_to_utc_in_paris(local_wall: str, instant: str) -> None:
    """A skipped time moves forward by the hour, a doubled one is the first of the two."""
    assert utc(instant) == resolve(wall(local_wall), PARIS)


def test_the_second_of_two_equal_times_can_be_meant() -> None:
    """A naive time with fold 1 is the later of the two, one hour after."""
    doubled = wall("2026-10-25T02:30")
    later = resolve(doubled.replace(fold=1), PARIS)
    assert timedelta(hours=1) == later - resolve(doubled, PARIS)


def test_fold_means_nothing_where_there_is_one_reading() -> None:
    """Outside the doubled hour, also in the gap, fold changes nothing."""
    for text in ("2026-03-29T02:30", "2026-07-01T08:00"):
        assert resolve(wall(text), PARIS) == resolve(wall(text).replace(fold=1), PARIS)


def test_what_the_clocks_never_show() -> None:
    """Only the skipped hour does not exist."""
    assert not exists(wall("2026-03-29T02:30"), PARIS)
    assert exists(wall("2026-03-29T03:00"), PARIS)
    assert exists(wall("2026-10-25T02:30"), PARIS)
    assert exists(wall("2026-03-29T02:30"), ZoneInfo("UTC"))


def test_an_aware_time_is_not_a_wall_time() -> None:
    """Passing an aware value is refused, as its zone would be ignored."""
    with pytest.raises(ValueError, match="naive"):
        resolve(utc("2026-12-01T08:00"), PARIS)


def test_local_shows_the_persons_clock() -> None:
    """An instant is shown in the zone, summer and winter."""
    assert wall("2026-07-01T10:00") == local(utc("2026-07-01T08:00"), PARIS).replace(tzinfo=None)
    assert wall("2026-12-01T09:00") == local(utc("2026-12-01T08:00"), PARIS).replace(tzinfo=None)


@pytest.mark.parametrize(
    ("appointment", "evening"),
    [
        ("2026-12-08T14:30", "2026-12-07T19:00"),
        ("2027-01-01T09:00", "2026-12-31T19:00"),
        ("2026-12-08T00:30", "2026-12-07T19:00"),
        ("2026-12-08T23:30", "2026-12-07T19:00"),
        ("2026-03-29T09:00", "2026-03-28T19:00"),
        ("2026-10-26T09:00", "2026-10-25T19:00"),
    ],
)
def test_the_evening_before(appointment: str, evening: str) -> None:
    """The evening before is 19:00 of the calendar day before, by the clock."""
    assert wall(evening) == evening_before(wall(appointment), PARIS)


def test_the_evening_before_on_a_day_that_was_skipped() -> None:
    """Where a whole day was left out (Samoa, 30 December 2011), it moves forward with it."""
    apia = ZoneInfo("Pacific/Apia")
    evening = evening_before(wall("2011-12-31T09:00"), apia)
    assert exists(evening, apia)


@pytest.mark.parametrize(
    ("appointment", "before"),
    [
        ("2026-12-08T14:30", "2026-12-08T13:30"),
        ("2026-12-08T00:30", "2026-12-07T23:30"),
        ("2026-03-29T03:30", "2026-03-29T01:30"),
        ("2026-03-29T04:00", "2026-03-29T03:00"),
        ("2026-10-25T02:30", "2026-10-25T01:30"),
        ("2026-10-25T09:00", "2026-10-25T08:00"),
    ],
)
def test_one_hour_before(appointment: str, before: str) -> None:
    """Sixty minutes before, also across the change of the clocks."""
    assert wall(before) == hour_before(wall(appointment), PARIS)


def test_one_hour_before_lands_in_the_second_of_two_hours() -> None:
    """An appointment at 03:15 on the long night is preceded by the second 02:15."""
    before = hour_before(wall("2026-10-25T03:15"), PARIS)
    assert (wall("2026-10-25T02:15"), 1) == (before.replace(fold=0), before.fold)
    assert timedelta(hours=1) == resolve(wall("2026-10-25T03:15"), PARIS) - resolve(before, PARIS)


ZONES = st.sampled_from(
    ["Europe/Paris", "America/St_Johns", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kathmandu"]
).map(ZoneInfo)
WALLS = st.datetimes(min_value=wall("2000-01-01T00:00"), max_value=wall("2037-12-31T00:00"))


@given(WALLS, ZONES)
def test_what_exists_comes_back(moment: datetime, zone: ZoneInfo) -> None:
    """A wall time that exists is what the clocks show at its instant."""
    shown = local(resolve(moment, zone), zone).replace(tzinfo=None, fold=0)
    assert exists(moment, zone) == (shown == moment)
    assert shown >= moment


@given(WALLS, ZONES)
def test_an_hour_before_is_always_an_hour(moment: datetime, zone: ZoneInfo) -> None:
    """One hour really passes between the nudge and the appointment, in every zone."""
    appointment = moment.replace(microsecond=0)
    passed = resolve(appointment, zone) - resolve(hour_before(appointment, zone), zone)
    assert timedelta(hours=1) == passed
