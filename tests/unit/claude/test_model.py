"""What comes back: whole answers, or one of Carnet's own errors that quotes nothing."""

from __future__ import annotations

import asyncio
import json
import logging
import traceback
from dataclasses import replace

import httpx2
import pytest

from adapters.claude import Claude
from bot.errors import CarnetError, Permanent, Transient
from bot.ports import ModelMessage, Picture, ToolCall
from tests.acceptance.model_server import (
    Step,
    broken_events,
    call,
    cut,
    empty_object,
    fail,
    garbage,
    overloaded_midway,
    rate_limited,
    refuse,
    say,
    too_long,
)
from tests.unit.claude.served import VISIT, ask, model

QUESTION = "SECRET question"
LOCAL = "http://127.0.0.1:9"


async def failure(claude: Claude, **rest: object) -> CarnetError:
    """The error that answering ends in."""
    try:
        await claude.answer(ask(QUESTION, **rest), deadline=5)
    except CarnetError as fault:
        return fault
    finally:
        await claude.close()
    raise AssertionError("the model answered")


async def test_an_answer_grows_and_comes_whole() -> None:
    """Drafts are the text so far, each longer than the one before; usage is counted."""
    usage = {"input_tokens": 5, "cache_creation_input_tokens": 20, "cache_read_input_tokens": 75}
    claude, _ = model(say("Votre rendez-vous est noté : à mardi.", chunk=7, usage=usage))
    drafts: list[str] = []

    async def show(text: str) -> None:
        drafts.append(text)

    answer = await claude.answer(ask(), deadline=5, on_text=show)
    await claude.close()
    assert answer.text == "Votre rendez-vous est noté : à mardi."
    assert answer.stop == "end"
    assert (answer.input_tokens, answer.cached_tokens, answer.output_tokens) == (100, 75, 20)
    assert len(drafts) > 3
    assert drafts == sorted(drafts, key=len)
    assert drafts[-1] == answer.text


async def test_tool_calls_come_with_their_arguments() -> None:
    """Arguments split over many pieces are put together again, accents included."""
    step = replace(
        call("add_visit", {"with": "Dr Élodie Bùi", "minutes": 20}, "Je note.", chunk=3),
        calls=(
            ("add_visit", {"with": "Dr Élodie Bùi", "minutes": 20}),
            ("add_visit", {"with": "kiné"}),
        ),
    )
    claude, _ = model(step)
    answer = await claude.answer(ask(tools=(VISIT,)), deadline=5)
    await claude.close()
    assert answer.stop == "tool"
    assert answer.text == "Je note."
    assert [c.arguments for c in answer.calls] == [
        {"with": "Dr Élodie Bùi", "minutes": 20},
        {"with": "kiné"},
    ]


async def test_a_refusal_has_no_text() -> None:
    """Whatever was said before the model declined is dropped."""
    for step in (refuse(), refuse("Bien sûr, prenez")):
        claude, _ = model(step)
        answer = await claude.answer(ask(), deadline=5)
        await claude.close()
        assert (answer.stop, answer.text) == ("refusal", "")


async def test_an_answer_cut_by_its_length_makes_no_call() -> None:
    """The text so far is kept; a call whose arguments may be cut is not."""
    step = replace(call("add_visit", {"with": "cardio"}, "Je"), stop="max_tokens")
    for scripted in (step, too_long("Je")):
        claude, _ = model(scripted)
        answer = await claude.answer(ask(tools=(VISIT,)), deadline=5)
        await claude.close()
        assert (answer.stop, answer.text, answer.calls) == ("length", "Je", ())


TRANSIENT: dict[str, tuple[Step | Exception, str]] = {
    "cut": (cut("SECRET answer of some length"), "cut"),
    "ends without an end": (replace(say("SECRET"), stop=""), "cut"),
    "overloaded midway": (overloaded_midway("SECRET"), "too many"),
    "html": (garbage("<html>SECRET</html>"), "protocol"),
    "broken event": (broken_events(), "protocol"),
    "empty object": (empty_object(), "protocol"),
    "no bytes": (garbage(""), "protocol"),
    "500": (fail(500), "failure"),
    "503": (fail(503), "failure"),
    "529": (fail(529), "too many"),
    "429": (rate_limited(7), "too many"),
    "unreachable": (httpx2.ConnectError("SECRET host"), "reached"),
    "silent": (httpx2.ReadTimeout("SECRET"), "in time"),
    "no connection in time": (httpx2.ConnectTimeout("SECRET"), "reached"),
    "not http": (httpx2.RemoteProtocolError("SECRET"), "protocol"),
    "not an event": (Step(kind="raw", body='event: message_start\ndata: "SECRET"\n\n'), "protocol"),
    "no content": (
        Step(kind="raw", body='event: message_start\ndata: {"type":"message_start"}\n\n'),
        "protocol",
    ),
}
PERMANENT = {
    400: "not valid",
    401: "key",
    402: "credit",
    403: "may not",
    404: "does not know",
    413: "larger",
    302: "redirects",
}


@pytest.mark.parametrize("name", TRANSIENT)
async def test_what_may_pass_is_transient_and_quotes_nothing(name: str) -> None:
    """Each way a server misbehaves is a Transient in our words, without a trace of content."""
    step, words = TRANSIENT[name]
    fault = await failure(model(step)[0])
    assert isinstance(fault, Transient)
    assert words in str(fault)
    assert "SECRET" not in "".join(traceback.format_exception(fault))
    assert fault.__context__ is None


@pytest.mark.parametrize("status", PERMANENT)
async def test_what_will_not_pass_is_permanent(status: int) -> None:
    """Each refusal for good says in words what to mend."""
    fault = await failure(model(fail(status, location="http://elsewhere.example/"))[0])
    assert isinstance(fault, Permanent)
    assert PERMANENT[status] in str(fault)


