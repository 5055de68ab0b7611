"""The request on the wire: complete, in prefix order, and the same bytes for the same request."""

from __future__ import annotations

import json
from base64 import b64encode

from hypothesis import given
from hypothesis import strategies as st

from adapters.claude.wire import to_body
from bot.ports import ModelMessage, ModelRequest, Picture, ToolCall, ToolResult
from tests.acceptance.model_server import say
from tests.unit.claude.served import VISIT, ask, model

HOUR = {"type": "ephemeral", "ttl": "1h"}
OTHER = VISIT.model_copy(update={"name": "undo"})


def test_the_prefix_is_tools_then_system_and_carries_the_cache_marks() -> None:
    """The last tool and the first three system parts are marked, within the four allowed."""
    request = ask(system=("a", "b", "c", "d"), tools=(OTHER, VISIT))
    body = to_body(request, "some-model")
    assert ["cache_control" in tool for tool in body["tools"]] == [False, True]
    assert [part.get("cache_control") for part in body["system"]] == [HOUR, HOUR, HOUR, None]
    assert json.dumps(body).count("ephemeral") == 4
    assert body["messages"] == [{"role": "user", "content": [{"type": "text", "text": "Bonjour"}]}]


def test_cache_marks_can_be_left_out() -> None:
    """A server that knows no cache gets none of its marks."""
    body = to_body(ask(tools=(VISIT,)), "m", cached=False)
    assert "cache_control" not in json.dumps(body)


def test_what_is_empty_is_not_sent() -> None:
    """No tools, no system and no schema leave no empty field behind."""
    body = to_body(ask(system=("", " ")), "m")
    assert sorted(body) == ["max_tokens", "messages", "model"]


def test_ids_of_the_server_are_replaced_by_ranks() -> None:
    """Two conversations that differ only in random call ids send the same bytes."""

    def conversation(first: str, second: str) -> ModelRequest:
        return ask(
            messages=(
                ModelMessage(role="user", text="Note deux rendez-vous"),
                ModelMessage(
                    role="assistant",
                    calls=(
                        ToolCall(id=first, name="add_visit", arguments={"with": "A"}),
                        ToolCall(id=second, name="add_visit", arguments={"with": "B"}),
                    ),
                ),
                ModelMessage(
                    role="user",
                    results=(
                        ToolResult(id=second, text="", error=True),
                        ToolResult(id=first, text="ok"),
                    ),
                ),
            )
        )

    body = to_body(conversation("toolu_x1", "toolu_x2"), "m")
    assert body == to_body(conversation("toolu_9", "toolu_8"), "m")
    assert [b["id"] for b in body["messages"][1]["content"]] == ["call_1", "call_2"]
    assert body["messages"][2]["content"] == [
        {
            "type": "tool_result",
            "tool_use_id": "call_2",
            "content": "(nothing)",
            "is_error": True,
        },
        {"type": "tool_result", "tool_use_id": "call_1", "content": "ok"},
    ]


def test_a_pair_cut_in_two_is_left_out() -> None:
    """A history that begins or ends between a call and its result is still one a server takes."""
    call = ToolCall(id="x", name="add_visit", arguments={"with": "A"})
    result = ToolResult(id="x", text="ok")
    orphan = to_body(ask(messages=(ModelMessage(role="user", text="hi", results=(result,)),)), "m")
    dangling = to_body(
        ask(
            messages=(
                ModelMessage(role="user", text="hi"),
                ModelMessage(role="assistant", calls=(call,)),
                ModelMessage(role="user", text="well?"),
            )
        ),
        "m",
    )
    assert "tool_result" not in json.dumps(orphan)
    assert "tool_use" not in json.dumps(dangling)
    assert [m["role"] for m in dangling["messages"]] == ["user", "user"]


