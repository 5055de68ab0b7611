"""Commands as people can type them in Slack, which keeps ``/word`` for itself: ``!word``."""

import re
from functools import cache

from bot.care import all_actions
from bot.wording import LANGUAGES


def typed(markdown: str) -> str:
    """The text with our commands as they are typed here; addresses and units stay as they are."""
    return _commands().sub("!", markdown)


@cache
def _commands() -> re.Pattern[str]:
    """The slash of a command of ours, in either language, where a word may begin."""
    words = {
        word
        for action in all_actions()
        for language in LANGUAGES
        for word in (action.command(language) or "").split()
    }
    longest_first = sorted(map(re.escape, words), key=len, reverse=True)
    return re.compile(rf"(?<![^\s`«“\"'’(])/(?=(?:{'|'.join(longest_first)})(?![\w/-]))")
