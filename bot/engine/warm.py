"""Loading in advance what the first messages would load: a second that nobody should wait for."""

from datetime import UTC, datetime

from bot import dates, safety
from bot.engine import intents, nearest
from bot.knowledge.analytes import find
from bot.wording import LANGUAGES, say


def warm_up() -> None:
    """Read the sheets of every language: signs, patterns, wordings, dates, analytes, meanings."""
    now = datetime.now(UTC)
    for language in LANGUAGES:
        say(language, "apology")
        intents.load(language)
        # Two words: one alone is left to the rules, and the trained reader would not be loaded.
        safety.triage("bonjour hello", language=language, country=None, today=now.date())
        dates.find_when("12/03 9:00", language=language, country="FR", now=now)
    find("")
    nearest.load()
