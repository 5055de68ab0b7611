"""A model request as the Messages protocol writes it. Pure: equal requests, equal bytes.

No id, time or random value goes in. The ids that a server gave to its tool calls are replaced by
their rank, so that two conversations that said the same send the same.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from pydantic import JsonValue

from bot.ports import ModelMessage, ModelRequest, Picture, ToolSpec

CACHE = {"type": "ephemeral", "ttl": "1h"}
CACHED_PARTS = 3  # the protocol allows four marks: the tools' and these
SILENT_RESULT = "(nothing)"

Block = dict[str, Any]


def to_body(request: ModelRequest, model: str, *, cached: bool = True) -> Block:
    """The keyword arguments of ``messages.stream`` for this request.

    Prefix order is the protocol's: tools, system, messages; the last tool and the first system
    parts carry the cache marks. ``ValueError`` when ``schema_`` is one no server could follow.
    """
    body: Block = {
        "model": model,
        "max_tokens": request.max_tokens,
        "messages": _messages(request.messages),
    }
    tools = _tools(request.tools, cached=cached)
    if tools:
        body["tools"] = tools
    system = _system(request.system, cached=cached)
    if system:
        body["system"] = system
    if request.schema_ is not None:
        from anthropic import transform_schema

        schema = transform_schema(dict(request.schema_))
        body["output_config"] = {"format": {"type": "json_schema", "schema": schema}}
    return body


def _tools(tools: Sequence[ToolSpec], *, cached: bool) -> list[Block]:
    blocks: list[Block] = [
        {"name": tool.name, "description": tool.description, "input_schema": tool.schema_}
        for tool in tools
    ]
    if blocks and cached:
        blocks[-1]["cache_control"] = dict(CACHE)
    return blocks


def _system(parts: Sequence[str], *, cached: bool) -> list[Block]:
    blocks: list[Block] = [{"type": "text", "text": part} for part in parts if part.strip()]
    if cached:
        for block in blocks[:CACHED_PARTS]:
            block["cache_control"] = dict(CACHE)
    return blocks


def _messages(messages: Sequence[ModelMessage]) -> list[Block]:
    """The conversation's blocks.

    A server refuses a call without its result in the next message, and a result without its
    call: a history that was cut between the two loses the pair rather than the whole answer.
    """
    answered = _answered(messages)
    written: list[Block] = []
    rank = 0
    ids: dict[str, str] = {}
    for place, message in enumerate(messages):
        blocks: list[Block] = []
        for result in message.results:
            if result.id in answered.get(place - 1, frozenset()):
                block: Block = {
                    "type": "tool_result",
                    "tool_use_id": ids[result.id],
                    "content": result.text if result.text.strip() else SILENT_RESULT,
                }
                if result.error:
                    block["is_error"] = True
                blocks.append(block)
        if message.role == "user":
            blocks += [_picture(picture) for picture in message.pictures]
        if message.text.strip():
            text = message.text.rstrip() if message.role == "assistant" else message.text
            blocks.append({"type": "text", "text": text})
        for call in message.calls:
            if call.id in answered.get(place, frozenset()):
                rank += 1
                ids[call.id] = f"call_{rank}"
                blocks.append(
                    {
                        "type": "tool_use",
                        "id": ids[call.id],
                        "name": call.name,
                        "input": _sorted(call.arguments),
                    }
                )
        if blocks:
            written.append({"role": message.role, "content": blocks})
    return written


def _picture(picture: Picture) -> Block:
    written = b64encode(picture.content).decode("ascii")
    source = {"type": "base64", "media_type": picture.media_type, "data": written}
    return {"type": "image", "source": source}


def _answered(messages: Sequence[ModelMessage]) -> dict[int, frozenset[str]]:
    """For each message with calls, the ids that the message right after it answers."""
    return {
        place: frozenset(call.id for call in message.calls) & {r.id for r in following.results}
        for place, (message, following) in enumerate(pairwise(messages))
        if message.calls
    }


def _sorted(value: JsonValue) -> JsonValue:
    """The same value with every object's keys in order."""
    if isinstance(value, dict):
        return {key: _sorted(value[key]) for key in sorted(value)}
    if isinstance(value, list):
        return [_sorted(item) for item in value]
    return value
