"""What a person said about time, and the ways in which a date can be unusable.

The exceptions carry values a form can show again (the possible days), never the person's
words: their message is their docstring.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal

Part = Literal["morning", "noon", "afternoon", "evening", "night"]
"""A part of the day said instead of a time: enough to ask a better question, not a time."""

Order = Literal["day", "month"]
"""What comes first in a day and a month in figures: "9/3" is 9 March, or September 3rd."""

Toward = Literal["future", "past"]
"""Where a date without a year lies: ahead (appointments) or behind (what has happened)."""


@dataclass(frozen=True, slots=True)
class Said:
    """A date, and perhaps a time, that a text said.

    `moment` is aware, in the person's zone; without a time of day it is that day's midnight
    and `has_time` is false; without a day `has_day` is false. `words` is the slice of the text at
    `span`; when day and time stand apart ("Tuesday at the dentist's at 9"), `span` is the day's
    and `spans` holds both. `rest` is the text without any of them. `part` is a part of the day
    ("demain matin"). `other` is the second most likely day when the words can be heard in two
    ways ("mardi prochain" said on a Monday), so that a confirmation can offer it.
    """

    moment: datetime
    has_time: bool
    words: str
    span: tuple[int, int]
    has_day: bool = True
    spans: tuple[tuple[int, int], ...] = ()
    rest: str = ""
    part: Part | None = None
    other: date | None = None


class DateProblem(Exception):
    """A date or time that cannot be used as it was said."""

    def __str__(self) -> str:
        return (type(self).__doc__ or "").splitlines()[0]


class NoDate(DateProblem):
    """No date or time was found."""


class VagueDate(NoDate):
    """A stretch of days was said where one day is needed ("fin janvier", "next week").

    `first` and `last` are the first and last day of that stretch, both included.
    """

    def __init__(self, first: date, last: date) -> None:
        super().__init__()
        self.first = first
        self.last = last


class NoDuration(DateProblem):
    """No duration was found."""


class NoRecurrence(DateProblem):
    """No repetition was found."""


class ImpossibleDate(DateProblem):
    """This date or time does not exist in the calendar (31/02, 25:00)."""


class AmbiguousDate(DateProblem):
    """These words mean more than one day; `options` are the days, earliest first.

    `time` is the time of day that was said with them, so that it need not be asked again. Where
    the order of day and month is what leaves two, `orders` holds the order of each option.
    """

    def __init__(
        self,
        options: tuple[date, ...],
        at: time | None = None,
        orders: tuple[Order, ...] = (),
    ) -> None:
        super().__init__()
        self.options = options
        self.time = at
        self.orders = orders


class NonexistentTime(DateProblem):
    """Clocks skip this time on that day (start of daylight saving time).

    `moved` is the same instant counted on: 02:30 becomes 03:30.
    """

    def __init__(self, moved: datetime) -> None:
        super().__init__()
        self.moved = moved
