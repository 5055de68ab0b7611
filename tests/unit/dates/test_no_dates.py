"""What looks like a date and is none, and dates that cannot be used."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.dates import (
    AmbiguousDate,
    DateProblem,
    ImpossibleDate,
    NoDate,
    NonexistentTime,
    Order,
    VagueDate,
    find_when,
    read_when,
)

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 12, 1, 9, 0, tzinfo=PARIS)


@pytest.mark.parametrize(
    "text",
    [
        "j'ai 38,5 de fièvre",
        "potassium 5,9",
        "potassium 5.9 mmol/L",
        "2 comprimés",
        "1 à 2 comprimés",
        "je prends 1/2 comprimé",
        "3/4 de comprimé",
        "tension 14/9",
        "ma tension est à 13/8",
        "135/85",
        "TA 12/7",
        "douleur 7/10",
        "mon score est 8/10",
        "mon code est 12 34",
        "03 45 12 98 00",
        "appelez-moi au 06 12 34 56 78",
        "1 an",
        "j'ai 45 ans",
        "j'ai dormi 7h",
        "je dors 7h30 par nuit",
        "j'ai mal depuis 2h",
        "pendant 3 semaines",
        "dans les 24h",
        "il a 2h de retard",
        "le docteur a dit 3 mois",
        "dextro 1.12 à jeun",
        "j'ai appelé le 15",
        "le 3114",
        "12 rue du 8 mai 1945",
        "code postal 75012",
        "Levothyrox 75",
        "saturation 98 %",
        "1m75",
        "tous les lundis à 9h",
        "3 fois par jour",
        "matin et soir",
        "bonjour",
        "",
    ],
)
def test_french_sentences_without_a_date(text: str) -> None:
    """Measurements, doses, ages, lengths, numbers and repetitions are no dates."""
    assert find_when(text, language="fr", country="FR", now=NOW) is None


@pytest.mark.parametrize(
    "text",
    [
        "I may have a cold",
        "you may 2 times",
        "2 may help",
        "I march 5 miles",
        "we sat in the sun",
        "he sat at 3",
        "blood pressure 135/85",
        "BP 13/8",
        "pain 7/10",
        "potassium 5.9 at 4.50",
        "take 5 to 8 days",
        "2 to 3 tablets",
        "take 2 tablets every 8 hours",
        "I slept 7 hours",
        "call me at 555-1234",
        "call 911",
        "the 8th floor",
        "I am 45 years old",
        "my weight is 72.5 kg",
        "every Monday at 9am",
        "hello",
    ],
)
def test_english_sentences_without_a_date(text: str) -> None:
    """Verbs, measurements, doses, ages and repetitions are no dates."""
    assert find_when(text, language="en", country="GB", now=NOW) is None


@pytest.mark.parametrize(
    "text", ["bonjour", "", "2 comprimés", "mon code est 12 34", "tension 14/9"]
)
def test_an_answer_without_a_date(text: str) -> None:
    """An answer that says no date is refused as such."""
    with pytest.raises(NoDate):
        read_when(text, language="fr", country="FR", now=NOW)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("RDV dentiste le 31/02 à 9h", "fr"),
        ("le 30 février", "fr"),
        ("le 31 avril", "fr"),
        ("le 29 février", "fr"),
        ("le 29/02/2027", "fr"),
        ("le 32 décembre", "fr"),
        ("le 12/13", "fr"),
        ("demain à 25:00", "fr"),
        ("demain à 26h", "fr"),
        ("le 12 mars 1020", "fr"),
        ("2026-13-01", "fr"),
        ("February 30", "en"),
        ("on 31/02", "en"),
        ("on 31 April", "en"),
        ("tomorrow at 25:00", "en"),
    ],
)
def test_impossible_dates(text: str, language: str) -> None:
    """A date or time that the calendar lacks is impossible, also inside a sentence."""
    for read in (find_when, read_when):
        with pytest.raises(ImpossibleDate):
            read(text, language=language, country=None, now=NOW)


def test_a_leap_day_is_possible_when_it_comes() -> None:
    """29 February without a year is fine when this year or the next has one."""
    now = datetime(2027, 6, 1, 9, 0, tzinfo=PARIS)
    found = read_when("le 29 février", language="fr", country="FR", now=now)
    assert date(2028, 2, 29) == found.moment.date()


@pytest.mark.parametrize("country", [None, "CA", "ZA", "??", "Ελ"])
def test_two_orders_are_asked_in_english_where_the_country_does_not_settle_them(
    country: str | None,
) -> None:
    """ "9/3" is 9 March or 3 September: both are offered, earliest first."""
    for text in ("9/3", "on 9/3 at 2pm"):
        with pytest.raises(AmbiguousDate) as raised:
            read_when(text, language="en", country=country, now=NOW)
        assert (date(2027, 3, 9), date(2027, 9, 3)) == raised.value.options


@pytest.mark.parametrize(
    ("text", "language", "country", "day"),
    [
        ("9/3", "fr", None, date(2027, 3, 9)),
        ("9/3", "fr", "CA", date(2027, 3, 9)),
        ("9/3", "en", "GB", date(2027, 3, 9)),
        ("9/3", "en", "FR", date(2027, 3, 9)),
        ("9/3", "en", "US", date(2027, 9, 3)),
        ("9/3", "en", "us", date(2027, 9, 3)),
        ("25/12", "en", None, date(2026, 12, 25)),
        ("12/25", "en", None, date(2026, 12, 25)),
        ("25/12", "en", "US", date(2026, 12, 25)),
        ("5/5", "en", None, date(2027, 5, 5)),
        ("09/03/2027", "en", "GB", date(2027, 3, 9)),
        ("2027-03-09", "en", None, date(2027, 3, 9)),
    ],
)
def test_language_and_country_settle_the_order(
    text: str, language: str, country: str | None, day: date
) -> None:
    """French is day first; in English the country decides, and a date of one reading is that."""
    found = read_when(text, language=language, country=country, now=NOW)
    assert day == found.moment.date()


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("country", [None, "FR", "GB", "US"])
@pytest.mark.parametrize("text", ["9/3", "09/03", "rdv dentiste 9/3 à 14h", "GP visit 9/3 at 2pm"])
def test_bare_figures_of_somebody_unknown_are_asked(
    text: str, language: str, country: str | None
) -> None:
    """Whatever the language and the country, "9/3" has two days, each with its order."""
    with pytest.raises(AmbiguousDate) as raised:
        read_when(text, language=language, country=country, now=NOW, order="ask")
    assert (date(2027, 3, 9), date(2027, 9, 3)) == raised.value.options
    assert ("day", "month") == raised.value.orders


@pytest.mark.parametrize(
    ("text", "language", "day"),
    [
        ("le 9/3", "fr", date(2027, 3, 9)),
        ("le 12/03 à 9h", "fr", date(2027, 3, 12)),
        ("du 9/3", "fr", date(2027, 3, 9)),
        ("9/3/2027", "fr", date(2027, 3, 9)),
        ("mardi 9/3", "fr", date(2027, 3, 9)),
        ("vendredi 9/3", "fr", date(2027, 9, 3)),
        ("Tuesday 9/3", "en", date(2027, 3, 9)),
        ("13/3", "fr", date(2027, 3, 13)),
        ("3/13", "fr", date(2027, 3, 13)),
        ("5/5", "fr", date(2027, 5, 5)),
        ("5/5", "en", date(2027, 5, 5)),
    ],
)
def test_what_has_one_reading_is_not_asked(text: str, language: str, day: date) -> None:
    """A French article or year, a weekday, or an order that gives no date settles it."""
    found = read_when(text, language=language, country=None, now=NOW, order="ask")
    assert day == found.moment.date()


@pytest.mark.parametrize(
    ("text", "language", "order", "day"),
    [
        ("9/3", "fr", "day", date(2027, 3, 9)),
        ("3/13", "fr", "day", date(2027, 3, 13)),
        ("9/3", "fr", "month", date(2027, 9, 3)),
        ("le 9/3", "fr", "month", date(2027, 3, 9)),
        ("9/3", "en", "day", date(2027, 3, 9)),
        ("9/3", "en", "month", date(2027, 9, 3)),
        ("12/25", "en", "day", date(2026, 12, 25)),
        ("25/12", "en", "month", date(2026, 12, 25)),
    ],
)
def test_the_order_of_the_person_is_kept_to(
    text: str, language: str, order: Order, day: date
) -> None:
    """Once known, the person's own order is read, but for a French article, which is day first."""
    found = read_when(text, language=language, country="GB", now=NOW, order=order)
    assert day == found.moment.date()


