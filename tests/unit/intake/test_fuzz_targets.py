"""Every reader is fuzzed."""

from importlib import import_module

from bot.intake.detect import READERS
from tests.fuzz.__main__ import targets


def test_every_reader_has_a_fuzz_target() -> None:
    """A new reader needs a module in ``tests/fuzz`` that names it."""
    modules = [import_module(f"tests.fuzz.{name}") for name in targets()]
    fuzzed = {reader.read for module in modules for reader in module.READERS}
    assert [] == [
        reader.format
        for reader in READERS
        if reader.read not in fuzzed and reader.format != "zip"  # made of the others, by name
    ]
    assert "archive" in targets()
