"""Whom to consult and when: the sheet is whole, and says so in words."""

import tomllib
from datetime import date
from importlib.resources import files

import pytest

from bot.knowledge.consult import advise, rules
from tests.fakes import Talk

SHEET = tomllib.loads((files("bot.knowledge") / "consult.toml").read_text("utf-8"))


def test_every_rule_is_sourced_and_in_both_languages() -> None:
    """Each situation names known people, times and sources, in French and in English."""
    assert SHEET["reviewed_on"] < SHEET["review_due"]
    assert isinstance(SHEET["reviewed_on"], date)
    assert SHEET["reviewed_by"] == "none yet"
    for entry in SHEET["situation"]:
        assert entry["sources"], entry["id"]
        assert set(entry["sources"]) <= set(SHEET["sources"]), entry["id"]
        assert entry["who"] in SHEET["who"]
        assert entry["when"] in SHEET["when"]
        assert all({"fr", "en"} == set(entry[key]) for key in ("name", "lasts", "question"))


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("J'ai la gorge qui gratte depuis ce matin", "throat"),
        ("je tousse beaucoup la nuit", "cough"),
        ("My throat is sore", "throat"),
        ("I keep coughing", "cough"),
        ("j'ai mal aux dents", "teeth"),
        ("I have a bad backache", "other"),
        ("My elbow hurts", "other"),
        ("Je suis très fatiguée en ce moment", "tired"),
    ],
)
def test_a_complaint_is_told_from_others(said: str, found: str) -> None:
    """The situation of an ordinary complaint."""
    advice = advise(said, "fr")
    assert advice is not None
    assert found == advice.id


@pytest.mark.parametrize(
    "said",
    [
        "je n'ai pas de toux",
        "I have no cough",
        "Quel temps fait-il ?",
        "Mon bébé tousse",
        "I am pregnant and tired",
        "",
    ],
)
def test_nothing_is_said_where_nothing_is_known(said: str) -> None:
    """Denied complaints, other subjects, babies and pregnancies."""
    assert advise(said, "en") is None


def test_a_model_is_given_every_rule() -> None:
    """The prompt's lines are as many as the situations."""
    assert len(SHEET["situation"]) == len(rules("fr").splitlines())


@pytest.mark.parametrize(
    ("language", "said", "words"),
    [
        ("fr", "J'ai la gorge qui gratte depuis ce matin", "pharmacien"),
        ("en", "My throat is sore since this morning", "pharmacist"),
    ],
)
async def test_without_a_model_a_complaint_gets_a_helpful_line(
    language: str, said: str, words: str
) -> None:
    """Whom to ask and when, and an offer to note it and to keep a question."""
    talk = Talk(language=language)
    await talk.opened()
    await talk.say(said)
    assert words in talk.text()
    await talk.press("question")
    kept = [type(x).__name__ for x in talk.notebook.kept.values()]
    assert ["Question"] == kept
