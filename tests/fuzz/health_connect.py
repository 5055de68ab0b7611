"""Fuzz the Health Connect reader: ``python -m tests.fuzz.health_connect --seconds 60``."""

from bot.intake.health_connect import READER
from tests.fuzz.mutate import main, of_bytes
from tests.unit.intake.health_connect.test_health_connect import database

READERS = (READER,)

if __name__ == "__main__":
    main(READERS, [database(), database("VACUUM;")], (of_bytes,))
