"""Carnet in Slack as a running program: direct messages, buttons, mentions, pages, forms, files."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.acceptance.slack_program import SlackProgram, welcome
from tests.acceptance.slack_server import BOT, TEAM, SlackServer, read_blocks

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def slack() -> AsyncIterator[SlackServer]:
    """One workspace for the module; each test is another person."""
    async with SlackServer() as server:
        yield server


@pytest_asyncio.fixture(scope="module", loop_scope="module", autouse=True)
async def program(
    slack: SlackServer, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[SlackProgram]:
    """One process for the module."""
    async with SlackProgram(tmp_path_factory.mktemp("slack"), slack, cold=True) as running:
        yield running


async def test_a_person_is_welcomed_and_notes_an_appointment(slack: SlackServer) -> None:
    """The first conversation by buttons, the employer's notice, then a note with its buttons."""
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
    changed = next(c for c in slack.done("chat.update") if c.given["ts"] == asked.ts)
    assert "✓ Français" in changed.text
    assert [] == changed.buttons()


async def test_a_mention_about_health_gets_a_hint_that_tells_nothing(slack: SlackServer) -> None:
    """In a channel health is not answered: a private hint, once for both events, with a way in."""
    await welcome(slack, "U2")
    before = len(slack.done("chat.postEphemeral"))
    await slack.mention("U2", "j'ai mal au ventre depuis hier", channel="C2")
    await slack.until(lambda: len(slack.done("chat.postEphemeral")) > before)
    hint = slack.done("chat.postEphemeral")[before]
    assert ("C2", "U2") == (hint.given["channel"], hint.given["user"])
    assert "ventre" not in str(hint.given)
    await slack.press("U2", hint, "privée")
    await slack.next_message("D2")
    assert [] == slack.sends("C2")
    assert before + 1 == len(slack.done("chat.postEphemeral"))


async def test_an_everyday_mention_is_answered_in_a_thread(slack: SlackServer) -> None:
    """An ordinary question in a channel is answered under it, once for both events."""
    await welcome(slack, "U3")
    event = await slack.mention("U3", "quelle est la capitale de l'Australie", channel="C3")
    answer = await slack.next_message("C3")
    assert event["ts"] == answer.given["thread_ts"]
    await slack.say("U3", "/aide")
    await slack.next_message("D3")
    assert 1 == len(slack.sends("C3"))


@pytest.mark.parametrize("kind", ["shared", "group"])
async def test_shared_channels_and_groups_are_refused(slack: SlackServer, kind: str) -> None:
    """With another organisation or a group reading along there is a private refusal, no answer."""
    channel = {"shared": "C4", "group": "G4"}[kind]
    slack.kinds["G4"] = {"is_mpim": True}
    event = slack.said("U4", f"<@{BOT}> bonjour", channel=channel)
    del event["channel_type"]
    body = slack.body({**event, "type": "app_mention"}, is_ext_shared_channel=kind == "shared")
    before = len(slack.done("chat.postEphemeral"))
    await slack.deliver("events_api", body)
    await slack.until(lambda: len(slack.done("chat.postEphemeral")) > before)
    refusal = slack.done("chat.postEphemeral")[before]
    assert channel == refusal.given["channel"]
    assert "privé" in refusal.text
    assert [] == slack.sends(channel)


async def test_the_page_shows_the_notebook_to_its_owner(slack: SlackServer) -> None:
    """App Home before the welcome, after it, and its form: noted, answered, drawn anew."""
    opened = {"type": "app_home_opened", "user": "U5", "channel": "D5", "tab": "home"}
    await slack.deliver("events_api", slack.body({**opened, "event_ts": slack.ts()}))
    await slack.until(lambda: slack.pages("U5"))
    assert "Vous êtes" in slack.pages("U5")[0].text or "Only you" in slack.pages("U5")[0].text
    await welcome(slack, "U5")
    await slack.deliver("events_api", slack.body({**opened, "event_ts": slack.ts()}))
    await slack.until(lambda: len(slack.pages("U5")) == 2)
    page = slack.pages("U5")[1]
    assert "Aucun rendez-vous" in page.text
    await slack.press("U5", page, "Noter un rendez-vous")
    await slack.until(lambda: slack.done("views.open"))
    view = slack.done("views.open")[-1].given["view"]
    assert ["who", "when", "where", "subject"] == [b["block_id"] for b in view["blocks"]]
    await slack.submit("U5", view, who="dentiste", when="le 4 mars à 9h")
    noted = await slack.next_message("D5")
    assert "Dentiste" in noted.text
    await slack.until(lambda: len(slack.pages("U5")) == 3)
    assert "Dentiste" in slack.pages("U5")[2].text


async def test_a_button_without_a_form_is_answered_in_the_conversation(slack: SlackServer) -> None:
    """A page's button for a command without answers is that command, said in private."""
    await welcome(slack, "U6")
    opened = {"type": "app_home_opened", "user": "U6", "channel": "D6", "tab": "home"}
    await slack.deliver("events_api", slack.body({**opened, "event_ts": slack.ts()}))
    await slack.until(lambda: slack.pages("U6"))
    await slack.press("U6", slack.pages("U6")[0], "Savoir où")
    assert "chiffr" in (await slack.next_message("D6")).text


async def test_commands_by_exclamation_mark_and_slash(slack: SlackServer) -> None:
    """``!aide`` and ``/carnet aide`` are commands; the latter is answered in private only."""
    await welcome(slack, "U7")
    await slack.say("U7", "!aide")
    assert "espace" in (await slack.next_message("D7")).text
    command = {
        "command": "/carnet",
        "text": "confidentialite",
        "team_id": TEAM,
        "channel_id": "C7",
        "user_id": "U7",
        "trigger_id": "t7",
    }
    await slack.deliver("slash_commands", command)
    assert "chiffr" in (await slack.next_message("D7")).text
    assert [] == slack.sends("C7")


