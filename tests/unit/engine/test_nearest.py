"""What is offered when nothing understood a message: buttons, never a deed."""

import tomllib
from importlib.resources import files

import pytest

from bot.care import all_actions
from tests.fakes import Talk


def labels(talk: Talk) -> list[str]:
    """The buttons of the last answer."""
    return [choice.label for message in talk.last for choice in message.choices]


@pytest.mark.parametrize(
    ("language", "said", "label"),
    [
        ("fr", "tu te souviens de ce que j'avale comme médicaments ?", "Médicaments"),
        ("en", "I would like to keep a copy of the record", "Export everything"),
        (
            "fr",
            "could anybody else see the data",
            "Savoir où sont vos données",
        ),
    ],
)
async def test_the_nearest_is_offered(language: str, said: str, label: str) -> None:
    """In the person's language, whichever language was used."""
    talk = Talk(language=language)
    await talk.opened()
    await talk.say(said)
    assert label in labels(talk)
    assert not talk.notebook.kept


async def test_what_is_near_nothing_is_offered_nothing() -> None:
    """Only what is always offered: to keep it, and help."""
    talk = Talk(language="fr")
    await talk.opened()
    await talk.say("raconte une blague sur les girafes")
    assert ["Garder dans mon carnet", "Ce que je sais faire"] == labels(talk)


def test_every_example_names_an_action_and_answers_it_can_hear() -> None:
    """A button that leads nowhere would be worse than none."""
    actions = {a.name: a for a in all_actions()}
    sheet = tomllib.loads((files("bot.wording") / "examples.toml").read_text("utf-8"))
    for entry in sheet["example"]:
        known = {p.name for p in actions[entry["action"]].parameters}
        assert set(entry.get("arguments", {})) <= known
