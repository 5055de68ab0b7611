"""Sending, drafts and files over a scripted Bot API: every refusal has one clear outcome."""

import asyncio

import aiohttp
import pytest
from telegram.error import NetworkError, TimedOut

from adapters.pacing import Pace
from adapters.telegram.channel import TelegramChannel
from adapters.telegram.connection import Connection, identify
from bot.errors import ConfigurationError, Explainable, Permanent, Transient
from bot.messages import (
    Address,
    Attachment,
    Choice,
    ConversationKind,
    FileReference,
    Outgoing,
    SendResult,
    Sensitivity,
)
from tests.unit.telegram.scripted import Answer, Script, Scripted, message, refused

HERE = Address(channel="telegram", account="1", conversation="7")


def channel(script: Script | None = None) -> tuple[TelegramChannel, Scripted]:
    """A channel over a scripted server."""
    request = Scripted(script)
    bot = Connection("1:test", sending=request, polling=request)
    return TelegramChannel(bot, Pace(1000)), request


def outgoing(text: str = "Bonjour", **more: object) -> Outgoing:
    """A reply."""
    return Outgoing(key="k", address=HERE, text=text, **more)  # type: ignore[arg-type]


def cut_after_writing() -> NetworkError:
    """What a connection that is cut while we wait for the answer looks like."""
    error = NetworkError("ServerDisconnectedError")
    error.__cause__ = aiohttp.ServerDisconnectedError()
    return error


def first_only(name: str, answer: Answer) -> Script:
    """A script that answers the first call of a method so, and lets all others go well."""
    left = [answer]
    return lambda called, _: left.pop() if called == name and left else None


async def test_a_reply_is_sent_without_link_previews() -> None:
    """Links never show a preview, and the platform's id is handed back."""
    talking, request = channel()
    assert SendResult(status="sent", message="101") == await talking.send(outgoing())
    (given,) = request.of("sendMessage")
    assert {"is_disabled": True} == given["link_preview_options"]


async def test_a_long_reply_goes_in_pieces_with_its_buttons_at_the_end() -> None:
    """Buttons stand under the last piece."""
    talking, request = channel()
    await talking.send(outgoing("mot " * 2500, choices=(Choice(id="a", label="Oui"),)))
    assert [False, False, True] == ["reply_markup" in x for x in request.of("sendMessage")]


async def test_a_second_try_sends_only_what_is_missing() -> None:
    """When the second piece is refused for now, the first is not sent again."""
    sends = 0

    def script(name: str, _: object) -> Answer | None:
        nonlocal sends
        sends += name == "sendMessage"
        return refused(429, "Too Many Requests", retry_after=3) if sends == 2 else None

    talking, request = channel(script)
    text = "mot " * 2500
    assert SendResult(status="retry_after", delay=3) == await talking.send(outgoing(text))
    assert "sent" == (await talking.send(outgoing(text))).status
    texts = [x["text"] for x in request.of("sendMessage")]
    assert 4 == len(texts)
    assert texts[1] == texts[2]


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (refused(403, "Forbidden: bot was blocked by the user"), "gone"),
        (refused(403, "Forbidden: user is deactivated"), "gone"),
        (refused(400, "Bad Request: chat not found"), "gone"),
        (refused(429, "Too Many Requests: retry after 7", retry_after=7), "retry_after"),
        (cut_after_writing(), "unknown"),
    ],
)
async def test_outcomes(answer: Answer, status: str) -> None:
    """Each refusal is what the worker knows how to deal with."""
    talking, _ = channel(lambda name, _: answer if name == "sendMessage" else None)
    assert status == (await talking.send(outgoing())).status


@pytest.mark.parametrize(
    ("answer", "raised"),
    [
        (refused(500, "Internal Server Error"), Transient),
        (refused(502, "Bad Gateway"), Transient),
        (NetworkError("never connected"), Transient),
        (refused(401, "Unauthorized"), ConfigurationError),
        (refused(400, "Bad Request: something else"), Permanent),
    ],
)
async def test_refusals_that_raise(answer: Answer, raised: type[Exception]) -> None:
    """What may pass is tried again, what will not is set aside; no text of ours is in it."""
    talking, _ = channel(lambda name, _: answer if name == "sendMessage" else None)
    with pytest.raises(raised) as problem:
        await talking.send(outgoing("metformine"))
    assert "metformine" not in str(problem.value)
    assert problem.value.__cause__ is None


