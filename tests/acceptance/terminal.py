"""Driving the real program: ``python -m bot chat`` in a process of its own."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from tests.acceptance.starting import ROOT, ended, start

SECONDS = 120


def environment(folder: Path) -> dict[str, str]:
    """An environment without keys, settings or a home of somebody's own."""
    kept = {k: v for k, v in os.environ.items() if k in {"PATH", "LD_LIBRARY_PATH", "TMPDIR"}}
    return {**kept, "HOME": str(folder), "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"}


def given(data: Path, *arguments: str) -> list[str]:
    """The arguments of a French conversation with everything given."""
    told = ["--data", str(data), "--json", "--language", "fr", "--country", "FR", "--born", "1980"]
    return ["chat", *told, "--accept-notice", *arguments]


def command(data: Path, *arguments: str) -> list[str]:
    """The command line of a French conversation with everything given."""
    return [sys.executable, "-m", "bot", *given(data, *arguments)]


def program(
    folder: Path,
    arguments: Sequence[str],
    said: str = "",
    *,
    around: Mapping[str, str] | None = None,
    cold: bool = False,
) -> subprocess.CompletedProcess[str]:
    """Run the program in a folder to its end; ``around`` is added to its environment."""
    with ExitStack() as stack:
        stdin, stdout, stderr = (stack.enter_context(tempfile.TemporaryFile()) for _ in range(3))
        stdin.write(said.encode())
        stdin.seek(0)
        process = start(
            arguments,
            folder=folder,
            environment={**environment(folder), **(around or {})},
            stdin=stdin,
            stdout=stdout,
            stderr=stderr,
            cold=cold,
        )
        code = ended(process, SECONDS)
        for stream in (stdout, stderr):
            stream.seek(0)
        out, errors = stdout.read().decode(), stderr.read().decode()
    return subprocess.CompletedProcess(list(arguments), code, out, errors)


def talk(
    data: Path, lines: Sequence[str], arguments: Sequence[str], *, code: int = 0, cold: bool = False
) -> list[dict[str, Any]]:
    """Say the lines; the messages that came back. The exit code must be ``code``."""
    done = program(data.parent, arguments, "".join(f"{line}\n" for line in lines), cold=cold)
    assert code == done.returncode, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def chat(
    data: Path, lines: list[str], *arguments: str, code: int = 0, cold: bool = False
) -> list[dict[str, Any]]:
    """The same, in French with everything given."""
    return talk(data, lines, given(data, *arguments), code=code, cold=cold)


def run(data: Path, *arguments: str, cold: bool = False) -> subprocess.CompletedProcess[str]:
    """Run another command of the program."""
    return program(data.parent, arguments, cold=cold)
