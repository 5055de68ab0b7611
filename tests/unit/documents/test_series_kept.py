"""Series are kept as sealed documents beside a small fact; a newer export never doubles them."""

import io
import zipfile
from datetime import date, timedelta

from bot.care.documents.series import packed
from bot.intake.reading import HANDED_OVER, Reading, Source
from bot.intake.series import Series, extend, unpack_aggregates
from bot.messages import FileReference, IncomingKind
from bot.notebook.facts import MeasurementSeries
from tests.fakes import Talk
from tests.unit.wellness.measured import DEVICE, every_day, series

FIRST = date(2026, 11, 1)


class Export:
    """A reader that finds these series in whatever file it is given."""

    def __init__(self) -> None:
        self.series: tuple[Series, ...] = ()

    async def read(self, source: Source) -> Reading:
        """The series of this export."""
        return Reading(format="test", title="Watch export", series=self.series)


async def talk_reading(export: Export) -> Talk:
    """A conversation whose files hold what ``export`` says."""
    talk = Talk(files=export)
    await talk.opened()
    return talk


async def kept(talk: Talk) -> list[MeasurementSeries]:
    """The series in the notebook."""
    return await talk.notebook.facts(MeasurementSeries)


def totals(talk: Talk, fact: MeasurementSeries) -> dict[str, int]:
    """Each day's total."""
    days = unpack_aggregates(talk.notebook.documents[fact.daily])
    return {day.day.isoformat(): int(day.total) for day in days}


async def give(talk: Talk, export: Export, *given: Series) -> None:
    """Send an export and keep what it says."""
    export.series = given
    await talk.attach("export", b"bytes of an export")
    await talk.press("Garder")


async def test_a_series_is_proposed_before_it_is_kept() -> None:
    """The days, the device and the time it spans are shown, and nothing is kept unasked."""
    export = Export()
    talk = await talk_reading(export)
    export.series = (series("steps", every_day(FIRST, 5, 4000)),)
    await talk.attach("export", b"bytes")
    assert "Pas · 5 jours mesurés · 1er novembre 2026 – 5 novembre 2026 · Watch" in talk.text()
    assert [] == await kept(talk)
    await talk.press("Garder")
    (fact,) = await kept(talk)
    assert ("steps", "1", 5, 5) == (fact.measure, fact.unit, fact.points, fact.days)


async def test_discarding_destroys_every_document() -> None:
    """Neither the file nor any sealed part stays behind."""
    export = Export()
    talk = await talk_reading(export)
    export.series = (series("steps", every_day(FIRST, 5, 4000)),)
    await talk.attach("export", b"bytes")
    await talk.press("Ne rien garder")
    assert {} == talk.notebook.documents


async def test_the_same_export_twice_is_kept_once() -> None:
    """Nothing new: it says so and adds nothing."""
    export, same = Export(), series("steps", every_day(FIRST, 5, 4000))
    talk = await talk_reading(export)
    await give(talk, export, same)
    export.series = (same,)
    await talk.attach("export", b"bytes")
    assert "était déjà dans le carnet" in talk.text()
    assert "rien trouvé" not in talk.text()
    assert 1 == len(await kept(talk))


async def hand_over(talk: Talk, *given: Series) -> None:
    """What an import read, waiting in the notebook to be proposed."""
    reading = Reading(format="test", title="Watch export", series=given)
    talk.notebook.documents["handed"] = reading.model_dump_json().encode()
    file = FileReference(reference=f"{HANDED_OVER}handed", name="export", size=7)
    await talk.take(IncomingKind.FILE, files=(file,))


async def test_an_import_never_says_that_its_export_is_kept() -> None:
    """Only what was read in it can be kept; with nothing new, there is nothing to keep."""
    same = series("steps", every_day(FIRST, 5, 4000))
    talk = await talk_reading(Export())
    await hand_over(talk, same)
    assert "L'export lui-même n'est pas gardé" in talk.text()
    await talk.press("Garder")
    assert "C'est gardé dans votre carnet : une ligne." in talk.text()
    await hand_over(talk, same)
    assert "Une ligne était déjà dans le carnet" in talk.text()
    assert ["Ne rien garder"] == [choice.label for choice in talk.last[-1].choices]
    await hand_over(talk)
    assert "rien trouvé que je sache lire." in talk.text()
    assert "tel quel" not in talk.text()
    await talk.press("Ne rien garder")
    assert "Rien n'est gardé." in talk.text()
    assert "handed" not in talk.notebook.documents


