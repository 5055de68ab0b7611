"""Apple Health exports: ``export.zip`` or the XML in it, whatever the language of its name."""

from bot.intake.apple.reader import READER, read_stream

__all__ = ["READER", "read_stream"]
