"""The program as a person and an operator use it: real processes, real files."""

import base64
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.acceptance.terminal import (
    ROOT,
    chat,
    command,
    environment,
    given,
    program,
    run,
    talk,
)

CLOCK = ("--clock", "2026-11-25T09:00")
STORY = [
    "J'ai de l'asthme",
    "Je prends de la ventoline",
    "RDV pneumologue mardi prochain 14h30",
    "/wait 6 jours 6h",
]
WORDS = ["asthme", "Asthme", "ventoline", "Ventoline", "pneumologue", "Pneumologue", "camille-7781"]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder that does not exist yet."""
    return tmp_path / "data"


def test_messages_are_json_lines(data: Path) -> None:
    """Every outgoing message is one JSON line of the published shape, in order."""
    said = chat(data, STORY, *CLOCK, cold=True)
    assert {"at", "text", "choices", "files", "kind", "space"} == set(said[0])
    assert ["reply", "reply", "reply", "reply", "nudge", "nudge"] == [m["kind"] for m in said]
    assert "2026-11-30T19:00:00+01:00" == said[4]["at"]
    assert "2026-12-01T13:30:00+01:00" == said[5]["at"]
    assert [{"n": 1, "label": "Annuler"}] == said[1]["choices"]


def test_at_is_local_to_the_person_without_a_country_given(data: Path) -> None:
    """The country told in the conversation decides; the next process knows it from the start."""
    words = ["chat", "--data", str(data), "--json", "--language", "fr", "--accept-notice"]
    first = talk(data, ["Canada", "1980", "/fuseau America/Vancouver", "RDV kiné demain 9h"], words)
    assert first[-1]["at"].endswith("-08:00")
    after = talk(data, ["/agenda", "#9"], [*words, "--clock", "2026-12-01T09:00"])
    assert {"2026-12-01T09:00:00-08:00"} == {m["at"] for m in after}
    assert {"health"} == {m["space"] for m in after}


def test_all_is_there_tomorrow(data: Path) -> None:
    """What was told yesterday is in the notebook of today's process, open questions too."""
    chat(data, [*STORY, "/rdv"], *CLOCK)
    said = chat(data, ["dentiste", "le 10 décembre à 9h", "que sais-tu de moi ?"],
                "--clock", "2026-12-01T15:00")  # fmt: skip
    assert "Dentiste, jeudi 10 décembre 2026 à 9 h" in said[2]["text"]
    assert "Asthme" in said[-1]["text"]


def test_two_people_share_nothing(data: Path) -> None:
    """Two people on one machine have two notebooks."""
    chat(data, ["J'ai de l'asthme"], "--as", "alice")
    said = chat(data, ["que sais-tu de moi ?"], "--as", "bob")
    assert "Asthme" not in said[-1]["text"]


def test_choices_are_pressed_by_number(data: Path) -> None:
    """``#1`` presses the first choice of the last message; a number too many is said."""
    said = chat(data, ["J'ai de l'asthme", "#7", "#1", "#1", "que sais-tu de moi ?"])
    assert "pas de choix 7" in said[2]["text"]
    assert "annulé" in said[3]["text"]
    assert "pas de choix 1" in said[4]["text"]
    assert "vide" in said[5]["text"]


def test_nothing_readable_is_at_rest(data: Path) -> None:
    """No word of the conversation, and no name, is in any file, log or temporary file."""
    temporary = data.parent / "tmp"
    temporary.mkdir()
    done = program(
        data.parent,
        given(data, *CLOCK, "--as", "camille-7781"),
        "\n".join(STORY),
        around={"TMPDIR": str(temporary)},
        cold=True,
    )
    assert (0, "") == (done.returncode, done.stderr)
    files = [f for f in data.parent.rglob("*") if f.is_file()]
    assert files
    for file in files:
        content = file.read_bytes()
        for word in WORDS:
            for form in _forms(word):
                assert form not in content, f"{word!r} in {file.name}"


