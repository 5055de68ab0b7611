"""Days in French and English: which day each form means, from a known today."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.dates import Said, find_when, read_when

PARIS = ZoneInfo("Europe/Paris")
TUESDAY = datetime(2026, 12, 1, 9, 0, tzinfo=PARIS)


def said(text: str, language: str, now: datetime = TUESDAY, country: str | None = "FR") -> Said:
    found = find_when(text, language=language, country=country, now=now)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("RDV le 12/03", date(2027, 3, 12)),
        ("le 8/12", date(2026, 12, 8)),
        ("le 1/12", date(2026, 12, 1)),
        ("le 30/11", date(2027, 11, 30)),
        ("le 12/03/2026", date(2026, 3, 12)),
        ("le 12/03/27", date(2027, 3, 12)),
        ("le 12.03.2027", date(2027, 3, 12)),
        ("12-03-2027", date(2027, 3, 12)),
        ("2027-03-12", date(2027, 3, 12)),
        ("le 1er mars", date(2027, 3, 1)),
        ("le premier mars", date(2027, 3, 1)),
        ("le 3 décembre 2026", date(2026, 12, 3)),
        ("le 12 mars 2020", date(2020, 3, 12)),
        ("le 14 janv. à 10h", date(2027, 1, 14)),
        ("LE 14 FEVRIER", date(2027, 2, 14)),
        ("le vingt-et-un janvier", date(2027, 1, 21)),
        ("le 8\u00a0décembre", date(2026, 12, 8)),
        ("le 8 de\u0301cembre", date(2026, 12, 8)),
        ("du 7 au 10 décembre", date(2026, 12, 7)),
        ("demain", date(2026, 12, 2)),
        ("après-demain", date(2026, 12, 3)),
        ("hier", date(2026, 11, 30)),
        ("avant-hier", date(2026, 11, 29)),
        ("aujourd’hui", date(2026, 12, 1)),
        ("ce soir", date(2026, 12, 1)),
        ("dans 3 semaines", date(2026, 12, 22)),
        ("dans trois semaines", date(2026, 12, 22)),
        ("dans quinze jours", date(2026, 12, 16)),
        ("dans une quinzaine", date(2026, 12, 15)),
        ("dans 2 mois", date(2027, 2, 1)),
        ("dans un an", date(2027, 12, 1)),
        ("il y a 3 jours", date(2026, 11, 28)),
        ("vendredi", date(2026, 12, 4)),
        ("mardi", date(2026, 12, 8)),
        ("ce mardi", date(2026, 12, 1)),
        ("mardi prochain", date(2026, 12, 8)),
        ("vendredi prochain", date(2026, 12, 4)),
        ("mardi dernier", date(2026, 11, 24)),
        ("vendredi en huit", date(2026, 12, 11)),
        ("vendredi en quinze", date(2026, 12, 18)),
        ("mercredi de la semaine prochaine", date(2026, 12, 9)),
        ("la semaine prochaine, mercredi", date(2026, 12, 9)),
        ("dans deux semaines, vendredi", date(2026, 12, 18)),
        ("mardi 8", date(2026, 12, 8)),
        ("lundi 8 à 14 h 15", date(2027, 2, 8)),
        ("le 5", date(2026, 12, 5)),
        ("le 5 du mois prochain", date(2027, 1, 5)),
        ("le premier mardi de janvier", date(2027, 1, 5)),
        ("le dernier vendredi du mois", date(2026, 12, 25)),
        ("mar. 8 déc. 2026", date(2026, 12, 8)),
        ("RDV tomorrow", date(2026, 12, 2)),
        ("ds 3 jours", date(2026, 12, 4)),
        ("RDV 05-12", date(2026, 12, 5)),
        ("RDV samedi 5.12", date(2026, 12, 5)),
        ("le 10 décembre prochain", date(2026, 12, 10)),
        ("le 10 novembre dernier", date(2026, 11, 10)),
        ("une semaine après le 3 décembre", date(2026, 12, 10)),
        ("deux jours avant le 10/12", date(2026, 12, 8)),
    ],
)
def test_french_days(text: str, day: date) -> None:
    """Every French form gives its day, and no time where none was said."""
    found = said(text, "fr")
    assert day == found.moment.date()
    assert ("h" in text.split(" à ")[-1] and " à " in text) == found.has_time


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("on 2027-03-12", date(2027, 3, 12)),
        ("on March 3rd, 2027", date(2027, 3, 3)),
        ("3 March 2027", date(2027, 3, 3)),
        ("the 3rd of March", date(2027, 3, 3)),
        ("the first of January", date(2027, 1, 1)),
        ("Dec. 24", date(2026, 12, 24)),
        ("Tue, 8 Dec 2026", date(2026, 12, 8)),
        ("7-10 December", date(2026, 12, 7)),
        ("tomorrow", date(2026, 12, 2)),
        ("the day after tomorrow", date(2026, 12, 3)),
        ("after tomorrow", date(2026, 12, 3)),
        ("yesterday", date(2026, 11, 30)),
        ("this afternoon", date(2026, 12, 1)),
        ("tonight", date(2026, 12, 1)),
        ("in three weeks", date(2026, 12, 22)),
        ("in a fortnight", date(2026, 12, 15)),
        ("in a couple of weeks", date(2026, 12, 15)),
        ("3 weeks from now", date(2026, 12, 22)),
        ("in 6 months", date(2027, 6, 1)),
        ("3 days ago", date(2026, 11, 28)),
        ("Friday", date(2026, 12, 4)),
        ("this Friday", date(2026, 12, 4)),
        ("next Friday", date(2026, 12, 11)),
        ("last Friday", date(2026, 11, 27)),
        ("Friday week", date(2026, 12, 11)),
        ("a week on Friday", date(2026, 12, 11)),
        ("two weeks from Friday", date(2026, 12, 18)),
        ("Wednesday of next week", date(2026, 12, 9)),
        ("next week on Wednesday", date(2026, 12, 9)),
        ("Tuesday the 8th", date(2026, 12, 8)),
        ("on the 5th", date(2026, 12, 5)),
        ("on the 5th of next month", date(2027, 1, 5)),
        ("third Thursday of January", date(2027, 1, 21)),
        ("RDV demain", date(2026, 12, 2)),
        ("Thursday's appointment", date(2026, 12, 3)),
        ("Monday fortnight", date(2026, 12, 21)),
        ("three weeks on Tuesday", date(2026, 12, 29)),
        ("two weeks after December 3", date(2026, 12, 17)),
        ("the 10th of next month", date(2027, 1, 10)),
        ("10th of next month", date(2027, 1, 10)),
        ("Sat morning", date(2026, 12, 5)),
    ],
)
def test_english_days(text: str, day: date) -> None:
    """Every English form gives its day, and no time where none was said."""
    found = said(text, "en")
    assert day == found.moment.date()
    assert found.has_time is False
    assert (found.moment.hour, found.moment.minute) == (0, 0)


@pytest.mark.parametrize(
    ("today", "french", "french_other", "english", "english_other"),
    [
        (date(2026, 11, 30), date(2026, 12, 8), date(2026, 12, 1), date(2026, 12, 8), True),
        (date(2026, 12, 1), date(2026, 12, 8), None, date(2026, 12, 8), False),
        (date(2026, 12, 2), date(2026, 12, 8), None, date(2026, 12, 8), False),
        (date(2026, 12, 6), date(2026, 12, 8), None, date(2026, 12, 8), False),
    ],
)
def test_next_tuesday_from_every_side(
    today: date, french: date, french_other: date | None, english: date, english_other: bool
) -> None:
    """ "Next Tuesday" is never today nor tomorrow; the day it might also be is offered."""
    now = datetime(today.year, today.month, today.day, 9, tzinfo=PARIS)
    in_french = said("mardi prochain", "fr", now)
    assert (french, french_other) == (in_french.moment.date(), in_french.other)
    in_english = said("next Tuesday", "en", now)
    assert (english, english_other) == (in_english.moment.date(), in_english.other is not None)


def test_next_friday_differs_between_the_languages() -> None:
    """French hears the coming Friday, English that of next week; each offers the other."""
    french, english = said("vendredi prochain", "fr"), said("next Friday", "en")
    assert (date(2026, 12, 4), date(2026, 12, 11)) == (french.moment.date(), french.other)
    assert (date(2026, 12, 11), date(2026, 12, 4)) == (english.moment.date(), english.other)


def test_a_weekday_is_never_today() -> None:
    """A bare weekday lies one to seven days ahead, whatever today is."""
    for shift in range(7):
        now = TUESDAY + timedelta(days=shift)
        ahead = (said("jeudi", "fr", now).moment.date() - now.date()).days
        assert 1 <= ahead <= 7


@pytest.mark.parametrize(
    ("text", "language", "day"),
    [
        ("le 12/03", "fr", date(2026, 3, 12)),
        ("en fait le 5", "fr", date(2026, 11, 5)),
        ("lundi", "fr", date(2026, 11, 30)),
        ("on March 3", "en", date(2026, 3, 3)),
        ("Friday", "en", date(2026, 11, 27)),
    ],
)
def test_looking_back(text: str, language: str, day: date) -> None:
    """Looking back, a date without a year is the last such day."""
    found = find_when(text, language=language, country="FR", now=TUESDAY, toward="past")
    assert found is not None
    assert day == found.moment.date()


def test_since_looks_back_by_itself() -> None:
    """What someone has had "since Monday" began last Monday."""
    assert date(2026, 11, 30) == said("j'ai mal depuis lundi", "fr").moment.date()
    assert date(2026, 11, 30) == said("it has hurt since Monday", "en").moment.date()


def test_a_day_just_passed_is_next_year_but_offered() -> None:
    """A date of last week without a year is next year's, with this year's as the other."""
    found = said("le 27/11", "fr")
    assert (date(2027, 11, 27), date(2026, 11, 27)) == (found.moment.date(), found.other)


def test_bare_answers_count_only_when_a_date_was_asked() -> None:
    """ "3 semaines" and "15 12 2026" are dates as an answer and nothing inside a sentence."""
    for text, day in (
        ("3 semaines", date(2026, 12, 22)),
        ("15 12 2026", date(2026, 12, 15)),
        ("15122026", date(2026, 12, 15)),
        ("15-12", date(2026, 12, 15)),
        ("décembre 24, 2026", date(2026, 12, 24)),
    ):
        read = read_when(text, language="fr", country="FR", now=TUESDAY)
        assert day == read.moment.date()
        assert find_when(text, language="fr", country="FR", now=TUESDAY) is None


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("thurs 9.15am", "2026-12-03T09:15"),
        ("next tues", "2026-12-08T00:00"),
        ("fri at 9.15am", "2026-12-04T09:15"),
        ("tomorow at 10", "2026-12-02T10:00"),
        ("the day after tommorow", "2026-12-03T00:00"),
    ],
)
def test_english_days_typed_in_haste(text: str, moment: str) -> None:
    """Short and misspelled names of days are that day, never today."""
    assert moment == said(text, "en", country="GB").moment.strftime("%Y-%m-%dT%H:%M")
