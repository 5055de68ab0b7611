"""Linking in a conversation: codes, both confirmations, places and where nudges go."""

from datetime import timedelta

import pytest

from bot.care import all_actions, all_nudges
from bot.care.account.places import nudge_place
from bot.engine.contexts import Surroundings, no_files
from bot.engine.engine import Engine
from bot.engine.entrance import Entrance
from bot.messages import Address, Incoming, IncomingKind, Outgoing
from bot.ports import Person
from tests.fakes import DirectReader, Talk, texts

THERE = Address(channel="slack", account="T1", tenant="T1", conversation="D9")


async def opened() -> Talk:
    """A person who uses Carnet already."""
    talk = Talk(language="en", country="GB")
    await talk.opened()
    return talk


async def claimed(talk: Talk) -> tuple[Outgoing, ...]:
    """What is said at home when somebody elsewhere typed this person's code."""
    incoming = Incoming(
        key="link",
        address=THERE,
        sender="U9",
        kind=IncomingKind.LINK,
        sent_at=talk.now,
        received_at=talk.now,
    )
    person = Person(account=talk.account, dialogues=dict(talk.dialogues))
    around = Surroundings(talk.now, no_files)
    turn = await talk.engine.take_turn(incoming, person, talk.notebook, around)
    talk.last = talk.apply(turn)
    return talk.last


def code_of(talk: Talk) -> str:
    """The code that was shown last."""
    return talk.text().split("`")[1]


async def linked() -> Talk:
    """A person with a second place."""
    talk = await opened()
    await talk.say("/link")
    await claimed(talk)
    await talk.press("it is me")
    return talk


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", "relier mon Telegram"),
        ("fr", "Comment connecter mon carnet à Slack ?"),
        ("fr", "je voudrais utiliser mon carnet sur Slack"),
        ("fr", "relie une autre messagerie"),
        ("en", "link my Slack"),
        ("en", "Can I connect my Telegram account?"),
        ("en", "I'd like to use my notebook on Telegram too"),
        ("en", "relier mon Telegram"),
    ],
)
async def test_ordinary_words_ask_for_a_code(language: str, words: str) -> None:
    """Nobody has to know the command."""
    talk = Talk(language=language)
    await talk.opened()
    await talk.say(words)
    assert 6 == len(code_of(talk).split("-"))


@pytest.mark.parametrize(
    "words",
    [
        "je suis connecté à Slack toute la journée",
        "my boss writes to me on Slack at night",
        "is there a link between sleep and weight?",
        "ajoute un rendez-vous",
    ],
)
async def test_other_words_about_platforms_ask_for_none(words: str) -> None:
    """Naming a platform, or linking other things, is no wish for a code."""
    talk = await opened()
    await talk.say(words)
    assert "`" not in talk.text()


async def test_ordinary_words_choose_and_take_away_places() -> None:
    """Where reminders go, where they are off, and what is unlinked."""
    talk = await linked()
    await talk.say("send my reminders to Slack")
    assert THERE == nudge_place(talk.account)
    await talk.say("stop reminders on Slack")
    home = nudge_place(talk.account)
    assert home is not None
    assert "memory" == home.channel
    await talk.say("where do my reminders go?")
    assert "Slack" in [c.label for c in talk.last[-1].choices]
    await talk.say("unlink my Slack")
    await talk.press("unlink")
    assert ["memory"] == [p.address.channel for p in talk.account.places]


async def test_a_newcomer_who_wants_to_link_is_told_how() -> None:
    """Somebody whose notebook is elsewhere learns it before and among the first questions."""
    talk = Talk(language="en")
    await talk.say("link my Telegram")
    assert "`/link`" in talk.text()
    asked = talk.last[-1].text
    await talk.say("link my Telegram please")
    assert "`/link`" in talk.text()
    assert not talk.account.consent
    assert asked != talk.last[-1].text


async def test_a_code_is_shown_once_and_kept_as_a_digest() -> None:
    """The turn holds a digest; the code is in no history and no two codes are alike."""
    talk = await opened()
    await talk.say("/link")
    first = code_of(talk)
    issue = talk.turn.issue
    assert issue is not None
    assert (
        first.replace("-", "") not in talk.turn.model_copy(update={"replies": ()}).model_dump_json()
    )
    assert timedelta(minutes=10) == issue.expires_at - talk.now
    await talk.say("/link")
    assert first != code_of(talk)


async def test_a_typed_code_is_confirmed_before_it_is_claimed() -> None:
    """The other side is asked first, and does not hear whether the code was right."""
    talk = await opened()
    await talk.say("/link")
    code, issue = code_of(talk), talk.turn.issue
    other = Talk(language="en")
    await other.say(code)
    assert other.turn.claim is None
    await other.press("Yes, link")
    assert issue is not None
    assert other.turn.claim is not None
    assert issue.digest == other.turn.claim.digest
    assert "If the code is right" in other.text()


