"""Every fuzz target for a while, side by side: ``python -m tests.fuzz --seconds 60``.

A target is a module of this package with ``READERS``; each runs in a process of its own, so that a
crash, a leak or an endless loop of one says its name and harms no other. All share the machine:
the whole takes little longer than ``--seconds``.
"""

import argparse
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).parent
SHARED = {"__main__", "__init__", "mutate"}
PATIENCE = 240.0
"""Seconds after its time until a target counts as hanging: a machine may be slow or crowded."""


def targets() -> list[str]:
    """The names of the fuzz targets."""
    return sorted(f.stem for f in HERE.glob("*.py") if f.stem not in SHARED)


def main() -> int:
    """Run them all; the number of targets that found something."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0, help="for each target")
    parser.add_argument("--seed", type=int, help="the same inputs again")
    options = parser.parse_args()
    more = [] if options.seed is None else ["--seed", str(options.seed)]
    running = {name: _start(name, options.seconds, more) for name in targets()}
    end = time.monotonic() + options.seconds + PATIENCE
    broken = []
    for name, process in running.items():
        try:
            said, _ = process.communicate(timeout=max(end - time.monotonic(), 1))
        except subprocess.TimeoutExpired:
            process.kill()
            said, _ = process.communicate()
            said += "hangs\n"
        print(f"— {name}\n{said}", end="", flush=True)
        if process.returncode:
            broken.append(name)
    print("Nothing found." if not broken else "Found something: " + ", ".join(broken))
    return len(broken)


def _start(name: str, seconds: float, more: list[str]) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", f"tests.fuzz.{name}", "--seconds", str(seconds), *more],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


if __name__ == "__main__":
    raise SystemExit(main())
