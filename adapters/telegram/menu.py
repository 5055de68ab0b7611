"""The command menu, from the actions' own declarations, in each language and by default."""

import logging
import re
from collections.abc import Iterable

from telegram import Bot, BotCommand
from telegram.error import TelegramError

from adapters.telegram.faults import fault_of
from bot.actions import Action
from bot.wording import LANGUAGES

LOG = logging.getLogger(__name__)

_VALID = re.compile(r"[a-z0-9_]{1,32}")
_MOST = 100
_DESCRIPTION = 256


def commands(actions: Iterable[Action], language: str) -> list[BotCommand]:
    """The menu in a language. Telegram knows no hyphens in commands: they are shown as ``_``."""
    menu: dict[str, str] = {}
    for action in actions:
        words = (action.command(language) or "").split()
        word = words[0].replace("-", "_") if words else ""
        if action.listed and _VALID.fullmatch(word):
            menu.setdefault(word, action.title(language)[:_DESCRIPTION])
    return [BotCommand(word, title) for word, title in menu.items()][:_MOST]


async def show_menu(bot: Bot, actions: Iterable[Action], default: str) -> None:
    """Set the menu for every language; without it Carnet works all the same."""
    listed = list(actions)
    try:
        await bot.set_my_commands(commands(listed, default))
        for language in LANGUAGES:
            await bot.set_my_commands(commands(listed, language), language_code=language)
    except TelegramError as error:
        LOG.warning("the command menu was not set (%s)", fault_of(error).name)
