"""Topics of a private chat as the two spaces: by name, or because the person said so there."""

from bot.messages import Incoming, Space
from bot.turn import Account
from bot.wording import LANGUAGES, say
from bot.wording.folding import fold

_MOST = 50


def named(topic: str) -> Space | None:
    """The space that a topic's name means, in either language: "Santé", "everyday 🏠"."""
    words = fold(topic).split()
    for space in Space:
        if any(fold(say(language, f"space.{space}")) in words for language in LANGUAGES):
            return space
    return None


def bound(account: Account, incoming: Incoming) -> Account:
    """The account that remembers what a topic's name said: later messages may not carry it."""
    space = named(incoming.topic) if incoming.topic else None
    return account if space is None else bind(account, incoming, space)


def bind(account: Account, incoming: Incoming, space: Space) -> Account:
    """The account in which this topic is that space; without a topic, the person goes there."""
    thread = incoming.address.thread
    if incoming.topic is None or thread is None:
        return account.model_copy(update={"space": space})
    if account.topics.get(thread) is space:
        return account
    kept = {k: v for k, v in account.topics.items() if k != thread}
    latest = dict(list(kept.items())[-_MOST + 1 :])
    return account.model_copy(update={"topics": {**latest, thread: space}})


def space_of(account: Account, incoming: Incoming) -> Space:
    """The space a private message is in: its topic's, else where the person is."""
    if incoming.space is not None:
        return incoming.space
    if incoming.topic is not None and incoming.address.thread is not None:
        return account.topics.get(incoming.address.thread, account.space)
    return account.space
