"""Every kind of event, from payloads written by us: what Carnet makes of it, if anything."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from adapters.slack.attached import RemoteFile
from adapters.slack.incoming import to_incoming
from adapters.slack.workspace import Workspace

FOLDER = Path(__file__).resolve().parents[2] / "payloads" / "slack"
NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)


def cases() -> list[Any]:
    """All recorded-looking events."""
    found = [
        c
        for name in ("events", "strange")
        for c in json.loads((FOLDER / f"{name}.json").read_text())
    ]
    return [pytest.param(case, id=case["name"]) for case in found]


@pytest.mark.parametrize("case", cases())
def test_events(case: dict[str, Any]) -> None:
    """What matters of each event is understood, and what is not for us is None."""
    incoming = to_incoming(case["body"], "U0BOT", NOW)
    if case["incoming"] is None:
        assert incoming is None
        return
    assert incoming is not None
    found = incoming.model_dump(mode="json")
    assert case["incoming"] == {name: found[name] for name in case["incoming"]}


def test_files_are_references_without_a_token() -> None:
    """A file's reference leads back to its workspace and address, and holds nothing secret."""
    case = next(c.values[0] for c in cases() if c.id == "a file with words")
    incoming = to_incoming(case["body"], "U0BOT", NOW)
    assert incoming is not None
    (file,) = incoming.files
    assert ("analyses.pdf", "application/pdf", 48211) == (file.name, file.media_type, file.size)
    remote = RemoteFile.read(file.reference)
    assert (Workspace(None, "T0CARNET"), "F0LAB") == (remote.workspace, remote.id)
    assert "xox" not in file.reference


@pytest.mark.parametrize("reference", ["", "x", "{}", "[1]", "null"])
def test_other_references_are_refused(reference: str) -> None:
    """What is no reference of ours raises ValueError."""
    with pytest.raises(ValueError):
        RemoteFile.read(reference)


def test_a_message_without_our_own_id_known_is_read_all_the_same() -> None:
    """Before we know who we are, a mention counts because Slack says that it is one."""
    body = next(c.values[0]["body"] for c in cases() if "answered in a thread" in str(c.id))
    incoming = to_incoming(body, None, NOW)
    assert incoming is not None
    assert "C0TEAM" == incoming.address.conversation


def test_workspaces_come_back_from_their_addresses() -> None:
    """Which token speaks is found again from the address alone."""
    from bot.messages import ConversationKind

    for workspace in (Workspace(None, "T1"), Workspace("E1", "T1"), Workspace("E1", None)):
        address = workspace.address("D1", ConversationKind.DM)
        assert workspace == Workspace.of_address(address)
