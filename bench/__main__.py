"""``python -m bench [NAME…]``: take every measurement of this package and print it as a table.

A measurement is a module of this package with ``measure()``, which returns :class:`Figure` values.
Figures inform: a miss is marked ✗ and the exit code stays 0.
"""

import pkgutil
import sys
import time
from collections.abc import Sequence
from importlib import import_module

import bench
from bench.figure import Figure
from bench.machine import describe


def main(wanted: Sequence[str]) -> None:
    """Measure and print; with names, only these modules."""
    print(describe())
    found = [f"bench.{module.name}" for module in pkgutil.iter_modules(bench.__path__)]
    missed = 0
    for name in found:
        short = name.partition(".")[2]
        if short.startswith("_") or (wanted and short not in wanted):
            continue
        measure = getattr(import_module(name), "measure", None)
        if measure is None:
            continue
        begun = time.perf_counter()
        figures: list[Figure] = measure()
        print(f"\n{short} ({time.perf_counter() - begun:.0f} s)")
        for figure in figures:
            print(_line(figure))
            missed += figure.met is False
    print(f"\n{missed} missed" if missed else "\nall targets met")


def _line(figure: Figure) -> str:
    mark = {True: "✓", False: "✗", None: " "}[figure.met]
    aim = ""
    if figure.target is not None:
        aim = f"{'≥' if figure.at_least else '≤'} {figure.target:g} {figure.unit}"
    ratio = f"{figure.ratio:.2f} × floor" if figure.ratio is not None else ""
    value = f"{figure.value:,.3f}" if abs(figure.value) < 10 else f"{figure.value:,.1f}"
    return f"  {mark} {figure.name:<52}{value:>10} {figure.unit:<4}{aim:<14}{ratio}".rstrip()


if __name__ == "__main__":
    main(sys.argv[1:])
