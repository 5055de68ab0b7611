"""What is left of a turn that the person stopped."""

import pytest

from bot.engine.contexts import Surroundings, no_files
from bot.messages import Address, Incoming, IncomingKind, Outgoing, Space
from bot.ports import Person
from tests.fakes import Talk

HOME = Address(channel="memory", conversation="c")


async def stopped(
    talk: Talk, text: str, kind: IncomingKind = IncomingKind.TEXT
) -> tuple[Outgoing, ...]:
    """What is said when the turn of this text was stopped."""
    incoming = Incoming(
        key="k",
        address=HOME,
        sender="me",
        kind=kind,
        text=text,
        sent_at=talk.now,
        received_at=talk.now,
    )
    person = Person(account=talk.account, dialogues=dict(talk.dialogues))
    around = Surroundings(talk.now, no_files)
    return talk.apply(await talk.engine.take_stopped(incoming, person, talk.notebook, around))


@pytest.mark.parametrize(
    ("language", "urgent"),
    [
        ("fr", "J'ai de la fièvre et mal dans le bas du dos quand j'urine"),
        ("en", "I have a fever and burning when I pee with back pain"),
    ],
)
async def test_a_warning_outlives_a_stop(language: str, urgent: str) -> None:
    """The card that the turn would have begun with is told, and its episode stays open."""
    told = Talk(language=language)
    await told.opened()
    card = (await told.say(urgent))[0].text
    talk = Talk(language=language)
    await talk.opened()
    assert [card] == [reply.text for reply in await stopped(talk, urgent)]
    held = talk.dialogues[Space.HEALTH].episode
    assert held is not None
    assert "urgent" == held["level"]


async def test_of_anything_else_nothing_is_left() -> None:
    """A calm sentence, a file without words, a button: the stop itself is what gets an answer."""
    talk = Talk()
    await talk.opened()
    before = dict(talk.dialogues)
    assert () == await stopped(talk, "Comment mieux dormir en ce moment ?")
    assert () == await stopped(talk, "", IncomingKind.FILE)
    assert () == await stopped(talk, "", IncomingKind.CHOICE)
    assert before == talk.dialogues
