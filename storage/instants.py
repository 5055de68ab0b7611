"""Instants as whole seconds since 1970 UTC, the only times that stand in clear."""

import math
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.dates.zones import resolve
from bot.errors import Permanent
from bot.turn import Reminder


def seconds(instant: datetime) -> int:
    """An aware instant, fractions cut off."""
    return math.floor(instant.timestamp())


def seconds_up(instant: datetime) -> int:
    """An aware instant, fractions counted as a whole second: never too early."""
    return math.ceil(instant.timestamp())


def instant(count: int) -> datetime:
    """The aware instant of a count of seconds."""
    return datetime.fromtimestamp(count, UTC)


def due(reminder: Reminder) -> datetime:
    """When a reminder is due, cut to the minute; raises Permanent for a zone nobody knows."""
    return resolve(reminder.local, _zone(reminder)).replace(second=0, microsecond=0)


def next_occurrence(reminder: Reminder, now: datetime) -> Reminder | None:
    """The reminder that follows one that came due; None when it does not come back.

    What fell due while nobody worked is skipped, not made up for. Weekdays in the cron
    expression are names ("mon"), as APScheduler counts them from Monday and others from Sunday.
    """
    if reminder.recurrence is None:
        return None
    # Imported here: most processes start, and many end, without a recurrent reminder.
    from apscheduler.triggers.cron import CronTrigger

    zone = _zone(reminder)
    try:
        trigger = CronTrigger.from_crontab(reminder.recurrence, timezone=zone)
    except ValueError:
        raise Permanent("a reminder's recurrence is not a cron expression") from None
    after = max(now, due(reminder)).astimezone(zone).replace(second=59, microsecond=0)
    coming = trigger.get_next_fire_time(None, after)
    if coming is None:
        return None
    return reminder.model_copy(update={"local": coming.replace(tzinfo=None, fold=0)})


def _zone(reminder: Reminder) -> ZoneInfo:
    try:
        return ZoneInfo(reminder.zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Permanent("a reminder's zone is not known") from None
