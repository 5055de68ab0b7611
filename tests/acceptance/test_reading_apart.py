"""Reading in a process of its own: how far it has come, and an end as soon as nobody waits."""

import asyncio
from pathlib import Path

import pytest

from adapters.files.reader import SeparateReader
from bench.apple import generate
from bot.intake.reading import Source, Unreadable


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """An Apple Health export that takes a second or more to read."""
    path = tmp_path_factory.mktemp("export") / "export.xml"
    generate(path, 60)
    return path.read_bytes()


def children() -> set[str]:
    """The processes that this one started."""
    found: set[str] = set()
    for task in Path("/proc/self/task").glob("*/children"):
        found.update(task.read_text().split())
    return found


async def test_progress_grows_while_a_long_file_is_read(export: bytes) -> None:
    """Shares come while it is read, never fewer than before, never more than the whole."""
    shares: list[float] = []
    reading = await SeparateReader(seconds=120).read(
        Source(export, progress=shares.append, hurried=False)
    )
    assert "apple-health" == reading.format
    assert shares
    assert sorted(shares) == shares
    assert 0 <= shares[0] <= shares[-1] <= 1


async def test_whoever_stops_waiting_ends_the_reader(export: bytes) -> None:
    """A cancelled reading leaves no process behind."""
    before = children()
    begun = asyncio.Event()

    def started(share: float) -> None:
        begun.set()

    task = asyncio.create_task(SeparateReader(seconds=120).read(Source(export, progress=started)))
    await asyncio.wait_for(begun.wait(), 60)
    assert children() - before
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert set() == children() - before


async def test_a_reader_that_takes_too_long_is_ended(export: bytes) -> None:
    """The sentence is the same whether a limit or the clock ended it."""
    before = children()
    with pytest.raises(Unreadable, match="unreadable-took-too-long"):
        await SeparateReader(seconds=0.2).read(Source(export))
    assert set() == children() - before
