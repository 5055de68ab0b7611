"""Carnet on Telegram as a running program: talking, and every way in which a platform fails."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.acceptance.bot_api import BOT_NAME, TOKEN, BotApi, Call, Json, Trouble
from tests.acceptance.program import Program, welcome

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def api() -> AsyncIterator[BotApi]:
    """One server for the module; each test talks in chats of its own."""
    async with BotApi() as server:
        yield server


@pytest_asyncio.fixture(scope="module", loop_scope="module", autouse=True)
async def program(api: BotApi, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Program]:
    """One process of Carnet for the module, stopped at the end: no test may harm it."""
    running = Program(tmp_path_factory.mktemp("carnet"), api, cold=True)
    async with running:
        yield running
        code = await running.stop()
    assert 0 == code
    for secret in (TOKEN, "metformine", "Metformine", "/bot"):
        assert secret not in running.log


def once(method: str, trouble: Trouble, chat: int) -> tuple["asyncio.Event", object]:
    """A rule that makes trouble for the first such call of a chat, and whether it did."""
    done = asyncio.Event()

    def rule(called: str, given: Json) -> Trouble | None:
        if called == method and int(given.get("chat_id", 0)) == chat and not done.is_set():
            done.set()
            return trouble
        return None

    return done, rule


async def quiet(api: BotApi, chat: int, seconds: float = 1.0) -> list[Call]:
    """All messages of a chat once nothing more comes."""
    count = -1
    while count != len(api.sends(chat)):
        count = len(api.sends(chat))
        await asyncio.sleep(seconds)
    return api.sends(chat)


async def test_first_conversation_and_a_button(api: BotApi) -> None:
    """A person is greeted, agrees, notes a medicine and takes it back by its button."""
    assert "C'est prêt" in (await welcome(api, 7)).text
    api.say(7, "Je prends metformine 500 mg matin et soir")
    noted = await api.next_message(7)
    assert "Metformine" in noted.text
    api.press(noted, "Annuler")
    assert "annulé" in (await api.next_message(7)).text
    edit = [c for c in api.of("editMessageReplyMarkup") if c.chat == 7][-1]
    assert str(noted.message_id) == str(edit.given["message_id"])
    assert ["✓ Annuler"] == [b["text"] for b in edit.buttons()]
    assert api.of("answerCallbackQuery")


async def test_an_update_delivered_twice_has_one_effect(api: BotApi) -> None:
    """The same update, delivered again after it was confirmed, is not answered again."""
    update = api.say(8, "/start")
    await api.next_message(8)
    api.deliver(update)
    api.deliver(update)
    assert 1 == len(await quiet(api, 8))


async def test_messages_of_one_person_are_answered_in_order(api: BotApi) -> None:
    """Six messages sent at once are answered in the order in which they were sent."""
    await welcome(api, 9)
    before = len(api.sends(9))
    words = ("arbre", "bateau", "cerise", "dessin", "encre", "fleur")
    for word in words:
        api.say(9, f"/{word}")
    await api.until(lambda: len(api.sends(9)) == before + 6)
    told = [c.text for c in api.sends(9)[before:]]
    assert [(word, True) for word in words] == [
        (word, word in text) for word, text in zip(words, told, strict=True)
    ]


@pytest.mark.parametrize(
    ("chat", "trouble"),
    [
        (20, Trouble(status=429, description="Too Many Requests", retry_after=1)),
        (21, Trouble(status=500, description="Internal Server Error")),
        (22, Trouble(cut="before")),
        (23, Trouble(cut="after")),
        (24, Trouble(garbage=True)),
        (25, Trouble(status=502, description="Bad Gateway")),
    ],
)
async def test_trouble_with_sending_loses_and_doubles_nothing(
    api: BotApi, chat: int, trouble: Trouble
) -> None:
    """After a refusal or a cut connection the answer is there exactly once, and so is the next."""
    await welcome(api, chat)
    before = len(api.sends(chat))
    happened, api.rule = once("sendMessage", trouble, chat)  # type: ignore[assignment]
    api.say(chat, "/premiere")
    await asyncio.wait_for(happened.wait(), 60)
    api.say(chat, "/deuxieme")
    await api.until(lambda: any("deuxieme" in c.text for c in api.sends(chat)), within=60)
    api.rule = None
    told = [c.text for c in (await quiet(api, chat))[before:]]
    assert 2 == len(told)
    assert "premiere" in told[0]
    assert "deuxieme" in told[1]


async def test_a_person_who_blocked_us_is_not_tried_again_until_they_return(api: BotApi) -> None:
    """403 ends it without retries; the next message of the person is answered."""
    await welcome(api, 30)
    api.rule = lambda method, given: (
        Trouble(status=403, description="Forbidden: bot was blocked by the user")
        if method == "sendMessage" and given.get("chat_id") == 30
        else None
    )
    refused = len(api.refused)
    api.say(30, "/perdue")
    await asyncio.sleep(3)
    assert 1 == len(api.refused) - refused
    api.rule = None
    api.say(30, "/retour")
    assert "retour" in (await api.next_message(30)).text


async def test_two_people_at_once(api: BotApi) -> None:
    """While one person's answer waits for the platform, another's goes out."""
    await welcome(api, 40)
    await welcome(api, 41)
    api.rule = lambda method, given: (
        Trouble(delay=4) if method == "sendMessage" and given.get("chat_id") == 40 else None
    )
    api.say(40, "/lente")
    await asyncio.sleep(0.3)
    api.say(41, "/rapide")
    fast = await api.next_message(41)
    assert not any("lente" in c.text for c in api.sends(40))
    assert "rapide" in fast.text
    assert "lente" in (await api.next_message(40)).text
    api.rule = None


async def test_broken_and_unknown_updates_stop_nothing(api: BotApi) -> None:
    """Updates of unknown kinds, without what they need, or of no sense are passed over."""
    api.update(message={"message_id": "x"})
    api.update(message=None)
    api.update(some_new_kind={"a": 1})
    api.update(callback_query={"id": "1"})
    api.update(message=api.message(50))
    api.say(50, "/start")
    assert "Bienvenue" in (await api.next_message(50)).text


async def test_a_file_that_is_too_large_is_explained(api: BotApi) -> None:
    """Above 20 MB nothing is fetched, and the person is told what to do."""
    await welcome(api, 60)
    large = {"file_id": "L", "file_unique_id": "L", "file_name": "export.zip"}
    document = {**large, "mime_type": "application/zip", "file_size": 300_000_000}
    api.update(message=api.message(60, document=document))
    assert "20 Mo" in (await api.next_message(60)).text
    assert "L" not in [c.given.get("file_id") for c in api.of("getFile")]


async def test_a_file_is_read_and_an_export_is_protected(api: BotApi) -> None:
    """A document arrives and is understood; what is exported cannot be forwarded."""
    await welcome(api, 61)
    table = "Date,Poids (kg)\n2026-11-01,71.2\n2026-11-08,70.9\n"
    api.attach(61, "poids.csv", table.encode(), "text/csv")
    await api.next_message(61)
    assert "getFile" in [c.method for c in api.calls]
    api.say(61, "/exporter")
    await api.until(lambda: bool([c for c in api.of("sendDocument") if c.chat == 61]))
    sent = next(c for c in api.of("sendDocument") if c.chat == 61)
    assert sent.given["protect_content"] is True
    assert b"PK" == sent.files["document"][:2] if "document" in sent.files else sent.files


async def test_in_a_group_only_what_is_meant_for_us_is_answered(api: BotApi) -> None:
    """A group's talk is passed over; a mention is answered there, without a health fact."""
    group = -100
    api.say(group, "il fait beau", sender=70)
    text = f"@{BOT_NAME} montre mon carnet"
    entities = [{"type": "mention", "offset": 0, "length": len(BOT_NAME) + 1}]
    api.update(message=api.message(group, sender=70, text=text, entities=entities))
    await api.next_message(group)
    assert 1 == len(await quiet(api, group))


