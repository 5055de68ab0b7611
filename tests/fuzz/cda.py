"""Fuzz the CDA reader: ``python -m tests.fuzz.cda --seconds 60``."""

from bot.intake.cda import CDA
from tests.fuzz.mutate import main, of_bytes, of_xml, seeds

READERS = (CDA,)

if __name__ == "__main__":
    main(READERS, seeds("cda/*.xml", "cda-fr/*.xml", "c-cda/*.xml"), (of_xml, of_xml, of_bytes))
