"""Times of day, alone and beside a day, and what is left of the sentence."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from bot.dates import AmbiguousDate, find_each_when, find_when, read_when

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 12, 1, 9, 0, tzinfo=PARIS)


@pytest.mark.parametrize(
    ("words", "language", "hour", "minute"),
    [
        ("14h30", "fr", 14, 30),
        ("14 h 30", "fr", 14, 30),
        ("14\u00a0h\u00a030", "fr", 14, 30),
        ("14:30", "fr", 14, 30),
        ("à 14 heures 30", "fr", 14, 30),
        ("à 9h", "fr", 9, 0),
        ("vers 9 h", "fr", 9, 0),
        ("à 9", "fr", 9, 0),
        ("à midi", "fr", 12, 0),
        ("à midi et demi", "fr", 12, 30),
        ("à midi moins le quart", "fr", 11, 45),
        ("à 7h moins 10", "fr", 6, 50),
        ("à 9h du mat", "fr", 9, 0),
        ("à huit heures et quart", "fr", 8, 15),
        ("à neuf heures moins le quart", "fr", 8, 45),
        ("à dix-sept heures trente", "fr", 17, 30),
        ("à 3h de l'après-midi", "fr", 15, 0),
        ("à 8 h du soir", "fr", 20, 0),
        ("à 2:30 pm", "fr", 14, 30),
        ("de 14h à 15h", "fr", 14, 0),
        ("entre 14 et 16h", "fr", 14, 0),
        ("at 2:30pm", "en", 14, 30),
        ("2.30pm", "en", 14, 30),
        ("at 9 a.m.", "en", 9, 0),
        ("at 12 pm", "en", 12, 0),
        ("at 12 am", "en", 0, 0),
        ("at noon", "en", 12, 0),
        ("at 14:30", "en", 14, 30),
        ("at 9", "en", 9, 0),
        ("at 3", "en", 15, 0),
        ("at 03:15", "en", 3, 15),
        ("at three o'clock", "en", 15, 0),
        ("at half past two", "en", 14, 30),
        ("at quarter to nine", "en", 8, 45),
        ("at half nine", "en", 9, 30),
        ("at nine thirty", "en", 9, 30),
        ("at 8 in the evening", "en", 20, 0),
        ("between 2 and 3pm", "en", 14, 0),
        ("from 11 to 1pm", "en", 11, 0),
        ("between 9 and 11", "en", 9, 0),
        ("9-11am", "en", 9, 0),
        ("0830", "en", 8, 30),
        ("at half 4", "en", 16, 30),
    ],
)
def test_times_beside_a_day(words: str, language: str, hour: int, minute: int) -> None:
    """Every form of a time is understood after "tomorrow", and nothing of it is left over."""
    day = "demain" if language == "fr" else "tomorrow"
    text = f"{day} {words}"
    found = find_when(text, language=language, country="FR", now=NOW)
    assert found is not None
    assert datetime(2026, 12, 2, hour, minute, tzinfo=PARIS) == found.moment
    assert found.has_time is True
    assert (text, "") == (found.words, found.rest)


@pytest.mark.parametrize(
    ("text", "language", "hour"),
    [
        ("ce soir à 8h", "fr", 20),
        ("cet après-midi à 4h", "fr", 16),
        ("ce matin à 8h", "fr", 8),
        ("tonight at 8", "en", 20),
        ("this afternoon at 4", "en", 16),
        ("this evening at 7", "en", 19),
    ],
)
def test_a_part_of_the_day_settles_the_half(text: str, language: str, hour: int) -> None:
    """Eight in the evening is 20:00, said in either order of words."""
    found = find_when(text, language=language, country="FR", now=NOW)
    assert found is not None
    assert datetime(2026, 12, 1, hour, tzinfo=PARIS) == found.moment
    assert found.part is None


@pytest.mark.parametrize(
    ("text", "language", "part"),
    [
        ("demain matin", "fr", "morning"),
        ("mardi en fin d'après-midi", "fr", "afternoon"),
        ("le 24 au soir", "fr", "evening"),
        ("tomorrow morning", "en", "morning"),
        ("on Friday in the afternoon", "en", "afternoon"),
    ],
)
def test_a_part_of_the_day_is_no_time(text: str, language: str, part: str) -> None:
    """A part of the day alone is kept, without pretending a time."""
    found = find_when(text, language=language, country="FR", now=NOW)
    assert found is not None
    assert (part, False, 0) == (found.part, found.has_time, found.moment.hour)


def test_a_time_alone_is_the_next_one() -> None:
    """A time still ahead is today's, one that has passed tomorrow's."""
    ahead = read_when("14h30", language="fr", country="FR", now=NOW)
    passed = read_when("8h", language="fr", country="FR", now=NOW)
    american = read_when("2.30pm", language="en", country="US", now=NOW)
    now_itself = read_when("9h", language="fr", country="FR", now=NOW)
    assert datetime(2026, 12, 1, 14, 30, tzinfo=PARIS) == ahead.moment
    assert datetime(2026, 12, 1, 14, 30, tzinfo=PARIS) == american.moment
    assert datetime(2026, 12, 2, 8, 0, tzinfo=PARIS) == passed.moment
    assert datetime(2026, 12, 2, 9, 0, tzinfo=PARIS) == now_itself.moment


def test_a_time_alone_looking_back() -> None:
    """Looking back, a time that has passed is today's and one ahead yesterday's."""
    passed = read_when("8h", language="fr", country="FR", now=NOW, toward="past")
    ahead = read_when("14h30", language="fr", country="FR", now=NOW, toward="past")
    assert datetime(2026, 12, 1, 8, 0, tzinfo=PARIS) == passed.moment
    assert datetime(2026, 11, 30, 14, 30, tzinfo=PARIS) == ahead.moment


def test_midnight_ends_the_day_it_is_said_of() -> None:
    """Midnight tomorrow, and 24 h, are the first instant of the day after."""
    for text in ("demain à minuit", "demain à 24h"):
        found = find_when(text, language="fr", country="FR", now=NOW)
        assert found is not None
        assert datetime(2026, 12, 3, 0, 0, tzinfo=PARIS) == found.moment


@pytest.mark.parametrize(
    ("text", "language", "minutes"),
    [
        ("rappelle-moi dans 20 minutes", "fr", 20),
        ("dans 2h", "fr", 120),
        ("dans 1h30", "fr", 90),
        ("dans une heure et demie", "fr", 90),
        ("dans une demi-heure", "fr", 30),
        ("dans trois quarts d'heure", "fr", 45),
        ("in half an hour", "en", 30),
        ("in an hour and a half", "en", 90),
        ("remind me in 90 minutes", "en", 90),
        ("2 hours ago", "en", -120),
        ("il y a 48h", "fr", -48 * 60),
        ("dans 1h20", "fr", 80),
    ],
)
def test_counted_hours_and_minutes(text: str, language: str, minutes: int) -> None:
    """Hours and minutes are counted from this instant."""
    found = find_when(text, language=language, country="FR", now=NOW)
    assert found is not None
    assert minutes * 60 == (found.moment - NOW).total_seconds()
    assert found.has_time is True


@pytest.mark.parametrize(
    ("text", "language", "moment", "rest"),
    [
        (
            "RDV cardiologue mardi prochain 14h30",
            "fr",
            "2026-12-08 14:30",
            "RDV cardiologue",
        ),
        (
            "dentist next Tuesday at 2:30pm",
            "en",
            "2026-12-08 14:30",
            "dentist",
        ),
        (
            "J'ai rendez-vous mardi chez le dentiste à 16h",
            "fr",
            "2026-12-08 16:00",
            "J'ai rendez-vous chez le dentiste",
        ),
        (
            "rdv à 8h30 le lundi 7 à la clinique",
            "fr",
            "2026-12-07 08:30",
            "rdv à la clinique",
        ),
        (
            "Prochain rendez-vous, Dr Dupont : mardi 8 décembre 2026 à 14h30.",
            "fr",
            "2026-12-08 14:30",
            "Prochain rendez-vous, Dr Dupont.",
        ),
        (
            "MRI Monday 14 December 2026 7:45am at the clinic",
            "en",
            "2026-12-14 07:45",
            "MRI at the clinic",
        ),
        (
            "appointment on 10 Dec, 14.30",
            "en",
            "2026-12-10 14:30",
            "appointment",
        ),
        (
            "RDV neurologue 18/01/2027 - 11h20",
            "fr",
            "2027-01-18 11:20",
            "RDV neurologue",
        ),
        (
            "2026-12-24T10:30",
            "en",
            "2026-12-24 10:30",
            "",
        ),
        (
            "rappelle-moi à 20h de prendre mon traitement",
            "fr",
            "2026-12-01 20:00",
            "rappelle-moi de prendre mon traitement",
        ),
    ],
)
def test_whole_sentences(text: str, language: str, moment: str, rest: str) -> None:
    """An ordinary sentence gives its moment, and the rest of it without the date."""
    found = find_when(text, language=language, country="FR", now=NOW)
    assert found is not None
    assert datetime.fromisoformat(moment).replace(tzinfo=PARIS) == found.moment
    assert rest == found.rest


def test_spans_point_into_the_original_text() -> None:
    """The words are the slice of the original text, accents and special spaces included."""
    text = "Visite\u00a0: le 8 de\u0301cembre à 14\u202fh\u202f30 — merci"
    found = find_when(text, language="fr", country="FR", now=NOW)
    assert found is not None
    assert text[found.span[0] : found.span[1]] == found.words
    assert found.words == "le 8 de\u0301cembre à 14\u202fh\u202f30"
    apart = find_when("mardi chez le dentiste à 16h", language="fr", country="FR", now=NOW)
    assert apart is not None
    assert list(apart.spans) == [(0, 5), (23, 28)]


def test_the_persons_zone_is_kept() -> None:
    """The moment is aware, in the zone that `now` brought."""
    montreal = ZoneInfo("America/Toronto")
    now = datetime(2026, 12, 1, 22, 0, tzinfo=montreal)
    found = find_when("demain à 9h", language="fr", country="CA", now=now)
    assert found is not None
    assert found.moment.tzinfo is montreal
    assert date(2026, 12, 2) == found.moment.date()


def test_a_naive_now_is_refused() -> None:
    """Without a zone nothing can be read, and that is the caller's error."""
    naive = NOW.replace(tzinfo=None)
    with pytest.raises(ValueError, match="aware"):
        read_when("demain", language="fr", country="FR", now=naive)


