"""Series as a watch would write them, and a conversation whose notebook holds them."""

from datetime import UTC, date, datetime, timedelta

from bot.care.documents.series import packed
from bot.evaluation.memory import MemoryNotebook
from bot.intake.series import Series
from bot.intake.series.builder import SeriesBuilder
from bot.notebook.facts import Fact, Provenance
from tests.fakes import Talk

Point = tuple[date, str, int, float]
"""Day, wall time, length in minutes, value; two hours east of Greenwich."""

DEVICE = Provenance(source="device", recorded_at=datetime(2026, 11, 1, tzinfo=UTC))
_EAST = 120


def series(
    measure: str,
    points: list[Point],
    *,
    unit: str = "1",
    device: str = "Watch",
    origin: str = "App",
) -> Series:
    """One series of these points."""
    builder = SeriesBuilder()
    for day, at, minutes, value in points:
        local = datetime.fromisoformat(f"{day.isoformat()}T{at}").replace(tzinfo=UTC)
        utc = int(local.timestamp() * 1000) - _EAST * 60_000
        builder.add_point((measure, unit, origin, device, ""), utc, minutes * 60_000, _EAST, value)
    (one,) = builder.build()
    return one


def every_day(
    first: date, days: int, value: float, *, at: str = "10:00", minutes: int = 30
) -> list[Point]:
    """The same point on several days in a row."""
    return [(first + timedelta(days=n), at, minutes, value) for n in range(days)]


async def talk_with(*kept: Series, facts: tuple[Fact, ...] = (), language: str = "fr") -> Talk:
    """A conversation with somebody whose notebook holds these series and facts."""
    notebook = MemoryNotebook.holding(*facts)
    for each in kept:
        fact, documents = packed(each, language, DEVICE)
        notebook.kept[fact.id] = fact
        notebook.documents |= {document.id: document.content for document in documents}
    talk = Talk(language=language, notebook=notebook)
    await talk.opened()
    return talk
