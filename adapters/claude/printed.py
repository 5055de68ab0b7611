"""Tool calls that a small model printed instead of making them.

Seen with local servers: the model writes the call as JSON, most often inside a code fence, and
stops as if it had answered. It is read as a call only when it closes the answer, names a tool
that was offered, and its arguments fit that tool's schema; otherwise it stays text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from pydantic import JsonValue

from adapters.claude.conforms import conforms
from bot.ports import ToolCall, ToolSpec

FENCE = re.compile(r"```[ \t]*[\w-]*[ \t]*\n?(?P<body>.*?)```\s*\Z", re.DOTALL)
TAG = re.compile(r"<(?P<tag>tool_call|function_call)>(?P<body>.*?)</(?P=tag)>\s*\Z", re.DOTALL)
OPENINGS = ("```", "<tool_call>", "<function_call>")
LENGTHS = range(max(map(len, OPENINGS)) - 1, 0, -1)
BEGUN = {size: tuple(o[:size] for o in OPENINGS if len(o) > size) for size in LENGTHS}
NAMES = ("name", "tool", "tool_name", "function")
ARGUMENTS = ("arguments", "parameters", "input", "args")
LARGEST = 20_000


def unfenced(text: str) -> str:
    """``text`` without the one code fence that wraps all of it, if there is one."""
    stripped = text.strip()
    found = FENCE.match(stripped)
    return found["body"].strip() if found else stripped


def printed_calls(text: str, tools: Sequence[ToolSpec]) -> tuple[str, tuple[ToolCall, ...]]:
    """The words before the printed call, and the call; the text as it is and none otherwise."""
    if not tools or len(text) > LARGEST:
        return text, ()
    for before, body in _candidates(text):
        calls = _calls(body, tools)
        if calls:
            return before.strip(), calls
    return text, ()


def shown_while_written(text: str, tools: Sequence[ToolSpec]) -> str:
    """What of an unfinished answer can be shown: nothing from where a printed call may begin."""
    if not tools:
        return text
    if text.lstrip().startswith(("{", "[{")):
        return ""
    starts = [place for opening in OPENINGS if (place := text.find(opening)) >= 0]
    if not starts:
        starts = [len(text) - size for size in LENGTHS if text.endswith(BEGUN[size])]
    return text[: min(starts, default=len(text))].rstrip()


def _candidates(text: str) -> list[tuple[str, str]]:
    stripped = text.strip()
    candidates = [(stripped[: m.start()], m["body"]) for m in TAG.finditer(stripped)]
    opening = stripped.find("```")
    if opening >= 0 and (fenced := FENCE.match(stripped, opening)) and "```" not in fenced["body"]:
        candidates.append((stripped[:opening], fenced["body"]))
    if stripped.startswith(("{", "[")):
        candidates.append(("", stripped))
    return candidates


def _calls(body: str, tools: Sequence[ToolSpec]) -> tuple[ToolCall, ...]:
    try:
        value: JsonValue = json.loads(body)
    except (ValueError, RecursionError):
        return ()
    if isinstance(value, dict) and isinstance(value.get("tool_calls"), list):
        value = value["tool_calls"]
    entries = value if isinstance(value, list) else [value]
    calls: list[ToolCall] = []
    for entry in entries:
        call = _call(entry, tools, rank=len(calls) + 1)
        if call is None:
            return ()
        calls.append(call)
    return tuple(calls)


def _call(entry: JsonValue, tools: Sequence[ToolSpec], *, rank: int) -> ToolCall | None:
    if not isinstance(entry, dict):
        return None
    if isinstance(entry.get("function"), dict):
        entry = entry["function"]
        assert isinstance(entry, dict)  # noqa: S101
    name = next((entry[key] for key in NAMES if isinstance(entry.get(key), str)), None)
    arguments = next((entry[key] for key in ARGUMENTS if key in entry), None)
    if isinstance(arguments, str):
        try:
            arguments = json.loads(arguments)
        except (ValueError, RecursionError):
            return None
    if not isinstance(arguments, dict):
        return None
    for tool in tools:
        if tool.name == name and conforms(arguments, tool.schema_):
            return ToolCall(id=f"printed_{rank}", name=tool.name, arguments=arguments)
    return None
