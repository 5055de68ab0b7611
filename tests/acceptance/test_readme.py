"""The README tells the truth: its transcript is what the program prints."""

import re
from pathlib import Path

from tests.acceptance.terminal import ROOT, program

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
    arguments = ["chat", "--data", str(tmp_path / "d"), "--accept-notice", "--clock", START]
    arguments += ["--language", "fr", "--country", "FR", "--born", "1980"]
    done = program(tmp_path, arguments, "\n".join(said) + "\n", cold=True)
    assert 0 == done.returncode, done.stderr
    printed = iter(line.rstrip() for line in done.stdout.splitlines())
    for line in filter(str.strip, shown):
        assert any(line == found for found in printed), f"not printed (or not there): {line!r}"
