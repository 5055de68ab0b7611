"""Carnet in Slack when things fail: redelivery, limits, cuts, kills, tokens that are not good."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.acceptance.bot_api import Trouble
from tests.acceptance.slack_program import SlackProgram, welcome
from tests.acceptance.slack_server import BOT_TOKEN, Json, SlackServer

HELP = "/aide"

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def slack() -> AsyncIterator[SlackServer]:
    """One workspace for the tests that need no process of their own."""
    async with SlackServer() as server:
        yield server


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def running(
    slack: SlackServer, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[SlackProgram]:
    """One process for them, whose person U1 was welcomed."""
    async with SlackProgram(tmp_path_factory.mktemp("slack"), slack) as program:
        await welcome(slack, "U1")
        yield program


async def test_a_redelivered_event_counts_once(slack: SlackServer, running: SlackProgram) -> None:
    """The same event again, marked as a retry or with another event id, is answered once."""
    body = slack.body(slack.said("U1", HELP))
    await slack.deliver("events_api", body)
    await slack.next_message("D1")
    await slack.deliver("events_api", body, again=1)
    await slack.deliver("events_api", {**body, "event_id": "Ev-other"})
    await slack.say("U1", "/confidentialite")
    assert "chiffr" in (await slack.next_message("D1")).text.lower()


async def test_a_first_delivery_that_is_a_retry_is_answered(
    slack: SlackServer, running: SlackProgram
) -> None:
    """A retry may be all that arrives: it is no reason to drop a message."""
    await slack.deliver("events_api", slack.body(slack.said("U1", HELP)), again=2)
    assert "espace" in (await slack.next_message("D1")).text


async def test_limits_and_lost_answers_neither_lose_nor_repeat(
    slack: SlackServer, running: SlackProgram
) -> None:
    """429 with Retry-After, 500, and cuts before and after accepting: one message each time."""
    troubles = {
        "limited": Trouble(status=429, description="ratelimited", retry_after=1),
        "failing": Trouble(status=500, description="internal_error"),
        "cut-before": Trouble(cut="before"),
        "cut-after": Trouble(cut="after"),
    }
    for name, trouble in troubles.items():
        left = [trouble]

        def rule(method: str, given: Json, left: list[Trouble] = left) -> Trouble | None:
            return left.pop() if method == "chat.postMessage" and left else None

        slack.rule = rule
        await slack.say("U1", f"/inconnue-{name}")
        await slack.next_message("D1")
    slack.rule = None
    await slack.say("U1", "/inconnue-last")
    assert "inconnue-last" in (await slack.next_message("D1")).text


async def test_a_cut_socket_is_opened_again(slack: SlackServer, running: SlackProgram) -> None:
    """What is said while the socket is down is answered when it is up."""
    await slack.drop_sockets()
    await slack.say("U1", HELP)
    assert "espace" in (await slack.next_message("D1", within=40)).text
    assert 2 <= slack.connections


async def test_envelopes_of_no_sense_are_acknowledged(
    slack: SlackServer, running: SlackProgram
) -> None:
    """Unknown kinds, nothing inside, events and shortcuts of others: none of them comes again."""
    odd: list[tuple[str, object]] = [
        ("some_new_type", {"a": 1}),
        ("events_api", None),
        ("events_api", [1]),
        ("events_api", {"type": "event_callback"}),
        ("events_api", slack.body({"type": "reaction_added", "user": "U1"})),
        ("interactive", {"type": "shortcut", "team": {"id": "T1"}, "user": {"id": "U1"}}),
        ("interactive", {"type": "view_closed", "team": {"id": "T1"}}),
        ("slash_commands", {"command": "/other"}),
    ]
    envelopes = {await slack.deliver(kind, payload) for kind, payload in odd}  # type: ignore[arg-type]
    await slack.say("U1", HELP)
    assert "espace" in (await slack.next_message("D1")).text
    async with asyncio.timeout(10):
        while not envelopes <= set(slack.acknowledged):  # noqa: ASYNC110
            await asyncio.sleep(0.05)


async def test_a_revoked_token_is_named_in_the_log(
    slack: SlackServer, running: SlackProgram
) -> None:
    """A token that stops being good loses no message: it goes when the token is good again."""
    slack.tokens.discard(BOT_TOKEN)
    await slack.say("U1", HELP)
    await asyncio.sleep(1)
    slack.tokens.add(BOT_TOKEN)
    assert "espace" in (await slack.next_message("D1")).text
    assert 0 == await running.stop()
    assert BOT_TOKEN not in running.log


@pytest.mark.parametrize("step", ["asked", "sending", "sent"])
async def test_a_kill_between_any_two_steps_loses_nothing(tmp_path: Path, step: str) -> None:
    """Killed before it hears, while it sends, after Slack accepted: noted once, told once."""
    async with SlackServer() as slack, SlackProgram(tmp_path, slack) as program:
        await welcome(slack, "U1")
        now = asyncio.Event()

        def rule(method: str, given: Json) -> Trouble | None:
            if method != "chat.postMessage" or "moxicilline" not in str(given):
                return None
            now.set()
            return Trouble(delay=30) if step == "sending" else Trouble(cut="after")

        if step == "asked":
            await program.kill()
        else:
            slack.rule = rule
        await slack.say("U1", "Je prends amoxicilline 1 g")
        if step != "asked":
            await asyncio.wait_for(now.wait(), 60)
            await program.kill()
        slack.rule = None
        await program.start()
        assert "moxicilline" in (await slack.next_message("D1", within=90)).text
        await slack.say("U1", HELP)
        assert "espace" in (await slack.next_message("D1", within=90)).text


@pytest.mark.parametrize("wrong", ["bot_token", "app_token"])
async def test_a_wrong_token_is_refused_at_the_start(tmp_path: Path, wrong: str) -> None:
    """The process ends with exit code 2 and says which token is wrong, without showing it."""
    async with SlackServer() as slack:
        tokens = {"bot_token": BOT_TOKEN, "app_token": "xapp-loopback-app-token"}
        tokens[wrong] = "xoxb-not-good-at-all"
        lines = "\n".join(f'{k} = {{ value = "{v}" }}' for k, v in tokens.items())
        more = f'[slack]\nbase_url = "{slack.base_url}"\n{lines}'
        program = SlackProgram(tmp_path, slack, more=more)
        await program.start()
        assert 2 == await program.ended()
        assert wrong in program.log
        assert "not-good" not in program.log
