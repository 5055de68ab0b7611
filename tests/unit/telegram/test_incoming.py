"""Every kind of update, from payloads written by us: what Carnet makes of it, if anything."""

import asyncio
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
from tests.unit.telegram.scripted import Scripted

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
    assert str(case["update"]["update_id"]) == incoming.key.split(":")[0]


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
    """A receiver over a connection to nowhere."""
    request = Scripted()
    bot = Connection("1:test", sending=request, polling=request)
    return Receiver(bot, ME, posted.post, lambda: None, Sent(), clock=lambda: NOW)


@pytest.mark.parametrize("case", cases("broken"))
async def test_broken_updates_are_passed_over(case: dict[str, Any]) -> None:
    """An update that lacks what it needs raises nothing, or it would come again for ever."""
    posted = Posted()
    assert await receiver(posted).take(case["update"]) in (True, False)
    assert all(isinstance(x.text, str) for x in posted.kept)


MINIMAL = {"message_id": 12, "date": 1764061200, "chat": {"id": 7}, "from": {"id": 7}}
FULL = {**MINIMAL, "chat": {"id": 7, "type": "private"}}


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ({**MINIMAL, "text": "bonjour"}, {"kind": "text", "text": "bonjour", "sender": "7"}),
        ({**FULL, "text": "/aide", "entities": [{"type": "bot_command"}]}, {"kind": "command"}),
        ({**FULL, "document": {"file_id": "F"}}, {"kind": "file"}),
        ({**FULL, "photo": [{"file_id": "P"}]}, {"kind": "file"}),
        ({**FULL, "voice": {"file_id": "V"}}, {"kind": "voice"}),
        ({**FULL, "text": "oui", "reply_to_message": {"message_id": 3}}, {"text": "oui"}),
        ({**FULL, "text": "oui", "new_thing": {"a": 1}, "giveaway": {"b": 2}}, {"text": "oui"}),
        ({**FULL, "text": "oui", "quote": {"new": 1}, "external_reply": 5}, {"text": "oui"}),
        ({**FULL, "text": "/effacer", "forward_origin": {"type": "x"}}, {"kind": "text"}),
        ({**FULL, "text": "/effacer", "forward_origin": 5}, {"kind": "text"}),
        (
            {k: v for k, v in FULL.items() if k != "date"} | {"text": "oui"},
            {"text": "oui", "sent_at": NOW.strftime("%Y-%m-%dT%H:%M:%SZ")},
        ),
    ],
)
async def test_what_lacks_a_detail_is_read_all_the_same(
    message: dict[str, Any], expected: dict[str, Any]
) -> None:
    """A broken or missing detail costs nobody their message; a forward runs no command even so."""
    posted = Posted()
    taking = receiver(posted)
    assert await taking.take({"update_id": 1, "message": message})
    (incoming,) = posted.kept
    found = incoming.model_dump(mode="json")
    assert expected == {name: found[name] for name in expected}


async def test_a_press_that_lacks_details_is_read_all_the_same() -> None:
    """Without the date of its message, without a chat instance, from somebody without a name."""
    posted = Posted()
    query = {
        "id": "9",
        "from": {"id": 7},
        "data": "abc",
        "message": {"message_id": 5, "chat": {"id": 7}, "poll": {"strange": 1}},
    }
    assert await receiver(posted).take({"update_id": 1, "callback_query": query})
    (incoming,) = posted.kept
    assert ("abc", "5", "7") == (incoming.choice, incoming.about, incoming.sender)


@pytest.mark.parametrize(
    "message",
    [
        {**FULL, "chat": {"id": "x", "type": "private"}, "text": "a"},
        {**FULL, "message_id": "x", "text": "a"},
        {**FULL, "from": {"id": None, "is_bot": False, "first_name": "A"}, "text": "a"},
    ],
)
async def test_ids_that_are_no_numbers_are_passed_over(message: dict[str, Any]) -> None:
    """Nobody could be answered there, and polling must go on."""
    posted = Posted()
    assert not await receiver(posted).take({"update_id": 1, "message": message})
    assert [] == posted.kept


async def test_one_persons_calls_of_a_webhook_are_committed_in_order() -> None:
    """While the first waits for the database the second waits too; another person's does not."""
    go, kept = asyncio.Event(), []

    async def post(incoming: Incoming) -> bool:
        if incoming.text == "first":
            await go.wait()
        kept.append(incoming.text)
        return True

    request = Scripted()
    bot = Connection("1:test", sending=request, polling=request)
    taking = Receiver(bot, ME, post, lambda: None, Sent())
    other = {"chat": {"id": 8, "type": "private"}, "from": {**FULL["from"], "id": 8}}
    messages = ({**FULL, "text": "first"}, {**FULL, "text": "second"})
    calls = [
        asyncio.create_task(taking.take({"update_id": n, "message": m}))
        for n, m in enumerate((*messages, {**FULL, **other, "text": "other"}))
    ]
    await calls[2]
    assert ["other"] == kept
    go.set()
    await asyncio.gather(*calls)
    assert ["other", "first", "second"] == kept


async def test_a_number_used_again_is_another_update() -> None:
    """What is about another message, or another press, is new; the same delivered again is not."""
    posted = Posted()
    taking = receiver(posted)
    for message in ({**FULL, "text": "un"}, {**FULL, "message_id": 13, "text": "deux"}):
        await taking.take({"update_id": 1, "message": message})
        await taking.take({"update_id": 1, "message": message})
    one, again, two, _ = (x.key for x in posted.kept)
    assert one == again
    assert one != two


async def test_a_database_that_is_down_is_said_to_whoever_delivers() -> None:
    """What could not be committed must be delivered again."""
    posted = Posted()
    posted.down = True
    update = json.loads((FOLDER / "private.json").read_text())[0]["update"]
    with pytest.raises(Transient):
        await receiver(posted).take(update)
