"""Photographs of laboratory reports: how many rows come out right, how long it takes, how much
memory, each picture in a process of its own under the same limits as in use.

``python -m bench.photo [count] [seed]`` photographs random reports (other ones than the tests')
from seeds on, half of them drawn as the PDFs of the tests are, half in other fonts and layouts:
bands, lists, two columns, a telephone's screen; dim, folded, in the shadow, scanned. Nothing in
them comes from a real report.
"""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import NamedTuple

from bench.figure import Figure, percentile
from bot.intake.reading import Reading
from bot.notebook.facts import Observation
from tests.unit.intake.lab.layouts import report
from tests.unit.intake.photo.cameras import taken
from tests.unit.intake.photo.comparing import Printed, compare, unit_of
from tests.unit.intake.photo.photographs import conditions, drawn, jpeg, photograph

_FIRST_SEED = 5_000
_COUNT = 20
_CHILD = """
import resource, sys
from bot.intake.__main__ import main
code = main()
used = resource.getrusage(resource.RUSAGE_SELF)
sys.stderr.write(f"{used.ru_utime + used.ru_stime} {used.ru_maxrss // 1024}")
raise SystemExit(code)
"""


class _Picture(NamedTuple):
    content: bytes
    language: str
    printed: list[Printed]


class _Cost(NamedTuple):
    seconds: float
    """On the clock: it depends on what else the machine does."""
    computing: float
    """Of the processor."""
    memory: float
    """MB at the most."""


def _read(picture: _Picture) -> tuple[Reading, _Cost]:
    """What the picture says and what it cost."""
    header = {"language": picture.language, "size": len(picture.content)}
    begun = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", _CHILD],
        input=json.dumps(header).encode() + b"\n" + picture.content,
        capture_output=True,
        check=True,
    )
    seconds = time.perf_counter() - begun
    computing, memory = map(float, done.stderr.split()[-2:])
    answer = json.loads(done.stdout)
    return Reading.model_validate(answer["reading"]), _Cost(seconds, computing, memory)


def _as_pdfs(seed: int) -> _Picture:
    paper, how = report(seed, pages=1), conditions(seed)
    content = jpeg(photograph(drawn(paper.pdf, how.dpi), how, seed), how.quality)
    rows: list[Printed] = [
        (row.name, row.value, row.comparator, unit_of(row.unit), row.low, row.high, row.flag,
         row.text)
        for row in paper.rows
    ]  # fmt: skip
    return _Picture(content, paper.language, rows)


def _otherwise(seed: int) -> _Picture:
    paper, content, _ = taken(seed)
    return _Picture(content, paper.language, [row.printed for row in paper.rows])


def _pictures(count: int, first: int) -> Iterator[_Picture]:
    for number in range(count):
        yield _otherwise(first + number) if number % 2 else _as_pdfs(first + number)


def measure(count: int = _COUNT, first: int = _FIRST_SEED) -> list[Figure]:
    """Share of rows exact, rows wrong without a doubt, seconds and memory a photograph."""
    printed = right = silent = doubted = 0
    costs: list[_Cost] = []
    for picture in _pictures(count, first):
        reading, cost = _read(picture)
        rows = [one for one in reading.facts if isinstance(one, Observation) and one.report]
        outcome = compare(picture.printed, rows)
        printed += outcome.printed
        right += outcome.right
        silent += len(outcome.silent)
        doubted += sum(row.doubt is not None for row in rows)
        costs.append(cost)
    return [
        Figure("photo: rows exact", 100 * right / printed, "%", 90, at_least=True),
        Figure("photo: rows wrong without a doubt", silent, "", 0),
        Figure("photo: rows with a doubt", 100 * doubted / printed, "%"),
        Figure(
            "photo: seconds, median", percentile(sorted(c.seconds for c in costs), 0.5), "s", 10
        ),
        Figure("photo: seconds, longest", max(c.seconds for c in costs), "s"),
        Figure("photo: seconds of processor, longest", max(c.computing for c in costs), "s", 10),
        Figure("photo: peak of memory", max(c.memory for c in costs), "MB", 1024),
    ]


if __name__ == "__main__":
    for figure in measure(*map(int, sys.argv[1:3])):
        print(f"{figure.name}: {figure.value:.1f} {figure.unit}")
