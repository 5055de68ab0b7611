"""Telegram: long polling or a webhook in, the Bot API out, by python-telegram-bot."""

NAME = "telegram"
