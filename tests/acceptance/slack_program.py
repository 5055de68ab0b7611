"""Carnet as a program in Slack, and its welcome."""

from pathlib import Path

from tests.acceptance.program import Program
from tests.acceptance.slack_server import APP_TOKEN, BOT_TOKEN, Call, SlackServer


class SlackProgram(Program):
    """One process of Carnet, with Slack only."""

    def __init__(
        self,
        folder: Path,
        slack: SlackServer,
        *,
        more: str = "",
        command: str = "run",
        cold: bool = False,
    ) -> None:
        own = (
            f'[slack]\nbase_url = "{slack.base_url}"\nbot_token = {{ value = "{BOT_TOKEN}" }}\n'
            f'app_token = {{ value = "{APP_TOKEN}" }}'
        )
        self._configure(folder, more if "[slack]" in more else f"{own}\n{more}")
        self.command = command
        self.cold = cold


async def welcome(slack: SlackServer, user: str) -> Call:
    """Bring a person through the first conversation; the last message of it."""
    own = f"D{user[1:]}"
    await slack.say(user, "bonjour")
    for label in ("Français", "d'accord", "France"):
        await slack.press(user, await slack.next_message(own), label)
    await slack.next_message(own)
    await slack.say(user, "1980")
    return await slack.next_message(own)
