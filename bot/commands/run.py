"""``carnet run``: every configured channel, the worker and the web server in one process.

``carnet ingress`` only receives (it opens nothing that is kept), ``carnet worker`` only works and
sends. Stopping is graceful: first nothing more is taken in, then what is in hand is finished.
"""

import asyncio
import logging
import signal
import socket
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol

from starlette.applications import Starlette

from adapters.terminal.clock import SystemClock
from adapters.web.app import application
from adapters.web.measured import MeasuredModel
from adapters.web.measures import PrometheusMeasures
from adapters.web.serving import listen, serve
from bot.actions import Actions
from bot.care import all_actions
from bot.commands import wiring
from bot.commands.channels import CHANNELS, Opened
from bot.errors import ConfigurationError
from bot.logs import serve as serve_logs
from bot.messages import Incoming
from bot.ports import Clock
from bot.schedule.alarm import Alarm
from bot.schedule.interrupts import asks_to_stop
from bot.schedule.worker import Worker
from bot.settings import Settings
from storage.ingress import open_ingress
from storage.opening import Storage

LOG = logging.getLogger(__name__)

GRACE = 30.0
"""Seconds that turns in hand have to finish once we are told to stop."""
INGRESS_POLL = 0.5
"""Seconds between two looks of a worker whose messages come in by another process."""


class Posting(Protocol):
    """What receiving needs of the mailboxes."""

    async def post(self, incoming: Incoming, *, stops: bool = False) -> bool:
        """Commit what was said; False when this event was already posted.

        ``stops`` tells the worker that is busy with this person, wherever it runs, to stop.
        """
        ...

    async def waiting(self, now: datetime) -> Sequence[int]:
        """How many jobs are due, and how many seconds the oldest has waited."""
        ...


@dataclass(slots=True)
class Running:
    """What one process does, and what it needs for it."""

    settings: Settings
    opened: list[Opened]
    clock: Clock
    measures: PrometheusMeasures
    actions: Actions
    posting: Posting | None = None
    storage: Storage | None = None
    worker: Worker | None = None
    stop: asyncio.Event = field(default_factory=asyncio.Event)


def run(settings: Settings, folder: Path) -> None:
    """Receive, work and send in one process; on SQLite and PostgreSQL."""
    serve_logs(settings.logs)
    storage = wiring.storage(settings, folder, make=True)
    try:
        asyncio.run(_main(settings, posting=storage.mailboxes, storage=storage))
    finally:
        storage.close()


def ingress(settings: Settings, folder: Path) -> None:
    """Receive only."""
    serve_logs(settings.logs)
    posting = open_ingress(folder, database_url=settings.data.database_url.read())
    try:
        asyncio.run(_main(settings, posting=posting))
    finally:
        posting.close()


def worker(settings: Settings, folder: Path) -> None:
    """Work and send only."""
    serve_logs(settings.logs)
    storage = wiring.storage(settings, folder, make=True)
    try:
        asyncio.run(_main(settings, storage=storage))
    finally:
        storage.close()


async def _main(
    settings: Settings, *, posting: Posting | None = None, storage: Storage | None = None
) -> None:
    secrets = storage.secrets if storage is not None else None
    opened = [channel for channel in (open_(settings, secrets) for open_ in CHANNELS) if channel]
    if not opened:
        raise ConfigurationError(
            "No channel is configured: set telegram.token (from @BotFather) or slack.bot_token."
        )
    running = Running(
        settings,
        opened,
        SystemClock(),
        PrometheusMeasures(),
        all_actions(),
        posting=posting,
        storage=storage,
    )
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, running.stop.set)
    try:
        await asyncio.gather(*(channel.check() for channel in opened))
        await _work(running)
    finally:
        await asyncio.gather(*(channel.close() for channel in opened), return_exceptions=True)


