"""Every fuzz target in turn, each for a while: ``python -m tests.fuzz --seconds 60``.

A target is a module of this package with a ``main``; each runs in a process of its own, so that a
crash or a leak of one says its name and harms no other.
"""

import argparse
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
SHARED = {"__main__", "mutate"}


def targets() -> list[str]:
    """The names of the fuzz targets."""
    return sorted(f.stem for f in HERE.glob("*.py") if f.stem not in SHARED)


def main() -> int:
    """Run them all; the number of targets that found something."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0, help="for each target")
    seconds = parser.parse_args().seconds
    broken = []
    for name in targets():
        print(f"— {name}", flush=True)
        done = subprocess.run(
            [sys.executable, "-m", f"tests.fuzz.{name}", "--seconds", str(seconds)], check=False
        )
        if done.returncode:
            broken.append(name)
    print("Nothing found." if not broken else "Found something: " + ", ".join(broken))
    return len(broken)


if __name__ == "__main__":
    raise SystemExit(main())
