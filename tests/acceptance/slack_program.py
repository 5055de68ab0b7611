"""Carnet as a program in Slack, and its welcome."""

from pathlib import Path

from tests.acceptance.program import Program
from tests.acceptance.slack_server import APP_TOKEN, BOT_TOKEN, Call, SlackServer


class SlackProgram(Program):
    """One process of Carnet, with Slack only."""

    def __init__(
        self, folder: Path, slack: SlackServer, *, more: str = "", command: str = "run"
    ) -> None:
        self.folder = folder
        self.config = folder / "config.toml"
        self.command = command
        self.log = ""
        self._process = None
        own = (
            f'[slack]\nbase_url = "{slack.base_url}"\nbot_token = {{ value = "{BOT_TOKEN}" }}\n'
            f'app_token = {{ value = "{APP_TOKEN}" }}\n'
        )
        self.config.write_text(
            f'[data]\nfolder = "{folder / "data"}"\n[web]\nport = 0\n'
            '[doors]\nopen = "everybody"\n[model]\nprovider = "none"\n'
            f"{'' if '[slack]' in more else own}{more}\n"
        )


async def welcome(slack: SlackServer, user: str) -> Call:
    """Bring a person through the first conversation; the last message of it."""
    own = f"D{user[1:]}"
    await slack.say(user, "bonjour")
    for label in ("Français", "d'accord", "France"):
        await slack.press(user, await slack.next_message(own), label)
    await slack.next_message(own)
    await slack.say(user, "1980")
    return await slack.next_message(own)
