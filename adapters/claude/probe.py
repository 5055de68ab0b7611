"""What `carnet check` asks the configured model, and what it says in words when all is not well."""

from __future__ import annotations

import json
from dataclasses import dataclass

from adapters.claude.faults import UNFIT
from adapters.claude.model import Claude
from bot.errors import CarnetError
from bot.ports import ModelMessage, ModelRequest, ToolSpec

TOOL = ToolSpec(
    name="note_colour",
    description="Note the colour that was named.",
    schema_={
        "type": "object",
        "properties": {"colour": {"type": "string"}},
        "required": ["colour"],
    },
)
SCHEMA = {
    "type": "object",
    "properties": {"colour": {"type": "string"}},
    "required": ["colour"],
}
SYSTEM = ("You check a connection. Answer in as few words as you can.",)
NO_TOOLS = "the model made no tool call when asked for one: it can talk, but not act"
NO_STRUCTURE = "the model does not keep to a JSON form: what needs one is asked by forms instead"
IN_CLEAR = "the model's address is not encrypted (http): use https, or a server on this machine"
SHORT = "the model did not end its answer"


@dataclass(frozen=True, slots=True)
class Probe:
    """What the model can do, and in words what is wrong or worth knowing.

    ``answers`` false means the model is of no use as configured, and ``problems`` says why.
    ``tools`` and ``structured`` tell whether it called a tool and kept to a schema when asked.
    """

    model: str
    answers: bool
    tools: bool
    structured: bool
    problems: tuple[str, ...]


async def probe(model: Claude, *, deadline: float = 20.0) -> Probe:
    """Ask the model three short questions, each within ``deadline`` seconds; never raises."""
    problems = [IN_CLEAR] if model.settings.in_clear else []
    try:
        answer = await model.answer(_ask("Say: ready"), deadline=deadline)
    except CarnetError as fault:
        return Probe(model.name, False, False, False, (*problems, str(fault)))
    if answer.stop == "refusal":
        problems.append(SHORT)
    tools = await _calls_tools(model, deadline, problems)
    structured = await _keeps_form(model, deadline, problems)
    return Probe(model.name, True, tools, structured, tuple(problems))


async def _calls_tools(model: Claude, deadline: float, problems: list[str]) -> bool:
    request = _ask("Use the tool to note the colour blue.").model_copy(update={"tools": (TOOL,)})
    try:
        answer = await model.answer(request, deadline=deadline)
    except CarnetError as fault:
        problems.append(str(fault))
        return False
    called = any(call.name == TOOL.name for call in answer.calls)
    if not called:
        problems.append(NO_TOOLS)
    return called


async def _keeps_form(model: Claude, deadline: float, problems: list[str]) -> bool:
    request = _ask('Answer with JSON: {"colour": "blue"}').model_copy(update={"schema_": SCHEMA})
    try:
        answer = await model.answer(request, deadline=deadline)
    except CarnetError as fault:
        problems.append(NO_STRUCTURE if str(fault) == UNFIT else str(fault))
        return False
    if answer.stop != "end":
        problems.append(NO_STRUCTURE)
        return False
    return isinstance(json.loads(answer.text), dict)


def _ask(text: str) -> ModelRequest:
    return ModelRequest(
        system=SYSTEM, messages=(ModelMessage(role="user", text=text),), max_tokens=200
    )
