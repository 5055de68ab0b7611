"""Slack as a channel, against a loopback server: drafts, streams, refusals, what a press leaves."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio

from adapters.pacing import Pace
from adapters.slack.api import SlackApi
from adapters.slack.channel import SlackChannel
from adapters.slack.drafts import EVERY
from adapters.slack.installations import OneWorkspace
from bot.errors import Explainable, Permanent, Transient
from bot.messages import Address, Attachment, Choice, ConversationKind, FileReference, Outgoing
from tests.acceptance.bot_api import Trouble
from tests.acceptance.slack_server import BOT_TOKEN, Json, SlackServer

THREAD = Address(channel="slack", account="T1", tenant="T1", conversation="D1", thread="1.000001")
DIRECT = THREAD.model_copy(update={"thread": None})


@dataclass
class Scene:
    """A server and a channel that speaks to it."""

    server: SlackServer
    channel: SlackChannel


@pytest_asyncio.fixture
async def scene() -> AsyncIterator[Scene]:
    """A workspace that shows agents."""
    async with SlackServer(agents=True) as server:
        api = SlackApi(server.base_url)
        yield Scene(server, SlackChannel(api, OneWorkspace(api, BOT_TOKEN), Pace(1000.0)))
        await api.close()


def message(text: str, address: Address = DIRECT, **more: object) -> Outgoing:
    """A message to send."""
    values = {"key": f"key-{text}", "preview": "Nouveau message", **more}
    return Outgoing(address=address, text=text, **values)  # type: ignore[arg-type]


def fails(method: str, *troubles: Trouble):  # type: ignore[no-untyped-def]
    """A rule by which the first calls of a method fail."""
    left = list(troubles)

    def rule(called: str, given: Json) -> Trouble | None:
        return left.pop(0) if called == method and left else None

    return rule


async def drafted(scene: Scene, *texts: str) -> None:
    """Show a growing answer."""
    for text in texts:
        await scene.channel.draft(THREAD, text)
        await asyncio.sleep(EVERY + 0.1)


async def test_a_streamed_answer_becomes_the_message(scene: Scene) -> None:
    """Status, stream, then the final message in its place: one message, told in blocks."""
    await drafted(scene, "", "Votre fer", "Votre fer est bas.")
    assert {"sent"} == {(await scene.channel.send(message("Votre fer est bas !", THREAD))).status}
    assert 1 == len(scene.server.done("assistant.threads.setStatus"))
    appended = [str(c.given) for c in scene.server.done("chat.appendStream")]
    assert any("Votre fer" in x for x in appended)
    assert "Votre fer" not in str(scene.server.done("chat.startStream")[0].given)
    final = scene.server.done("chat.update")[0]
    assert "Votre fer est bas !" == final.text
    assert "Nouveau message" == final.given["text"]
    assert [] == scene.server.sends("D1")


async def test_an_expired_stream_is_replaced_all_the_same(scene: Scene) -> None:
    """A stream that Slack has ended takes no more text; the message still takes its place."""
    await drafted(scene, "Un")
    dead = Trouble(status=200, description="message_not_in_streaming_state")
    scene.server.rule = lambda method, given: dead if "Stream" in method else None
    await drafted(scene, "Un deux", "Un deux trois")
    assert "sent" == (await scene.channel.send(message("Un deux trois quatre", THREAD))).status
    assert ["Un deux trois quatre"] == [c.text for c in scene.server.done("chat.update")]


async def test_long_work_says_how_far_it_is_in_one_message(scene: Scene) -> None:
    """Where nothing streams, progress is a message that the answer takes the place of."""
    for text in ("Je lis… 4 s", "Je lis… 8 s"):
        await scene.channel.draft(DIRECT, text)
        await asyncio.sleep(EVERY + 0.1)
    await scene.channel.send(message("Voici ce que j'ai lu."))
    assert ["Je lis… 4 s"] == [c.text for c in scene.server.sends("D1")]
    updates = [c.text for c in scene.server.done("chat.update")]
    assert ["Je lis… 8 s", "Voici ce que j'ai lu."] == updates


async def test_progress_before_a_file_alone_is_taken_away(scene: Scene) -> None:
    """A picture cannot take a message's place."""
    await scene.channel.draft(DIRECT, "Je dessine… 4 s")
    await asyncio.sleep(0.3)
    picture = Attachment(name="a.png", media_type="image/png", content=b"x")
    await scene.channel.send(message("", files=(picture,)))
    assert 1 == len(scene.server.done("chat.delete"))


