"""Fuzz the fit reader: ``python -m tests.fuzz.fit --seconds 60``."""

from bot.intake.fit import READER
from tests.fuzz.mutate import main, of_bytes, seeds
from tests.unit.intake.fit.writing import day, outing

READERS = (READER,)

if __name__ == "__main__":
    main(READERS, [bytes(day()), bytes(outing()), *seeds("fit/*.fit")], (of_bytes,))
