"""Every sentence exists in both languages, and every action can be reached in both."""

import re
from importlib.resources import files
from pathlib import Path

import pytest
from fluent.syntax import ast, parse

from bot.care import all_actions
from bot.wording import LANGUAGES, find, say
from bot.wording.folding import clean, fold

ROOT = Path(__file__).parents[3]


def _messages(language: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for file in (files("bot.wording") / language).iterdir():
        if file.name.endswith(".ftl"):
            for entry in parse(file.read_text("utf-8")).body:
                assert not isinstance(entry, ast.Junk), f"{file.name}: {entry.content[:80]}"
                if isinstance(entry, ast.Message):
                    assert entry.id.name not in found, f"{entry.id.name} twice in {language}"
                    found[entry.id.name] = {a.id.name for a in entry.attributes}
    return found


def test_both_languages_say_the_same_things() -> None:
    """The same messages with the same attributes, and no broken entry, in both languages."""
    assert _messages("fr") == _messages("en")


def test_every_sentence_used_exists() -> None:
    """Every message id in the code that says something is worded."""
    known = _messages("fr")
    used = set()
    for file in (ROOT / "bot").rglob("*.py"):
        if "safety" in file.parts:  # the gate's cards have sheets of their own
            continue
        used |= set(re.findall(r'\bsay\(\s*"([a-z][\w-]*)[".]', file.read_text("utf-8")))
        used |= set(re.findall(r'Explainable\("([a-z][\w-]*)"', file.read_text("utf-8")))
        used |= set(re.findall(r'NotHeard\("([a-z][\w-]*)"', file.read_text("utf-8")))
    assert len(used) > 50
    assert set() == used - set(known)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_action_is_worded(language: str) -> None:
    """Every action has a title, and a question for each of its parameters."""
    for action in all_actions():
        assert say(language, action.name)
        for parameter in action.parameters:
            if action.listed or parameter.required:
                assert find(language, f"{action.name}.{parameter.name}"), action.name


@pytest.mark.parametrize("language", LANGUAGES)
def test_commands_lead_to_one_action_each(language: str) -> None:
    """A command word means one action, in both languages together."""
    actions = all_actions()
    for action in actions:
        for word in (action.command(language) or "").split():
            found = actions.by_command(word)
            assert found is not None
            assert action.name == found.name, word


def test_folding() -> None:
    """Case, accents, apostrophes and spaces do not matter when comparing."""
    assert "l'ete a noel" == fold("L’Été  à\u00a0Noël")


def test_cleaning_keeps_what_people_write() -> None:
    """Emoji and accents stay, control characters go, length is bounded."""
    assert "é👍\nb" == clean("é👍\x00\n\u202eb", limit=10)
    assert 5 == len(clean("x" * 100, limit=5))