def test_a_weekday_of_neither_order_is_asked() -> None:
    """A weekday that neither reading has gives the days it can mean, not an impossible date."""
    with pytest.raises(AmbiguousDate) as raised:
        read_when("lundi 9/3", language="fr", country="FR", now=NOW, order="ask")
    assert (date(2027, 3, 8), date(2027, 3, 9)) == raised.value.options
    assert () == raised.value.orders


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("mardi 9 décembre", (date(2026, 12, 8), date(2026, 12, 9))),
        ("lundi 8 décembre 2026 à 10h", (date(2026, 12, 7), date(2026, 12, 8))),
        ("vendredi 13", (date(2026, 12, 11), date(2026, 12, 13))),
        ("jeudi 25/12", (date(2026, 12, 24), date(2026, 12, 25))),
    ],
)
def test_a_weekday_that_disagrees_is_asked(text: str, options: tuple[date, ...]) -> None:
    """A weekday and a date that do not go together give the two days they can mean."""
    with pytest.raises(AmbiguousDate) as raised:
        find_when(text, language="fr", country="FR", now=NOW)
    assert options == raised.value.options


def test_two_days_said_are_asked() -> None:
    """ "Thursday or Friday" is a question back, not the first of the two."""
    for text, language in (("plutôt jeudi ou vendredi", "fr"), ("Thursday or Friday", "en")):
        with pytest.raises(AmbiguousDate) as raised:
            read_when(text, language=language, country="FR", now=NOW)
        assert (date(2026, 12, 3), date(2026, 12, 4)) == raised.value.options


