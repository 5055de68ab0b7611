"""When a visit begins: its hour may be open, and is asked for where only the day was said."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from pydantic import JsonValue

from bot import dates
from bot.actions import Ask, Context, HealthContext, NotHeard, Option
from bot.asked import MINUTE, TimeOfDay
from bot.wording import sayings
from bot.wording.folding import fold

UNKNOWN = "unknown"
"""The time of a visit whose day is known and whose hour is not."""


@dataclass(frozen=True, slots=True)
class VisitTime(TimeOfDay):
    """As a time of day; :data:`UNKNOWN` for those who do not know it yet."""

    async def options(self, context: Context) -> tuple[Option, ...]:
        """That one does not know."""
        return (Option(UNKNOWN, context.say("hour-unknown")),)

    async def hear(self, text: str, context: Context) -> JsonValue:
        """The time said, or that it is not known."""
        said = fold(text).strip(" .!?")
        known = sayings(context.language, "hour-unknown-said")
        if said in known | {UNKNOWN, fold(context.say("hour-unknown"))}:
            return UNKNOWN
        try:
            return await TimeOfDay.hear(self, text, context)
        except NotHeard:
            if any(x in said for x in known if " " in x):
                return UNKNOWN  # "je sais plus l'heure", "not sure what time"
            raise


def start_of(
    when: str, time: str | None, who: str, context: HealthContext
) -> tuple[datetime, bool]:
    """The naive local start, and whether its hour is open; asks when only the day is known."""
    whole_day = "T" not in when and time == UNKNOWN
    if "T" not in when and not whole_day:
        if time is None:
            day = datetime.fromisoformat(when).date()
            spelled = dates.spell_date(day, context.language)
            raise Ask("time", because=context.say("day-heard", who=who, day=spelled))
        # "jeudi 10h" in answer to "at what time?" corrects the day too.
        when = time if "T" in time else f"{when}T{time}"
    start = datetime.fromisoformat(when)
    now = context.now.replace(tzinfo=None)
    if start.date() < now.date() if whole_day else start <= now:
        spelled = (
            dates.spell_date(start.date(), context.language)
            if whole_day
            else dates.spell_moment(start, language=context.language, now=None)
        )
        raise Ask("when", because=context.say("appointment-past", moment=spelled))
    if dates.resolve(start, context.now.tzinfo).astimezone(  # type: ignore[arg-type]
        context.now.tzinfo
    ).strftime(MINUTE) != start.strftime(MINUTE):
        raise Ask("when", because=context.say("not-heard-nonexistent-time"))
    return start, whole_day


def next_at(time: str, context: HealthContext) -> str:
    """The next moment at which it is that time."""
    if "T" in time:
        return time
    now = context.now.replace(tzinfo=None)
    at = datetime.fromisoformat(f"{now:%Y-%m-%d}T{time}")
    return (at if at > now else at + timedelta(days=1)).strftime(MINUTE)
