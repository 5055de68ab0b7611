"""Every kind of update, from payloads written by us: what Carnet makes of it, if anything."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from telegram import Update, User

from adapters.telegram.connection import Connection
from adapters.telegram.doubt import Sent
from adapters.telegram.incoming import to_incoming
from adapters.telegram.receiving import Receiver
from bot.errors import Transient
from bot.messages import Incoming

FOLDER = Path(__file__).resolve().parents[2] / "payloads" / "telegram"
ME = User(7000000001, "Carnet", True, username="CarnetTestBot")
NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)


def cases(*names: str) -> list[Any]:
    """The cases of these files."""
    found = [c for name in names for c in json.loads((FOLDER / f"{name}.json").read_text())]
    return [pytest.param(case, id=case["name"]) for case in found]


@pytest.mark.parametrize("case", cases("private", "groups", "strange"))
def test_updates(case: dict[str, Any]) -> None:
    """What matters of each update is understood, and what is not for us is None."""
    update = Update.de_json(case["update"])
    incoming = to_incoming(update, ME, NOW)
    if case["incoming"] is None:
        assert incoming is None
        return
    assert incoming is not None
    found = incoming.model_dump(mode="json")
    for name, expected in case["incoming"].items():
        value = found[name]
        if isinstance(expected, dict):
            value = {k: v for k, v in value.items() if k in expected}
        assert expected == value
    assert str(case["update"]["update_id"]) == incoming.key


class Posted:
    """Keeps what was posted; refuses while ``down``."""

    def __init__(self) -> None:
        self.kept: list[Incoming] = []
        self.down = False

    async def post(self, incoming: Incoming) -> bool:
        """Keep it."""
        if self.down:
            raise Transient("down")
        self.kept.append(incoming)
        return True


def receiver(posted: Posted) -> Receiver:
    """A receiver over a connection that is never used."""
    bot = Connection("1:test")
    return Receiver(bot, ME, posted.post, lambda: None, Sent())


@pytest.mark.parametrize("case", cases("broken"))
async def test_broken_updates_are_passed_over(case: dict[str, Any]) -> None:
    """An update that lacks what it needs raises nothing, or it would come again for ever."""
    posted = Posted()
    assert await receiver(posted).take(case["update"]) in (True, False)
    assert all(isinstance(x.text, str) for x in posted.kept)


async def test_a_database_that_is_down_is_said_to_whoever_delivers() -> None:
    """What could not be committed must be delivered again."""
    posted = Posted()
    posted.down = True
    update = json.loads((FOLDER / "private.json").read_text())[0]["update"]
    with pytest.raises(Transient):
        await receiver(posted).take(update)
