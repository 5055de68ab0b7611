"""The visit loop: note, prepare, nudge, debrief, follow up."""

from bot.care.visits.book import ask_at_visit, correct_last, list_, move, note
from bot.care.visits.cancel import cancel_all, cancel_visit
from bot.care.visits.debrief import debrief
from bot.care.visits.nudges import NUDGES, reminders
from bot.care.visits.prepare import prepare
from bot.care.visits.repeated import routine, series
from bot.care.visits.tasks import done, follow_up

ACTIONS = (
    note,
    series,
    list_,
    prepare,
    ask_at_visit,
    move,
    correct_last,
    cancel_visit,
    cancel_all,
    debrief,
    follow_up,
    routine,
    done,
)

__all__ = ["ACTIONS", "NUDGES", "reminders"]
