"""One room per capability. A new capability is a new room here and nothing else.

A room exports ``ACTIONS``; it may export ``NUDGES`` (what a reminder says) and ``reminders``
(which nudges a fact asks for).
"""

from datetime import datetime

from bot.actions import Actions
from bot.care import account, documents, labs, profile, visits, wellness
from bot.care.visits.nudges import Nudge
from bot.notebook.facts import Fact
from bot.turn import Reminder

ROOMS = (visits, profile, labs, wellness, documents, account)


def all_actions() -> Actions:
    """Every action of every room, in the order of ``/help``."""
    return Actions(act for room in ROOMS for act in room.ACTIONS)


def all_nudges() -> dict[str, tuple[type[Fact], Nudge]]:
    """Every nudge of every room, by name."""
    return {**visits.NUDGES, **wellness.NUDGES}


def reminders_of(fact: Fact, now: datetime) -> tuple[Reminder, ...]:
    """The nudges that a fact, as it is now, asks for."""
    return (*visits.reminders(fact, now), *wellness.reminders(fact, now))
