"""Driving the real program: ``python -m bot chat`` in a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


def environment(folder: Path) -> dict[str, str]:
    """An environment without keys, settings or a home of somebody's own."""
    kept = {k: v for k, v in os.environ.items() if k in {"PATH", "LD_LIBRARY_PATH", "TMPDIR"}}
    return {**kept, "HOME": str(folder), "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"}


def command(data: Path, *arguments: str) -> list[str]:
    """The command line of a French conversation with everything given."""
    given = ["--data", str(data), "--json", "--language", "fr", "--country", "FR", "--born", "1980"]
    return [sys.executable, "-m", "bot", "chat", *given, "--accept-notice", *arguments]


def chat(data: Path, lines: list[str], *arguments: str, code: int = 0) -> list[dict[str, Any]]:
    """Say the lines, and return the messages that came back; the exit code must be ``code``."""
    done = subprocess.run(
        command(data, *arguments),
        input="\n".join(lines) + "\n",
        capture_output=True,
        text=True,
        cwd=data.parent,
        env=environment(data.parent),
        timeout=120,
        check=False,
    )
    assert code == done.returncode, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def run(data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run another command of the program."""
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        capture_output=True,
        text=True,
        cwd=data.parent,
        env=environment(data.parent),
        timeout=120,
        check=False,
    )