async def test_nothing_is_tried_twice_and_no_redirect_is_followed() -> None:
    """One answer is one request: retries belong to the mailbox, addresses to the operator."""
    for step in (fail(500), fail(302, location="http://elsewhere.example/"), rate_limited(0)):
        claude, served = model(step)
        await failure(claude)
        assert len(served.requests) == 1


async def test_the_wait_a_server_asks_for_is_passed_on() -> None:
    """Retry-After reaches whoever schedules the next try."""
    fault = await failure(model(rate_limited(42))[0])
    assert isinstance(fault, Transient)
    assert fault.retry_after == 42


async def test_the_deadline_holds_while_drafts_are_shown() -> None:
    """A draft that never gets shown does not hold the answer beyond its deadline."""
    claude, _ = model(say("Bonjour"))
    await claude.warm()

    async def stuck(text: str) -> None:
        await asyncio.Event().wait()

    with pytest.raises(Transient, match="in time"):
        await claude.answer(ask(), deadline=0.05, on_text=stuck)
    await claude.close()


async def test_an_error_of_the_callers_own_stays_the_callers() -> None:
    """What goes wrong in showing a draft is not taken for the model's fault."""
    claude, _ = model(say("Bonjour"), failures=1)

    async def broken(text: str) -> None:
        raise ValueError("the channel's own")

    with pytest.raises(ValueError, match="the channel's own"):
        await claude.answer(ask(), deadline=5, on_text=broken)
    assert claude.breaker.open is False
    await claude.close()


async def test_a_structured_answer_is_checked_again() -> None:
    """A server that ignores the schema gives a Transient, one that fences its JSON does not."""
    schema = {
        "type": "object",
        "properties": {"level": {"enum": ["none", "urgent"]}},
        "required": ["level"],
    }
    good = '```json\n{"level": "urgent"}\n```'
    claude, _ = model(say(good))
    answer = await claude.answer(ask(schema_=schema), deadline=5)
    await claude.close()
    assert json.loads(answer.text) == {"level": "urgent"}
    for bad in ('{"level": "SECRET"}', "Je pense que SECRET", "[]", "", '{"level": NaN}'):
        fault = await failure(model(say(bad))[0], schema_=schema)
        assert isinstance(fault, Transient)
        assert "schema" in str(fault)
        assert "SECRET" not in "".join(traceback.format_exception(fault))


async def test_an_answer_that_misses_its_schema_does_not_open_the_breaker() -> None:
    """A server that answers the wrong thing is up."""
    schema = {"type": "object", "properties": {}, "required": ["x"]}
    claude, _ = model(say("no"), failures=1)
    await failure(claude, schema_=schema)
    assert claude.breaker.open is False


async def test_a_structured_answer_is_not_shown_while_it_grows() -> None:
    """Half a JSON object is nothing to show to a person."""
    drafts: list[str] = []

    async def show(text: str) -> None:
        drafts.append(text)

    claude, _ = model(say("{}", chunk=1))
    await claude.answer(ask(schema_={"type": "object", "properties": {}}), deadline=5, on_text=show)
    await claude.close()
    assert drafts == []


async def test_printed_calls_are_read_from_local_servers_only() -> None:
    """JSON in a fence is a call where small models answer, and text where Claude does."""
    printed = 'D\'accord.\n```json\n{"name": "add_visit", "arguments": {"with": "kiné"}}\n```'
    drafts: list[str] = []

    async def show(text: str) -> None:
        drafts.append(text)

    local, _ = model(say(printed, chunk=1), base_url=LOCAL)
    answer = await local.answer(ask(tools=(VISIT,)), deadline=5, on_text=show)
    await local.close()
    expected = ToolCall(id="printed_1", name="add_visit", arguments={"with": "kiné"})
    assert ("tool", "D'accord.", (expected,)) == (answer.stop, answer.text, answer.calls)
    assert drafts[-1] == "D'accord."

    claude, _ = model(say(printed))
    answer = await claude.answer(ask(tools=(VISIT,)), deadline=5)
    await claude.close()
    assert ("end", printed, ()) == (answer.stop, answer.text, answer.calls)


async def test_debug_lines_of_the_vendor_are_silenced(caplog: pytest.LogCaptureFixture) -> None:
    """Even with every logger at DEBUG nothing of a conversation is logged."""
    root = logging.getLogger()
    before = root.level
    root.setLevel(logging.DEBUG)
    for name in ("anthropic", "httpx2", "httpcore2"):
        logging.getLogger(name).setLevel(logging.DEBUG)
    try:
        claude, _ = model(say("SECRET answer"))
        await claude.answer(ask(QUESTION), deadline=5)
        await claude.close()
    finally:
        root.setLevel(before)
    assert "SECRET" not in caplog.text
    assert logging.getLogger("anthropic").level >= logging.WARNING


async def test_a_picture_is_looked_at_without_hurry() -> None:
    """A server may be silent over a picture as long as the deadline; over words it may not."""
    claude, served = model(say("oui"))
    picture = Picture(media_type="image/jpeg", content=b"pixels")
    shown = ModelMessage(role="user", text="Read.", pictures=(picture,))
    await claude.answer(ask(), deadline=90)
    await claude.answer(ask(messages=(shown,)), deadline=90)
    await claude.close()
    silences = [request.extensions["timeout"]["read"] for request in served.requests]
    connecting = [request.extensions["timeout"]["connect"] for request in served.requests]
    assert [12.0, 90.0] == silences
    assert [5.0, 5.0] == connecting
