"""Small words that deserve an answer: hello and thank you."""

from typing import Annotated

from bot.actions import Context, action
from bot.asked import OneOf
from bot.messages import Sensitivity


@action("account-greet", tool=False, listed=False)
async def greet(context: Context) -> None:
    """Answer a greeting."""
    context.draft.say(context.say("welcome-back"), sensitivity=Sensitivity.NONE)


@action("account-thanks", tool=False, listed=False)
async def thanks(context: Context) -> None:
    """Answer a thank-you."""
    context.draft.say(context.say("you-are-welcome"), sensitivity=Sensitivity.NONE)


@action("account-acknowledge", tool=False, listed=False)
async def acknowledge(
    context: Context,
    answer: Annotated[str, OneOf("acknowledged", ("done", "later", "skipped"))] = "done",
) -> None:
    """Answer a word said about a reminder ("done", "later", "skipped"); nothing is noted.

    answer: what was said of it.
    """
    context.draft.say(context.say(f"acknowledge-{answer}"), sensitivity=Sensitivity.NONE)


@action("account-goodbye", tool=False, listed=False)
async def goodbye(context: Context) -> None:
    """Answer a goodbye."""
    context.draft.say(context.say("goodbye"), sensitivity=Sensitivity.NONE)