async def test_without_agent_features_messages_go_as_usual(scene: Scene) -> None:
    """Where a server answers unknown_method, status and streams are left alone from then on."""
    scene.server.agents = False
    tried: list[str] = []

    def rule(method: str, given: Json) -> None:
        tried.append(method)

    scene.server.rule = rule
    await drafted(scene, "", "Un", "Un deux")
    await scene.channel.send(message("Un deux trois", THREAD))
    await drafted(scene, "")
    assert (1, 1) == (
        tried.count("assistant.threads.setStatus"),
        tried.count("chat.startStream"),
    )
    assert not scene.channel.capabilities(THREAD).streaming
    assert ["Un deux trois"] == [c.text for c in scene.server.sends("D1")]


async def test_a_lost_answer_is_looked_for_before_repeating(scene: Scene) -> None:
    """Accepted and cut: unknown, then found. Cut before: unknown, then sent. Never twice."""
    scene.server.rule = fails("chat.postMessage", Trouble(cut="after"))
    assert "unknown" == (await scene.channel.send(message("un"))).status
    assert "sent" == (await scene.channel.send(message("un"))).status
    scene.server.rule = fails("chat.postMessage", Trouble(cut="before"))
    assert "unknown" == (await scene.channel.send(message("deux"))).status
    assert "sent" == (await scene.channel.send(message("deux"))).status
    assert ["un", "deux"] == [m.text for m in scene.server.sends("D1")]


async def test_another_process_finds_what_a_killed_one_sent(scene: Scene) -> None:
    """After a start the first message to a conversation is looked for before it is posted."""
    await scene.channel.send(message("un"))
    api = SlackApi(scene.server.base_url)
    second = SlackChannel(api, OneWorkspace(api, BOT_TOKEN), Pace(1000.0))
    assert "sent" == (await second.send(message("un"))).status
    assert "sent" == (await second.send(message("deux"))).status
    await api.close()
    assert ["un", "deux"] == [m.text for m in scene.server.sends("D1")]


async def test_a_server_that_gives_no_blocks_back_is_looked_at_too(scene: Scene) -> None:
    """Ours, with the same words for notifications and newer than all that is known: that is it."""
    await scene.channel.send(message("zéro"))
    scene.server.rule = fails("chat.postMessage", Trouble(cut="after"))
    await scene.channel.send(message("un"))
    for kept in scene.server.messages["D1"]:
        kept.pop("blocks", None)
        kept.pop("metadata", None)
    assert "sent" == (await scene.channel.send(message("un"))).status
    assert 2 == len(scene.server.sends("D1"))


@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        ("ratelimited", "retry_after"),
        ("channel_not_found", "gone"),
        ("user_disabled", "gone"),
        ("is_archived", "gone"),
    ],
)
async def test_refusals_have_an_outcome(scene: Scene, code: str, outcome: str) -> None:
    """Limits wait, and a person who left is gone."""
    scene.server.rule = fails("chat.postMessage", Trouble(status=200, description=code))
    assert outcome == (await scene.channel.send(message("un"))).status


async def test_retry_after_is_told(scene: Scene) -> None:
    """The seconds that Slack asks for arrive where the waiting is done."""
    trouble = Trouble(status=429, description="ratelimited", retry_after=7)
    scene.server.rule = fails("chat.postMessage", trouble)
    assert 7.0 == (await scene.channel.send(message("un"))).delay


