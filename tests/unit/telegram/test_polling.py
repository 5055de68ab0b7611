"""Polling: the offset moves on only past what is committed."""

import asyncio
from typing import Any

import pytest

from adapters.telegram.connection import Connection
from adapters.telegram.polling import REFUSALS, Poller
from bot.errors import ConfigurationError, Transient
from tests.unit.telegram.scripted import Answer, Script, Scripted, refused


class Taking:
    """Takes updates; refuses those it is told to refuse, once."""

    def __init__(self, *refusing: int) -> None:
        self.taken: list[int] = []
        self.refusing = set(refusing)

    async def take(self, raw: Any) -> bool:
        """Take one."""
        identity = raw["update_id"]
        if identity in self.refusing:
            self.refusing.discard(identity)
            raise Transient("down")
        self.taken.append(identity)
        return True


def server(*updates: int) -> Script:
    """A server that has these updates until they are confirmed."""

    def script(name: str, given: dict[str, Any]) -> Answer:
        offset = given.get("offset") or 0
        left = [{"update_id": u} for u in updates if u >= offset]
        return 200, {"ok": True, "result": left}

    return script


def poller(script: Script, taking: Taking, **more: Any) -> tuple[Poller, Scripted]:
    """A poller over a scripted server."""
    request = Scripted(script)
    bot = Connection("1:test", sending=request, polling=request)
    return Poller(bot, taking.take, wait=0, **more), request


async def test_an_update_that_is_not_committed_comes_again() -> None:
    """After a refusal by the database polling goes on from there, and loses or repeats nothing."""
    taking = Taking(2)
    polling, request = poller(server(1, 2, 3), taking)
    assert await polling.poll_once() > 0
    assert [1] == taking.taken
    assert 0 == await polling.poll_once()
    assert [1, 2, 3] == taking.taken
    await polling.poll_once()
    assert [None, 2, 4] == [given.get("offset") for _, given in request.calls]


async def test_people_are_taken_side_by_side_and_each_in_order() -> None:
    """What one person said waits for what they said before, and for nobody else."""
    said = [{"update_id": n, "message": {"from": {"id": n % 2}}} for n in range(6)]
    begun: list[int] = []
    let_go = [asyncio.Event() for _ in said]

    async def take(raw: Any) -> bool:
        begun.append(raw["update_id"])
        await let_go[raw["update_id"]].wait()
        return True

    request = Scripted(lambda *_: (200, {"ok": True, "result": said}))
    polling = Poller(Connection("1:test", sending=request, polling=request), take, wait=0)
    polled = asyncio.create_task(polling.poll_once())
    for number, expected in ((None, [0, 1]), (1, [0, 1, 3]), (0, [0, 1, 3, 2])):
        if number is not None:
            let_go[number].set()
        for _ in range(20):
            await asyncio.sleep(0)
        assert expected == begun
    for event in let_go:
        event.set()
    await polled
    assert sorted(begun) == [0, 1, 2, 3, 4, 5]


async def test_pauses_grow_and_end_with_the_first_answer() -> None:
    """A server that does not answer is asked ever more slowly, a minute at most."""
    answers: list[Answer] = [refused(500, "Internal Server Error")] * 8
    polling, _ = poller(lambda *_: answers.pop() if answers else server()("", {}), Taking())
    pauses = [await polling.poll_once() for _ in range(9)]
    assert sorted(pauses[:8]) == pauses[:8]
    assert pauses[7] <= 60
    assert 0 == pauses[8]


async def test_waiting_as_long_as_the_platform_says() -> None:
    """429 with retry_after."""
    polling, _ = poller(lambda *_: refused(429, "Too Many Requests", retry_after=9), Taking())
    assert 9 == await polling.poll_once()


async def test_a_webhook_that_is_set_is_taken_away() -> None:
    """A conflict with a webhook is mended; one with another process is waited out."""

    def script(name: str, given: dict[str, Any]) -> Answer | None:
        words = "Conflict: can't use getUpdates method while webhook is active"
        return refused(409, words) if name == "getUpdates" else None

    polling, request = poller(script, Taking())
    assert await polling.poll_once() < 5
    assert [{"drop_pending_updates": False}] == request.of("deleteWebhook")
    other = "Conflict: terminated by other getUpdates request"
    polling, request = poller(lambda *_: refused(409, other), Taking())
    assert await polling.poll_once() >= 5
    assert [] == request.of("deleteWebhook")


async def test_updates_that_cannot_be_confirmed_are_not_asked_for_without_a_breath() -> None:
    """Without an id, or from a server that gives again what was confirmed: slowly."""
    same = (200, {"ok": True, "result": [{"update_id": 5}]})
    polling, _ = poller(lambda *_: same, Taking())
    assert 0 == await polling.poll_once()
    assert await polling.poll_once() >= 0.5
    nameless = (200, {"ok": True, "result": [{"message": {}}]})

    async def take(raw: Any) -> bool:
        return False

    request = Scripted(lambda *_: nameless)
    bot = Connection("1:test", sending=request, polling=request)
    assert await Poller(bot, take, wait=0).poll_once() >= 0.5


async def test_a_token_that_was_revoked_ends_it() -> None:
    """The operator must mend that."""
    polling, _ = poller(lambda *_: refused(401, "Unauthorized"), Taking())
    for _ in range(REFUSALS):
        assert await polling.poll_once() > 0
    with pytest.raises(ConfigurationError):
        await polling.poll_once()


class Silent(Scripted):
    """A server that never answers."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = asyncio.Event()

    async def do_request(self, *given: Any, **more: Any) -> tuple[int, bytes]:
        """Wait for ever."""
        self.asked.set()
        await asyncio.Event().wait()
        raise AssertionError("never")


async def test_a_poll_that_hangs_is_given_up_and_begun_afresh() -> None:
    """The watchdog: no round trip in time, so the connections are renewed."""
    request = Silent()
    bot = Connection("1:test", sending=request, polling=request)
    polling = Poller(bot, Taking().take, wait=0, silence=0.01)
    assert await polling.poll_once() > 0
    assert 1 == request.opened


async def test_answers_that_are_no_updates_stop_nothing() -> None:
    """Odd answers are like none, odd updates are handed over, and neither is asked for in haste."""
    given: list[Any] = []

    async def take(raw: Any) -> bool:
        given.append(raw)
        return False

    for body in ({"ok": True, "result": {"a": 1}}, {"ok": True, "result": [5, None]}):
        request = Scripted(lambda *_, body=body: (200, body))
        bot = Connection("1:test", sending=request, polling=request)
        assert await Poller(bot, take, wait=0).poll_once() > 0
    assert [5, None] == given


async def test_a_server_that_does_not_wait_is_not_asked_without_a_breath() -> None:
    """Empty answers that come at once do not make us ask a thousand times a second."""
    request = Scripted(server())
    bot = Connection("1:test", sending=request, polling=request)
    assert await Poller(bot, Taking().take, wait=25).poll_once() > 0


async def test_stopping_leaves_a_long_poll_at_once() -> None:
    """Nothing is lost by leaving: what was not confirmed comes again."""
    request, stop = Silent(), asyncio.Event()
    bot = Connection("1:test", sending=request, polling=request)
    running = asyncio.create_task(Poller(bot, Taking().take).run(stop))
    await request.asked.wait()
    assert not running.done()
    stop.set()
    done, _ = await asyncio.wait({running}, timeout=5)
    assert {running} == done
    running.result()
