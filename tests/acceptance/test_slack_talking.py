"""Carnet in Slack, against a loopback server: direct messages, buttons, mentions, files, pages."""

from pathlib import Path

from tests.acceptance.slack_program import SlackProgram, welcome
from tests.acceptance.slack_server import SlackServer


async def test_a_person_is_welcomed_and_notes_an_appointment(tmp_path: Path) -> None:
    """The first conversation by buttons, the employer's notice, then a note with its buttons."""
    async with SlackServer() as slack, SlackProgram(tmp_path, slack):
        await slack.say("U1", "bonjour")
        asked = await slack.next_message("D1")
        await slack.press("U1", asked, "Français")
        notice = await slack.next_message("D1")
        assert "employeur" in notice.text
        await slack.press("U1", notice, "d'accord")
        await slack.press("U1", await slack.next_message("D1"), "France")
        await slack.next_message("D1")
        await slack.say("U1", "1980")
        await slack.next_message("D1")
        await slack.say("U1", "Rendez-vous cardiologue le 3 mars à 14h30")
        noted = await slack.next_message("D1")
        assert "Cardiologue" in noted.text
        assert "ardiologue" not in noted.given["text"]
        assert (False, False) == (noted.given["unfurl_links"], noted.given["unfurl_media"])
        await slack.until(lambda: any(c.given["ts"] == asked.ts for c in slack.done("chat.update")))
        changed = slack.done("chat.update")[0]
        assert "✓ Français" in changed.text
        assert [] == changed.buttons()


async def test_a_mention_about_health_gets_a_hint_that_tells_nothing(tmp_path: Path) -> None:
    """In a channel health is not answered: a private hint, once for both events, with a way in."""
    async with SlackServer() as slack, SlackProgram(tmp_path, slack):
        await welcome(slack, "U1")
        await slack.mention("U1", "j'ai mal au ventre depuis hier")
        await slack.until(lambda: slack.done("chat.postEphemeral"))
        hint = slack.done("chat.postEphemeral")[0]
        assert ("C1", "U1") == (hint.given["channel"], hint.given["user"])
        assert "ventre" not in str(hint.given)
        await slack.press("U1", hint, "privée")
        await slack.next_message("D1")
        assert [] == slack.sends("C1")
        assert 1 == len(slack.done("chat.postEphemeral"))


async def test_an_everyday_mention_is_answered_in_a_thread(tmp_path: Path) -> None:
    """An ordinary question in a channel is answered under it, once."""
    async with SlackServer() as slack, SlackProgram(tmp_path, slack):
        await welcome(slack, "U1")
        event = await slack.mention("U1", "quelle est la capitale de l'Australie")
        answer = await slack.next_message("C1")
        assert event["ts"] == answer.given["thread_ts"]
        await slack.say("U1", "merci")
        await slack.next_message("D1")
        assert 1 == len(slack.sends("C1"))
