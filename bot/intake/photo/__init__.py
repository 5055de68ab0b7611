"""Photographs and scans of laboratory reports: pixels to positioned words to the PDF inference.

Nothing heavy is imported before a picture has to be looked at.
"""

from bot.intake.photo.reader import PHOTO, SCAN

__all__ = ["PHOTO", "SCAN"]
