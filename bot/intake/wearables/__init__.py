"""Wearables and meters: CSV tables by their headers, JSON exports by their keys."""

from bot.intake.wearables.csv_reader import READER as CSV
from bot.intake.wearables.json_reader import READER as JSON

__all__ = ["CSV", "JSON"]
