"""A bare echo bot on python-telegram-bot, the yardstick: ``python -m bench.echo URL TOKEN N``."""

import sys

from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters


async def echo(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    """Send back what was said."""
    if update.message is not None and update.message.text is not None:
        await update.message.reply_text(update.message.text)


def main(base_url: str, token: str, at_once: int) -> None:
    """Poll and echo until stopped. Nothing is kept, nothing is encrypted."""
    application = (
        Application.builder()
        .token(token)
        .base_url(f"{base_url}/bot")
        .concurrent_updates(at_once)
        .build()
    )
    application.add_handler(MessageHandler(filters.TEXT, echo))
    application.run_polling(allowed_updates=["message"])


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
