"""Apple Health: the reader against a bare lxml pass over the same generated export.

``python -m bench.apple [megabytes]`` generates an export of ten years of several measures, then,
each in a process of its own: a target parser that does nothing, the reader on the XML, and the
reader on a zip of it. Reported: megabytes of XML a second, their ratio, the peak of memory, and
whether a gigabyte costs in proportion. Processor time is taken, the least of several rounds: all
are one thread's work, and other processes disturb it less.
"""

import json
import subprocess
import sys
import tempfile
import zipfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bench.figure import Figure

_WATCH = (
    "&lt;&lt;HKDevice: 0x3012772a0&gt;, name:Apple Watch, manufacturer:Apple Inc., model:Watch, "
    "hardware:Watch6,7, software:10.2&gt;"
)
_PHONE = (
    "&lt;&lt;HKDevice: 0x3008d6850&gt;, name:iPhone, manufacturer:Apple Inc., model:iPhone, "
    "hardware:iPhone14,7, software:17.2&gt;"
)
_KINDS = (
    ("HeartRate", "count/min", "Watch", _WATCH, 0, lambda i: 50 + i % 90),
    ("HeartRate", "count/min", "Watch", _WATCH, 0, lambda i: 55 + i % 70),
    ("StepCount", "count", "Watch", _WATCH, 240, lambda i: 5 + i % 300),
    ("StepCount", "count", "iPhone", _PHONE, 300, lambda i: 3 + i % 400),
    ("ActiveEnergyBurned", "kcal", "Watch", _WATCH, 60, lambda i: f"{(i % 900) / 100}"),
    ("BasalEnergyBurned", "kcal", "Watch", _WATCH, 900, lambda i: f"{17 + (i % 97) / 1000}"),
    ("DistanceWalkingRunning", "km", "iPhone", _PHONE, 300, lambda i: f"0.{1000 + i % 8999}"),
    ("OxygenSaturation", "%", "Watch", _WATCH, 0, lambda i: f"0.{93 + i % 7}"),
)


def generate(path: Path, megabytes: int) -> None:
    """Write an export of about this size, spread over ten years."""
    each = 395
    total = megabytes * 1_000_000 // each
    step = timedelta(days=3650) / max(1, total)
    moment = datetime(2014, 1, 1)  # noqa: DTZ001 - written with its offset
    with path.open("w", encoding="utf-8") as file:
        file.write('<?xml version="1.0" encoding="UTF-8"?>\n<HealthData locale="fr_FR">\n')
        file.write(' <ExportDate value="2024-01-01 08:00:00 +0100"/>\n')
        for number in range(total):
            name, unit, source, device, length, value = _KINDS[number % len(_KINDS)]
            start = f"{moment:%Y-%m-%d %H:%M:%S} +0100"
            end = f"{moment + timedelta(seconds=length):%Y-%m-%d %H:%M:%S} +0100"
            closing = (
                '>\n  <MetadataEntry key="HKMetadataKeyHeartRateMotionContext" value="0"/>\n'
                " </Record>\n"
                if name == "HeartRate"
                else "/>\n"
            )
            file.write(
                f' <Record type="HKQuantityTypeIdentifier{name}" sourceName="{source}" '
                f'sourceVersion="10.2" device="{device}" unit="{unit}" creationDate="{end}" '
                f'startDate="{start}" endDate="{end}" value="{value(number)}"{closing}'
            )
            moment += step
        file.write("</HealthData>\n")


_CHILD = """
import json, resource, sys, time
path, how = sys.argv[1:]
points = 0
if how == "bare":
    from lxml import etree
    class Target:
        def start(self, tag, attributes): pass
        def end(self, tag): pass
        def close(self): return None
    parser = etree.XMLParser(target=Target(), recover=True, resolve_entities=False)
    begun = time.process_time()
    with open(path, "rb") as stream:
        while block := stream.read(262144):
            parser.feed(block)
    parser.close()
else:
    import numpy
    from bot.intake.apple import read_stream
    begun = time.process_time()
    with open(path, "rb") as stream:
        reading = read_stream(stream)
    points = sum(series.points for series in reading.series)
seconds = time.process_time() - begun
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"seconds": seconds, "peak": peak, "points": points}))
"""


def _run(path: Path, how: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-c", _CHILD, str(path), how], capture_output=True, check=True, text=True
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def measure(megabytes: int = 200, rounds: int = 3, large: int = 1_000) -> list[Figure]:
    """The figures for an export of ``megabytes``, and how one of ``large`` compares."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export.xml"
        packed = Path(folder) / "export.zip"
        size = _write(path, packed, megabytes)
        runs = {
            how: [_run(packed if how == "zip" else path, how) for _ in range(rounds)]
            for how in ("bare", "reader", "zip")
        }
        whole = _write(path, packed, large) if large else 0.0
        last = _run(packed, "zip") if large else None
    best = {how: min(run["seconds"] for run in found) for how, found in runs.items()}
    peak = max(run["peak"] for run in runs["reader"] + runs["zip"])
    figures = [
        Figure("export.xml", size, "MB"),
        Figure("points in it", runs["zip"][0]["points"], ""),
        Figure("floor: a bare lxml target parser", size / best["bare"], "MB/s"),
        Figure("reader on the XML", size / best["reader"], "MB/s"),
        Figure("reader straight from the zip", size / best["zip"], "MB/s"),
        Figure(
            "speed, share of the floor", best["bare"] / best["reader"] * 100, "%", 60, at_least=True
        ),
        Figure("peak of memory", peak, "MB", 150),
    ]
    if last is not None:
        cost = (last["seconds"] / whole) / (best["zip"] / size)
        figures.append(
            Figure(f"cost of a megabyte at {whole:,.0f} MB, from the zip", cost, "×", 1.25)
        )
        figures.append(Figure(f"peak of memory at {whole:,.0f} MB", last["peak"], "MB"))
    return figures


def _write(path: Path, packed: Path, megabytes: int) -> float:
    """Generate an export and a zip of it; its size in MB."""
    generate(path, megabytes)
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.write(path, "apple_health_export/export.xml")
    return path.stat().st_size / 1e6


if __name__ == "__main__":
    for figure in measure(int(sys.argv[1]) if len(sys.argv) > 1 else 200):
        print(f"{figure.name}: {figure.value:.1f} {figure.unit}")