@pytest.mark.parametrize(
    ("text", "language", "first", "last"),
    [
        ("fin janvier", "fr", date(2027, 1, 21), date(2027, 1, 31)),
        ("en mars", "fr", date(2027, 3, 1), date(2027, 3, 31)),
        ("mi-décembre", "fr", date(2026, 12, 11), date(2026, 12, 20)),
        ("décembre", "fr", date(2026, 12, 1), date(2026, 12, 31)),
        ("la semaine prochaine", "fr", date(2026, 12, 7), date(2026, 12, 13)),
        ("cette semaine", "fr", date(2026, 12, 1), date(2026, 12, 6)),
        ("le mois prochain", "fr", date(2027, 1, 1), date(2027, 1, 31)),
        ("le week-end prochain", "fr", date(2026, 12, 12), date(2026, 12, 13)),
        ("next week", "en", date(2026, 12, 7), date(2026, 12, 13)),
        ("in March", "en", date(2027, 3, 1), date(2027, 3, 31)),
        ("at the end of January 2027", "en", date(2027, 1, 21), date(2027, 1, 31)),
    ],
)
def test_a_stretch_of_days_asks_for_one(text: str, language: str, first: date, last: date) -> None:
    """A stretch is given with its bounds as an answer, and is no date inside a sentence."""
    with pytest.raises(VagueDate) as raised:
        read_when(text, language=language, country="FR", now=NOW)
    assert (first, last) == (raised.value.first, raised.value.last)
    assert find_when(text, language=language, country="FR", now=NOW) is None


def test_a_skipped_time_is_told_with_where_it_moves() -> None:
    """02:30 on the morning clocks go forward does not exist; 03:30 is offered."""
    now = datetime(2026, 3, 1, 9, 0, tzinfo=PARIS)
    with pytest.raises(NonexistentTime) as raised:
        read_when("le 29/03/2026 à 2h30", language="fr", country="FR", now=now)
    assert datetime(2026, 3, 29, 3, 30, tzinfo=PARIS) == raised.value.moved


def test_a_doubled_time_is_its_first_occurrence() -> None:
    """02:30 on the morning clocks go back is the summer-time one."""
    now = datetime(2026, 10, 1, 9, 0, tzinfo=PARIS)
    found = read_when("le 25/10/2026 à 2h30", language="fr", country="FR", now=now)
    assert found.moment.utcoffset().total_seconds() == 2 * 3600  # type: ignore[union-attr]


def test_problems_never_repeat_the_persons_words() -> None:
    """What a problem prints is its own sentence, whatever was said."""
    for text in (
        "RDV hématologie le 31/02",
        "9/3 hématologie",
        "hématologie fin janvier",
        "hématologie",
    ):
        with pytest.raises(DateProblem) as raised:
            read_when(text, language="en", country=None, now=NOW)
        assert "matologie" not in str(raised.value) + repr(raised.value)
        assert str(raised.value)
