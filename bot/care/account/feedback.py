"""Feedback on an answer: a thumb, then the person decides whether the operator may see the text."""

from datetime import datetime
from typing import Annotated

from bot.actions import Context, action
from bot.asked import OneOf, Words
from bot.messages import ConversationKind, Sensitivity
from bot.turn import Call, Feedback, Said

RATING = OneOf("rating", ("up", "down"))
WITH = OneOf("feedback-with", ("yes", "no"))


def thumbs(context: Context) -> list[tuple[str, Call]]:
    """The buttons under an answer; in front of others there are none."""
    incoming = context.incoming
    if incoming is None or incoming.address.kind is not ConversationKind.DM:
        return []
    at = context.now.isoformat()
    return [
        (mark, Call(action="account-feedback", arguments={"rating": rating, "at": at}))
        for mark, rating in (("👍", "up"), ("👎", "down"))
    ]


@action("account-feedback", writes=True, tool=False, listed=False)
async def rate(
    context: Context, rating: Annotated[str, RATING], at: Annotated[str, Words(40)]
) -> None:
    """Ask what of it the operator may keep; nothing is kept before the answer."""

    def give(text: str) -> Call:
        arguments = {"rating": rating, "at": at, "text": text}
        return Call(action="account-feedback-give", arguments={**arguments})

    choices = [(context.say("feedback-only"), give("no"))]
    if _answer(context, at) is not None:
        choices.append((context.say("feedback-text"), give("yes")))
    choices.append((context.say("feedback-nothing"), Call(action="account-cancel")))
    reply = context.draft.say(
        context.say("feedback-ask"), sensitivity=Sensitivity.NONE, choices=choices
    )
    reply.exclusive = True
    reply.remembered = False


@action("account-feedback-give", writes=True, tool=False, listed=False)
async def give(
    context: Context,
    rating: Annotated[str, RATING],
    at: Annotated[str, Words(40)],
    text: Annotated[str, WITH],
) -> None:
    """Keep the feedback for the operator, with the text only if the person said so."""
    found = _answer(context, at) if text == "yes" else None
    context.draft.feedback = Feedback(
        rating="up" if rating == "up" else "down",
        question=found[0].text if found and found[0] else None,
        answer=found[1].text if found else None,
    )
    reply = context.draft.say(context.say("feedback-thanks"), sensitivity=Sensitivity.NONE)
    reply.remembered = False


def _answer(context: Context, at: str) -> tuple[Said | None, Said] | None:
    """The answer that was given then, and what it answered; None once it is forgotten."""
    question: Said | None = None
    for said in context.history:
        if said.who == "person":
            question = said
        elif said.at.timestamp() == _moment(at):
            return question, said
    return None


def _moment(at: str) -> float | None:
    try:
        return datetime.fromisoformat(at).timestamp()
    except ValueError:
        return None
