"""The safety gate: what is said before any model speaks, and what no later text can lower.

`triage` reads one message, `follow` carries an open alarm from message to message, `card`,
`reminder_line` and `public_line` are Carnet's own words for it, with the country's `numbers`.
Rules, wordings and numbers are reviewable sheets in `bot/knowledge/safety`.
"""

from bot.safety.cards import Card, card, public_line, reminder_line
from bot.safety.episode import follow
from bot.safety.gate import Message, triage, triage_all
from bot.safety.numbers import Line, Numbers, numbers
from bot.safety.verdict import Episode, Evidence, Level, Person, Verdict

__all__ = [
    "Card",
    "Episode",
    "Evidence",
    "Level",
    "Line",
    "Message",
    "Numbers",
    "Person",
    "Verdict",
    "card",
    "follow",
    "numbers",
    "public_line",
    "reminder_line",
    "triage",
    "triage_all",
]
