"""Reminders that come back: their next times and their cron expressions, over clock changes too."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.care.visits.nudges import reminders
from bot.notebook import facts as f
from bot.turn import Reminder
from storage.instants import next_occurrence

PARIS = ZoneInfo("Europe/Paris")


def _minute(local: datetime) -> str:
    return local.isoformat(timespec="minutes")


def task(**repeat: object) -> f.Task:
    """An open task that comes back."""
    return f.Task(
        text="x",
        repeat=f.Repetition.model_validate(repeat),
        zone="Europe/Paris",
        provenance=f.Provenance(source="told", recorded_at=datetime(2026, 1, 1, tzinfo=UTC)),
    )


def test_each_time_of_day_has_a_reminder_of_its_own() -> None:
    """Eight in the morning is over: the evening comes first, the morning tomorrow."""
    now = datetime(2026, 11, 25, 9, 0, tzinfo=PARIS)
    found = reminders(task(times=("08:00", "20:30")), now)
    assert ["2026-11-26T08:00", "2026-11-25T20:30"] == [_minute(x.local) for x in found]
    assert ["0 8 * * *", "30 20 * * *"] == [x.recurrence for x in found]


def test_a_done_task_is_reminded_of_no_more() -> None:
    """Stopping it leaves no reminder."""
    fact = task(times=("08:00",)).model_copy(update={"status": "done"})
    assert () == reminders(fact, datetime(2026, 11, 25, 9, 0, tzinfo=PARIS))


def test_wall_time_stays_when_clocks_change() -> None:
    """Eight o'clock stays eight o'clock after the night of 29 March 2026."""
    (first,) = reminders(task(times=("08:00",)), datetime(2026, 3, 28, 9, 0, tzinfo=PARIS))
    after = next_occurrence(first, datetime(2026, 3, 29, 6, 0, tzinfo=UTC))
    assert after is not None
    assert "2026-03-30T08:00" == _minute(after.local)


@pytest.mark.parametrize(
    ("repeat", "first", "second"),
    [
        ({"weekdays": (0, 3)}, "2026-11-26T08:00", "2026-11-30T08:00"),
        ({"monthdays": (5,)}, "2026-12-05T08:00", "2027-01-05T08:00"),
        ({"monthdays": (31,)}, "2026-11-30T08:00", "2026-12-31T08:00"),
    ],
)
def test_days_of_the_week_and_of_the_month(
    repeat: dict[str, object], first: str, second: str
) -> None:
    """The plan and the cron of the reminders after it agree."""
    now = datetime(2026, 11, 25, 9, 0, tzinfo=PARIS)
    (planned,) = reminders(task(times=("08:00",), **repeat), now)
    assert first == _minute(planned.local)
    after = next_occurrence(planned, planned.local.replace(tzinfo=PARIS))
    assert after is not None
    assert second == _minute(after.local)


@pytest.mark.parametrize(
    ("monthdays", "expected"),
    [
        ((30,), ["2026-12-30", "2027-01-30", "2027-02-28", "2027-03-30", "2027-04-30"]),
        ((29,), ["2026-12-29", "2027-01-29", "2027-02-28", "2027-03-29", "2027-04-29"]),
        ((15, 31), ["2026-12-15", "2026-12-31", "2027-01-15", "2027-01-31", "2027-02-15"]),
    ],
)
def test_a_late_day_of_the_month_is_kept_in_every_month(
    monthdays: tuple[int, ...], expected: list[str]
) -> None:
    """The 30th stays the 30th in months of 31 days, and is the last day of February only."""
    now = datetime(2026, 12, 1, 9, 0, tzinfo=PARIS)
    days: list[str] = []
    for reminder in reminders(task(times=("08:00",), monthdays=monthdays), now):
        following: Reminder | None = reminder
        while following is not None and following.local.year < 2028:
            days.append(following.local.date().isoformat())
            following = next_occurrence(following, following.local.replace(tzinfo=PARIS))
    assert expected == sorted(days)[:5]
