"""The README tells the truth: its transcript is what the program prints."""

import re
import subprocess
import sys
from pathlib import Path

from tests.acceptance.terminal import ROOT, environment

README = ROOT / "README.md"
START = "2026-11-25T09:00"


def _transcript(text: str) -> str:
    block = re.search(r"```transcript\n(.*?)```", text, re.S)
    assert block is not None
    return block[1]


def test_the_transcript_is_what_the_program_prints(tmp_path: Path) -> None:
    """Every line of the README's conversation is printed, in that order."""
    transcript = _transcript(README.read_text("utf-8"))
    said = [line[2:] for line in transcript.splitlines() if line.startswith("› ")]
    shown = [line.rstrip() for line in transcript.splitlines() if not line.startswith("› ")]
    given = ["--language", "fr", "--country", "FR", "--born", "1980", "--accept-notice"]
    given += ["--clock", START]
    done = subprocess.run(
        [sys.executable, "-m", "bot", "chat", "--data", str(tmp_path / "d"), *given],
        input="\n".join(said) + "\n",
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=environment(tmp_path),
        timeout=120,
        check=True,
    )
    printed = iter(line.rstrip() for line in done.stdout.splitlines())
    for line in filter(str.strip, shown):
        assert any(line == found for found in printed), f"not printed (or not there): {line!r}"