async def _work(running: Running) -> None:
    """Start everything; when one part fails for good, or we are told to stop, stop it all."""
    listening = _listen(running)
    working = asyncio.Event()  # set when receiving has ended: only then does the worker stop
    worker = running.worker = await _worker(running)

    def wake() -> None:
        if worker is not None:
            worker.wake()

    receiving: list[Awaitable[None]] = []
    if running.posting is not None:
        receiving += [c.receive(_counted(running, c), wake, running) for c in running.opened]
    rest: list[Awaitable[None]] = []
    if listening is not None:
        rest.append(serve(_app(running), listening, working))
    if worker is not None and running.storage is not None:
        poll = 1.0 if running.posting is not None else INGRESS_POLL
        rest.append(_until(worker.run(working, poll=poll), working))
        alarm = Alarm(running.storage.mailboxes, running.clock, wake, running.storage.housekeep)
        rest.append(alarm.run(working))
    parts = [asyncio.ensure_future(part) for part in (*receiving, *rest, running.stop.wait())]
    LOG.info("started")
    try:
        await asyncio.wait(parts, return_when=asyncio.FIRST_COMPLETED)
        running.stop.set()
        # Receivers first: what they have posted is then all there is to work on.
        await asyncio.wait(parts[: len(receiving)] or [parts[-1]], timeout=10)
        working.set()
        await asyncio.gather(*parts)
    finally:
        working.set()
        for part in parts:
            part.cancel()
        await asyncio.gather(*parts, return_exceptions=True)


async def _until(work: Awaitable[None], stop: asyncio.Event) -> None:
    """Let the work end by itself after ``stop``, but not for ever: it is safe to cut."""
    task = asyncio.ensure_future(work)
    stopping = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({task, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            await asyncio.wait({task}, timeout=GRACE)
        if not task.done():
            LOG.warning("a turn took too long to finish; it will be taken again")
            return
        task.result()
    finally:
        stopping.cancel()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _worker(running: Running) -> Worker | None:
    if running.storage is None:
        return None
    claude = wiring.language_model(running.settings)
    if claude is not None:
        await claude.warm()
    wiring.settle()
    model = MeasuredModel(claude, running.measures) if claude is not None else None
    return Worker(
        running.storage.mailboxes,
        running.storage.notebooks,
        wiring.engine_with(model, running.settings, running.storage.doors),
        {c.channel.name: c.channel for c in running.opened},
        running.clock,
        running.measures,
    )


def _counted(running: Running, channel: Opened) -> Callable[[Incoming], Awaitable[bool]]:
    """Posting, counted by channel."""
    posting = running.posting
    assert posting is not None  # noqa: S101 - asked for by receivers only

    async def post(incoming: Incoming) -> bool:
        stops = asks_to_stop(incoming, running.actions)
        new = await posting.post(incoming, stops=stops)
        if new:
            running.measures.received(channel.channel.name)
            if running.worker is not None and stops:
                running.worker.interrupt(incoming)
        return new

    return post


def _listen(running: Running) -> socket.socket | None:
    """The web server's socket; without webhooks Carnet does its job without one too."""
    web = running.settings.web
    needed = running.posting is not None and any(c.routes for c in running.opened)
    try:
        return listen(web.host, web.port)
    except ConfigurationError as problem:
        if needed:
            raise
        LOG.warning("no health and metrics pages: %s", problem)
        return None


def _app(running: Running) -> Starlette:
    """The pages and webhooks of what this process does."""
    routes = [r for c in running.opened for r in c.routes] if running.posting else []
    routes += [r for c in running.opened for r in c.pages] if running.storage else []
    healthy = {c.channel.name: c.healthy for c in running.opened} if running.posting else {}
    mailboxes = running.storage.mailboxes if running.storage is not None else running.posting
    assert mailboxes is not None  # noqa: S101 - a process receives, or works, or both

    async def waiting() -> Sequence[int]:
        return await mailboxes.waiting(running.clock.now())

    return application(routes, measures=running.measures, waiting=waiting, healthy=healthy)
