"""Buttons, forms and commands: whose, which, where, and known again when they are replayed."""

from datetime import UTC, datetime
from typing import Any

import pytest

from adapters.slack.forms import form_of
from adapters.slack.pressed import (
    chosen,
    in_private,
    read_press,
    read_submission,
    sent,
    to_command,
)
from adapters.slack.workspace import Workspace
from bot.care import all_actions
from bot.messages import ConversationKind, IncomingKind
from tests.unit.slack.interactive import press, slash_command, submission

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)


def test_a_press_is_a_choice_of_whoever_pressed() -> None:
    """The value, the message it stands under, the person and the place."""
    read = read_press(press(), NOW)
    assert read is not None
    incoming = chosen(read, NOW)
    assert incoming is not None
    assert (IncomingKind.CHOICE, "offer-1", "5.0", "U1") == (
        incoming.kind,
        incoming.choice,
        incoming.about,
        incoming.sender,
    )
    assert ("D1", ConversationKind.DM, None) == (
        incoming.address.conversation,
        incoming.address.kind,
        incoming.address.thread,
    )


def test_a_replayed_press_has_the_same_key_and_another_has_not() -> None:
    """Two presses differ by person, button, message or time."""
    first = read_press(press(), NOW)
    again = read_press(press(trigger_id="another"), NOW)
    other = read_press(press(user={"id": "U2"}), NOW)
    assert first is not None
    assert again is not None
    assert other is not None
    assert first.key == again.key
    assert first.key != other.key


def test_a_press_in_a_channel_stays_in_its_thread() -> None:
    """In front of others everything is in a thread."""
    body = press(channel={"id": "C1", "name": "team"}, message={"ts": "5.0", "thread_ts": "4.0"})
    read = read_press(body, NOW)
    assert read is not None
    incoming = chosen(read, NOW)
    assert incoming is not None
    assert (ConversationKind.CHANNEL, "4.0") == (incoming.address.kind, incoming.address.thread)


@pytest.mark.parametrize(
    "body",
    [
        {},
        press(actions=[]),
        press(actions="x"),
        press(actions=[{"type": "button", "value": "x", "url": "https://a.example"}]),
        press(actions=[{"type": "static_select", "selected_option": {"value": "x"}}]),
        press(actions=[{"type": "button", "value": "x" * 41}]),
        press(actions=[{"type": "button", "value": ""}]),
        press(user=None),
        {**press(), "team": None, "user": {"id": "U1"}},
    ],
)
def test_presses_that_are_none_of_ours(body: dict[str, Any]) -> None:
    """Links, broken payloads and foreign buttons are nothing to answer."""
    assert read_press(body, NOW) is None


def test_a_page_button_is_a_command_in_a_language() -> None:
    """Its value says both; pressed on a page it has no conversation of its own."""
    action = {"type": "button", "action_id": "choice:0", "value": "fr/rdv", "action_ts": "6.0"}
    body = press(channel=None, container={"type": "view"}, message=None, actions=[action])
    read = read_press(body, NOW)
    assert read is not None
    assert ("fr", "rdv") == read.command
    assert chosen(read, NOW) is None
    said = in_private(read, "D1", NOW, "rdv")
    assert (IncomingKind.COMMAND, "/rdv", "D1") == (said.kind, said.text, said.address.conversation)
    assert IncomingKind.OPENED == in_private(read, "D1", NOW).kind


@pytest.mark.parametrize("language", ["fr", "en"])
def test_forms_have_the_words_and_parameters_of_their_action(language: str) -> None:
    """Every command with a form: titles, labels and lengths within Slack's limits."""
    actions = all_actions()
    shown = 0
    for action in actions:
        for word in (action.command(language) or "").split():
            view = form_of(actions, word, language, None)
            if view is None:
                continue
            shown += 1
            assert len(view["title"]["text"]) <= 24
            assert {p.name for p in action.parameters if p.required} <= {
                b["block_id"] for b in view["blocks"]
            }
            assert f"{action.name}|" == view["private_metadata"]
    assert shown > 5


def test_commands_without_anything_to_fill_in_have_no_form() -> None:
    """Help has none, nor has what depends on the notebook, nor what is no command."""
    actions = all_actions()
    assert form_of(actions, "aide", "fr", None) is None
    assert form_of(actions, "preparer", "fr", None) is None
    assert form_of(actions, "nimportequoi", "fr", None) is None


def test_a_form_is_something_the_person_did() -> None:
    """Answers by parameter for the action, and as text for the gate; empty ones are left out."""
    read = read_submission(submission())
    assert read is not None
    incoming = sent(read, "D1", NOW)
    assert (IncomingKind.FORM, "visits-note", {"who": "dentiste", "when": "mardi 9h"}) == (
        incoming.kind,
        incoming.choice,
        incoming.fields,
    )
    assert "dentiste\nmardi 9h" == incoming.text
    assert "form:V1" == incoming.key


def test_a_choice_in_a_form_is_its_value() -> None:
    """A list gives the value of what was chosen, and nothing when nothing was."""
    chosen_one = {"answer": {"type": "static_select", "selected_option": {"value": "off"}}}
    nothing = {"answer": {"type": "static_select", "selected_option": None}}
    read = read_submission(submission(state={"values": {"wanted": chosen_one, "x": nothing}}))
    assert read is not None
    assert {"wanted": "off"} == read.fields


@pytest.mark.parametrize(
    "body",
    [
        {},
        submission(callback_id="other"),
        submission(private_metadata=""),
        submission(id=None),
        {**submission(), "user": None},
    ],
)
def test_foreign_and_broken_forms_are_nothing(body: dict[str, Any]) -> None:
    """Only our own forms are read."""
    assert read_submission(body) is None


def test_a_slash_command_is_answered_in_private() -> None:
    """Wherever it was typed, it is said in the person's own conversation."""
    opened = to_command(slash_command(text=""), "D1", NOW)
    said = to_command(slash_command(), "D1", NOW)
    assert opened is not None
    assert said is not None
    assert (IncomingKind.OPENED, "") == (opened.kind, opened.text)
    assert (IncomingKind.COMMAND, "/rdv mardi", "D1") == (
        said.kind,
        said.text,
        said.address.conversation,
    )
    assert to_command(slash_command(trigger_id=None), "D1", NOW) is None


def test_workspaces_of_interactive_payloads() -> None:
    """Workspace and organisation, wherever Slack put them."""
    assert Workspace("E1", "T1") == Workspace.of(
        {"enterprise": {"id": "E1"}, "team": {"id": "T1"}, "user": {"id": "U1"}}
    )
    assert Workspace("E1", "T2") == Workspace.of(
        {"enterprise": {"id": "E1"}, "team": None, "user": {"id": "U1", "team_id": "T2"}}
    )
    assert Workspace.of({"team": None, "user": "U1"}) is None
