"""``carnet read``: what a file says, or in one sentence why it says nothing."""

import json
from pathlib import Path

import pytest

from tests.acceptance.terminal import run
from tests.unit.intake.lab.broken import encrypted


@pytest.mark.parametrize(
    ("language", "told"),
    [("fr", "Je ne connais pas le format"), ("en", "I do not know the format")],
)
@pytest.mark.parametrize("content", [b"nothing that is known", bytes(range(256)) * 4])
def test_an_unknown_format_is_said_so(
    tmp_path: Path, language: str, told: str, content: bytes
) -> None:
    """No failure: such a file can be kept; what it is and what becomes of it is said."""
    file = tmp_path / "thing.bin"
    file.write_bytes(content)
    done = run(tmp_path, "read", "--language", language, str(file))
    assert 0 == done.returncode
    assert told in done.stdout
    read = run(tmp_path, "read", "--json", str(file))
    assert (0, "unknown", []) == (
        read.returncode,
        json.loads(read.stdout)["format"],
        json.loads(read.stdout)["facts"],
    )


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "vide"),
        (b"%PDF-1.4 broken", "abîmé"),
        (encrypted(), "mot de passe"),
    ],
    ids=["empty", "damaged", "encrypted"],
)
def test_what_cannot_be_read_ends_with_a_sentence(
    tmp_path: Path, content: bytes, told: str
) -> None:
    """Empty, damaged or locked: exit code 2, one sentence, and nothing on the standard output."""
    file = tmp_path / "thing.pdf"
    file.write_bytes(content)
    done = run(tmp_path, "read", "--json", str(file), cold=True)
    assert (2, "") == (done.returncode, done.stdout)
    assert told in done.stderr
    assert 1 == len(done.stderr.strip().splitlines())
