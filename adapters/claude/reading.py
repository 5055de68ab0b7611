"""An answer put together while it arrives, and checked before anybody sees it whole."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from pydantic import JsonValue

from adapters.claude.conforms import conforms
from adapters.claude.faults import CUT, GARBAGE, UNFIT
from adapters.claude.printed import printed_calls, unfenced
from bot.errors import Transient
from bot.ports import ModelAnswer, ModelRequest, ToolCall

if TYPE_CHECKING:
    from anthropic.types import Usage

Stop = Literal["end", "tool", "length", "refusal", "pause"]
STOPS: dict[str, Stop] = {
    "end_turn": "end",
    "stop_sequence": "end",
    "tool_use": "tool",
    "max_tokens": "length",
    "model_context_window_exceeded": "length",
    "refusal": "refusal",
    "pause_turn": "pause",
}


@dataclass(slots=True)
class _Call:
    id: str
    name: str
    whole: JsonValue
    pieces: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Reading:
    """What has arrived of one answer."""

    text: str = ""
    stop: str | None = None
    begun: bool = False
    _calls: dict[int, _Call] = field(default_factory=dict)

    def take(self, event: Any) -> bool:
        """Take in one event of the stream; True when the text grew."""
        self.begun = True
        before = len(self.text)
        if event.type == "content_block_start":
            block = event.content_block
            if block.type == "text":
                self.text += _string(block.text or "")
            elif block.type == "tool_use":
                self._calls[event.index] = _Call(
                    _string(block.id), _string(block.name), block.input
                )
        elif event.type == "content_block_delta":
            if event.delta.type == "text_delta":
                self.text += _string(event.delta.text)
            elif event.delta.type == "input_json_delta" and event.index in self._calls:
                self._calls[event.index].pieces.append(_string(event.delta.partial_json))
        elif event.type == "message_delta":
            self.stop = event.delta.stop_reason
        return len(self.text) > before

    def ended(self) -> None:
        """Raises Transient when the stream is over but the answer is not."""
        if not isinstance(self.stop, str) or not self.stop:
            raise Transient(CUT if self.begun else GARBAGE)

    def answer(self, request: ModelRequest, usage: Usage | None, *, printed: bool) -> ModelAnswer:
        """The whole answer, once it has ended.

        Raises Transient when a call's arguments are no JSON object, or when a structured answer
        does not fit its schema.
        """
        stop = STOPS.get(self.stop or "", "end")
        text = self.text
        calls: tuple[ToolCall, ...] = ()
        if stop == "refusal":
            text = ""
        elif stop != "length":
            # An answer cut by its length may have cut a call's arguments: none of them counts.
            calls = self._whole_calls()
        if calls:
            stop = "tool"
        elif stop == "tool":
            raise Transient(GARBAGE)
        elif stop == "end" and request.schema_ is not None:
            text = _structured(text, request.schema_)
        elif stop == "end" and printed:
            text, calls = printed_calls(text, request.tools)
            stop = "tool" if calls else stop
        fresh, written, cached = (
            _count(getattr(usage, name, None))
            for name in (
                "input_tokens",
                "cache_creation_input_tokens",
                "cache_read_input_tokens",
            )
        )
        return ModelAnswer(
            text=text,
            calls=calls,
            stop=stop,
            input_tokens=fresh + written + cached,
            output_tokens=_count(getattr(usage, "output_tokens", None)),
            cached_tokens=cached,
        )

    def _whole_calls(self) -> tuple[ToolCall, ...]:
        calls: list[ToolCall] = []
        for _, call in sorted(self._calls.items()):
            arguments = _loads("".join(call.pieces)) if any(call.pieces) else call.whole
            if not isinstance(arguments, dict) or not call.id or not call.name:
                raise Transient(GARBAGE)
            calls.append(ToolCall(id=call.id, name=call.name, arguments=arguments))
        return tuple(calls)


def _structured(text: str, schema: dict[str, JsonValue]) -> str:
    bare = unfenced(text)
    if not conforms(_loads(bare, otherwise=UNFIT), schema):
        raise Transient(UNFIT)
    return bare


def _loads(text: str, *, otherwise: str = GARBAGE) -> JsonValue:
    fault: Transient | None = None
    try:
        value: JsonValue = json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        fault = Transient(otherwise)
    if fault is not None:
        raise fault
    return value


def _no_constant(name: str) -> JsonValue:
    raise ValueError(name)


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("not a string")
    return value


def _count(value: object) -> int:
    return value if isinstance(value, int) and value >= 0 else 0