def _forms(word: str) -> list[bytes]:
    raw = word.encode()
    encoded = [base64.b64encode(b"\0" * n + raw)[4:-4] for n in range(3)]
    return [raw, word.encode("utf-16-le"), *[e for e in encoded if len(e) > 4]]


def test_everything_is_deleted(data: Path) -> None:
    """Deleting destroys the keys: the same person is a stranger afterwards."""
    said = chat(data, [*STORY[:2], "supprime tout", "#1", "que sais-tu de moi ?"], *CLOCK)
    assert "Tout est effacé" in said[-2]["text"]
    said = chat(data, ["que sais-tu de moi ?"], *CLOCK)
    assert "Asthme" not in said[-1]["text"]


def test_export_is_whole(data: Path) -> None:
    """The export is a file in a folder of the person's own, with the notebook in it."""
    said = chat(data, [*STORY[:2], "exporte tout"], *CLOCK)
    (path,) = said[-1]["files"]
    import zipfile

    with zipfile.ZipFile(data.parent / path) as archive:
        notebook = json.loads(archive.read("notebook.json"))
    assert ["Condition", "MedicationStatement"] == [f["kind"] for f in notebook]


def test_a_wrong_or_missing_master_key_is_refused(data: Path) -> None:
    """Without the right master key the program refuses in words, and makes no new one."""
    chat(data, STORY[:1])
    key = data / "master.key"
    kept = key.read_bytes()
    key.unlink()
    done = run(data, "chat", "--data", str(data))
    assert 2 == done.returncode
    assert "master key" in done.stderr
    assert not key.exists()
    other = data.parent / "other"
    chat(other, STORY[:1])
    key.write_bytes((other / "master.key").read_bytes())
    key.chmod(0o400)
    done = run(data, "chat", "--data", str(data))
    assert 2 == done.returncode
    assert "Traceback" not in done.stderr
    key.chmod(0o600)
    key.write_bytes(kept)
    key.chmod(0o400)
    assert "Asthme" in chat(data, ["que sais-tu de moi ?"])[-1]["text"]


def test_a_second_process_on_the_same_folder_is_refused(data: Path) -> None:
    """SQLite has one worker: a second one says so and stops."""
    first = subprocess.Popen(
        command(data),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=data.parent,
        env=environment(data.parent),
        text=True,
    )
    try:
        assert first.stdout is not None
        assert first.stdout.readline()
        done = run(data, "chat", "--data", str(data))
        assert 2 == done.returncode
        assert "already" in done.stderr
    finally:
        first.communicate("", timeout=30)


def test_a_file_is_read_and_shown(data: Path) -> None:
    """A real laboratory report is explained, with a picture saved and named."""
    report = ROOT.parent / "shared" / "samples" / "lab-pdf" / "fr-bilan-annuel.pdf"
    if not report.exists():
        pytest.skip("the sample files are not beside this checkout")
    said = chat(data, [f"/attach {report}", "#1", "explique mon potassium"], *CLOCK)
    assert "5,9 mmol/L" in said[1]["text"]
    assert "3,5 à 5,1" in said[1]["text"]
    (picture,) = said[1]["files"]
    assert (data.parent / picture).read_bytes().startswith(b"\x89PNG")
    assert "gardé" in said[2]["text"]
    assert "5,9 mmol/L" in said[3]["text"]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.pdf", b"", "vide"),
        ("broken.pdf", b"%PDF-1.7\n garbage", "abîmé"),
        ("notes.xyz", b"\x00\x01\x02\x03" * 50, "rien trouvé"),
        ("big.bin", b"x" * 20_000_001, "trop grand"),
    ],
)
def test_bad_files_are_explained(data: Path, name: str, content: bytes, said: str) -> None:
    """Empty, damaged, unknown and huge files get one clear sentence."""
    file = data.parent / name
    file.write_bytes(content)
    answer = chat(data, [f"/attach {file}"])[-1]
    assert said in answer["text"]


