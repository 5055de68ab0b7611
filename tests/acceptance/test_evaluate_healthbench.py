"""``carnet evaluate healthbench`` against a grader on the loopback, scores worked out by hand."""

import json
import shutil
import signal
from collections.abc import Callable
from pathlib import Path
from time import sleep

import pytest

from tests.acceptance.model_server import ModelServer, Recorded, Step, hang, say
from tests.acceptance.starting import ROOT, ended, start
from tests.acceptance.terminal import environment, run

ROWS = ROOT / "tests" / "fixtures" / "healthbench" / "rows.jsonl"
MET = (
    "Asks since when",
    "Recommends a sleeping pill",
    "call emergency services",
    "works for everybody",
    "two weeks",
    "Mentions rest",
)
TABLE = (
    "| all | 0.0312 |",
    "| theme:context_seeking | 0.5625 |",
    "| theme:hedging | 0.0000 |",
    "| axis:accuracy | 0.7333 |",
    "| axis:completeness | 0.3333 |",
)
ANSWERS = {"fr": "Demandez à votre pharmacien.", "en": "Tell me more about it, please."}


def respond(request: Recorded) -> Step:
    """Grade by the criterion's words; answer in the conversation's language."""
    body = request.json()
    if "output_config" in body and body["model"] == "judge":
        criterion = request.last_text().partition("<criterion>")[2]
        met = any(words in criterion for words in MET)
        return say(json.dumps({"explanation": "Seen.", "criteria_met": met}))
    if "output_config" in body:
        return say(json.dumps({"level": "none", "topic": "other", "words": ""}))
    return say(ANSWERS["fr" if "French" in str(body["system"]) else "en"])


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    """The fixture's rows in a folder of their own: the state is written beside them."""
    return Path(shutil.copy(ROWS, tmp_path / "rows.jsonl"))


def _arguments(folder: Path, base_url: str, rows: Path, *more: str) -> list[str]:
    config = folder / "config.toml"
    config.write_text(
        f'[model]\nbase_url = "{base_url}"\nname = "player"\nkey = {{ value = "test-key" }}\n'
        "[prices]\njudge = { input = 1.0, output = 2.0 }\n"
    )
    command = ["--config", str(config), "evaluate", "healthbench", str(rows)]
    return [*command, "--grader", "judge", *more]


def _criteria(server: ModelServer) -> list[str]:
    asked = [r.last_text() for r in server.requests if r.json()["model"] == "judge"]
    return [text.partition("<criterion>")[2] for text in asked]


def test_scores_cost_and_time(tmp_path: Path, rows: Path) -> None:
    """Every criterion is judged once, and the table is the one worked out by hand."""
    with ModelServer(respond) as server:
        done = run(tmp_path / "data", *_arguments(tmp_path, server.base_url, rows), cold=True)
        criteria = _criteria(server)
    assert 0 == done.returncode, done.stderr
    for line in TABLE:
        assert line in done.stdout
    assert 8 == len(criteria) == len(set(criteria))
    # The server counts 10 tokens in and 20 out a call: 8 × (10 × 1 + 20 × 2) / 1,000,000.
    assert "judge: 8 calls, 80 tokens in (0 cached), 160 out, cost 0.0004 USD" in done.stdout
    assert "player" in done.stdout
    assert "cost unknown" in done.stdout
    assert "over 4 examples" in done.stdout


def test_a_killed_run_goes_on_where_it_was(tmp_path: Path, rows: Path) -> None:
    """Killed in the third example, the run resumes: what was graded is not asked again."""
    before: list[Recorded] = []

    def stuck(request: Recorded) -> Step:
        before.append(request)
        return hang() if "pharmacist can be asked" in request.last_text() else respond(request)

    state = rows.with_name("rows.jsonl.state.jsonl")
    with ModelServer(stuck) as server:
        arguments = _arguments(tmp_path, server.base_url, rows)
        process = start(arguments, folder=tmp_path, environment=environment(tmp_path))
        _until(lambda: any("pharmacist can be asked" in r.last_text() for r in before))
        process.send_signal(signal.SIGKILL)
        ended(process, 60)
    assert ["one", "two"] == [json.loads(x)["prompt_id"] for x in state.read_text().splitlines()]
    with ModelServer(respond) as server:
        arguments = _arguments(tmp_path, server.base_url, rows)
        refused = run(tmp_path / "data", *arguments)
        done = run(tmp_path / "data", *arguments, "--resume")
        criteria = _criteria(server)
    assert 2 == refused.returncode
    assert "--resume" in refused.stderr
    assert 0 == done.returncode, done.stderr
    for line in TABLE:
        assert line in done.stdout
    assert 4 == len(criteria)
    assert not any("Asks since when" in text for text in criteria)


def test_a_grader_that_talks_nonsense_leaves_the_example_open(tmp_path: Path, rows: Path) -> None:
    """Three tries for a criterion, then the example is named and the exit code says so."""

    def nonsense(request: Recorded) -> Step:
        return say("Perhaps.") if request.json()["model"] == "judge" else respond(request)

    with ModelServer(nonsense) as server:
        arguments = _arguments(tmp_path, server.base_url, rows, "--limit", "2")
        done = run(tmp_path / "data", *arguments)
        asked = len(_criteria(server))
    assert 1 == done.returncode
    assert "try again with --resume: one, two" in done.stdout
    assert asked <= 3 * 4


def test_without_a_grader_nothing_is_played(tmp_path: Path, rows: Path) -> None:
    """No model configured: one sentence, exit code 2."""
    done = run(tmp_path / "data", "evaluate", "healthbench", str(rows))
    assert 2 == done.returncode
    assert "no model to grade with" in done.stderr


def _until(holds: Callable[[], bool]) -> None:
    for _ in range(600):
        if holds():
            return
        sleep(0.1)
    raise AssertionError("it did not come to that")
