"""Lengths of time, years and dates of birth."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.dates import (
    AmbiguousDate,
    ImpossibleDate,
    NoDuration,
    find_date_of_birth,
    read_duration,
    read_year,
)

NOW = datetime(2026, 12, 1, 9, 0, tzinfo=ZoneInfo("Europe/Paris"))


@pytest.mark.parametrize(
    ("text", "language", "length"),
    [
        ("14h30m", "en", timedelta(hours=14, minutes=30)),
        ("14h30m", "fr", timedelta(hours=14, minutes=30)),
        ("14h30", "fr", timedelta(hours=14, minutes=30)),
        ("1 h 30", "fr", timedelta(minutes=90)),
        ("3 jours", "fr", timedelta(days=3)),
        ("trois jours", "fr", timedelta(days=3)),
        ("pendant 10 jours", "fr", timedelta(days=10)),
        ("2 semaines", "fr", timedelta(weeks=2)),
        ("1 mois", "fr", timedelta(days=30)),
        ("un an", "fr", timedelta(days=365)),
        ("90 min", "fr", timedelta(minutes=90)),
        ("une heure et demie", "fr", timedelta(minutes=90)),
        ("une demi-heure", "fr", timedelta(minutes=30)),
        ("1,5 heure", "fr", timedelta(minutes=90)),
        ("2 jours et 3 heures", "fr", timedelta(days=2, hours=3)),
        ("30 secondes", "fr", timedelta(seconds=30)),
        ("2 weeks", "en", timedelta(weeks=2)),
        ("a fortnight", "en", timedelta(weeks=2)),
        ("half an hour", "en", timedelta(minutes=30)),
        ("an hour and a half", "en", timedelta(minutes=90)),
        ("1 hour and 30 minutes", "en", timedelta(minutes=90)),
        ("30m", "en", timedelta(minutes=30)),
        ("2w", "en", timedelta(weeks=2)),
        ("for 10 days", "en", timedelta(days=10)),
        ("1d2h", "en", timedelta(days=1, hours=2)),
    ],
)
def test_lengths(text: str, language: str, length: timedelta) -> None:
    """A length is the sum of its parts, in figures or words."""
    assert length == read_duration(text, language=language)


@pytest.mark.parametrize("text", ["", "rien", "14", "demain", "2 comprimés", "999999 ans"])
def test_no_length(text: str) -> None:
    """What says no length, or one beyond a lifetime, is refused."""
    with pytest.raises(NoDuration):
        read_duration(text, language="fr")


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("1980", 1980),
        ("né en 1980", 1980),
        ("je suis née le 3 mars 1980", 1980),
        ("12/03/1980", 1980),
        ("1980-03-12", 1980),
        ("12031980", 1980),
        ("born in 1975", 1975),
        ("２０００", 2000),
        ("né en 80", 1980),
        ("né en 20", 2020),
        ("45 ans", None),
        ("j'ai 45 ans", None),
        ("1980 ou 1981", None),
        ("80", None),
        ("3024", None),
        ("2031", None),
        ("1890", None),
        ("1000 mg", None),
        ("1980 mg", None),
        ("+33 1980 45 12", 1980),
        ("bonjour", None),
        ("", None),
    ],
)
def test_year_of_birth(text: str, year: int | None) -> None:
    """A year of birth is one plausible year; an age or two years are none."""
    assert year == read_year(text, now=NOW)


def test_two_digits_need_today() -> None:
    """Without today's date two digits are no year, and no year is too late."""
    assert read_year("né en 80") is None
    assert read_year("2031") == 2031


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("12/03/1980", date(1980, 3, 12)),
        ("12/03/80", date(1980, 3, 12)),
        ("12/03/20", date(2020, 3, 12)),
        ("12 03 1980", date(1980, 3, 12)),
        ("12031980", date(1980, 3, 12)),
        ("1980-03-12", date(1980, 3, 12)),
        ("née le 3 mars 1980 à Lyon", date(1980, 3, 3)),
        ("1er janvier 2000", date(2000, 1, 1)),
        ("1980", None),
        ("le 3 mars", None),
        ("demain", None),
        ("45 ans", None),
        ("bonjour", None),
    ],
)
def test_date_of_birth(text: str, day: date | None) -> None:
    """A date of birth is a full date in the past."""
    assert day == find_date_of_birth(text, language="fr", country="FR", now=NOW)


@pytest.mark.parametrize(
    "text", ["31/02/1980", "12/13/1980", "12/03/2031", "01/01/1890", "31021980"]
)
def test_impossible_births(text: str) -> None:
    """A day that does not exist, lies ahead or is too long ago is refused."""
    with pytest.raises(ImpossibleDate):
        find_date_of_birth(text, language="fr", country="FR", now=NOW)


def test_a_birth_of_two_readings_is_asked() -> None:
    """In English without a country, 03/04/1980 is asked; with one it is clear."""
    with pytest.raises(AmbiguousDate) as raised:
        find_date_of_birth("03/04/1980", language="en", country=None, now=NOW)
    assert (date(1980, 3, 4), date(1980, 4, 3)) == raised.value.options
    british = find_date_of_birth("03/04/1980", language="en", country="GB", now=NOW)
    assert date(1980, 4, 3) == british
