"""What `carnet check` learns about the model."""

from __future__ import annotations

import pytest

from adapters.claude import Claude, ClaudeSettings, probe
from tests.acceptance.model_server import Step, call, fail, garbage, refuse, say
from tests.unit.claude.served import Served, model

READY = say("ready")
CALLED = call("note_colour", {"colour": "blue"})
FORMED = say('{"colour": "blue"}')


async def test_a_sound_model_has_no_problem() -> None:
    """It answers, calls a tool and keeps to a form: nothing to say."""
    claude, served = model(READY, CALLED, FORMED)
    found = await probe(claude)
    await claude.close()
    assert (
        found.answers,
        found.tools,
        found.structured,
        found.problems,
    ) == (True, True, True, ())
    assert len(served.requests) == 3


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (fail(401), "key"),
        (fail(404), "model"),
        (fail(503), "loading"),
        (garbage(), "protocol"),
        (fail(302, location="x"), "redirects"),
    ],
)
async def test_a_model_of_no_use_says_why(step: Step, words: str) -> None:
    """The first failure is told in words and no further question is asked."""
    claude, served = model(step)
    found = await probe(claude)
    await claude.close()
    assert found.answers is False
    assert [words in problem for problem in found.problems] == [True]
    assert len(served.requests) == 1


async def test_what_a_small_model_cannot_do_is_told() -> None:
    """It talks, but calls no tool and keeps to no form: both are said."""
    claude, _ = model(READY, say("I noted it."), say("blue"))
    found = await probe(claude)
    await claude.close()
    assert (found.answers, found.tools, found.structured) == (True, False, False)
    assert [p.split(":")[0] for p in found.problems] == [
        "the model made no tool call when asked for one",
        "the model does not keep to a JSON form",
    ]


async def test_a_model_that_declines_is_told() -> None:
    """A refusal of a harmless question is a problem, not an answer."""
    claude, _ = model(refuse())
    found = await probe(claude)
    await claude.close()
    assert found.problems != ()
    assert (found.tools, found.structured) == (False, False)


async def test_an_unencrypted_address_is_told() -> None:
    """Health in clear over a network is worth a word even when all works."""
    settings = ClaudeSettings(base_url="http://10.0.0.5:8080")
    claude = Claude(settings, transport=Served(READY, CALLED, FORMED))
    found = await probe(claude)
    await claude.close()
    assert ["not encrypted" in problem for problem in found.problems] == [True]
    assert found.answers is True
