"""What ``/metrics`` shows: counts and times. No identity, no text, no name of anything personal."""

import contextlib
import time
from collections.abc import Callable, Iterator
from contextvars import ContextVar

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)

from bot.schedule.measures import Measures

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_BUCKETS = (0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 60)


class _Elsewhere:
    """How long one job waited for others; what overlaps counts once."""

    __slots__ = ("_clock", "_depth", "_since", "seconds")

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self.seconds = 0.0
        self._depth = 0
        self._since = 0.0

    @contextlib.contextmanager
    def waiting(self) -> Iterator[None]:
        """Wait for somebody."""
        if self._depth == 0:
            self._since = self._clock()
        self._depth += 1
        try:
            yield
        finally:
            self._depth -= 1
            if self._depth == 0:
                self.seconds += self._clock() - self._since


# Tasks that a job starts see the job's own.
_elsewhere: ContextVar[_Elsewhere | None] = ContextVar("elsewhere", default=None)


class PrometheusMeasures(Measures):
    """Measures in a registry of their own."""

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        self._clock = clock
        self._registry = CollectorRegistry()
        self._seconds = Histogram(
            "carnet_job_seconds",
            "Time taken by one job, by kind (turn, reminder, send)",
            ["kind"],
            buckets=_BUCKETS,
            registry=self._registry,
        )
        self._own = Histogram(
            "carnet_own_seconds",
            "Time taken by one turn or reminder, without waiting for a model or a file",
            ["kind"],
            buckets=_BUCKETS,
            registry=self._registry,
        )
        self._sends = Counter(
            "carnet_sends", "Messages sent, by outcome", ["status"], registry=self._registry
        )
        self._received = Counter(
            "carnet_received", "Events received, by channel", ["channel"], registry=self._registry
        )
        self._model = Histogram(
            "carnet_model_seconds",
            "Time taken by one call to the language model, by outcome",
            ["outcome"],
            buckets=_BUCKETS,
            registry=self._registry,
        )
        self._depth = Gauge(
            "carnet_queue_jobs", "Jobs that are due and wait", registry=self._registry
        )
        self._age = Gauge(
            "carnet_queue_age_seconds",
            "How long the oldest due job has waited",
            registry=self._registry,
        )
        self._up = Gauge(
            "carnet_channel_up",
            "Whether a channel receives (1) or not (0)",
            ["channel"],
            registry=self._registry,
        )

    @contextlib.contextmanager
    def timed(self, kind: str) -> Iterator[None]:
        """Time one job of this kind (turn, reminder, send)."""
        elsewhere = _Elsewhere(self._clock)
        token = _elsewhere.set(elsewhere)
        started = self._clock()
        try:
            yield
        finally:
            _elsewhere.reset(token)
            seconds = self._clock() - started
            self._seconds.labels(kind).observe(seconds)
            if kind != "send":  # nearly all of which is waiting for the platform
                self._own.labels(kind).observe(seconds - elsewhere.seconds)

    @contextlib.contextmanager
    def elsewhere(self) -> Iterator[None]:
        """Within a job: wait for somebody else, which is no time of our own."""
        job = _elsewhere.get()
        with job.waiting() if job is not None else contextlib.nullcontext():
            yield

    def sent(self, status: str) -> None:
        """Count one send by its outcome."""
        self._sends.labels(status).inc()

    def received(self, channel: str) -> None:
        """Count one event that was new."""
        self._received.labels(channel).inc()

    def asked_model(self, outcome: str, seconds: float) -> None:
        """Count one call to the language model."""
        self._model.labels(outcome).observe(seconds)

    def page(self, depth: float, age: float, channels: dict[str, bool]) -> bytes:
        """The page in Prometheus' text format. ``age`` is in seconds; NaN is not known."""
        self._depth.set(depth)
        self._age.set(age)
        for channel, up in channels.items():
            self._up.labels(channel).set(up)
        return generate_latest(self._registry)
