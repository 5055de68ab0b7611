"""Laboratory results: explained from the report's own range, and typed values noted."""

from bot.care.labs.ask import explain, note

ACTIONS = (explain, note)
