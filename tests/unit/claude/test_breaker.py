"""The circuit breaker: opens after failures in a row, tries one call, closes on an answer."""

from __future__ import annotations

import asyncio

import pytest

from adapters.claude import CircuitBreaker
from bot.errors import Permanent, Transient
from tests.acceptance.model_server import fail, say
from tests.unit.claude.served import ask, model


class Clock:
    """Seconds that pass when told."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


def failing(breaker: CircuitBreaker, *, retry_after: float | None = None) -> None:
    """One call that fails."""
    with pytest.raises(Transient), breaker.call():
        raise Transient("down", retry_after=retry_after)


def test_opens_after_failures_in_a_row_only() -> None:
    """An answer between two failures begins the count again."""
    breaker = CircuitBreaker(2, 30, Clock())
    failing(breaker)
    with breaker.call():
        pass
    failing(breaker)
    assert breaker.open is False
    failing(breaker)
    assert breaker.open is True


def test_an_open_breaker_fails_at_once_and_says_for_how_long() -> None:
    """The guarded block does not run, and the seconds left are told."""
    clock = Clock()
    breaker = CircuitBreaker(1, 30, clock)
    failing(breaker)
    clock.seconds += 10
    ran = False
    with pytest.raises(Transient) as fault, breaker.call():
        ran = True
    assert ran is False
    assert fault.value.retry_after == 20


def test_one_call_tries_and_its_failure_opens_again() -> None:
    """Half open lets a single call through; the rest fail at once until it has ended."""
    clock = Clock()
    breaker = CircuitBreaker(3, 30, clock)
    for _ in range(3):
        failing(breaker)
    clock.seconds += 31

    def trying() -> None:
        with breaker.call():
            with pytest.raises(Transient, match="rest"):
                breaker.call().__enter__()
            raise Transient("down")

    with pytest.raises(Transient, match="down"):
        trying()
    assert breaker.open is True
    clock.seconds += 31
    with breaker.call():
        pass
    assert breaker.open is False


def test_a_trial_that_is_cancelled_leaves_the_next_to_try() -> None:
    """Being cancelled says nothing about the server, and blocks nobody."""
    clock = Clock()
    breaker = CircuitBreaker(1, 30, clock)
    failing(breaker)
    clock.seconds += 31
    with pytest.raises(asyncio.CancelledError), breaker.call():
        raise asyncio.CancelledError
    assert breaker.open is False
    with breaker.call():
        pass


def test_a_refusal_for_good_is_no_failure_of_the_server() -> None:
    """A wrong key is answered at once each time: there is no wait to spare."""
    breaker = CircuitBreaker(1, 30, Clock())
    with pytest.raises(Permanent), breaker.call():
        raise Permanent("key")
    assert breaker.open is False


def test_the_rest_is_as_long_as_the_server_asks_within_reason() -> None:
    """A Retry-After longer than the cool-down holds, up to five minutes."""
    clock = Clock()
    breaker = CircuitBreaker(1, 30, clock)
    failing(breaker, retry_after=60)
    clock.seconds += 59
    assert breaker.open is True
    clock.seconds += 2
    failing(breaker, retry_after=86_400)
    clock.seconds += 301
    assert breaker.open is False


async def test_a_model_that_is_down_is_left_alone_and_found_again() -> None:
    """While the breaker is open no request leaves; after the cool-down the model is back."""
    clock = Clock()
    claude, served = model(fail(500), fail(500), say("De retour"), now=clock, failures=2)
    for _ in range(4):
        with pytest.raises(Transient):
            await claude.answer(ask(), deadline=5)
    assert len(served.requests) == 2
    clock.seconds += claude.settings.cool_down + 1
    answer = await claude.answer(ask(), deadline=5)
    await claude.close()
    assert answer.text == "De retour"