def test_key_order_of_arguments_does_not_matter() -> None:
    """Arguments that are equal are written the same, whatever order the model gave them in."""

    def with_arguments(arguments: dict[str, object]) -> str:
        messages = (
            ModelMessage(
                role="assistant",
                calls=(ToolCall.model_validate({"id": "i", "name": "n", "arguments": arguments}),),
            ),
            ModelMessage(role="user", results=(ToolResult(id="i", text="ok"),)),
        )
        return json.dumps(to_body(ask(messages=messages), "m"))

    one = with_arguments({"a": {"c": [{"y": 1, "x": 2}], "b": 1}, "d": 2})
    other = with_arguments({"d": 2, "a": {"b": 1, "c": [{"x": 2, "y": 1}]}})
    assert one == other


def test_a_schema_is_sent_as_the_service_takes_it() -> None:
    """Limits that the service refuses become words; objects are closed."""
    schema = {"type": "object", "properties": {"n": {"type": "integer", "minimum": 1}}}
    sent = to_body(ask(schema_=schema), "m")["output_config"]["format"]
    assert sent["type"] == "json_schema"
    assert sent["schema"]["additionalProperties"] is False
    assert "minimum" not in sent["schema"]["properties"]["n"]
    assert schema == {"type": "object", "properties": {"n": {"type": "integer", "minimum": 1}}}


TEXTS = st.text(min_size=0, max_size=30)
CALLS = st.builds(
    ToolCall,
    id=st.text("abc", min_size=1, max_size=2),
    name=st.just("add_visit"),
    arguments=st.dictionaries(st.text("xyz", max_size=2), st.integers(), max_size=2),
)
RESULTS = st.builds(ToolResult, id=st.text("abc", min_size=1, max_size=2), text=TEXTS)
MESSAGES = st.builds(
    ModelMessage,
    role=st.sampled_from(["user", "assistant"]),
    text=TEXTS,
    calls=st.lists(CALLS, max_size=2, unique_by=lambda c: c.id).map(tuple),
    results=st.lists(RESULTS, max_size=2, unique_by=lambda r: r.id).map(tuple),
)


@given(st.lists(MESSAGES, max_size=5).map(tuple))
def test_every_history_is_one_a_server_takes(messages: tuple[ModelMessage, ...]) -> None:
    """No empty block, every call answered by the very next message, every result called for."""
    written = to_body(ask(messages=messages), "m")["messages"]
    for place, message in enumerate(written):
        assert message["content"]
        called = {b["id"] for b in message["content"] if b["type"] == "tool_use"}
        if called:
            following = written[place + 1]["content"]
            assert called == {b["tool_use_id"] for b in following if b["type"] == "tool_result"}
        for block in message["content"]:
            if block["type"] == "text":
                assert block["text"].strip()


def test_pictures_go_before_the_text_as_base64() -> None:
    """Each picture is one block of the person's message; an answer of the model has none."""
    one = Picture(media_type="image/jpeg", content=b"\xff\xd8one")
    two = Picture(media_type="image/png", content=b"\x89PNGtwo")
    message = ModelMessage(role="user", text="Read.", pictures=(one, two))
    told = ModelMessage(role="assistant", text="Yes.", pictures=(one,))
    body = to_body(ask(messages=(message, told)), "m")
    assert [
        {
            "role": "user",
            "content": [
                {
                    "type": "image",
                    "source": {
                        "type": "base64",
                        "media_type": "image/jpeg",
                        "data": b64encode(b"\xff\xd8one").decode(),
                    },
                },
                {
                    "type": "image",
                    "source": {
                        "type": "base64",
                        "media_type": "image/png",
                        "data": b64encode(b"\x89PNGtwo").decode(),
                    },
                },
                {"type": "text", "text": "Read."},
            ],
        },
        {"role": "assistant", "content": [{"type": "text", "text": "Yes."}]},
    ] == body["messages"]


async def test_the_same_request_sends_the_same_bytes() -> None:
    """Two models, two moments: one request, one body, to the one route that is allowed."""
    bodies, paths = [], set()
    for _ in range(2):
        claude, served = model(say("oui"))
        await claude.answer(ask(tools=(VISIT,)), deadline=5)
        await claude.answer(ask(tools=(VISIT,)), deadline=5)
        bodies += [request.content for request in served.requests]
        paths |= {(request.method, request.url.path) for request in served.requests}
        await claude.close()
    assert len(set(bodies)) == 1
    assert paths == {("POST", "/v1/messages")}
