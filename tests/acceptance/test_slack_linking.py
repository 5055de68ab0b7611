"""One person on Telegram and in Slack: linked by a code, one notebook, and apart again."""

from pathlib import Path

from tests.acceptance.bot_api import TOKEN, BotApi
from tests.acceptance.program import welcome
from tests.acceptance.slack_program import SlackProgram
from tests.acceptance.slack_server import APP_TOKEN, BOT_TOKEN, SlackServer


def both(api: BotApi, slack: SlackServer) -> str:
    """The settings of a process with both channels."""
    return (
        f'[telegram]\nbase_url = "{api.base_url}"\ntoken = {{ value = "{TOKEN}" }}\n'
        f'[slack]\nbase_url = "{slack.base_url}"\nbot_token = {{ value = "{BOT_TOKEN}" }}\n'
        f'app_token = {{ value = "{APP_TOKEN}" }}\n'
    )


async def test_two_platforms_open_one_notebook(tmp_path: Path) -> None:
    """Issued on Telegram, typed in Slack, confirmed on both; noted there, read here; unlinked."""
    async with (
        BotApi() as api,
        SlackServer() as slack,
        SlackProgram(tmp_path, slack, more=both(api, slack)) as program,
    ):
        await welcome(api, 7)
        api.say(7, "/relier")
        shown = await api.next_message(7)
        code = next(word for word in shown.text.split() if word.count("-") == 5 and len(word) == 31)
        await slack.say("U1", code.lower())
        asked = await slack.next_message("D1")
        await slack.press("U1", asked, "Yes, link")
        await slack.next_message("D1")
        question = await api.next_message(7)
        assert "Slack" in question.text
        api.press(question, "Oui, c’est moi")
        await api.next_message(7)
        await slack.next_message("D1")
        await slack.say("U1", "Je suis allergique à la pénicilline")
        assert "pénicilline" in (await slack.next_message("D1")).text.lower()
        api.say(7, "/carnet")
        assert "pénicilline" in (await api.next_message(7)).text.lower()
        api.say(7, "/detacher Slack")
        api.press(await api.next_message(7), "Oui, détacher")
        await api.next_message(7)
        await slack.say("U1", "/carnet")
        assert "pénicilline" not in (await slack.next_message("D1")).text.lower()
        assert 0 == await program.stop()
        assert code not in program.log