def test_paths_are_taken_as_they_are_typed(data: Path) -> None:
    """A path as a shell escapes it is found; one that cannot be is explained, and all goes on."""
    folder = data.parent / "un dossier"
    folder.mkdir()
    (folder / "vide.pdf").write_bytes(b"")
    escaped = str(folder / "vide.pdf").replace(" ", "\\ ")
    lines = [f"/attach {escaped}", "/attach ~nobody-here/x.pdf", "/attach " + "a\\" * 4000]
    said = [m["text"] for m in chat(data, lines)[-3:]]
    assert "vide" in said[0]
    assert ["Je ne trouve pas" in x for x in said[1:]] == [True, True]


def test_time_only_moves_forward(data: Path) -> None:
    """A negative wait is refused rather than taken for a positive one."""
    said = chat(data, ["/wait -3h", "mes rdv"], *CLOCK)
    assert "durée" in said[-2]["text"]
    assert said[-1]["at"].startswith("2026-11-25T09:00")


def test_operator_commands(data: Path) -> None:
    """Version, keys and check answer in words."""
    assert run(data, "--version", cold=True).stdout.startswith("carnet")
    there = ("--data", str(data))
    assert 0 == run(data, "keys", "init", *there, cold=True).returncode
    assert 2 == run(data, "keys", "init", *there, cold=True).returncode
    assert "people and notebooks" in run(data, "keys", "status", *there, cold=True).stdout
    done = run(data, "check", *there, cold=True)
    assert 0 == done.returncode, done.stdout
    assert "in place" in done.stdout


def test_a_typing_error_in_the_configuration_is_named(data: Path) -> None:
    """An unknown setting is refused by name."""
    config = data.parent / "config.toml"
    config.write_text("[modle]\nname = 'x'\n")
    done = run(data, "--config", str(config), "check", "--data", str(data))
    assert 2 == done.returncode
    assert "modle" in done.stderr


def test_a_full_disk_is_said_and_loses_nothing(data: Path) -> None:
    """When nothing more can be written the person is told, and what was kept is still there.

    The clock is simulated: trying again takes place, waiting for it does not.
    """
    chat(data, ["J'ai de l'asthme"])
    size = max(f.stat().st_size for f in data.iterdir())
    lines = [f"note : {'mot ' * 900}{n}" for n in range(12)]
    done = subprocess.run(
        ["bash", "-c", f'ulimit -f {size // 1024 + 8}; exec "$@"', "bash", *command(data, *CLOCK)],
        input="\n".join(lines),
        capture_output=True,
        text=True,
        cwd=data.parent,
        env=environment(data.parent),
        timeout=120,
        check=False,
    )
    assert 0 == done.returncode, done.stderr
    assert "Libérez de la place" in done.stdout
    said = chat(data, ["que sais-tu de moi ?"])
    assert "Asthme" in said[-1]["text"]


CYCLES = 100


def test_kill_at_any_moment_loses_nothing(data: Path) -> None:
    """100 times kill -9 at a random moment: every answered note is there, and none twice."""
    chat(data, ["bonjour"])
    done = subprocess.run(
        [sys.executable, "-m", "tests.acceptance.killing", str(data), str(CYCLES), "7"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=environment(data.parent),
        timeout=240,
        check=False,
    )
    assert 0 == done.returncode, done.stderr
    answered = json.loads(done.stdout)
    # An answer that was on its way at the last kill comes before the two pages.
    pages = chat(data, ["/carnet", "/carnet 2"])[-2:]
    shown = " ".join(m["text"] for m in pages).lower()
    for cycle in range(CYCLES):
        word = f"mot{cycle:03d}"
        assert (word in answered) <= shown.count(f"{word} ") <= 1, word
    assert 0 < len(answered) < CYCLES
