"""Scripted answers without a network, for the tests of this folder."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

import httpx2

from adapters.claude import Claude, ClaudeSettings
from bot.ports import ModelMessage, ModelRequest, ToolSpec
from tests.acceptance.model_server import Step, encoded, events

VISIT = ToolSpec(
    name="add_visit",
    description="Note an appointment.",
    schema_={
        "type": "object",
        "properties": {"with": {"type": "string"}, "minutes": {"type": "integer"}},
        "required": ["with"],
        "additionalProperties": False,
    },
)


def ask(text: str = "Bonjour", **rest: object) -> ModelRequest:
    """A request with one sentence."""
    fields: dict[str, object] = {
        "system": ("Persona.", "Notebook."),
        "messages": (ModelMessage(role="user", text=text),),
    }
    return ModelRequest.model_validate(fields | rest)


class Served(httpx2.AsyncBaseTransport):
    """Answers each request by the next step, the last one for ever; keeps the requests."""

    def __init__(self, *steps: Step | Exception) -> None:
        self.steps = steps
        self.requests: list[httpx2.Request] = []

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """The scripted response, or the scripted network failure."""
        self.requests.append(request)
        step = self.steps[min(len(self.requests), len(self.steps)) - 1]
        if isinstance(step, Exception):
            raise step
        headers = dict(step.headers)
        if step.kind == "stream":
            headers["content-type"] = "text/event-stream"
            return httpx2.Response(step.status, headers=headers, content=_pieces(step))
        return httpx2.Response(step.status, headers=headers, content=step.body.encode())


async def _pieces(step: Step) -> AsyncIterator[bytes]:
    for number, event in enumerate(events(step)):
        if step.cut is not None and number >= step.cut:
            raise httpx2.ReadError("connection lost while reading SECRET")
        yield encoded(event)


def model(
    *steps: Step | Exception,
    now: Callable[[], float] = lambda: 0.0,
    base_url: str | None = None,
    failures: int = 3,
) -> tuple[Claude, Served]:
    """A model over scripted answers, and what it was asked."""
    served = Served(*steps)
    settings = ClaudeSettings(api_key="key", base_url=base_url, failures=failures)
    return Claude(settings, transport=served, now=now), served