async def test_a_code_in_other_spelling_is_the_same_code() -> None:
    """Lower case and missing hyphens do not matter."""
    talk = await opened()
    await talk.say("/link")
    code, issue = code_of(talk), talk.turn.issue
    other = Talk(language="en")
    await other.say(f"/link {code.lower().replace('-', ' ')}")
    await other.press("Yes, link")
    assert issue is not None
    assert other.turn.claim is not None
    assert issue.digest == other.turn.claim.digest


async def test_a_conversation_with_its_own_notebook_is_not_linked_away() -> None:
    """Two notebooks are never mixed, and none disappears by a code."""
    talk = await opened()
    await talk.say("/link")
    code = code_of(talk)
    other = await opened()
    await other.say("I have asthma")
    await other.say(code)
    assert other.turn.claim is None
    assert "notebook of its own" in other.text()


async def test_the_owner_confirms_and_both_sides_hear_of_it() -> None:
    """Accepting links the identity, knows the place, and tells the other side there."""
    talk = await opened()
    await talk.say("/link")
    asked = await claimed(talk)
    assert ["c"] == [m.address.conversation for m in asked]
    assert "employer" in texts(asked)
    await talk.press("it is me")
    link = talk.turn.link
    assert link is not None
    assert ("slack", "T1", "U9") == (link.channel, link.account, link.sender)
    assert {"c", "D9"} == {m.address.conversation for m in talk.last}
    assert ["c", "D9"] == [p.address.conversation for p in talk.account.places]


async def test_refusing_or_waiting_too_long_links_nothing() -> None:
    """A refused claim and one that is confirmed after ten minutes change nothing."""
    talk = await opened()
    await talk.say("/link")
    await claimed(talk)
    await talk.press("refuse")
    assert talk.turn.link is None
    await claimed(talk)
    await talk.wait(timedelta(minutes=11))
    await talk.press("it is me")
    assert talk.turn.link is None
    assert 1 == len(talk.account.places)


async def test_nudges_go_to_one_chosen_place() -> None:
    """They stay at home until another place is chosen, or the one is muted."""
    talk = await linked()
    assert "c" == nudge_place(talk.account).conversation  # type: ignore[union-attr]
    await talk.say("/reminders-place slack")
    assert "D9" == nudge_place(talk.account).conversation  # type: ignore[union-attr]
    await talk.say("/mute slack")
    assert "c" == nudge_place(talk.account).conversation  # type: ignore[union-attr]
    await talk.say("/mute memory")
    assert nudge_place(talk.account) is None


async def test_unlinking_asks_first_and_keeps_the_last_place() -> None:
    """A place is taken away after a confirmation; the only one cannot be."""
    talk = await linked()
    await talk.say("/unlink slack")
    assert talk.turn.unlink is None
    await talk.press("Yes, unlink")
    assert talk.turn.unlink is not None
    assert ["c"] == [p.address.conversation for p in talk.account.places]
    await talk.say("/unlink memory")
    assert "only messenger" in talk.text()


async def test_too_many_codes_are_refused_for_an_hour() -> None:
    """After six codes asked for or tried, an hour has to pass."""
    talk = await opened()
    for _ in range(7):
        await talk.say("/link")
    assert talk.turn.issue is None
    await talk.wait(timedelta(hours=1))
    await talk.say("/link")
    assert talk.turn.issue is not None


@pytest.mark.parametrize("text", ["ABCDE-FGHIJ", "not a code at all", "12345-12345-12345"])
async def test_what_is_no_code_is_said_not_to_be_one(text: str) -> None:
    """A wrong shape is refused at once; the format is no secret."""
    talk = await opened()
    await talk.say(f"/link {text}")
    assert talk.turn.claim is None
    assert "not a linking code" in talk.text()


class NobodyIn:
    """Doors through which nobody came."""

    async def admitted(self, person: str) -> bool:
        """Never."""
        return False

    async def stands(self, code: str) -> bool:
        """No invitation was made."""
        return False


async def test_somebody_at_the_door_links_to_a_notebook_they_have() -> None:
    """An invitation is for new people; who has a notebook elsewhere needs none to link."""
    other = Talk(language="en")
    other.engine = Engine(
        all_actions(),
        all_nudges(),
        DirectReader(),
        entrance=Entrance("invitation", 100, NobodyIn()),
    )
    await other.say("hello")
    assert "Yes, link" not in [c.label for m in other.last for c in m.choices]
    talk = await opened()
    await talk.say("/link")
    await other.say(code_of(talk))
    await other.press("Yes, link")
    assert other.turn.claim is not None