def test_a_time_stays_with_the_day_it_stands_beside() -> None:
    """The time of the second of two days is not taken for the first's."""
    text = "déplacer le rdv du 3 décembre au 10 décembre à 15h"
    first = find_when(text, language="fr", country="FR", now=NOW)
    assert first is not None
    assert (date(2026, 12, 3), False) == (first.moment.date(), first.has_time)
    both = find_each_when(text, language="fr", country="FR", now=NOW)
    assert [datetime(2026, 12, 3, tzinfo=PARIS), datetime(2026, 12, 10, 15, tzinfo=PARIS)] == [
        said.moment for said in both
    ]
    assert [said.words for said in both] == ["du 3 décembre", "au 10 décembre à 15h"]
    assert {"déplacer le rdv"} == {said.rest for said in both}


def test_no_date_is_an_empty_list() -> None:
    """A sentence without dates has none of them."""
    assert find_each_when("bonjour", language="fr", country="FR", now=NOW) == ()


def test_the_time_of_an_unsettled_day_is_kept() -> None:
    """When only the day has to be asked, the time that was said comes with the question."""
    with pytest.raises(AmbiguousDate) as raised:
        find_when("GP on 9/3 at 2pm", language="en", country=None, now=NOW)
    assert time(14) == raised.value.time
    with pytest.raises(AmbiguousDate) as timeless:
        read_when("9/3", language="en", country=None, now=NOW)
    assert timeless.value.time is None
