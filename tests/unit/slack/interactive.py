"""Interactive payloads as Slack sends them."""

from typing import Any


def press(**more: Any) -> dict[str, Any]:
    """A press under a message of the direct conversation."""
    return {
        "type": "block_actions",
        "team": {"id": "T1", "domain": "x"},
        "user": {"id": "U1", "team_id": "T1"},
        "trigger_id": "trigger",
        "channel": {"id": "D1", "name": "directmessage"},
        "container": {"type": "message", "message_ts": "5.0", "channel_id": "D1"},
        "message": {"ts": "5.0", "text": "x", "blocks": [{"type": "section"}]},
        "actions": [
            {
                "type": "button",
                "action_id": "choice:0",
                "block_id": "b",
                "value": "offer-1",
                "action_ts": "6.0",
            }
        ],
        **more,
    }


def submission(**more: Any) -> dict[str, Any]:
    """A form that was sent."""
    view = {
        "id": "V1",
        "callback_id": "form",
        "private_metadata": "visits-note|",
        "state": {
            "values": {
                "who": {"answer": {"type": "plain_text_input", "value": " dentiste "}},
                "when": {"answer": {"type": "plain_text_input", "value": "mardi 9h"}},
                "where": {"answer": {"type": "plain_text_input", "value": None}},
            }
        },
        **more,
    }
    return {
        "type": "view_submission",
        "team": {"id": "T1"},
        "user": {"id": "U1", "team_id": "T1"},
        "view": view,
    }


def slash_command(**more: Any) -> dict[str, Any]:
    """``/carnet rdv mardi``, typed in a channel."""
    return {
        "command": "/carnet",
        "text": "rdv mardi",
        "team_id": "T1",
        "user_id": "U1",
        "channel_id": "C1",
        "trigger_id": "77.1",
        **more,
    }