async def test_a_file_is_fetched_with_the_token_and_an_export_is_sent(slack: SlackServer) -> None:
    """A CSV comes from its private address; an export goes to the direct conversation."""
    await welcome(slack, "U8")
    slack.files["F8"] = b"date;poids\n2026-11-01;70,5\n2026-11-08;70,1\n"
    url = slack.base_url.replace("/api/", "/files/F8")
    file = {"id": "F8", "name": "poids.csv", "mimetype": "text/csv", "size": 44}
    await slack.say("U8", "", subtype="file_share", files=[{**file, "url_private_download": url}])
    await slack.next_message("D8")
    await slack.say("U8", "/export")
    await slack.until(lambda: any(x.startswith(b"PK") for x in slack.uploads.values()))
    await slack.until(lambda: len(slack.done("files.completeUploadExternal")) == len(slack.uploads))
    assert {"D8"} == {c.given["channel_id"] for c in slack.done("files.completeUploadExternal")}


async def test_long_reading_shows_progress_and_can_be_stopped(slack: SlackServer) -> None:
    """While a file takes its time a message says so; a stop ends it and takes its place."""
    await welcome(slack, "U21")
    slack.handing_out.clear()
    slack.files["F21"] = b"a,b\n1,2\n"
    url = slack.base_url.replace("/api/", "/files/F21")
    file = {"id": "F21", "name": "grand.csv", "size": 8, "url_private_download": url}
    await slack.say("U21", "", subtype="file_share", files=[file])
    shown = (await slack.next_message("D21")).text
    assert ("Je lis" in shown, "!stop" in shown) == (True, True)
    await slack.say("U21", "!stop")

    def left() -> list[str]:
        said = [c.text for c in slack.sends("D21")]
        changed = [c.text for c in slack.done("chat.update") if c.given["channel"] == "D21"]
        return [text for text in (*said, *changed) if "laisse" in text]

    await slack.until(left)
    slack.handing_out.set()
    await slack.say("U21", "!aide")
    await slack.until(lambda: "espace" in slack.sends("D21")[-1].text)


async def test_a_long_answer_fits_blocks(slack: SlackServer) -> None:
    """What is longer than a section stands in several; nothing is refused, nothing is lost."""
    await welcome(slack, "U9")
    words = " ".join(f"mot{n}" for n in range(1, 1200))
    await slack.say("U9", f"/note {words[:400]}")
    await slack.next_message("D9")
    for number in range(12):
        await slack.say("U9", f"/note souvenir {number} {'x' * 380}")
        await slack.next_message("D9")
    await slack.say("U9", "/carnet")
    shown = await slack.next_message("D9")
    assert all(len(b["text"]["text"]) <= 3000 for b in shown.blocks if b["type"] == "section")


async def test_strangers_and_broken_payloads_do_no_harm(slack: SlackServer) -> None:
    """Bots, our own echo, unknown events and broken payloads are acknowledged and not answered."""
    await welcome(slack, "U10")
    odd = [
        slack.body(slack.said("U10", "echo", bot_id="B1")),
        slack.body(slack.said(BOT, "moi-même")),
        slack.body({"type": "channel_rename", "channel": {"id": "C1"}}),
        slack.body({"type": "message", "channel": 7, "user": None}),
        {"type": "event_callback", "event": "nothing"},
        {"type": "event_callback", "team_id": TEAM, "event": slack.said("U10", "x", ts=None)},
        {"type": "block_actions", "actions": [{"type": "button"}], "team": {"id": TEAM}},
        {"type": "view_submission", "team": {"id": TEAM}, "view": {"callback_id": "form"}},
        {"type": "something_new"},
    ]
    envelopes = [await slack.deliver("events_api", body) for body in odd]
    await slack.until(lambda: set(envelopes) <= set(slack.acknowledged))
    await slack.say("U10", "/aide")
    assert "espace" in (await slack.next_message("D10")).text


async def test_a_removed_app_and_revoked_tokens_are_acknowledged(slack: SlackServer) -> None:
    """Slack tells that the app was removed; with a configured token there is nothing to forget."""
    await welcome(slack, "U12")
    removed = await slack.deliver("events_api", slack.body({"type": "app_uninstalled"}))
    tokens = {"type": "tokens_revoked", "tokens": {"bot": [BOT], "oauth": []}}
    revoked = await slack.deliver("events_api", slack.body(tokens))
    await slack.until(lambda: {removed, revoked} <= set(slack.acknowledged))
    await slack.say("U12", "/aide")
    assert "espace" in (await slack.next_message("D12")).text


async def test_an_emergency_in_a_channel_is_told_to_the_person_alone(slack: SlackServer) -> None:
    """The number at once, to them alone in the channel; the card in their own conversation."""
    await welcome(slack, "U11")
    before = len(slack.done("chat.postEphemeral"))
    await slack.mention(
        "U11", "j'ai une douleur écrasante dans la poitrine et je n'arrive plus à respirer"
    )
    await slack.until(lambda: len(slack.done("chat.postEphemeral")) > before)
    assert "15" in read_blocks(slack.done("chat.postEphemeral")[before].blocks)
    assert "15" in (await slack.next_message("D11")).text


async def test_nothing_told_is_in_the_log(program: SlackProgram, tmp_path: Path) -> None:
    """Everything above left no text, no id and no token in what the process wrote."""
    assert 0 == await program.stop()
    for secret in ("xoxb", "xapp", "ardiologue", "ventre", "U11", "D11"):
        assert secret not in program.log