async def test_entities_that_are_refused_give_way_to_plain_text() -> None:
    """An answer arrives, if need be without its look."""
    answer = refused(400, "Bad Request: can't parse entities: unsupported")
    talking, request = channel(first_only("sendMessage", answer))
    assert "sent" == (await talking.send(outgoing("**gras**"))).status
    assert ["entities" in x for x in request.of("sendMessage")] == [True, False]


async def test_a_topic_that_is_gone_gives_way_to_the_chat() -> None:
    """A deleted topic does not swallow what was to be said in it."""
    talking, request = channel(
        lambda name, given: (
            refused(400, "Bad Request: message thread not found")
            if "message_thread_id" in given
            else None
        )
    )
    there = HERE.model_copy(update={"thread": "42"})
    assert "sent" == (await talking.send(outgoing().model_copy(update={"address": there}))).status
    assert 2 == len(request.of("sendMessage"))


async def test_a_group_that_became_a_supergroup_is_followed() -> None:
    """The message goes to the new id."""
    answer = refused(400, "Bad Request: upgraded", migrate_to_chat_id=-1009)
    talking, request = channel(first_only("sendMessage", answer))
    assert "sent" == (await talking.send(outgoing())).status
    assert -1009 == request.of("sendMessage")[1]["chat_id"]


async def test_a_doubtful_message_that_arrived_is_not_sent_again() -> None:
    """The next id exists and is ours: it arrived."""
    doubt = True

    def script(name: str, given: dict[str, object]) -> Answer | None:
        nonlocal doubt
        if name == "editMessageReplyMarkup":
            exists = given["message_id"] == 102
            words = "message is not modified" if exists else "message to edit not found"
            return refused(400, f"Bad Request: {words}")
        if name == "sendMessage" and given["text"] == "deux" and doubt:
            doubt = False
            return cut_after_writing()
        return None

    talking, request = channel(script)
    await talking.send(outgoing("un"))
    second = outgoing("deux").model_copy(update={"key": "k2"})
    assert "unknown" == (await talking.send(second)).status
    assert SendResult(status="sent", message="102") == await talking.send(second)
    assert 1 == len([x for x in request.of("sendMessage") if x["text"] == "deux"])


async def test_a_doubtful_message_that_did_not_arrive_is_sent() -> None:
    """None of the next ids exists: it was lost, so it is sent again."""
    doubt = True

    def script(name: str, given: dict[str, object]) -> Answer | None:
        nonlocal doubt
        if name == "editMessageReplyMarkup":
            return refused(400, "Bad Request: message to edit not found")
        if name == "sendMessage" and given["text"] == "deux" and doubt:
            doubt = False
            error = TimedOut()
            error.__cause__ = TimeoutError()
            return error
        return None

    talking, request = channel(script)
    await talking.send(outgoing("un"))
    second = outgoing("deux").model_copy(update={"key": "k2"})
    assert "unknown" == (await talking.send(second)).status
    assert "sent" == (await talking.send(second)).status
    assert 2 == len([x for x in request.of("sendMessage") if x["text"] == "deux"])


async def test_an_emergency_in_doubt_is_rather_sent_twice() -> None:
    """Where nobody can tell, only an emergency is repeated."""
    for priority, expected in ((0, 2), (1, 1)):
        talking, request = channel(first_only("sendMessage", cut_after_writing()))
        alarm = outgoing(priority=priority)
        await talking.send(alarm)
        assert "sent" == (await talking.send(alarm)).status
        assert expected == len(request.of("sendMessage"))


async def test_pictures_and_documents() -> None:
    """A picture carries a short text as its caption; an export is a protected document."""
    picture = Attachment(name="a.png", media_type="image/png", content=b"\x89PNG")
    archive = Attachment(name="carnet.zip", media_type="application/zip", content=b"PK")
    talking, request = channel()
    await talking.send(outgoing("Vos valeurs", files=(picture,)))
    await talking.send(outgoing("Voici", files=(archive,), protect=True))
    assert "Vos valeurs" == request.of("sendPhoto")[0]["caption"]
    assert ["Voici"] == [x["text"] for x in request.of("sendMessage")]
    assert request.of("sendDocument")[0]["protect_content"] is True


async def test_buttons_show_what_was_chosen() -> None:
    """The pressed message's keyboard is replaced before the reply; failing there is no harm."""
    talking, request = channel(
        lambda name, _: (
            refused(400, "Bad Request: message can't be edited")
            if name == "editMessageReplyMarkup"
            else None
        )
    )
    assert "sent" == (await talking.send(outgoing(stripped="31", chosen="Oui"))).status
    (given,) = request.of("editMessageReplyMarkup")
    assert 31 == given["message_id"]


