"""``carnet chat`` to its first prompt: seconds and memory of real processes in a pseudo-terminal.

A first start makes keys and tables; a later one finds them. Reading where a process peaked needs
``/proc`` (Linux); elsewhere only the times are measured.
"""

import json
import os
import pty
import select
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from bench.figure import Figure
from bench.workplace import folder

STARTS = 5
PATIENCE = 60.0
_PROMPT = "›".encode()
_GIVEN = ("--language", "en", "--country", "FR", "--born", "1980", "--accept-notice")


def _environment(place: Path) -> dict[str, str]:
    """Without the caller's own configuration and keys."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("CARNET", "ANTHROPIC"))}
    return {**kept, "HOME": str(place), "XDG_CONFIG_HOME": str(place), "TERM": "xterm-256color"}


def _peak(process: int) -> float | None:
    """The peak of resident memory so far, in megabytes."""
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return None
    (found,) = [line for line in lines if line.startswith("VmHWM")]
    return int(found.split()[1]) / 1024


def _prompted(command: Sequence[str], place: Path) -> tuple[float, float | None]:
    """Seconds until the prompt stands in a terminal, and the peak of memory in megabytes."""
    terminal, child = pty.openpty()
    begun = time.perf_counter()
    with subprocess.Popen(
        command,
        stdin=child,
        stdout=child,
        stderr=child,
        env=_environment(place),
        cwd=place,
        start_new_session=True,
    ) as process:
        os.close(child)
        try:
            _read_until(terminal, _PROMPT)
            spent = time.perf_counter() - begun
            return spent, _peak(process.pid)
        finally:
            process.kill()
            os.close(terminal)


def _read_until(terminal: int, wanted: bytes) -> None:
    seen, end = b"", time.monotonic() + PATIENCE
    while wanted not in seen:
        ready, _, _ = select.select([terminal], [], [], max(0.0, end - time.monotonic()))
        if not ready:
            raise TimeoutError("no prompt")
        seen = seen[-1000:] + os.read(terminal, 65536)


def _first_message(command: Sequence[str], place: Path) -> float:
    """Seconds until a script has the first message."""
    begun = time.perf_counter()
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(place),
        cwd=place,
    ) as process:
        assert process.stdout is not None
        json.loads(process.stdout.readline())
        return time.perf_counter() - begun


def measure() -> list[Figure]:
    """Medians over several starts, as ratios to an interpreter that only prints a prompt."""
    carnet = [str(Path(sys.executable).with_name("carnet")), "chat", *_GIVEN, "--data"]
    bare = [sys.executable, "-c", "print('›', flush=True); input()"]
    floor, fresh, later, scripted, peaks = [], [], [], [], []
    with folder() as place:
        _prompted([*carnet, str(place / "warm")], place)
        for number in range(STARTS):
            data = str(place / f"data{number}")
            floor.append(_prompted(bare, place)[0])
            first, peak = _prompted([*carnet, data], place)
            second, again = _prompted([*carnet, data], place)
            fresh.append(first)
            later.append(second)
            scripted.append(_first_message([*carnet, data, "--json"], place))
            peaks += [p for p in (peak, again) if p is not None]
    plain = median(floor)
    figures = [
        Figure("chat to its prompt, first start", median(fresh), "s", 1.5, median(fresh) / plain),
        Figure("chat to its prompt, later", median(later), "s", 1.5, median(later) / plain),
        Figure("chat to its first JSON line, later", median(scripted), "s", 1.5),
        Figure("floor: a bare interpreter to a prompt", plain, "s"),
    ]
    if peaks:
        figures.append(Figure("chat at its prompt, peak memory", max(peaks), "MB", 120))
    return figures


if __name__ == "__main__":
    for figure in measure():
        print(figure)
