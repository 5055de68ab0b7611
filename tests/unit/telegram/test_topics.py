"""Private topics as the two spaces: by name, by command, remembered, and never mixed up."""

from datetime import UTC, datetime

import pytest

from bot.care.account import topics
from bot.messages import Address, Incoming, Space
from bot.turn import Account

NOW = datetime(2026, 11, 25, tzinfo=UTC)


def said(thread: str | None, topic: str | None) -> Incoming:
    """Something said in a topic, or outside."""
    address = Address(channel="telegram", conversation="7", thread=thread)
    return Incoming(key="1", address=address, sender="7", topic=topic, sent_at=NOW, received_at=NOW)


@pytest.mark.parametrize(
    ("name", "space"),
    [
        ("Santé", Space.HEALTH),
        ("ma santé 🩺", Space.HEALTH),
        ("Health", Space.HEALTH),
        ("QUOTIDIEN", Space.EVERYDAY),
        ("Everyday", Space.EVERYDAY),
        ("Vacances", None),
        ("", None),
    ],
)
def test_names(name: str, space: Space | None) -> None:
    """The names of the spaces, in either language, whatever stands around them."""
    assert space == topics.named(name)


def test_a_named_topic_is_remembered_for_messages_that_do_not_carry_its_name() -> None:
    """The first message of a topic says its name, the next ones only its thread."""
    account = Account(person="p", notebook="n")
    account = topics.bound(account, said("5", "Quotidien"))
    assert Space.EVERYDAY == topics.space_of(account, said("5", ""))
    assert Space.HEALTH == topics.space_of(account, said("6", ""))
    assert Space.HEALTH == topics.space_of(account, said(None, None))


def test_a_command_in_a_topic_makes_it_the_space_and_moves_nothing_else() -> None:
    """/quotidien in a topic is about that topic; outside of topics it is about the person."""
    account = Account(person="p", notebook="n")
    here = topics.bind(account, said("5", ""), Space.EVERYDAY)
    assert Space.HEALTH == here.space
    assert Space.EVERYDAY == topics.space_of(here, said("5", ""))
    everywhere = topics.bind(account, said("9", None), Space.EVERYDAY)
    assert Space.EVERYDAY == everywhere.space


def test_what_is_remembered_is_bounded() -> None:
    """A person who opens topics without end does not grow the account without end."""
    account = Account(person="p", notebook="n")
    for number in range(200):
        account = topics.bind(account, said(str(number), ""), Space.HEALTH)
    assert 50 == len(account.topics)
