"""``carnet import``: exports too large for a chat, in real processes, killed at bad moments."""

import os
import re
import signal
import time
import zipfile
from pathlib import Path

import pytest

from bench.apple import generate
from tests.acceptance.starting import Process, ended, start
from tests.acceptance.terminal import chat, environment, given, run

HANDED = "Handed over. What was read waits in the person's conversation, to be confirmed.\n"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The data folder of somebody who agreed to the notice."""
    folder = tmp_path / "data"
    chat(folder, ["bonjour"])
    return folder


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An Apple Health export that takes a second or more to read."""
    folder = tmp_path_factory.mktemp("export")
    generate(folder / "export.xml", 60)
    path = folder / "export.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.write(folder / "export.xml", "apple_health_export/export.xml")
    return path


def proposed(said: list[dict[str, object]]) -> list[str]:
    """The texts that propose what an export says."""
    return [str(m["text"]) for m in said if "**Export Apple Santé**" in str(m["text"])]


def test_what_was_imported_is_confirmed_in_the_chat(data: Path, export: Path) -> None:
    """The command says nothing of the content; the person is asked, and what they keep is there."""
    done = run(data, "import", str(export), "--as", "me", "--data", str(data), cold=True)
    assert (0, HANDED, "") == (done.returncode, done.stdout, done.stderr)
    said = chat(data, ["#1"])
    (text,) = proposed(said)
    assert "Fréquence cardiaque" in text
    assert "L'export lui-même n'est pas gardé" in text
    assert "C'est gardé dans votre carnet" in said[-1]["text"]


def test_a_code_from_the_chat_is_enough_and_works_once(data: Path, export: Path) -> None:
    """Whoever runs the command needs no name, only the code that the person asked for."""
    (shown,) = re.findall(r"(?:[A-Z2-7]{5}-){5}[A-Z2-7]", chat(data, ["/lier"])[-1]["text"])
    done = run(data, "import", str(export), "--code", shown.lower(), "--data", str(data))
    assert (0, HANDED) == (done.returncode, done.stdout)
    assert 1 == len(proposed(chat(data, [])))
    again = run(data, "import", str(export), "--code", shown, "--data", str(data))
    assert (2, "carnet: No such code stands. Each works once, for ten minutes.\n") == (
        again.returncode,
        again.stderr,
    )


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "Say for whom: --code CODE, or --as NAME for a local chat."),
        (["--as", "nobody"], "Nobody by that name has talked here yet."),
    ],
)
def test_what_cannot_be_done_is_said(
    data: Path, tmp_path: Path, arguments: list[str], sentence: str
) -> None:
    """One sentence and exit code 2."""
    file = tmp_path / "x.csv"
    file.write_text("a,b\n")
    done = run(data, "import", str(file), *arguments, "--data", str(data))
    assert (2, f"carnet: {sentence}\n") == (done.returncode, done.stderr)


def test_a_file_of_no_known_kind_is_refused(data: Path, tmp_path: Path) -> None:
    """Nothing is handed over that nobody could read."""
    file = tmp_path / "x.bin"
    file.write_bytes(bytes(range(256)) * 10)
    done = run(data, "import", str(file), "--as", "me", "--data", str(data))
    assert 2 == done.returncode
    assert ["reply"] == [m["kind"] for m in chat(data, [])]


def test_an_import_that_is_killed_leaves_nothing_and_can_be_repeated(
    data: Path, export: Path
) -> None:
    """Killed while it reads: the person is asked nothing; the second time, once."""
    arguments = ["import", str(export), "--as", "me", "--data", str(data)]
    _kill_while_it_reads(start(arguments, folder=data.parent, environment=environment(data.parent)))
    assert [] == proposed(chat(data, []))
    run(data, *arguments)
    assert 1 == len(proposed(chat(data, [])))


def test_a_worker_that_is_killed_while_it_reads_reads_again(data: Path, export: Path) -> None:
    """What was sent in the chat is taken up by the next process, once."""
    reads, writes = os.pipe()
    with open(reads, "rb") as stdin, open(writes, "wb", buffering=0) as typed:
        process = start(
            given(data),
            folder=data.parent,
            environment=environment(data.parent),
            stdin=stdin,
        )
        typed.write(f"/attach {export}\n".encode())
        _kill_while_it_reads(process)
    said = chat(data, [])
    assert 1 == len(proposed(said))
    assert [] == proposed(chat(data, []))


def _kill_while_it_reads(process: Process) -> None:
    """Wait for the reader's own process, then end the parent as a power cut would."""
    end = time.monotonic() + 60
    while not _children(process.pid):
        assert process.poll() is None
        assert time.monotonic() < end
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    assert -signal.SIGKILL == ended(process, 10)


def _children(pid: int) -> list[str]:
    """The processes that were started by this one."""
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        found += task.read_text().split()
    return found
