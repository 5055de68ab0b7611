"""Fuzz the gpx reader: ``python -m tests.fuzz.gpx --seconds 60``."""

from bot.intake.gpx import READER
from tests.fuzz.mutate import main, of_bytes, of_xml, seeds

READERS = (READER,)

if __name__ == "__main__":
    main(READERS, seeds("wellness/*.gpx", "gpx/*.gpx"), (of_xml, of_bytes))
