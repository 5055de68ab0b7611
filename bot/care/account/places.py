"""Where a person talks with Carnet: one place or several, linked; one of them gets the nudges."""

from bot.messages import Address, ConversationKind, Incoming, IncomingKind
from bot.turn import Account, Place


def met(account: Account, incoming: Incoming) -> Account:
    """The account with what a message itself tells: where the person is, which language to try."""
    if incoming.kind in {IncomingKind.GONE, IncomingKind.LINK}:
        return account
    known: dict[str, object] = {}
    address = incoming.address
    if address.kind is ConversationKind.DM and not address.shared:
        if account.home is None:
            known["home"] = address
        if not any(
            is_at(place, address) and place.sender == incoming.sender for place in account.places
        ):
            kept = (p for p in account.places if not same_identity(p, address, incoming.sender))
            known["places"] = (*kept, Place(address=address, sender=incoming.sender))
    if account.language is None and incoming.locale:
        guessed = incoming.locale[:2].lower()
        if guessed in {"fr", "en"} and account.consent is None and not incoming.fields:
            known["language"] = guessed
    return account.model_copy(update=known) if known else account


def is_at(place: Place, address: Address) -> bool:
    """Whether a place is that conversation, whatever the thread."""
    own = place.address
    return (own.channel, own.account, own.conversation) == (
        address.channel,
        address.account,
        address.conversation,
    )


def same_identity(place: Place, address: Address, sender: str) -> bool:
    """Whether a place belongs to that identity on a platform."""
    own = place.address
    return (own.channel, own.account, place.sender) == (address.channel, address.account, sender)


def nudge_place(account: Account) -> Address | None:
    """The one place that nudges go to; None when there is none, or all are turned off."""
    home = account.home
    if home is None:
        return None
    if all(place.nudges for place in account.places if is_at(place, home)):
        return home
    return next((place.address for place in account.places if place.nudges), None)


def without(account: Account, address: Address) -> Account:
    """The account after a place is lost: its nudges go to another place, if there is one.

    The person's own wish about nudges stays as it was: a place they return to is known again.
    """
    places = tuple(place for place in account.places if not is_at(place, address))
    home = account.home
    if home is not None and is_at(Place(address=home, sender=""), address):
        home = next((place.address for place in places if place.nudges), None)
    return account.model_copy(update={"places": places, "home": home})


def label(place: Place) -> str:
    """What a place is called."""
    return place.address.channel.capitalize()
