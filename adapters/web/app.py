"""The ASGI application: ``/healthz``, ``/readyz``, ``/metrics`` and the platforms' webhooks."""

import contextlib
import math
from collections.abc import Awaitable, Callable, Mapping, Sequence

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from adapters.web.measures import CONTENT_TYPE, PrometheusMeasures
from bot.errors import Transient

Waiting = Callable[[], Awaitable[Sequence[int]]]
"""How many jobs are due, and how many seconds the oldest has waited; raises Transient."""


def application(
    routes: Sequence[BaseRoute],
    *,
    measures: PrometheusMeasures,
    waiting: Waiting,
    healthy: Mapping[str, Callable[[], bool]],
) -> Starlette:
    """The application. ``healthy`` says of each channel whether it receives."""

    async def alive(request: Request) -> Response:
        return PlainTextResponse("ok\n")

    async def ready(request: Request) -> Response:
        problems = [name for name, up in healthy.items() if not up()]
        try:
            await waiting()
        except Transient:
            problems.append("database")
        if problems:
            return PlainTextResponse(f"not ready: {', '.join(problems)}\n", status_code=503)
        return PlainTextResponse("ready\n")

    async def metrics(request: Request) -> Response:
        depth, age = math.nan, math.nan
        with contextlib.suppress(Transient):
            depth, age = await waiting()
        page = measures.page(depth, age, {name: up() for name, up in healthy.items()})
        return Response(page, media_type=CONTENT_TYPE)

    own = [Route("/healthz", alive), Route("/readyz", ready), Route("/metrics", metrics)]
    return Starlette(routes=[*own, *routes])
