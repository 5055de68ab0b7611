"""Presses: a button's label that was typed, and what is shown after a button was pressed."""

import re

from bot.actions import Context
from bot.engine.finish import OFFER_LIFE
from bot.messages import Choice, Incoming, IncomingKind
from bot.turn import Dialogue, Offer, Turn
from bot.wording import sayings
from bot.wording.folding import fold

_COUNT = re.compile(r"\s*\(\d+\)\s*$")
_AFTER_ALL = re.compile(r"^(?:(?:non|no|en fait|finalement|ah|oh|actually)[\s,]+)+")
_CALLED_OFF = frozenset({"annule", "annulez", "annuler", "cancel", "cancel that", "cancel it"})
"""Under something that was just noted these take it back."""

_NEVER_BY_YES = frozenset({"account-delete"})
"""What a mere "yes" does not do: its button, or the button's words."""


def typed(incoming: Incoming, dialogue: Dialogue, context: Context) -> Incoming:
    """The message as a press, when it says a button of what Carnet said last, word for word.

    "Annuler" under "Noted [Annuler]" undoes; a plain "yes" or "no" answers a question to confirm.
    An open form hears its own answers, but for the two that say there was no visit to tell of.
    """
    if incoming.kind is not IncomingKind.TEXT:
        return incoming
    if dialogue.form is not None:
        untold = _untold(_words(incoming.text), dialogue, context)
        if untold is None:
            return incoming
        return incoming.model_copy(update={"kind": IncomingKind.CHOICE, "choice": untold.id})
    if (done := _ticked(_words(incoming.text), dialogue, context)) is not None:
        return incoming.model_copy(update={"kind": IncomingKind.CHOICE, "choice": done.id})
    if not dialogue.history or len(incoming.text) > 80:
        return incoming
    said = _words(incoming.text)
    at = dialogue.history[-1].at
    fresh = [o for o in dialogue.offers if o.expires_at - OFFER_LIFE == at]
    meant = {said, _AFTER_ALL.sub("", said)} - {""}
    if meant & _CALLED_OFF and any(o.call.action == "account-undo" for o in fresh):
        meant.add(_words(context.say("undo-button")))
    offer = next((o for o in fresh if _words(o.label) in meant), None)
    offer = offer or _agreed(said, fresh, context)
    # What destroys is asked once: its own words count even after something else was said.
    asked = [o for o in dialogue.offers if o.call.action in _NEVER_BY_YES and o.call.confirmed]
    offer = offer or next((o for o in asked if _words(o.label) == said), None)
    if offer is None:
        return incoming
    return incoming.model_copy(update={"kind": IncomingKind.CHOICE, "choice": offer.id})


def _ticked(said: str, dialogue: Dialogue, context: Context) -> Offer | None:
    """The button "It is done" of a nudge about something to do, when nothing came after it."""
    label = _words(context.say("task-done-button"))
    last = dialogue.offers[-1].message if dialogue.offers else None
    done = [o for o in dialogue.offers if o.message == last and _words(o.label) == label]
    also = {fold(word).strip() for word in context.say("acknowledged.done-also").split(",")}
    return done[0] if done and said in {label, *also} else None


def _untold(said: str, dialogue: Dialogue, context: Context) -> Offer | None:
    """The button under "how did it go?" whose words were typed: not held, or later."""
    form = dialogue.form
    if form is None or form.call.action != "visits-debrief":
        return None
    about = form.call.arguments.get("appointment")
    held = [
        o
        for o in dialogue.offers
        if o.call.action == "visits-cancel" and o.call.arguments.get("appointment") == about
    ]
    beside = [o for o in dialogue.offers if held and o.message == held[-1].message]
    for offer in beside:
        also = "debrief-not-held-said" if offer in held else "debrief-later-said"
        if said == _words(offer.label) or said in sayings(context.language, also):
            return offer
    return None


def _words(text: str) -> str:
    """What is said, without the count that a label may end with: "Garder (66)"."""
    return _COUNT.sub("", fold(text)).strip(" .!,;")


def _agreed(said: str, fresh: list[Offer], context: Context) -> Offer | None:
    """The confirming or the refusing button of the one question that was asked last.

    A file's "keep" is meant by "yes" too, unless some lines are doubtful and can be left out.
    """
    if len(fresh) < 2 or len({o.group for o in fresh}) > 1:
        return None
    if any(o.call.action == "documents-check" for o in fresh):
        # Two things are asked at once, and a picture leaves by its own button alone.
        return None
    first, second = fresh[0].call, fresh[1].call
    keeps = first.action == "documents-keep" != second.action
    if not keeps and (len(fresh) > 2 or not first.confirmed or first.action in _NEVER_BY_YES):
        return None
    for offer, words in ((fresh[0], "confirm-yes-said"), (fresh[-1], "confirm-no-said")):
        if said in sayings(context.language, words):
            return offer
    return None


def show_chosen(turn: Turn, before: Dialogue, after: Dialogue, incoming: Incoming) -> Turn:
    """The turn, its first reply telling the channel what to show under the pressed message.

    Nothing is shown for buttons that may be pressed again, nor where there is no reply.
    """
    if incoming.kind is not IncomingKind.CHOICE or incoming.about is None or not turn.replies:
        return turn
    pressed = next((o for o in before.offers if o.id == incoming.choice), None)
    if pressed is None or any(o.id == pressed.id for o in after.offers):
        return turn
    left = tuple(
        Choice(id=o.id, label=o.label)
        for o in after.offers
        if o.message == pressed.message and pressed.message
    )
    first = turn.replies[0].model_copy(
        update={"stripped": incoming.about, "chosen": pressed.label, "left": left}
    )
    return turn.model_copy(update={"replies": (first, *turn.replies[1:])})
