"""Fuzz the apple reader: ``python -m tests.fuzz.apple --seconds 60``."""

from bot.intake.apple import READER
from tests.fuzz.mutate import main, of_bytes, of_xml, seeds

READERS = (READER,)

if __name__ == "__main__":
    main(READERS, seeds("wellness/apple*.xml", "apple-health/*"), (of_xml, of_xml, of_bytes))
