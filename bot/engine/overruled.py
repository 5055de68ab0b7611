"""Where the notebook makes a message graver than it looks, an everyday answer may not play it down.

A model in the everyday space is asked without the notebook, and so is not told how grave it is.
What it says is checked afterwards against the true level. Nothing is asked again: that would tell.
"""

from bot import safety
from bot.actions import Context
from bot.draft import Reply
from bot.engine.answer_check import check_draft


def withhold(replies: list[Reply], context: Context, level: safety.Level) -> None:
    """Take out of sight what may not be said under that level; the history keeps it."""
    lines = safety.numbers(context.account.country).lines().values()
    for reply in replies:
        problems = check_draft(
            reply.text + "\n\n",
            language=context.language,
            level=level.label,
            allowed_numbers=frozenset(n for line in lines for n in (line.tel, line.show)),
            allowed_links=(),
            known_numbers=None,
        )
        if problems:
            reply.shown = False
