"""The limiter on a clock of its own: no second of waiting in these tests is real."""

import asyncio

from adapters.pacing import Limit, Pace, Urgency

ONE = Limit(1.0, 3.0)


class Time:
    """A clock that sleeping moves forward."""

    def __init__(self) -> None:
        self.now = 100.0

    def clock(self) -> float:
        """The present."""
        return self.now

    async def sleep(self, seconds: float) -> None:
        """Let time pass; everybody else gets to run first."""
        await asyncio.sleep(0)
        self.now += seconds + 1e-9


def pace(overall: float = 30.0) -> tuple[Pace, Time]:
    """A limiter and its time."""
    time = Time()
    return Pace(overall, clock=time.clock, sleep=time.sleep), time


async def test_a_conversation_bursts_and_then_keeps_its_rate() -> None:
    """Three at once, then one a second."""
    limiter, time = pace()
    moments = []
    for _ in range(6):
        await limiter.wait("a", ONE, Urgency.ANSWER)
        moments.append(round(time.now - 100))
    assert [0, 0, 0, 1, 2, 3] == moments


async def test_one_conversation_does_not_hold_up_another() -> None:
    """A chat that has used up its burst delays nobody else."""
    limiter, time = pace()
    for _ in range(3):
        await limiter.wait("a", ONE, Urgency.ANSWER)
    await limiter.wait("b", ONE, Urgency.ANSWER)
    assert 100.0 == time.now


async def test_nudges_keep_to_the_overall_rate() -> None:
    """1,800 nudges to 1,800 people take a minute at thirty a second."""
    limiter, time = pace()
    for number in range(1800):
        await limiter.wait(str(number), ONE, Urgency.BULK)
    assert 58 <= time.now - 100 <= 62


async def test_answers_and_emergencies_overtake_nudges() -> None:
    """While nudges wait in line an answer and an emergency go at once."""
    limiter, _ = pace()
    order: list[str] = []

    async def go(name: str, urgency: Urgency) -> None:
        await limiter.wait(name, ONE, urgency)
        order.append(name)

    nudges = [asyncio.create_task(go(f"n{n}", Urgency.BULK)) for n in range(20)]
    await asyncio.sleep(0)
    await asyncio.gather(go("answer", Urgency.ANSWER), go("emergency", Urgency.EMERGENCY))
    await asyncio.gather(*nudges)
    assert order.index("answer") <= 5
    assert order.index("emergency") <= 5


async def test_an_emergency_waits_for_no_limit() -> None:
    """Not for its conversation's either."""
    limiter, time = pace(1.0)
    for _ in range(50):
        await limiter.wait("a", ONE, Urgency.EMERGENCY)
    assert 100.0 == time.now


async def test_after_a_complaint_answers_keep_to_the_overall_rate() -> None:
    """The platform said too much: sixty answers now take more than a second; later not."""
    limiter, time = pace()
    for number in range(60):
        await limiter.wait(f"before{number}", ONE, Urgency.ANSWER)
    assert 100.0 == time.now
    limiter.complained()
    for number in range(60):
        await limiter.wait(f"after{number}", ONE, Urgency.ANSWER)
    assert time.now > 101.5
    time.now += 61
    later = time.now
    for number in range(60):
        await limiter.wait(f"later{number}", ONE, Urgency.ANSWER)
    assert later == time.now


async def test_drafts_are_dropped_rather_than_waited_for() -> None:
    """A frame that comes too soon is not sent, and one that may go takes no room from answers."""
    limiter, _ = pace()
    frames = Limit(1 / 1.5, 1)
    assert limiter.may("draft:a", frames)
    assert not limiter.may("draft:a", frames)
    for number in range(40):
        limiter.may(f"draft:{number}", frames)
    assert not limiter.may("draft:z", frames)


async def test_quiet_conversations_are_forgotten() -> None:
    """What is remembered does not grow with everybody who ever wrote."""
    limiter, time = pace(1e9)
    for number in range(45_000):
        time.now += 0.01
        await limiter.wait(str(number), ONE, Urgency.ANSWER)
    assert len(limiter._conversations) <= 20_001


async def test_rounding_never_waits_for_ever() -> None:
    """A clock that moves by exactly the seconds asked for always reaches the moment."""
    passed = [1234.5678]
    naps = 0

    async def sleep(seconds: float) -> None:
        nonlocal naps
        naps += 1
        assert naps < 10_000
        passed[0] += seconds

    pace = Pace(1000.0, clock=lambda: passed[0], sleep=sleep)
    for _ in range(500):
        await pace.wait("c", Limit(1.1, 3.0), Urgency.ANSWER)
    assert naps >= 400
