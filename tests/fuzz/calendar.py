"""Fuzz the calendar reader: ``python -m tests.fuzz.calendar --seconds 60``."""

from bot.intake.calendar_file import READER
from tests.fuzz.mutate import main, of_bytes, seeds

READERS = (READER,)

if __name__ == "__main__":
    main(READERS, seeds("wellness/*.ics", "ics/*.ics"), (of_bytes,))