async def test_the_menu_is_set_in_both_languages(api: BotApi) -> None:
    """The command menu comes from the actions, in French, in English and by default."""
    languages = {c.given.get("language_code") for c in api.of("setMyCommands")}
    assert {None, "fr", "en"} == languages


async def test_long_reading_shows_progress_and_can_be_stopped(api: BotApi) -> None:
    """While a file takes its time the person sees that, and a stop ends it at once."""
    await welcome(api, 80)
    api.rule = lambda method, _: Trouble(delay=60) if method == "getFile" else None
    api.attach(80, "grand.csv", b"a,b\n1,2\n", "text/csv")
    drafts = lambda: [c for c in api.of("sendMessageDraft") if c.chat == 80]  # noqa: E731
    await api.until(lambda: any("Je lis" in c.text for c in drafts()))
    api.say(80, "/stop")
    assert "laisse" in (await api.next_message(80, within=40)).text
    api.rule = None
    api.say(80, "/aide")
    assert "aide" in (await api.next_message(80)).text


async def test_an_edited_message(api: BotApi) -> None:
    """An edit is noticed, and one of what nobody remembers is let be."""
    await welcome(api, 81)
    said = api.say(81, "J'ai de l'eczéma")["message"]
    await api.next_message(81)
    api.update(edited_message={**said, "text": "J'ai du psoriasis", "edit_date": said["date"] + 9})
    assert "correction" in (await api.next_message(81)).text


async def test_the_voice_is_kindly_declined(api: BotApi) -> None:
    """A voice note is not understood yet: the person is asked to type."""
    await welcome(api, 82)
    voice = {"file_id": "v", "file_unique_id": "v", "duration": 2}
    api.update(message=api.message(82, voice=voice))
    assert "vocaux" in (await api.next_message(82)).text


async def test_private_topics_are_the_spaces(api: BotApi) -> None:
    """What is said in a topic is answered there, in the space that its name says."""
    await welcome(api, 83)
    topic = {"message_thread_id": 5, "is_topic_message": True}
    opened = {"name": "Quotidien", "icon_color": 1}
    api.update(message=api.message(83, forum_topic_created=opened, **topic))
    told = await api.next_message(83)
    assert 5 == told.given["message_thread_id"]
    assert "quotidien" in told.text
    api.say(83, "montre mon carnet", **topic)
    assert "je ne vois pas votre carnet" in (await api.next_message(83)).text
    api.say(83, "/carnet")
    outside = await api.next_message(83)
    assert "message_thread_id" not in outside.given
    assert "carnet est" in outside.text or "Votre carnet" in outside.text
