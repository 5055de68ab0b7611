"""Sending: what counts as a failure, what is waited for, and what time does to a message."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import cast

import pytest

from bot.engine.engine import Engine
from bot.errors import Permanent, Transient
from bot.messages import Address, Capabilities, Outgoing, SendResult
from bot.ports import Channel, Job, Lease, Mailboxes, Notebooks
from bot.schedule.worker import ATTEMPTS, BACKOFF, Worker
from bot.turn import Turn

NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
HOME = Address(channel="test", conversation="7")
ANSWER = Outgoing(key="k", address=HOME, text="Bonjour")


class Ticking:
    """A clock that tests set."""

    def __init__(self) -> None:
        self.at = NOON

    def now(self) -> datetime:
        """What was set."""
        return self.at


class OneMessage:
    """Mailboxes with one message to send; due again when its pause is over."""

    def __init__(self, message: Outgoing) -> None:
        self.message = message
        self.attempts = 0
        self.paused_until = NOON
        self.pauses: list[float] = []
        self.ended: list[str] = []

    def _job(self) -> Job:
        return Job("j", "send", NOON, self.attempts, self.message)

    async def lease(self, now: datetime, length: timedelta) -> Lease | None:
        """The person, when the message is due."""
        if self.ended or now < self.paused_until:
            return None
        return Lease("p", "t", now + length, self._job())

    async def next_job(self, lease: Lease, now: datetime) -> Job | None:
        """Nothing but the one message."""
        return None if self.ended else self._job()

    async def commit(
        self, lease: Lease, job: Job, turn: Turn, now: datetime, *, hold: bool = True
    ) -> Job | None:
        """The message is dealt with."""
        self.ended.append("committed")
        return None

    async def retry(
        self, lease: Lease, job: Job, at: datetime, now: datetime, *, counted: bool = True
    ) -> None:
        """Pause."""
        self.attempts += counted
        self.paused_until = at
        self.pauses.append((at - now).total_seconds())

    async def bury(self, lease: Lease, job: Job, turn: Turn, now: datetime) -> None:
        """The message is given up."""
        self.ended.append("buried")

    async def release(self, lease: Lease) -> None:
        """Nothing to give back."""


class Platform:
    """A channel that answers from a list, the last answer for ever."""

    name = "test"

    def __init__(self, *answers: SendResult | Exception) -> None:
        self.answers = list(answers)
        self.given: list[Outgoing] = []

    def capabilities(self, address: Address) -> Capabilities:
        """A verified direct conversation."""
        return Capabilities(max_text=4000, verified_dm=True)

    async def send(self, outgoing: Outgoing) -> SendResult:
        """The next answer."""
        self.given.append(outgoing)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer


async def sent(message: Outgoing, platform: Platform, tries: int) -> OneMessage:
    """What became of a message in so many tries, each as soon as it is due."""
    mailboxes, clock = OneMessage(message), Ticking()
    worker = Worker(
        cast(Mailboxes, mailboxes),
        cast(Notebooks, None),
        cast(Engine, None),
        {"test": cast(Channel, platform)},
        clock,
    )
    for _ in range(tries):
        clock.at = max(clock.at, mailboxes.paused_until)
        await worker.serve_one()
    return mailboxes


DONE = SendResult(status="sent")


@pytest.mark.parametrize(
    ("answers", "pauses", "ended"),
    [
        ((DONE,), [], ["committed"]),
        ((SendResult(status="unknown"), DONE), [2], ["committed"]),
        ((Transient("down"),), list(BACKOFF), ["buried"]),
        ((RuntimeError(),), list(BACKOFF), ["buried"]),
        ((Permanent("no"),), [], ["buried"]),
        ((SendResult(status="retry_after", delay=7), DONE), [7], ["committed"]),
        ((Transient("busy", retry_after=0.0), DONE), [0.5], ["committed"]),
    ],
)
async def test_what_becomes_of_a_message(
    answers: Sequence[SendResult | Exception], pauses: list[float], ended: list[str]
) -> None:
    """Tried again after ever longer pauses, five times; what asks us to wait is waited for."""
    mailboxes = await sent(ANSWER, Platform(*answers), ATTEMPTS + 1)
    assert (pauses, ended) == (mailboxes.pauses, mailboxes.ended)


async def test_an_outage_of_hours_loses_no_message() -> None:
    """A platform out of reach is no failure of the message: it goes when the outage is over."""
    outage = [Transient("out of reach", retry_after=5.0)] * 2000
    mailboxes = await sent(ANSWER, Platform(*outage, DONE), 2001)
    assert (["committed"], 0, 2000) == (
        mailboxes.ended,
        mailboxes.attempts,
        len(mailboxes.pauses),
    )


async def test_what_expired_meanwhile_is_not_sent() -> None:
    """A nudge for an appointment that has begun by the time the platform is back is left out."""
    nudge = ANSWER.model_copy(update={"expires_at": NOON + timedelta(seconds=8)})
    platform = Platform(Transient("out of reach", retry_after=5.0))
    mailboxes = await sent(nudge, platform, 4)
    assert (["committed"], 2) == (mailboxes.ended, len(platform.given))


@pytest.mark.parametrize(("priority", "late"), [(0, False), (1, True)])
async def test_an_answer_that_waited_for_the_platform_is_discreet(
    priority: int, late: bool
) -> None:
    """After a long outage the phone was laid down; an emergency stays in plain view."""
    platform = Platform(
        Transient("busy", retry_after=60.0), Transient("busy", retry_after=60), DONE
    )
    await sent(ANSWER.model_copy(update={"priority": priority}), platform, 3)
    assert [False, False, late] == [outgoing.late for outgoing in platform.given]
