"""Fuzz the confirmation reader: ``python -m tests.fuzz.confirmation --seconds 60``."""

from bot.intake.confirmation import READER
from tests.fuzz.mutate import main, of_bytes, seeds

READERS = (READER,)

if __name__ == "__main__":
    main(READERS, seeds("wellness/*.txt", "wellness/*.ics"), (of_bytes,))
