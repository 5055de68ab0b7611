"""Small words that deserve an answer: hello and thank you."""

from bot.actions import Context, action
from bot.messages import Sensitivity


@action("account-greet", tool=False, listed=False)
async def greet(context: Context) -> None:
    """Answer a greeting."""
    context.draft.say(context.say("welcome-back"), sensitivity=Sensitivity.NONE)


@action("account-thanks", tool=False, listed=False)
async def thanks(context: Context) -> None:
    """Answer a thank-you."""
    context.draft.say(context.say("you-are-welcome"), sensitivity=Sensitivity.NONE)
