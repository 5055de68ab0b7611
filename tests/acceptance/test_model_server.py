"""The model adapter against a real socket: everything the scripted server can do to it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from adapters.claude import Claude, ClaudeSettings
from bot.errors import CarnetError, Permanent, Transient
from bot.ports import ModelMessage, ModelRequest, ToolResult, ToolSpec
from tests.acceptance.model_server import (
    ModelServer,
    Recorded,
    Step,
    broken_events,
    call,
    cut,
    empty_object,
    fail,
    garbage,
    hang,
    overloaded_midway,
    rate_limited,
    refuse,
    say,
    slow,
    too_long,
)

ROOT = Path(__file__).parents[2]
TOOL = ToolSpec(
    name="add_visit",
    description="Note an appointment.",
    schema_={"type": "object", "properties": {"with": {"type": "string"}}},
)


def ask(text: str, *more: ModelMessage) -> ModelRequest:
    """A request with one tool."""
    first = ModelMessage(role="user", text=text)
    return ModelRequest(system=("Persona.",), messages=(first, *more), tools=(TOOL,))


def claude(server: ModelServer, **settings: float) -> Claude:
    """A model that talks to that server."""
    return Claude(ClaudeSettings(base_url=server.base_url, **settings))  # type: ignore[arg-type]


async def test_a_tool_loop_over_a_real_socket() -> None:
    """The model calls a tool, gets its result and answers; each request is recorded."""
    with ModelServer([call("add_visit", {"with": "kiné"}), say("C'est noté.")]) as server:
        model = claude(server)
        first = await model.answer(ask("Note"), deadline=20)
        asked = ModelMessage(role="assistant", calls=first.calls)
        told = ModelMessage(
            role="user", results=(ToolResult(id=first.calls[0].id, text="noted for Tuesday"),)
        )
        second = await model.answer(ask("Note", asked, told), deadline=20)
        await model.close()
    assert (first.stop, first.calls[0].arguments) == ("tool", {"with": "kiné"})
    assert second.text == "C'est noté."
    assert [r.path for r in server.requests] == ["/v1/messages"] * 2
    assert server.requests[1].last_text() == "noted for Tuesday"


FAULTS: dict[str, tuple[Step, type[CarnetError]]] = {
    "cut": (cut("a rather long answer that breaks"), Transient),
    "overloaded midway": (overloaded_midway("some"), Transient),
    "500": (fail(500), Transient),
    "429": (rate_limited(9), Transient),
    "html": (garbage(), Transient),
    "broken events": (broken_events(), Transient),
    "empty object": (empty_object(), Transient),
    "401": (fail(401), Permanent),
    "404": (fail(404), Permanent),
    "redirect": (fail(307, location="/elsewhere"), Permanent),
}


@pytest.mark.parametrize("name", FAULTS)
async def test_every_misbehaviour_is_one_of_our_errors(name: str) -> None:
    """Over a real socket too, nothing of the vendor's errors gets out, and nothing is retried."""
    step, kind = FAULTS[name]
    with ModelServer([step]) as server:
        model = claude(server)
        with pytest.raises(kind):
            await model.answer(ask("Bonjour"), deadline=20)
        await model.close()
    assert len(server.requests) == 1


async def test_silence_and_slowness_end_by_their_limits() -> None:
    """A server that sends nothing, and one that never finishes, both end as Transient."""
    with ModelServer([hang()]) as server:
        model = claude(server, silence=0.1)
        with pytest.raises(Transient, match="in time"):
            await model.answer(ask("Bonjour"), deadline=20)
        await model.close()
    with ModelServer([slow("word " * 200, pause=0.05)]) as server:
        model = claude(server)
        await model.warm()
        with pytest.raises(Transient, match="in time"):
            await model.answer(ask("Bonjour"), deadline=0.3)
        await model.close()


async def test_refusal_and_length_are_answers() -> None:
    """Declining and running out of length are told as such."""
    with ModelServer([refuse(), too_long("Il faut")]) as server:
        model = claude(server)
        refused = await model.answer(ask("Bonjour"), deadline=20)
        long = await model.answer(ask("Bonjour"), deadline=20)
        await model.close()
    assert (refused.stop, refused.text) == ("refusal", "")
    assert (long.stop, long.text) == ("length", "Il faut")


async def test_nobody_listening_is_transient() -> None:
    """A port where nothing listens is a server that cannot be reached."""
    with ModelServer([say("x")]) as server:
        address = server.base_url
    model = Claude(ClaudeSettings(base_url=address))
    with pytest.raises(Transient, match="reached"):
        await model.answer(ask("Bonjour"), deadline=20)
    await model.close()


async def test_a_script_may_answer_what_it_was_asked() -> None:
    """A function of the request can play any model, the hostile one included."""

    def echo(request: Recorded) -> Step:
        return say(request.last_text().upper())

    with ModelServer(echo) as server:
        model = claude(server)
        answer = await model.answer(ask("Noté"), deadline=20)
        await model.close()
    assert answer.text == "NOTÉ"


def test_the_server_runs_as_a_program_of_its_own(tmp_path: Path) -> None:
    """It prints its address, serves its script, records bodies, and ends with its input."""
    import urllib.request

    script, record = tmp_path / "script.json", tmp_path / "record.jsonl"
    script.write_text(json.dumps([{"text": "Bonjour"}]), encoding="utf-8")
    command = [sys.executable, "-m", "tests.acceptance.model_server"]
    command += ["--script", str(script), "--record", str(record)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as program:
        assert program.stdout is not None
        address = program.stdout.readline().strip()
        request = urllib.request.Request(f"{address}/v1/messages", data=b'{"model": "m"}')
        with urllib.request.urlopen(request, timeout=20) as response:
            received = response.read()
        program.communicate(timeout=20)
    assert b"Bonjour" in received
    assert program.returncode == 0
    assert json.loads(record.read_text(encoding="utf-8"))["body"] == '{"model": "m"}'


def test_the_vendors_package_is_not_imported_before_it_is_needed() -> None:
    """Importing the adapter, and configuring a model, leaves the slow import for the first call."""
    program = (
        "import sys; from adapters.claude import Claude, ClaudeSettings;"
        "Claude(ClaudeSettings(api_key='k'));"
        "print([m for m in ('anthropic', 'httpx2', 'jsonschema') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert done.stdout.strip() == "[]"
