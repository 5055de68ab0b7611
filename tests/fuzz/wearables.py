"""Fuzz the wearables reader: ``python -m tests.fuzz.wearables --seconds 60``."""

from bot.intake.wearables import CSV, JSON
from tests.fuzz.mutate import main, of_bytes, of_json, seeds

READERS = (CSV, JSON)

if __name__ == "__main__":
    main(
        READERS,
        seeds("wellness/*.csv", "wellness/*.json", "fitbit/*.json"),
        (of_bytes, of_json),
    )
