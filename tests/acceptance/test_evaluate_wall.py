"""``carnet evaluate wall`` as an operator runs it."""

from pathlib import Path

from tests.acceptance.model_server import ModelServer, say
from tests.acceptance.terminal import run


def _config(folder: Path, base_url: str) -> str:
    file = folder / "config.toml"
    file.write_text(f'[model]\nbase_url = "{base_url}"\nkey = {{ value = "test-key" }}\n')
    return str(file)


def test_nothing_is_sent_unless_asked(tmp_path: Path) -> None:
    """By default requests are compared without sending one."""
    with ModelServer(lambda request: say("OK.")) as server:
        config = _config(tmp_path, server.base_url)
        words = ("--config", config, "evaluate", "wall", "--dialogues", "4")
        done = run(tmp_path / "data", *words, cold=True)
        assert [] == server.requests
    assert 0 == done.returncode, done.stderr
    assert "0 differences, 0 sent" in done.stdout


def test_with_send_each_request_goes_out_once(tmp_path: Path) -> None:
    """With ``--send`` the model is asked once per different request, and the wall holds."""
    with ModelServer(lambda request: say("OK.")) as server:
        config = _config(tmp_path, server.base_url)
        done = run(
            tmp_path / "data", "--config", config, "evaluate", "wall", "--dialogues", "4", "--send"
        )
        bodies = [r.body for r in server.requests]
    assert 0 == done.returncode, done.stderr
    assert f"0 differences, {len(bodies)} sent" in done.stdout
    assert bodies
    assert len(set(bodies)) == len(bodies)


def test_without_a_model_the_requests_of_a_stand_in_are_compared(tmp_path: Path) -> None:
    """No model configured is said, and the comparison is made all the same."""
    done = run(tmp_path / "data", "evaluate", "wall", "--dialogues", "4")
    assert 0 == done.returncode, done.stderr
    assert "No model is configured" in done.stdout