async def test_a_newer_export_extends_and_replaces() -> None:
    """Days since are added; a day's total that has grown is replaced, not added."""
    export = Export()
    talk = await talk_reading(export)
    await give(talk, export, series("steps", every_day(FIRST, 3, 4000)))
    grown = [*every_day(FIRST, 2, 4000), *every_day(FIRST + timedelta(days=2), 2, 9000)]
    await give(talk, export, series("steps", grown))
    (fact,) = await kept(talk)
    expected = {"2026-11-01": 4000, "2026-11-02": 4000, "2026-11-03": 9000, "2026-11-04": 9000}
    assert expected == totals(talk, fact)
    assert (4, 4, "2026-11-04") == (fact.points, fact.days, fact.last_day)


async def test_years_that_only_one_export_has_stay() -> None:
    """A short new export does not lose the years before."""
    export = Export()
    talk = await talk_reading(export)
    await give(talk, export, series("steps", every_day(date(2024, 12, 30), 4, 1000)))
    await give(talk, export, series("steps", every_day(FIRST, 2, 2000)))
    (fact,) = await kept(talk)
    assert [2024, 2025, 2026] == [part.year for part in fact.parts]
    assert 6 == fact.days == len(totals(talk, fact))
    assert {part.document for part in fact.parts} <= set(talk.notebook.documents)


async def test_an_import_can_be_undone() -> None:
    """Undo gives back the series as it was, with its documents."""
    export = Export()
    talk = await talk_reading(export)
    await give(talk, export, series("steps", every_day(FIRST, 3, 4000)))
    await give(talk, export, series("steps", every_day(FIRST, 4, 6000)))
    await talk.press("Annuler")
    (fact,) = await kept(talk)
    assert {"2026-11-01": 4000, "2026-11-02": 4000, "2026-11-03": 4000} == totals(talk, fact)
    assert {part.document for part in fact.parts} <= set(talk.notebook.documents)


async def test_another_device_is_another_series() -> None:
    """Two watches are never made one."""
    export = Export()
    talk = await talk_reading(export)
    await give(talk, export, series("steps", every_day(FIRST, 3, 4000)))
    await give(talk, export, series("steps", every_day(FIRST, 3, 4000), device="Other"))
    assert ["Watch", "Other"] == [fact.device for fact in await kept(talk)]


def test_the_same_year_gives_the_same_digest() -> None:
    """What the other years hold does not change how a year is recognised."""
    short, _ = packed(series("steps", every_day(FIRST, 3, 4000)), "fr", DEVICE)
    points = [*every_day(date(2025, 1, 1), 3, 7000), *every_day(FIRST, 3, 4000)]
    long, _ = packed(series("steps", points), "fr", DEVICE)
    assert short.parts[0].digest == long.parts[1].digest


def test_newer_hours_cut_differently_replace_older_ones() -> None:
    """The same walk told in ten minutes and in half an hour is one walk."""
    fine = series("steps", [(FIRST, "10:00", 10, 300), (FIRST, "10:10", 10, 300)])
    coarse = series("steps", [(FIRST, "10:00", 30, 900)])
    (day,) = extend(fine, coarse).aggregates()
    assert 900 == day.total


def test_levels_at_other_moments_both_stay() -> None:
    """A newer export that lacks a reading does not take it away."""
    old = series("heart-rate", [(FIRST, "10:00", 0, 60), (FIRST, "11:00", 0, 70)], unit="/min")
    new = series("heart-rate", [(FIRST, "11:00", 0, 72)], unit="/min")
    (day,) = extend(old, new).aggregates()
    assert (2, 132) == (day.count, int(day.total))


async def test_every_point_is_in_the_export() -> None:
    """What a watch measured is given back as a table, point by point."""
    export = Export()
    talk = await talk_reading(export)
    await give(talk, export, series("steps", every_day(FIRST, 2, 4000)))
    (message, *_) = await talk.say("/exporter")
    with zipfile.ZipFile(io.BytesIO(message.files[0].content)) as archive:
        (name,) = [x for x in archive.namelist() if x.startswith("measurements/steps-")]
        table = archive.read(name).decode().splitlines()
    expected = [
        "start,utc_offset_minutes,duration_seconds,comparator,value,unit",
        "2026-11-01T10:00:00,120,1800,,4000,1",
        "2026-11-02T10:00:00,120,1800,,4000,1",
    ]
    assert expected == table
