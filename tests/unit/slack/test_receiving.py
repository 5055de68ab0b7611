"""Taking what Slack delivers side by side: order within a person, nobody waits for another."""

import asyncio
from typing import Any

from adapters.pacing import Pace
from adapters.slack.api import SlackApi
from adapters.slack.channel import SlackChannel
from adapters.slack.installations import OneWorkspace
from adapters.slack.receiver import Receiver
from bot.care import all_actions
from bot.messages import Incoming


def said(user: str, text: str, ts: str) -> dict[str, Any]:
    """A direct message in its outer payload."""
    return {
        "type": "event_callback",
        "team_id": "T1",
        "event_id": f"Ev{ts}",
        "authorizations": [{"team_id": "T1", "user_id": "UBOT", "is_bot": True}],
        "event": {
            "type": "message",
            "channel": f"D{user}",
            "channel_type": "im",
            "user": user,
            "text": text,
            "ts": ts,
        },
    }


class Slow:
    """A database whose first commit takes until it is let go."""

    def __init__(self) -> None:
        self.go = asyncio.Event()
        self.kept: list[str] = []

    async def post(self, incoming: Incoming) -> bool:
        """Keep what was said."""
        if incoming.text == "first":
            await self.go.wait()
        self.kept.append(incoming.text)
        return True


async def test_one_persons_messages_are_committed_in_the_order_in_which_they_came() -> None:
    """While the first waits for the database the second waits too; another person's does not."""
    api, slow = SlackApi("http://127.0.0.1:1"), Slow()
    installations = OneWorkspace(api, "xoxb-nowhere")
    channel = SlackChannel(api, installations, Pace(50.0))
    receiver = Receiver(
        api, installations, channel, all_actions(), slow.post, lambda: None, language="en"
    )
    bodies = (said("U1", "first", "1.1"), said("U1", "second", "1.2"), said("U2", "other", "1.3"))
    taking = [asyncio.create_task(receiver.take(body)) for body in bodies]
    await taking[2]
    assert ["other"] == slow.kept
    slow.go.set()
    await asyncio.gather(*taking)
    assert ["other", "first", "second"] == slow.kept
    await receiver.close()
    await api.close()
