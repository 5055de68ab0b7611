"""Apple Health: the reader against a bare lxml pass over the same generated export.

``python -m bench.apple [megabytes]`` generates an export of ten years of several measures, then,
each in a process of its own: a target parser that does nothing, the reader on the XML, and the
reader on a zip of it. Reported: megabytes of XML a second, their ratio, the peak of memory.
"""

import json
import subprocess
import sys
import tempfile
import time
import zipfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

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
    each = 480
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
    begun = time.perf_counter()
    with open(path, "rb") as stream:
        while block := stream.read(262144):
            parser.feed(block)
    parser.close()
else:
    import numpy
    from bot.intake.apple import read_stream
    begun = time.perf_counter()
    with open(path, "rb") as stream:
        reading = read_stream(stream)
    points = sum(series.points for series in reading.series)
seconds = time.perf_counter() - begun
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"seconds": seconds, "peak": peak, "points": points}))
"""


def _run(path: Path, how: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-c", _CHILD, str(path), how], capture_output=True, check=True, text=True
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def measure(megabytes: int = 200, rounds: int = 3) -> dict[str, Any]:
    """The figures; of several rounds the best of each, so that a busy machine weighs less."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export.xml"
        generate(path, megabytes)
        packed = Path(folder) / "export.zip"
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            archive.write(path, "apple_health_export/export.xml")
        size = path.stat().st_size / 1e6
        runs = {
            how: [_run(packed if how == "zip" else path, how) for _ in range(rounds)]
            for how in ("bare", "reader", "zip")
        }
    best = {how: min(run["seconds"] for run in found) for how, found in runs.items()}
    return {
        "megabytes": round(size),
        "points": runs["zip"][0]["points"],
        "bare_mb_per_second": round(size / best["bare"], 1),
        "reader_mb_per_second": round(size / best["reader"], 1),
        "zip_mb_per_second": round(size / best["zip"], 1),
        "ratio": round(best["bare"] / best["reader"], 3),
        "peak_mb": round(max(run["peak"] for run in runs["reader"] + runs["zip"])),
        "measured_at": time.strftime("%Y-%m-%d"),
    }


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 200), indent=2))
