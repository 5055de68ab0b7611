"""What a person wrote, without Slack's own markup: plain text, as the companion reads it.

Slack escapes ``&``, ``<`` and ``>`` and puts mentions, channels and links between angle brackets.
The client keeps ``/word`` for itself, so ``!word`` is a command too.
"""

import html
import re
from collections.abc import Mapping
from typing import Any

_MARKED = re.compile(r"<([^<>\n]*)>")
_COMMAND = re.compile(r"^[!/](?=[^\W\d_])")


def plain(text: str, bot_user: str | None) -> str:
    """The text as it reads, without the mention of ourselves."""

    def read(match: re.Match[str]) -> str:
        inside, _, label = match.group(1).partition("|")
        if inside.startswith("@"):
            return "" if inside[1:] == bot_user else (label or "@…")
        if inside.startswith("#"):
            return f"#{label or '…'}"
        if inside.startswith("!"):
            return label or f"@{inside[1:].partition('^')[0]}"
        target = re.sub(r"^(mailto|tel):", "", inside)
        return label if label and (label in target or target == label) else _both(label, target)

    said = html.unescape(_MARKED.sub(read, text)).strip()
    if bot_user is not None and f"<@{bot_user}" in text:
        said = said.lstrip(" ,:")
    return _COMMAND.sub("/", said)


def forwarded(event: Mapping[str, Any]) -> str:
    """The words of a message that was passed on: somebody else's, so they run no command."""
    shared = event.get("attachments")
    for one in shared if isinstance(shared, list) else []:
        if isinstance(one, Mapping) and (one.get("is_share") or one.get("is_msg_unfurl")):
            text = one.get("text")
            return text if isinstance(text, str) else ""
    return ""


def mentions(text: str, bot_user: str | None) -> bool:
    """Whether the text names us."""
    return bot_user is not None and (f"<@{bot_user}>" in text or f"<@{bot_user}|" in text)


def _both(label: str, target: str) -> str:
    return f"{label} ({target})" if label else target
