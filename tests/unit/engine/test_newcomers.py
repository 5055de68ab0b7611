"""What newcomers type at the first questions, and what is left in names by unusable dates."""

import pytest

from tests.fakes import Talk


async def _asked(*said: str) -> Talk:
    talk = Talk()
    await talk.opened({})
    for words in said:
        await talk.say(words)
    return talk


@pytest.mark.parametrize(
    ("words", "notice"),
    [
        ("bonjour", "Bienvenue"),
        ("en français svp", "Bienvenue"),
        ("Je parle français", "Bienvenue"),
        ("Hello!", "Welcome"),
        ("in English please", "Welcome"),
        ("français ou english", "I did not understand"),
    ],
)
async def test_language_is_heard_in_a_sentence(words: str, notice: str) -> None:
    """The language named, or the one somebody greets in, is taken; two are none."""
    talk = await _asked(words)
    assert notice in talk.text()


@pytest.mark.parametrize(
    ("words", "agreed"),
    [
        ("d accord", True),
        ("Oui, bien sûr !", True),
        ("D’accord, merci", True),
        ("je ne suis pas d'accord", False),
        ("merci", False),
        ("oui mais", False),
    ],
)
async def test_only_a_clear_yes_is_consent(words: str, agreed: bool) -> None:
    """Polite words around a yes do not hide it; anything less than a yes is asked again."""
    talk = await _asked("français", words)
    assert agreed == ("Dans quel pays" in talk.text())


@pytest.mark.parametrize(
    ("words", "country"),
    [
        ("la France", "France"),
        ("je vis en Belgique", "Belgique"),
        ("Suisse romande", "Suisse"),
        ("Québec", "Canada"),
        ("l'Écosse", "Royaume-Uni"),
        ("U.K.", "Royaume-Uni"),
        ("Royaume Uni", "Royaume-Uni"),
        ("Guinée équatoriale", "Guinée équatoriale"),
        ("passer", "non précisé"),
    ],
)
async def test_country_is_heard_in_a_sentence(words: str, country: str) -> None:
    """One country named in a sentence is taken."""
    talk = await _asked("français", "oui", "France", "1980", "/pays", words)
    assert f"Pays : {country}." in talk.text()


@pytest.mark.parametrize("words", ["no", "je ne vis pas en France", "Atlantide", "je"])
async def test_a_country_is_not_guessed(words: str) -> None:
    """A denied country, a small word that happens to be a code, and no country are asked again."""
    talk = await _asked("français", "oui", words)
    assert "pas reconnu ce pays" in talk.text()


async def test_two_countries_are_a_question() -> None:
    """Somebody between two countries chooses by a button."""
    talk = await _asked("français", "oui", "la France ou la Belgique")
    labels = {c.label for m in talk.last for c in m.choices}
    assert {"France", "Belgique"} == labels


async def test_an_unusable_date_leaves_no_words_in_the_name() -> None:
    """Day and month of a time that does not exist are not taken for the professional's name."""
    talk = await _asked("français", "oui", "France", "1980")
    await talk.say("rdv neurologue dimanche 28 mars 2027 à 2h30")
    await talk.say("lundi 29 mars 2027 à 9h")
    assert "**Neurologue, lundi 29 mars 2027 à 9 h**" in talk.text()


async def test_a_polite_word_alone_presses_nothing() -> None:
    """Words of which nothing is left without politeness are no answer to a choice."""
    talk = await _asked("français", "oui", "France", "1980")
    await talk.say("/rappels merci")
    assert "pas reconnu ce choix" in talk.text()
