"""Prints how long one message takes by its length: `python tests/triage/curve.py`.

Also the messages a second of `carnet triage` on the development set, one core.
"""

import json
import sys
import time
from datetime import date
from pathlib import Path

from bot.safety import triage
from bot.safety.stream import triage_lines

TODAY = date(2026, 11, 25)
LENGTHS = (1_000, 5_000, 10_000, 25_000, 50_000, 100_000, 200_000)


def main() -> None:
    """Writes both tables to standard output."""
    lines = (Path(__file__).parent / "development.jsonl").read_text("utf-8").split("\n")
    texts = [json.loads(line)["text"] for line in lines if line]
    long = " ".join(texts * 10)
    triage(long[:5000], language="fr", country="FR", today=TODAY)
    sys.stdout.write("| characters | seconds |\n|---|---|\n")
    for length in LENGTHS:
        start = time.process_time()
        triage(long[:length], language="fr", country="FR", today=TODAY)
        sys.stdout.write(f"| {length:,} | {time.process_time() - start:.3f} |\n")
    start = time.process_time()
    count = sum(1 for _ in triage_lines(lines, TODAY))
    sys.stdout.write(f"\n{count / (time.process_time() - start):,.0f} messages a second\n")


if __name__ == "__main__":
    main()
