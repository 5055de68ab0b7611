"""``carnet triage`` and ``carnet evaluate triage``: the safety gate, alone and measured."""

import sys
from datetime import UTC, datetime
from io import BufferedIOBase
from pathlib import Path
from typing import cast

import click

from bot.errors import ConfigurationError
from bot.safety.evaluation import draw, evaluate, gate_reader, read_cases, report
from bot.safety.stream import arriving, triage_lines


def stream() -> None:
    """Judge JSON lines from standard input, in order."""
    today = datetime.now(UTC).date()
    first = 1
    for lines in arriving(cast(BufferedIOBase, sys.stdin.buffer)):
        for answer in triage_lines(lines, today, first=first):
            sys.stdout.write(answer + "\n")
        sys.stdout.flush()
        first += len(lines)


def measure(file: Path, picture: Path | None) -> None:
    """Score the gate on a file of judged messages; print tables and misses, draw a picture."""
    try:
        cases = read_cases(file.read_text("utf-8").split("\n"))
    except (OSError, UnicodeDecodeError):
        raise ConfigurationError("The file of cases cannot be read.") from None
    except ValueError as problem:
        raise ConfigurationError(f"The file of cases is not as expected: {problem}") from None
    scores = evaluate(cases, gate_reader(datetime.now(UTC).date()))
    click.echo(report(scores))
    if picture is not None:
        draw(scores, picture)
        click.echo(f"picture: {picture}")
