"""Calls that a small model printed: read when they are unmistakable, text otherwise."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.claude.printed import printed_calls, shown_while_written, unfenced
from tests.unit.claude.served import VISIT

GOOD = {
    "fence": '```json\n{"name": "add_visit", "arguments": {"with": "Dr A"}}\n```',
    "plain fence": '```\n{"tool": "add_visit", "parameters": {"with": "Dr A"}}\n```\n',
    "words before": 'Je note.\n\n```json\n{"name":"add_visit","input":{"with":"Dr A"}}\n```',
    "bare": '{"name": "add_visit", "arguments": {"with": "Dr A"}}',
    "list": '[{"name": "add_visit", "arguments": {"with": "Dr A"}}]',
    "tag": '<tool_call>\n{"name": "add_visit", "arguments": {"with": "Dr A"}}\n</tool_call>',
    "function": '{"function": {"name": "add_visit", "arguments": "{\\"with\\": \\"Dr A\\"}"}}',
    "tool_calls": '{"tool_calls": [{"name": "add_visit", "arguments": {"with": "Dr A"}}]}',
}
TEXT = {
    "tool not offered": '```json\n{"name": "delete_all", "arguments": {}}\n```',
    "argument missing": '```json\n{"name": "add_visit", "arguments": {}}\n```',
    "argument unknown": '{"name": "add_visit", "arguments": {"with": "A", "x": 1}}',
    "argument of another type": '{"name": "add_visit", "arguments": {"with": 3}}',
    "words after": '```json\n{"name": "add_visit", "arguments": {"with": "A"}}\n```\nAn example.',
    "no JSON": "```json\n{name: add_visit}\n```",
    "one good, one not": (
        '[{"name": "add_visit", "arguments": {"with": "A"}}, {"name": "x", "arguments": {}}]'
    ),
    "two fences": '```\nx\n```\n```json\n{"name": "add_visit", "arguments": {"with": "A"}}\n```',
    "no arguments": '{"name": "add_visit"}',
    "deep": "[" * 5000,
    "an answer": "Votre rendez-vous est mardi.",
    "empty": "",
}


@pytest.mark.parametrize("name", GOOD)
def test_a_printed_call_is_read(name: str) -> None:
    """The call is found with its arguments, and the words before it are kept."""
    text, calls = printed_calls(GOOD[name], (VISIT,))
    assert [(c.name, c.arguments) for c in calls] == [("add_visit", {"with": "Dr A"})]
    assert text == ("Je note." if name == "words before" else "")


@pytest.mark.parametrize("name", TEXT)
def test_anything_else_stays_text(name: str) -> None:
    """What names no offered tool, or does not fit its schema, is what the model said."""
    assert printed_calls(TEXT[name], (VISIT,)) == (TEXT[name], ())


def test_without_tools_nothing_is_a_call() -> None:
    """A turn that offers no tool cannot be talked into one."""
    assert printed_calls(GOOD["fence"], ()) == (GOOD["fence"], ())


@given(st.sampled_from(sorted(GOOD)), st.integers(0, 80))
def test_no_part_of_a_printed_call_is_ever_shown(name: str, length: int) -> None:
    """However much of it has arrived, a draft shows the words before the call at most."""
    shown = shown_while_written(GOOD[name][:length], (VISIT,))
    assert "add_visit" not in shown
    assert "{" not in shown
    assert "`" not in shown
    assert "<" not in shown


def test_drafts_without_tools_are_shown_as_they_are() -> None:
    """With no tool on offer a fence is an ordinary part of an answer."""
    assert shown_while_written("```\nx", ()) == "```\nx"


def test_a_fence_around_everything_is_taken_off() -> None:
    """Structured answers of small models come in a fence; other text keeps its own."""
    assert json.loads(unfenced('```json\n{"a": 1}\n```')) == {"a": 1}
    assert unfenced(" no fence ") == "no fence"
