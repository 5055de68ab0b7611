"""Fuzz the glucose reader: ``python -m tests.fuzz.glucose --seconds 60``."""

from bot.intake.glucose import READER
from tests.fuzz.mutate import main, of_bytes, seeds

READERS = (READER,)

if __name__ == "__main__":
    main(READERS, seeds("wellness/*.csv", "cgm-csv/*.csv"), (of_bytes,))
