"""Wellness: what was measured day by day, blood pressure at home, goals, public advice."""

from bot.care.wellness.advice import advise
from bot.care.wellness.goals import goals, remove_goal, set_goal
from bot.care.wellness.note import note, pressure
from bot.care.wellness.overview import overview
from bot.care.wellness.plans import measure_now, measured, reminders, result, start, stop
from bot.care.wellness.show import show
from bot.notebook.facts import MeasurementPlan

ACTIONS = (
    show,
    overview,
    note,
    pressure,
    start,
    stop,
    result,
    set_goal,
    goals,
    remove_goal,
    advise,
)

NUDGES = {
    "wellness-measure": (MeasurementPlan, measure_now),
    "wellness-measured": (MeasurementPlan, measured),
}
"""What each nudge is about, and what draws it."""

__all__ = ["ACTIONS", "NUDGES", "reminders"]
