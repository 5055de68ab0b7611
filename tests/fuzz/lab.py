"""Fuzz the laboratory PDF reader: ``python -m tests.fuzz.lab --seconds 60``."""

from bot.intake.lab.reader import READER
from tests.fuzz.mutate import main, of_bytes, seeds

READERS = (READER,)

if __name__ == "__main__":
    main(READERS, seeds("lab-pdf/*.pdf"), (of_bytes,))
