"""Moments said back in words, and any text read without harm."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dates import (
    DateProblem,
    find_date_of_birth,
    find_each_when,
    find_recurrence,
    find_when,
    read_duration,
    read_when,
    read_year,
    spell_date,
    spell_duration,
    spell_moment,
    spell_time,
)

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 12, 1, 9, 0, tzinfo=PARIS)


@pytest.mark.parametrize(
    ("moment", "language", "words"),
    [
        ("2026-12-01T14:30", "fr", "mardi 1er décembre 2026 à 14 h 30"),
        ("2026-12-08T09:00", "fr", "mardi 8 décembre 2026 à 9 h"),
        ("2026-12-08T00:05", "fr", "mardi 8 décembre 2026 à 0 h 05"),
        ("2026-12-01T14:30", "en", "Tuesday 1 December 2026 at 14:30"),
        ("2026-12-08T09:00", "en", "Tuesday 8 December 2026 at 09:00"),
    ],
)
def test_moments_in_words(moment: str, language: str, words: str) -> None:
    """A moment is said with weekday, full date and time, plain spaces between."""
    at = datetime.fromisoformat(moment).replace(tzinfo=PARIS)
    assert words == spell_moment(at, language=language, now=NOW)


def test_a_moment_is_said_in_the_persons_zone() -> None:
    """An instant kept in UTC is said as the person's clock shows it."""
    instant = datetime(2026, 12, 8, 23, 30, tzinfo=UTC)
    said = spell_moment(instant, language="fr", now=NOW)
    assert said == "mercredi 9 décembre 2026 à 0 h 30"


def test_dates_and_times_in_words() -> None:
    """A date can be said without its weekday, a time on its own."""
    day = date(1980, 3, 1)
    assert spell_date(day, "fr", weekday=False) == "1er mars 1980"
    assert spell_date(day, "en") == "Saturday 1 March 1980"
    assert spell_date(NOW.replace(year=1980, month=3, day=1), "fr") == "samedi 1er mars 1980"
    assert spell_time(NOW, "fr") == "9 h"


@pytest.mark.parametrize(
    ("length", "french", "english"),
    [
        (timedelta(minutes=90), "1 heure 30 minutes", "1 hour 30 minutes"),
        (timedelta(days=3), "3 jours", "3 days"),
        (timedelta(days=1, hours=2, minutes=3), "1 jour 2 heures", "1 day 2 hours"),
        (timedelta(seconds=40), "40 secondes", "40 seconds"),
        (timedelta(0), "0 minute", "0 minutes"),
    ],
)
def test_lengths_in_words(length: timedelta, french: str, english: str) -> None:
    """A length is said in its two largest units."""
    assert (french, english) == (spell_duration(length, "fr"), spell_duration(length, "en"))


MOMENTS = st.datetimes(
    datetime.fromisoformat("2000-01-01"), datetime.fromisoformat("2099-12-31")
).map(lambda moment: moment.replace(second=0, microsecond=0, tzinfo=UTC))


@given(MOMENTS, st.sampled_from(["fr", "en"]), st.sampled_from(["FR", "US", None]))
def test_what_is_said_back_reads_the_same(moment: datetime, language: str, country: str) -> None:
    """The words of a confirmation, read again, are the same moment, alone and in a sentence."""
    now = NOW.astimezone(UTC)
    words = spell_moment(moment, language=language)
    for text in (words, f"RDV : {words}, merci"):
        found = find_when(text, language=language, country=country, now=now)
        assert found is not None
        assert (moment, words) == (found.moment, found.words)


@given(st.timedeltas(timedelta(minutes=1), timedelta(days=900)), st.sampled_from(["fr", "en"]))
def test_lengths_read_the_same(length: timedelta, language: str) -> None:
    """A length said in words reads as itself, to the last unit said."""
    read = read_duration(spell_duration(length, language), language=language)
    assert abs(length - read) < timedelta(hours=1)
    assert spell_duration(length, language) == spell_duration(read, language)


_PHRASES = """le la à mardi prochain 12/03 31/02 9h 14h30 midi demain matin dans 3 semaines tous
les jours on next Tuesday at 2:30pm May 5 half past noon every Monday the 5th of 25:00 1/2 2026 24h
ou or en huit dernier - / . : , ' é 99 99999 0 ０ ① ß İ"""
WORDS = st.sampled_from([*_PHRASES.split(), "\u00a0", "\u202f", "\x00", "\u0301"])
TEXTS = st.one_of(
    st.text(max_size=300), st.lists(WORDS, max_size=40).map(" ".join), st.lists(WORDS).map("".join)
)


@settings(max_examples=300)
@given(TEXTS, st.sampled_from(["fr", "en"]), st.sampled_from([None, "FR", "US", "GB"]))
def test_any_text_is_read_or_refused(text: str, language: str, country: str | None) -> None:
    """Whatever is said, reading ends in a value or in one of the date problems."""
    for toward in ("future", "past"):
        for read in (find_when, read_when):
            try:
                found = read(text, language=language, country=country, now=NOW, toward=toward)
            except DateProblem:
                continue
            if found is not None:
                assert found.words == text[found.span[0] : found.span[1]]
                assert found.words.strip()
                assert found.moment.tzinfo == PARIS
    for other in (
        lambda: find_each_when(text, language=language, country=country, now=NOW),
        lambda: read_duration(text, language=language),
        lambda: find_date_of_birth(text, language=language, country=country, now=NOW),
    ):
        try:
            other()
        except DateProblem:
            continue
    read_year(text, now=NOW)
    find_recurrence(text, language=language)


@pytest.mark.parametrize(
    "piece", ["a", " ", "1 ", "le 1", "1/1 ", "14h ", "tous les ", "un ", "é", "\x00", "12/"]
)
def test_a_hundred_thousand_characters(piece: str) -> None:
    """A very long message is read to a bounded length; a date at its beginning is found."""
    text = "RDV le 8 décembre à 9h. " + piece * (100_000 // len(piece))
    found = find_when(text, language="fr", country="FR", now=NOW)
    assert found is not None
    assert datetime(2026, 12, 8, 9, 0, tzinfo=PARIS) == found.moment
