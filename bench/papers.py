"""Born-digital laboratory reports: milliseconds a page, from bytes to rows.

Random reports of one and of several pages, drawn from other seeds than the tests'; each is read
once to warm up, then timed by the processor.
"""

import time
from statistics import median

from bench.figure import Figure, percentile
from bot.intake.lab.reader import READER
from bot.intake.reading import Source
from tests.unit.intake.lab.layouts import report

_FIRST_SEED = 9_000
_COUNT = 40
_TARGET = 50


def measure(count: int = _COUNT) -> list[Figure]:
    """Median and 95th percentile of a page, and how many rows there were."""
    spent: list[float] = []
    rows = 0
    for seed in range(_FIRST_SEED, _FIRST_SEED + count):
        pages = 1 + seed % 3
        drawn = report(seed, pages=pages)
        source = Source(drawn.pdf, language=drawn.language)
        READER.read(source)
        begun = time.process_time()
        reading = READER.read(source)
        spent.append((time.process_time() - begun) * 1000 / pages)
        rows += len(reading.facts)
    spent.sort()
    return [
        Figure(f"page of a report, median of {count}", median(spent), "ms", _TARGET),
        Figure("page of a report, 95th percentile", percentile(spent, 0.95), "ms", _TARGET),
        Figure("rows read", rows, ""),
    ]
