"""Due instants: local wall time, zones, daylight saving, recurrence."""

from datetime import UTC, datetime

import pytest

from bot.errors import Permanent
from bot.turn import Reminder
from storage.instants import due, instant, next_occurrence, seconds, seconds_up


def _reminder(local: str, recurrence: str | None = None, zone: str = "Europe/Paris") -> Reminder:
    return Reminder(
        about="fact",
        what="medications-dose",
        local=datetime.fromisoformat(local),
        zone=zone,
        recurrence=recurrence,
    )


def _utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("local", "expected"),
    [
        ("2026-11-30T19:00", "2026-11-30T18:00"),
        ("2026-07-01T08:00", "2026-07-01T06:00"),
        ("2026-03-29T02:30", "2026-03-29T01:30"),
        ("2026-10-25T02:30", "2026-10-25T00:30"),
        ("2026-11-30T19:00:42", "2026-11-30T18:00"),
    ],
)
def test_due_follows_the_local_clock(local: str, expected: str) -> None:
    """Summer and winter time, the hour that is skipped and the hour that comes twice."""
    assert due(_reminder(local)) == _utc(expected)


def test_a_zone_nobody_knows_is_permanent() -> None:
    """A zone that does not exist is refused, without saying whose."""
    with pytest.raises(Permanent):
        due(_reminder("2026-11-30T19:00", zone="Europe/Nowhere"))


@pytest.mark.parametrize(
    ("local", "recurrence", "now", "expected"),
    [
        ("2026-11-25T08:00", "0 8 * * *", "2026-11-25T07:00", "2026-11-26T08:00"),
        ("2026-11-25T08:00", "0 8 * * *", "2026-11-25T07:10", "2026-11-26T08:00"),
        ("2026-11-25T08:00", "0 8 * * *", "2026-12-03T12:00", "2026-12-04T08:00"),
        ("2026-11-25T08:00", "0 8 * * mon", "2026-11-25T07:00", "2026-11-30T08:00"),
        ("2026-10-24T08:00", "0 8 * * *", "2026-10-24T06:00", "2026-10-25T08:00"),
        ("2026-03-28T08:00", "0 8 * * *", "2026-03-28T07:00", "2026-03-29T08:00"),
        ("2026-11-25T20:00", "0 8,20 * * *", "2026-11-25T19:00", "2026-11-26T08:00"),
    ],
)
def test_the_next_occurrence_keeps_the_wall_time(
    local: str, recurrence: str, now: str, expected: str
) -> None:
    """The next time is by the local clock, after now, whatever was missed or shifted."""
    coming = next_occurrence(_reminder(local, recurrence), _utc(now))
    assert coming is not None
    assert coming.local == datetime.fromisoformat(expected)
    assert (coming.about, coming.recurrence) == ("fact", recurrence)


def test_what_happens_once_has_no_next_time() -> None:
    """Without a recurrence nothing follows."""
    assert next_occurrence(_reminder("2026-11-25T08:00"), _utc("2026-11-25T07:00")) is None


def test_a_recurrence_that_is_none_is_permanent() -> None:
    """A text that is no cron expression is refused without being repeated."""
    with pytest.raises(Permanent) as raised:
        next_occurrence(_reminder("2026-11-25T08:00", "asthma"), _utc("2026-11-25T07:00"))
    assert "asthma" not in str(raised.value)


def test_seconds_never_come_too_early() -> None:
    """Fractions are cut off for what is past and counted up for what is to come."""
    moment = _utc("2026-11-25T12:00:00.250")
    assert (seconds_up(moment) - seconds(moment)) == 1
    assert instant(seconds(moment)) == _utc("2026-11-25T12:00")