async def test_what_an_operator_must_mend_loses_nothing(
    scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    """A revoked token is named without being shown; messages wait, longer each time."""
    revoked = Trouble(status=200, description="token_revoked")
    scene.server.rule = fails("chat.postMessage", revoked, revoked)
    first = await scene.channel.send(message("un"))
    second = await scene.channel.send(message("un"))
    assert ("retry_after", "retry_after") == (first.status, second.status)
    assert first.delay < second.delay
    assert "token_revoked" in caplog.text
    assert BOT_TOKEN not in caplog.text
    assert "sent" == (await scene.channel.send(message("un"))).status


async def test_a_server_that_is_down_is_tried_again(scene: Scene) -> None:
    """Nobody listens: nothing was sent, and that is known."""
    api = SlackApi("http://127.0.0.1:9")
    known = OneWorkspace(scene.channel._api, BOT_TOKEN)
    await known.identify()
    channel = SlackChannel(api, known, Pace(1000.0))
    with pytest.raises(Transient):
        await channel.send(message("un"))
    await api.close()


async def test_refused_blocks_are_sent_plain(scene: Scene) -> None:
    """A server that refuses the look gets the same words without it."""
    scene.server.rule = fails("chat.postMessage", Trouble(status=200, description="invalid_blocks"))
    await scene.channel.send(message("**fort**"))
    (sent,) = scene.server.sends("D1")
    assert "plain_text" == sent.blocks[0]["text"]["type"]


async def test_a_thread_that_is_gone_is_left(scene: Scene) -> None:
    """When a thread cannot be answered the message goes to the conversation."""
    gone = Trouble(status=200, description="thread_not_found")
    scene.server.rule = fails("chat.postMessage", gone)
    await scene.channel.send(message("un", THREAD))
    (sent,) = scene.server.sends("D1")
    assert "thread_ts" not in sent.given


@pytest.mark.parametrize(
    "address",
    [
        DIRECT.model_copy(update={"shared": True}),
        DIRECT.model_copy(update={"kind": ConversationKind.GROUP}),
    ],
)
async def test_shared_and_group_conversations_are_never_written_to(
    scene: Scene, address: Address
) -> None:
    """Whatever was decided before, the channel does not send there."""
    with pytest.raises(Permanent):
        await scene.channel.send(message("un", address))
    assert not scene.channel.capabilities(address).verified_dm


async def test_after_a_press_the_message_shows_what_was_chosen(scene: Scene) -> None:
    """The pressed button becomes a line, those that are left stay; also after a restart."""
    asked = message("Lequel ?", choices=(Choice(id="a", label="Un"), Choice(id="b", label="Deux")))
    ts = (await scene.channel.send(asked)).message
    left = (Choice(id="b", label="Deux"),)
    await scene.channel.send(message("Bien.", stripped=ts, chosen="Un & tout", left=left))
    (changed,) = scene.server.done("chat.update")
    assert "Lequel ?\n✓ Un &amp; tout" == changed.text
    assert ["b"] == [b["value"] for b in changed.buttons()]


async def test_files_cut_at_any_step_are_shared_once(scene: Scene) -> None:
    """An upload whose sharing got no answer is looked for before it is shared again."""
    file = Attachment(
        name="carnet.zip", media_type="application/zip", content=b"PK", description="Ferritine"
    )
    scene.server.rule = fails("files.completeUploadExternal", Trouble(cut="before"))
    export = message("Voici.", files=(file,))
    assert "unknown" == (await scene.channel.send(export)).status
    assert "sent" == (await scene.channel.send(export)).status
    assert (1, 1, 1) == (
        len(scene.server.sends("D1")),
        len(scene.server.uploads),
        len(scene.server.done("files.completeUploadExternal")),
    )
    assert "Ferritine" not in str([c.given for c in scene.server.calls])


async def test_files_come_from_allowed_hosts_and_within_limits(scene: Scene) -> None:
    """Too large, gone, or anywhere else: said, and the token is sent nowhere it does not belong."""
    from adapters.slack.attached import RemoteFile
    from adapters.slack.workspace import Workspace

    scene.server.files["F1"] = b"x" * 100
    root = scene.server.base_url.replace("/api/", "/files/")

    async def fetched(url: str, limit: int = 1000) -> bytes:
        reference = RemoteFile(Workspace(None, "T1"), "F1", url).written()
        return await scene.channel.fetch(FileReference(reference=reference), limit=limit)

    assert b"x" * 100 == await fetched(f"{root}F1")
    with pytest.raises(Explainable, match="too-large"):
        await fetched(f"{root}F1", limit=50)
    for elsewhere in ("http://localhost:1/F1", "https://slack.com.example.org/F1", "file:///etc"):
        with pytest.raises(Explainable, match="file-gone"):
            await fetched(elsewhere)
    with pytest.raises(Explainable, match="file-gone"):
        await scene.channel.fetch(FileReference(reference="nonsense"), limit=50)
