"""High-volume measurements: packed series, their daily aggregates, nights, several sources."""

from bot.intake.series.combine import CombinedDay, combine, overlapping_days
from bot.intake.series.daily import DailyAggregate, repack, unpack_aggregates
from bot.intake.series.measures import ASLEEP, MEASURES, SLEEP_STAGES, Measure
from bot.intake.series.merge import extend, merge
from bot.intake.series.sleep import Night, nights
from bot.intake.series.value import UNKNOWN_OFFSET, Chunk, DayChunk, Point, Series

__all__ = [
    "ASLEEP",
    "MEASURES",
    "SLEEP_STAGES",
    "UNKNOWN_OFFSET",
    "Chunk",
    "CombinedDay",
    "DailyAggregate",
    "DayChunk",
    "Measure",
    "Night",
    "Point",
    "Series",
    "combine",
    "extend",
    "merge",
    "nights",
    "overlapping_days",
    "repack",
    "unpack_aggregates",
]
