"""Payloads of any shape: what comes from outside never breaks what reads it."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.slack.incoming import to_incoming
from adapters.slack.pressed import chosen, read_press, read_submission, sent, to_command
from tests.unit.slack.interactive import press, slash_command, submission

FOLDER = Path(__file__).resolve().parents[2] / "payloads" / "slack"
NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
BODIES = [case["body"] for case in json.loads((FOLDER / "events.json").read_text())]
ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.text(max_size=8),
    st.builds(list),
    st.builds(dict),
    st.builds(lambda: ["x"]),
    st.builds(lambda: {"id": 5}),
    st.floats(allow_nan=False),
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place within a payload."""
    found = [path] if path else []
    inner = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for key, child in inner:
        found += places(child, (*path, key))
    return found


def broken(data: st.DataObject, bodies: list[Any]) -> Any:
    """One of these payloads, in which up to three values are not what they should be."""
    body = json.loads(json.dumps(data.draw(st.sampled_from(bodies))))
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from(places(body)))
        parent = body
        for key in path[:-1]:
            parent = parent[key] if isinstance(parent, dict | list) else {}
            if not isinstance(parent, dict | list):
                break
        if isinstance(parent, dict) or (isinstance(parent, list) and path[-1] < len(parent)):
            parent[path[-1]] = data.draw(ODD)
    return body


@settings(max_examples=300)
@given(st.data())
def test_events_with_anything_anywhere(data: st.DataObject) -> None:
    """An event in which some values are not what they should be is read or left, never raised."""
    incoming = to_incoming(broken(data, BODIES), "U0BOT", NOW)
    assert incoming is None or incoming.sender


@settings(max_examples=300)
@given(st.data())
def test_interactive_payloads_with_anything_anywhere(data: st.DataObject) -> None:
    """Presses, forms and commands of any shape are read or left, never raised."""
    body = broken(data, [press(), submission(), slash_command()])
    pressed, form = read_press(body, NOW), read_submission(body)
    read = (
        chosen(pressed, NOW) if pressed is not None else None,
        sent(form, "D1", NOW) if form is not None else None,
        to_command(body, "D1", NOW),
    )
    told = [incoming for incoming in read if incoming is not None]
    assert len(told) <= 1
    assert all(incoming.sender for incoming in told)
