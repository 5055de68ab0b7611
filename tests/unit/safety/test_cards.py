"""Carnet's own words: the right number of the right country, short, and never another's line."""

import re
from datetime import date

import pytest

from bot.safety import Level, Person, Verdict, card, numbers, public_line
from bot.safety.rules import rules
from bot.safety.sheets import read_sheet

TODAY = date(2026, 11, 25)
COUNTRIES = ("FR", "BE", "CH", "ES", "DE", "GB", "US", "CA", "AU", "IT", None, "JP", "??")
FLAGS = sorted({flag for rule in rules() for flag in rule.flags})
HEALTH = re.compile(
    r"coeur|cœur|heart|suicid|sang|blood|douleur|pain|médecin|doctor", re.IGNORECASE
)


def written(verdict: Verdict, language: str, country: str | None, born: int | None = None) -> str:
    """The text of the card."""
    person = Person(born=born)
    return card(verdict, language=language, country=country, person=person, today=TODAY).text


@pytest.mark.parametrize(
    ("country", "number"),
    [("FR", "15"), ("BE", "112"), ("CH", "144"), ("GB", "999"), ("uk", "999"), ("US", "911"),
     ("AU", "000"), ("IT", "112"), ("JP", None), (None, None)],
)  # fmt: skip
def test_emergency_number(country: str | None, number: str | None) -> None:
    """An emergency card leads with the country's number as a link; unknown leads with none."""
    shown = card(
        Verdict(Level.EMERGENCY, ("heart",)),
        language="fr",
        country=country,
        person=Person(),
        today=TODAY,
    )
    assert number == shown.number
    first = shown.text.splitlines()[0]
    if number is None:
        assert "numéro d'urgence de votre pays" in first
        assert "[112](tel:112)" in first
    else:
        assert f"[{number}](tel:{number})" in first


def test_unknown_country_shows_no_line_of_another() -> None:
    """Outside the table no country's own line is shown, in any card."""
    own = {line.show for c in COUNTRIES[:9] for line in numbers(c).lines().values()} - {"112"}
    for level in (Level.EMERGENCY, Level.CRISIS, Level.URGENT):
        for flag in FLAGS:
            text = written(Verdict(level, (flag,)), "en", None)
            shown = set(re.findall(r"\[([^\]]+)\]\((?:tel|sms):", text))
            assert set() == shown & own


@pytest.mark.parametrize("language", ["fr", "en", "de"])
@pytest.mark.parametrize("level", [Level.EMERGENCY, Level.CRISIS, Level.URGENT])
def test_card_fits_a_phone(language: str, level: Level) -> None:
    """Every card fits one phone screen in every language and country, with a question."""
    for country in COUNTRIES:
        for flag in FLAGS:
            verdict = Verdict(level, (flag, "suicide"), (), "taken")
            text = re.sub(r"\]\([^)]*\)", "", written(verdict, language, country, born=2012))
            assert len(text) <= 900, (country, flag)
            assert len(text.splitlines()) <= 13, (country, flag)


def test_french_crisis_card() -> None:
    """The crisis card gives 3114, the emergency number, 114, and stays in the conversation."""
    text = written(Verdict(Level.CRISIS, ("suicide",)), "fr", "FR")
    assert "[3114](tel:3114)" in text
    assert "[15](tel:15)" in text
    assert "[114](sms:114)" in text
    assert "parler" in text.splitlines()[-1]


def test_young_person_gets_the_young_lines() -> None:
    """A person under 18 by year of birth is shown the line for children."""
    verdict = Verdict(Level.CRISIS, ("suicide",))
    assert "119" in written(verdict, "fr", "FR", born=2012)
    assert "119" not in written(verdict, "fr", "FR", born=1980)
    assert "0800 1111" in written(verdict, "en", "GB", born=2012)


def test_violence_and_child_lines() -> None:
    """Violence leads with its own line, a child in danger with the children's line."""
    assert "3919" in written(Verdict(Level.CRISIS, ("violence",)), "fr", "FR").splitlines()[0]
    assert "119" in written(Verdict(Level.CRISIS, ("child-danger",)), "fr", "FR").splitlines()[0]
    assert "17" in written(Verdict(Level.EMERGENCY, ("violence",)), "fr", "FR").splitlines()[0]


def test_unknown_language_is_asked_for_a_known_one() -> None:
    """Another language gets the number and is asked for French or English in both."""
    text = written(Verdict(Level.EMERGENCY, ("heart",)), "pl", "PL")
    assert "[112](tel:112)" in text
    assert "français" in text
    assert "French" in text


def test_public_line_says_nothing_of_health() -> None:
    """The line for a group has the number and no word about health."""
    for language in ("fr", "en"):
        line = public_line(Verdict(Level.EMERGENCY, ("heart",)), language=language, country="FR")
        assert "[15](tel:15)" in line
        assert HEALTH.search(line) is None


def test_every_emergency_flag_has_first_aid() -> None:
    """Every topic that a rule raises to an emergency says what to do while waiting."""
    aid = read_sheet("aid")
    raised = {rule.flags[0] for rule in rules() if rule.level is Level.EMERGENCY}
    assert set() == raised - aid.keys()
    for flag in aid.keys() & set(FLAGS):
        assert 1 <= len(aid[flag]["fr"]) <= 3
        assert len(aid[flag]["fr"]) == len(aid[flag]["en"])


def test_no_card_without_level() -> None:
    """A harmless verdict has no card."""
    with pytest.raises(ValueError, match="no card"):
        written(Verdict(Level.NONE), "fr", "FR")


def test_numbers_table_is_dated() -> None:
    """The table of lines is dated, and each line is dialled by digits only."""
    assert date(2026, 11, 25) == numbers("FR").as_of
    for country in COUNTRIES:
        for line in numbers(country).lines().values():
            assert line.tel.isdigit()
