"""The program with a language model on the loopback: answers, proposals, and honest fallbacks."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.model_server import (
    ModelServer,
    Recorded,
    Step,
    call,
    cut,
    fail,
    garbage,
    say,
)
from tests.acceptance.terminal import chat

CLOCK = ("--clock", "2026-11-25T09:00")
STRANGE = "et toi, qu'en penses-tu donc, dis-moi"
QUESTION = "comment mieux dormir en ce moment, dis-moi"


@pytest.fixture
def talk(tmp_path: Path) -> Callable[..., list[dict[str, Any]]]:
    """Talk with a model at an address."""

    def run(base_url: str, *lines: str) -> list[dict[str, Any]]:
        (tmp_path / "config.toml").write_text(
            f'[model]\nbase_url = "{base_url}"\nkey = {{ value = "test-key" }}\n'
            "second_reader = false\n"
        )
        return chat(tmp_path / "data", list(lines), *CLOCK)

    return run


Talk = Callable[..., list[dict[str, Any]]]


def test_an_answer_is_the_models(talk: Talk) -> None:
    """A free question is answered by the model, which read the notebook's summary."""
    with ModelServer([say("Couchez-vous à heure fixe. Évitez les écrans le soir.")]) as server:
        said = talk(server.base_url, "J'ai de l'asthme", QUESTION)
    assert "heure fixe" in said[-1]["text"]
    assert b"Asthme" in server.requests[-1].body


def test_a_write_is_proposed(talk: Talk) -> None:
    """The model proposes an appointment; it is noted once the person presses yes."""
    script = [
        call("visits-note", {"who": "cardiologue", "when": "mardi prochain 14h30"}),
        say("Je vous propose de le noter."),
    ]
    with ModelServer(script) as server:
        said = talk(server.base_url, "tu pourrais caler ça pour moi ?", "#1", "/agenda")
    assert "confirm" in [m["kind"] for m in said]
    assert "Cardiologue" in said[-1]["text"]


@pytest.mark.parametrize(
    "step", [fail(500), fail(529), garbage(), cut("Bonjour", after=2), fail(401)]
)
def test_a_model_that_fails_is_said_so(talk: Talk, step: Any) -> None:
    """Whatever goes wrong with the model, the person is told and the guide goes on."""
    with ModelServer(lambda request: step) as server:
        said = talk(server.base_url, QUESTION, "RDV dentiste demain 9h")
    assert "modèle de langue" in said[1]["text"]
    assert "Dentiste" in said[-1]["text"]


def test_a_model_that_is_down_is_said_so(talk: Talk) -> None:
    """Nobody listens at the address: the answer comes all the same."""
    said = talk("http://127.0.0.1:9", QUESTION)
    assert "ne répond pas" in said[1]["text"]


def test_the_everyday_space_sends_nothing_of_the_notebook(talk: Talk) -> None:
    """Over the real wire, an everyday request holds no word of the notebook."""
    with ModelServer(lambda request: say("Un livre, par exemple.")) as server:
        talk(server.base_url, "J'ai de l'asthme", "/quotidien", "une idée de cadeau ?")
    assert server.requests
    assert all("asthme" not in r.body.decode().lower() for r in server.requests)


def test_the_second_reader_raises_over_the_wire(tmp_path: Path) -> None:
    """A reading that finds an emergency puts the card in the answer's place."""

    def respond(request: Recorded) -> Step:
        if "output_config" in request.json():
            return say('{"level": "emergency", "topic": "stroke", "words": "dis-moi"}')
        return say("Reposez-vous un peu.")

    with ModelServer(respond) as server:
        (tmp_path / "config.toml").write_text(
            f'[model]\nbase_url = "{server.base_url}"\nkey = {{ value = "test-key" }}\n'
        )
        said = chat(tmp_path / "data", [STRANGE], *CLOCK)
    assert "emergency" == said[-1]["kind"]
    assert all("Reposez-vous" not in message["text"] for message in said)
