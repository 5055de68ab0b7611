"""Buttons and the command menu, within what Telegram takes."""

import re

from adapters.telegram.keyboard import DONE, keyboard
from adapters.telegram.menu import commands
from bot.care import all_actions
from bot.messages import Choice
from bot.wording import LANGUAGES


def labels(markup: object) -> list[list[str]]:
    """The labels, row by row."""
    return [[b.text for b in row] for row in markup.inline_keyboard]  # type: ignore[attr-defined]


def test_short_labels_stand_side_by_side() -> None:
    """Short answers share a row, long ones get their own."""
    choices = [Choice(id=str(n), label=x) for n, x in enumerate(("Oui", "Non", "Plus tard, svp"))]
    assert [["Oui", "Non", "Plus tard, svp"]] == labels(keyboard(choices))
    long = [Choice(id="1", label="x" * 28), Choice(id="2", label="Non")]
    assert [["x" * 28], ["Non"]] == labels(keyboard(long))


def test_what_was_chosen_is_shown_and_the_rest_is_left() -> None:
    """After a press one button says what was chosen; pressing it again means nothing."""
    markup = keyboard([Choice(id="b", label="Autre")], chosen="Garder")
    assert markup is not None
    assert [["✓ Garder"], ["Autre"]] == labels(markup)
    assert DONE == markup.inline_keyboard[0][0].callback_data


def test_no_choice_is_no_keyboard() -> None:
    """An empty keyboard would be refused."""
    assert keyboard([]) is None


def test_callback_data_are_ids_within_64_bytes() -> None:
    """Nothing but our own short id travels through the platform."""
    markup = keyboard([Choice(id="é" * 32, label="x" * 300)])
    assert markup is not None
    button = markup.inline_keyboard[0][0]
    assert len(str(button.callback_data).encode()) <= 64
    assert len(button.text) <= 64


def test_a_link_is_a_link() -> None:
    """A choice with an address opens it."""
    markup = keyboard([Choice(id="u", label="3114", url="https://3114.fr")])
    assert markup is not None
    assert "https://3114.fr" == markup.inline_keyboard[0][0].url


def test_every_command_of_the_menu_is_valid_and_leads_to_its_action() -> None:
    """Telegram takes [a-z0-9_]{1,32}; what it sends back with hyphens again is understood."""
    actions = all_actions()
    for language in LANGUAGES:
        menu = commands(actions, language)
        assert 10 < len(menu) <= 100
        assert len({c.command for c in menu}) == len(menu)
        for entry in menu:
            assert re.fullmatch(r"[a-z0-9_]{1,32}", entry.command)
            assert 1 <= len(entry.description) <= 256
            action = actions.by_command(entry.command.replace("_", "-"))
            assert action is not None
            assert entry.description == action.title(language)[:256]
