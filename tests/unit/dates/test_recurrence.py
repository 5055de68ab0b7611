"""Repetition: read in both languages, said back, and when the next one falls."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dates import (
    NoRecurrence,
    Recurrence,
    find_recurrence,
    read_recurrence,
    spell_recurrence,
)

PARIS = ZoneInfo("Europe/Paris")


def at(*hours: int) -> tuple[time, ...]:
    return tuple(time(hour) for hour in hours)


def paris(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


@pytest.mark.parametrize(
    ("text", "language", "recurrence"),
    [
        ("tous les jours à 8h et 20h", "fr", Recurrence(at(8, 20))),
        ("tous les jours à 8h, 14h et 20h", "fr", Recurrence(at(8, 14, 20))),
        ("chaque jour à 7h30", "fr", Recurrence((time(7, 30),))),
        ("matin et soir", "fr", Recurrence(at(8, 20))),
        ("matin, midi et soir", "fr", Recurrence(at(8, 12, 20))),
        ("tous les soirs à 9h", "fr", Recurrence(at(21))),
        ("au coucher", "fr", Recurrence(at(22))),
        ("à chaque repas", "fr", Recurrence(at(8, 12, 20))),
        ("2 fois par jour", "fr", Recurrence(at(8, 20))),
        ("trois fois par jour", "fr", Recurrence(at(8, 12, 20))),
        ("toutes les 8 heures", "fr", Recurrence(at(0, 8, 16))),
        ("tous les lundis à 9h", "fr", Recurrence(at(9), weekdays=(0,), unit="week")),
        ("chaque mardi à 9h", "fr", Recurrence(at(9), weekdays=(1,), unit="week")),
        ("tous les lundis et jeudis à 9 h", "fr", Recurrence(at(9), (0, 3), unit="week")),
        ("du lundi au vendredi à 8h", "fr", Recurrence(at(8), (0, 1, 2, 3, 4), unit="week")),
        ("tous les week-ends à 10h", "fr", Recurrence(at(10), (5, 6), unit="week")),
        ("tous les jours sauf le dimanche à 8h", "fr", Recurrence(at(8), (0, 1, 2, 3, 4, 5))),
        ("un jour sur deux à 8h", "fr", Recurrence(at(8), every=2)),
        ("tous les 28 jours à 9h", "fr", Recurrence(at(9), every=28)),
        ("une semaine sur deux le mardi à 14h", "fr", Recurrence(at(14), (1,), (), 2, "week")),
        ("chaque mois le 5 à 10h", "fr", Recurrence(at(10), (), (5,), 1, "month")),
        ("le 5 de chaque mois à 10h", "fr", Recurrence(at(10), (), (5,), 1, "month")),
        ("le 1er et le 15 de chaque mois à 8h", "fr", Recurrence(at(8), (), (1, 15), 1, "month")),
        ("tous les 3 mois à 9h", "fr", Recurrence(at(9), (), (), 3, "month")),
        ("une fois par an à 9h", "fr", Recurrence(at(9), (), (), 12, "month")),
        ("lundi à 9h", "fr", Recurrence(at(9), (0,), unit="week")),
        ("8h et 20h", "fr", Recurrence(at(8, 20))),
        ("every day at 8am and 8pm", "en", Recurrence(at(8, 20))),
        ("daily at 08:00", "en", Recurrence(at(8))),
        ("morning and evening", "en", Recurrence(at(8, 20))),
        ("every evening at 9", "en", Recurrence(at(21))),
        ("at bedtime", "en", Recurrence(at(22))),
        ("with meals", "en", Recurrence(at(8, 12, 20))),
        ("twice a day", "en", Recurrence(at(8, 20))),
        ("every 6 hours", "en", Recurrence(at(2, 8, 14, 20))),
        ("every Monday at 9am", "en", Recurrence(at(9), (0,), unit="week")),
        ("Mondays 9:00", "en", Recurrence(at(9), (0,), unit="week")),
        ("Monday, Wednesday and Friday at 8am", "en", Recurrence(at(8), (0, 2, 4), unit="week")),
        ("weekdays at 7am", "en", Recurrence(at(7), (0, 1, 2, 3, 4), unit="week")),
        ("every other day at 8am", "en", Recurrence(at(8), every=2)),
        ("every 2 weeks on Friday at 10am", "en", Recurrence(at(10), (4,), (), 2, "week")),
        (
            "every month on the 1st and 15th at noon",
            "en",
            Recurrence(at(12), (), (1, 15), 1, "month"),
        ),
        ("on the 5th of every month at 9am", "en", Recurrence(at(9), (), (5,), 1, "month")),
        ("yearly at 9am", "en", Recurrence(at(9), (), (), 12, "month")),
    ],
)
def test_repetitions_are_read(text: str, language: str, recurrence: Recurrence) -> None:
    """Every form gives its times, days and period."""
    assert recurrence == read_recurrence(text, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("RDV mardi prochain à 14h30", "fr"),
        ("demain matin", "fr"),
        ("3 fois par semaine", "fr"),
        ("toutes les 7 heures", "fr"),
        ("le 5 mars", "fr"),
        ("bonjour", "fr"),
        ("dentist next Tuesday at 2:30pm", "en"),
        ("on the 5th of March", "en"),
        ("tomorrow morning", "en"),
    ],
)
def test_single_dates_are_no_repetition(text: str, language: str) -> None:
    """A date, or a repetition whose days stay open, is not found in a sentence."""
    assert find_recurrence(text, language=language) is None


def test_an_answer_without_a_repetition_is_refused() -> None:
    """An answer that says nothing of the kind is told so, without its words."""
    with pytest.raises(NoRecurrence) as raised:
        read_recurrence("je ne sais pas", "fr")
    assert str(raised.value) == "No repetition was found."


def test_a_sentence_keeps_the_rest() -> None:
    """What is repeated is what remains of the sentence; a missing time is admitted."""
    found = find_recurrence("Prendre 1 comprimé de X tous les jours à 8h et 20h.", language="fr")
    assert found is not None
    assert (found.rest, found.has_time) == ("Prendre 1 comprimé de X.", True)
    open_time = find_recurrence("vitamine D tous les mois", language="fr")
    assert open_time is not None
    assert (open_time.rest, open_time.has_time) == ("vitamine D", False)


@pytest.mark.parametrize(
    ("recurrence", "after", "expected"),
    [
        (Recurrence(at(8, 20)), "2026-12-01T07:59", "2026-12-01T08:00"),
        (Recurrence(at(8, 20)), "2026-12-01T08:00", "2026-12-01T20:00"),
        (Recurrence(at(8, 20)), "2026-12-01T20:00", "2026-12-02T08:00"),
        (Recurrence(at(9), (0,), unit="week"), "2026-12-01T12:00", "2026-12-07T09:00"),
        (Recurrence(at(9), (), (5,), 1, "month"), "2026-12-05T09:00", "2027-01-05T09:00"),
        (Recurrence(at(9), (), (31,), 1, "month"), "2027-01-31T09:00", "2027-02-28T09:00"),
        (Recurrence(at(9), (), (30,), 1, "month"), "2027-02-28T09:00", "2027-03-30T09:00"),
        (
            Recurrence(at(8), every=2, start=date(2026, 12, 1)),
            "2026-12-01T08:00",
            "2026-12-03T08:00",
        ),
        (
            Recurrence(at(8), every=28, start=date(2026, 1, 1)),
            "2026-12-01T08:00",
            "2026-12-03T08:00",
        ),
        (
            Recurrence(at(14), (1,), (), 2, "week", date(2026, 12, 2)),
            "2026-12-02T00:00",
            "2026-12-15T14:00",
        ),
        (
            Recurrence(at(9), (), (), 3, "month", date(2026, 8, 31)),
            "2026-09-01T00:00",
            "2026-11-30T09:00",
        ),
        (
            Recurrence(at(9), (), (), 12, "month", date(2026, 2, 14)),
            "2026-12-01T00:00",
            "2027-02-14T09:00",
        ),
        (
            Recurrence(at(8), start=date(2027, 1, 1)),
            "2026-12-01T00:00",
            "2027-01-01T08:00",
        ),
        (
            Recurrence(at(9), unit="week", start=date(2026, 12, 3)),
            "2026-12-04T00:00",
            "2026-12-10T09:00",
        ),
    ],
)
def test_the_next_time(recurrence: Recurrence, after: str, expected: str) -> None:
    """The next time is strictly after the moment given, in UTC."""
    found = recurrence.next_after(paris(after), PARIS)
    assert paris(expected) == found
    assert found.tzinfo == UTC


def test_a_reminder_in_the_skipped_hour_still_comes() -> None:
    """02:30 on the short night comes at 03:30 and is not passed over by a late look."""
    nightly = Recurrence((time(2, 30),))
    night = paris("2026-03-29T00:00")
    moved = nightly.next_after(night, PARIS)
    assert paris("2026-03-29T03:30") == moved
    assert moved == nightly.next_after(paris("2026-03-29T03:10"), PARIS)
    assert paris("2026-03-30T02:30") == nightly.next_after(moved, PARIS)


def test_a_time_moved_out_of_the_gap_does_not_hide_an_earlier_one() -> None:
    """Of 02:30, moved to 03:30, and 03:10, the latter comes first on that night."""
    both = Recurrence((time(2, 30), time(3, 10)))
    first = both.next_after(paris("2026-03-29T00:00"), PARIS)
    assert paris("2026-03-29T03:10") == first
    assert paris("2026-03-29T03:30") == both.next_after(first, PARIS)


def test_a_reminder_in_the_doubled_hour_comes_once() -> None:
    """02:30 on the long night comes once, at its first occurrence."""
    nightly = Recurrence((time(2, 30),))
    first = nightly.next_after(paris("2026-10-25T00:00"), PARIS)
    assert datetime(2026, 10, 25, 0, 30, tzinfo=UTC) == first
    assert datetime(2026, 10, 26, 1, 30, tzinfo=UTC) == nightly.next_after(first, PARIS)


def test_morning_stays_morning_across_the_change() -> None:
    """A reminder at 08:00 stays at 08:00 on both sides of the change of the clocks."""
    daily = Recurrence(at(8))
    for start in ("2026-03-28T12:00", "2026-10-24T12:00"):
        moment: datetime = paris(start)
        for _ in range(3):
            moment = daily.next_after(moment, PARIS)
            assert (moment.astimezone(PARIS).hour, moment.astimezone(PARIS).minute) == (8, 0)


@pytest.mark.parametrize(
    "fields",
    [
        {"times": ()},
        {"times": at(8), "every": 0},
        {"times": at(8), "weekdays": (7,)},
        {"times": at(8), "monthdays": (32,)},
        {"times": (time(8, tzinfo=UTC),)},
    ],
)
def test_values_outside_the_calendar_are_refused(fields: dict[str, object]) -> None:
    """A recurrence that cannot come is refused when it is made."""
    with pytest.raises(ValueError, match="not a recurrence"):
        Recurrence(**fields)  # type: ignore[arg-type]


TIMES = st.lists(
    st.builds(time, st.integers(0, 23), st.integers(0, 59)), min_size=1, max_size=4
).map(tuple)
PERIODS = st.one_of(
    st.builds(Recurrence, TIMES, every=st.integers(1, 40)),
    st.builds(
        Recurrence,
        TIMES,
        weekdays=st.sets(st.integers(0, 6), max_size=7).map(tuple),
        every=st.integers(1, 6),
        unit=st.just("week"),
    ),
    st.builds(
        Recurrence,
        TIMES,
        monthdays=st.sets(st.integers(1, 31), max_size=2).map(tuple),
        every=st.integers(1, 12),
        unit=st.just("month"),
    ),
)


@given(PERIODS, st.sampled_from(["fr", "en"]))
def test_what_is_said_back_reads_the_same(recurrence: Recurrence, language: str) -> None:
    """The words of a confirmation, read again, are the same repetition."""
    assert recurrence == read_recurrence(spell_recurrence(recurrence, language), language)


@given(
    PERIODS,
    st.datetimes(datetime.fromisoformat("2020-01-01"), datetime.fromisoformat("2035-01-01")),
    st.dates(date(2019, 1, 1), date(2027, 1, 1)),
    st.sampled_from(["Europe/Paris", "Australia/Lord_Howe", "America/St_Johns"]),
)
def test_the_next_time_is_ahead_and_nothing_lies_between(
    recurrence: Recurrence, moment: datetime, start: date, zone_name: str
) -> None:
    """The next time is after the moment, and the one after a moment just before it is itself."""
    zone = ZoneInfo(zone_name)
    begun = recurrence.starting(start)
    now = moment.replace(tzinfo=UTC)
    found = begun.next_after(now, zone)
    assert found > now
    assert found == begun.next_after(found - timedelta(seconds=1), zone)
    assert start <= found.astimezone(zone).date()
