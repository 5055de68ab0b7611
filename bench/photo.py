"""Photographs of laboratory reports: how many rows come out right, how long it takes, how much
memory, each picture in a process of its own under the same limits as in use.

``python -m bench.photo [count]`` photographs random reports (other ones than the tests') from
seeds; nothing in them comes from a real report.
"""

import json
import subprocess
import sys
import time

from bench.figure import Figure, percentile
from bot.intake.reading import Reading
from bot.notebook.facts import Observation
from tests.unit.intake.lab.layouts import report
from tests.unit.intake.photo.comparing import compare, unit_of
from tests.unit.intake.photo.photographs import conditions, drawn, jpeg, photograph

_FIRST_SEED = 5_000
_COUNT = 20
_CHILD = """
import resource, sys
from bot.intake.__main__ import main
code = main()
sys.stderr.write(str(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024))
raise SystemExit(code)
"""


def _read(content: bytes, language: str) -> tuple[Reading, float, float]:
    """What the picture says, the seconds it took and the peak of memory in MB."""
    header = json.dumps({"language": language, "size": len(content)}).encode() + b"\n"
    begun = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", _CHILD], input=header + content, capture_output=True, check=True
    )
    seconds = time.perf_counter() - begun
    answer = json.loads(done.stdout)
    return Reading.model_validate(answer["reading"]), seconds, float(done.stderr.split()[-1])


def measure(count: int = _COUNT) -> list[Figure]:
    """Share of rows exact, rows wrong without a doubt, seconds and memory a photograph."""
    printed = right = silent = doubted = 0
    seconds: list[float] = []
    peak = 0.0
    for seed in range(_FIRST_SEED, _FIRST_SEED + count):
        paper, how = report(seed, pages=1), conditions(seed)
        content = jpeg(photograph(drawn(paper.pdf, how.dpi), how, seed), how.quality)
        reading, took, memory = _read(content, paper.language)
        rows = [one for one in reading.facts if isinstance(one, Observation) and one.report]
        outcome = compare(
            (
                (row.name, row.value, row.comparator, unit_of(row.unit), row.low, row.high,
                 row.flag, row.text)
                for row in paper.rows
            ),
            rows,
        )  # fmt: skip
        printed += outcome.printed
        right += outcome.right
        silent += len(outcome.silent)
        doubted += sum(row.doubt is not None for row in rows)
        seconds.append(took)
        peak = max(peak, memory)
    return [
        Figure("photo: rows exact", 100 * right / printed, "%", 90, at_least=True),
        Figure("photo: rows wrong without a doubt", silent, "", 0),
        Figure("photo: rows with a doubt", 100 * doubted / printed, "%"),
        Figure("photo: seconds, median", percentile(sorted(seconds), 0.5), "s", 10),
        Figure("photo: seconds, longest", max(seconds), "s"),
        Figure("photo: peak of memory", peak, "MB", 1024),
    ]


if __name__ == "__main__":
    for figure in measure(int(sys.argv[1]) if len(sys.argv) > 1 else _COUNT):
        print(f"{figure.name}: {figure.value:.1f} {figure.unit}")