async def test_drafts_only_in_private_chats_and_never_too_often() -> None:
    """Many texts in a row make one frame; a group sees that we type."""
    talking, request = channel()
    for length in range(1, 20):
        await talking.draft(HERE, "x" * length)
    group = HERE.model_copy(update={"kind": ConversationKind.GROUP, "conversation": "-5"})
    await talking.draft(group, "x")
    await asyncio.sleep(0)
    await talking.send(outgoing())
    assert 1 == len(request.of("sendMessageDraft"))
    assert request.of("sendMessageDraft")[0]["draft_id"] != 0
    assert ["-5"] == [str(x["chat_id"]) for x in request.of("sendChatAction")]
    assert "sendMessage" == request.calls[-1][0]


async def test_a_server_without_drafts_is_asked_once() -> None:
    """Unknown method: drafts are left out from then on, and the answer is sent all the same."""
    talking, request = channel(
        lambda name, _: refused(404, "Not Found") if name == "sendMessageDraft" else None
    )
    for chat in ("7", "8", "9"):
        await talking.draft(HERE.model_copy(update={"conversation": chat}), "x")
        await asyncio.sleep(0.01)
    assert 1 == len(request.of("sendMessageDraft"))


async def test_files_that_cannot_be_had_are_explained() -> None:
    """Too large, or gone: a sentence for the person."""
    talking, request = channel()
    large = FileReference(reference="f", size=20_000_001)
    with pytest.raises(Explainable, match="unreadable-too-large"):
        await talking.fetch(large, limit=50_000_000)
    assert not request.calls
    talking, _ = channel(lambda *_: refused(400, "Bad Request: file is too big"))
    with pytest.raises(Explainable, match="unreadable-too-large"):
        await talking.fetch(FileReference(reference="f"), limit=50_000_000)
    talking, _ = channel(lambda *_: refused(400, "Bad Request: wrong file_id"))
    with pytest.raises(Explainable, match="file-gone"):
        await talking.fetch(FileReference(reference="f"), limit=50_000_000)
    talking, _ = channel(lambda *_: refused(500, "Internal Server Error"))
    with pytest.raises(Transient):
        await talking.fetch(FileReference(reference="f"), limit=50_000_000)


async def test_a_wrong_token_is_told_without_showing_it() -> None:
    """The operator reads what to do; the token is nowhere in it."""
    request = Scripted(lambda *_: refused(401, "Unauthorized"))
    bot = Connection("123:very-secret-token", sending=request, polling=request)
    with pytest.raises(ConfigurationError) as problem:
        await identify(bot)
    assert "secret" not in str(problem.value)


def test_messages_are_of_the_right_shape() -> None:
    """The scripted server answers as Telegram does."""
    assert {"message_id", "date", "chat"} == set(message(1))


async def test_a_message_that_was_taken_with_an_odd_answer_is_sent_once() -> None:
    """An answer without what makes a message still says that it was taken."""
    odd: Answer = (200, {"ok": True, "result": {"odd": 1}})
    talking, request = channel(lambda name, _: odd if name == "sendMessage" else None)
    assert SendResult(status="sent") == await talking.send(outgoing())
    assert 1 == len(request.of("sendMessage"))


async def test_a_late_answer_is_as_discreet_as_a_nudge() -> None:
    """A lock screen shows the preview; a picture is covered too; what tells nothing is not."""
    talking, request = channel()
    picture = Attachment(name="a.png", media_type="image/png", content=b"x")
    preview = "Carnet vous a répondu"
    late = outgoing("Glycémie : 5,4", preview=preview, late=True, files=(picture,))
    assert "sent" == (await talking.send(late)).status
    (said,), (shown,) = request.of("sendMessage"), request.of("sendPhoto")
    assert said["text"].startswith(preview)
    (spoiler,) = [e for e in said["entities"] if e["type"] == "spoiler"]
    head = len(f"{preview}\n\n")
    assert (head, len(said["text"])) == (spoiler["offset"], head + spoiler["length"])
    assert shown["has_spoiler"] is True
    plain = late.model_copy(update={"key": "k2", "sensitivity": Sensitivity.NONE, "files": ()})
    await talking.send(plain)
    assert "Glycémie : 5,4" == request.of("sendMessage")[-1]["text"]
