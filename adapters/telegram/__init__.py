"""Telegram: long polling or a webhook in, the Bot API out, by python-telegram-bot."""

import os

NAME = "telegram"

# python-telegram-bot warns at each 429 unless waiting times may be timedeltas, which is as good.
os.environ.setdefault("PTB_TIMEDELTA", "1")
