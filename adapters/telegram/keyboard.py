"""Buttons: an inline keyboard whose callback data are ids that mean something to us only."""

from collections.abc import Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from adapters.telegram.formatting import openable
from bot.messages import Choice

DONE = "done"
"""The callback data of a button that only shows what was chosen."""

_ROW = 30
"""How many characters of labels fit side by side on a narrow screen."""
_ABREAST = 3
_LABEL = 64


def keyboard(choices: Sequence[Choice], chosen: str | None = None) -> InlineKeyboardMarkup | None:
    """The keyboard; ``chosen`` is the label of what was pressed. None when there is no button."""
    rows: list[list[InlineKeyboardButton]] = []
    if chosen is not None:
        rows.append([InlineKeyboardButton(_short(f"✓ {chosen}"), callback_data=DONE)])
    length = _ROW + 1
    for choice in choices:
        if choice.url is not None and not openable(choice.url):
            continue  # the text says the number too
        button = _button(choice)
        length += len(choice.label)
        if length > _ROW or len(rows[-1]) == _ABREAST:
            rows.append([])
            length = len(choice.label)
        rows[-1].append(button)
    return InlineKeyboardMarkup(rows) if rows else None


def _button(choice: Choice) -> InlineKeyboardButton:
    if choice.url is not None:
        return InlineKeyboardButton(_short(choice.label), url=choice.url)
    return InlineKeyboardButton(_short(choice.label), callback_data=choice.id)


def _short(label: str) -> str:
    return label if len(label) <= _LABEL else label[: _LABEL - 1] + "…"
