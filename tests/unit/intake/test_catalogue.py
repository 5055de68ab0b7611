"""The page of formats is what the readers declare."""

from pathlib import Path

from bot.intake.catalogue import page
from bot.intake.detect import READERS

PAGE = Path(__file__).parents[3] / "docs" / "formats.md"


def test_the_page_is_written_from_the_readers() -> None:
    """``docs/formats.md`` is up to date: python -m bot.intake.catalogue > docs/formats.md."""
    assert page() == PAGE.read_text("utf-8")


def test_every_reader_declares_itself() -> None:
    """Each says what it reads, and no two have the same recogniser."""
    assert all(r.declares for r in READERS)
    assert len(READERS) == len({id(r.recognise) for r in READERS})
