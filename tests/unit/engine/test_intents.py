"""The sheets of how people ask for what Carnet can do hold together."""

import pytest

from bot.care import all_actions
from bot.engine.intents import Intent, intents, of_another, subjects
from bot.wording import LANGUAGES

EVERY = [(language, intent) for language in LANGUAGES for intent in intents(language)]
ACTIONS = all_actions()


@pytest.mark.parametrize(
    ("language", "intent"), EVERY, ids=lambda x: x.action if isinstance(x, Intent) else x
)
def test_an_intent_fills_parameters_that_its_action_has(language: str, intent: Intent) -> None:
    """Every action exists, and every group of a pattern and every filled name is one of its own."""
    own = {p.name for p in ACTIONS[intent.action].parameters}
    groups = {name for pattern in intent.patterns for name in pattern.groupindex}
    named = {x for x in (intent.date, intent.rest, intent.time, intent.whose, intent.lists) if x}
    assert set() == (groups | named) - own - {"within"}


def test_both_languages_can_ask_for_the_same() -> None:
    """No action is understood in one language alone, but for those that have a language's word."""
    asked = {language: {i.action for i in intents(language)} for language in LANGUAGES}
    assert asked["fr"] == asked["en"]


@pytest.mark.parametrize(
    ("said", "subject"),
    [
        ("ma fille a rdv", "ma fille"),
        ("elle aura un rdv", "elle"),
        ("j'emmene mon pere chez le kine", "mon pere"),
        ("rdv pour ma petite-fille", "ma petite-fille"),
        ("il y a rdv kine", None),
        ("il faut un rdv", None),
        ("j'ai rdv avec le docteur", None),
        ("my son has an appointment", "my son"),
        ("she's seeing the dentist", "she"),
        ("i'm taking my mum to the clinic", "my mum"),
        ("my gp appointment", None),
        ("i have an appointment", None),
    ],
)
def test_whose_a_sentence_is(said: str, subject: str | None) -> None:
    """Somebody else is named by a relative or a pronoun that has something, not by any "il"."""
    found = [m["subject"] for x in LANGUAGES for p in subjects(x) if (m := p.search(said))]
    assert ([subject] if subject else []) == found[:1]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Ma fille a de la fièvre", True),
        ("mais elle tousse", True),
        ("But my husband snores", True),
        ("il y a du monde", False),
        ("J'ai mal", False),
        ("They say it is fine", True),
    ],
)
def test_a_sentence_of_somebody_else_is_known_as_one(said: str, expected: bool) -> None:
    """What begins with a relative or a pronoun is not taken for the person's own."""
    assert expected is of_another(said)
