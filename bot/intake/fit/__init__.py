"""FIT files of sports watches, scales, blood-pressure monitors and activity trackers."""

from bot.intake.fit.reader import READER

__all__ = ["READER"]
