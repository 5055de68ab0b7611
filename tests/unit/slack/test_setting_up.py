"""Settings, states and hosts: what is refused before anything is done."""

import tomllib
from importlib.resources import files

import pytest

from adapters.slack.faults import Fault, fault_of
from adapters.slack.files import allowed
from adapters.slack.oauth import SCOPES, SignedStates
from adapters.slack.opening import problems
from bot.settings import Secret, Slack


def slack(text: str) -> Slack:
    """Settings from TOML, with nothing from the environment."""
    nothing = {n: Secret() for n in ("bot_token", "app_token", "signing_secret", "client_secret")}
    return Slack.model_validate({**nothing, **tomllib.loads(text)})


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("", "slack.app_token"),
        ('mode = "http"', "slack.signing_secret"),
        ('client_id = "1"\napp_token = { value = "x" }', "slack.client_secret"),
    ],
)
def test_settings_that_lack_something_are_named(text: str, named: str) -> None:
    """What an operator must add is said by its name."""
    assert named in " ".join(problems(slack(text)))


def test_sound_settings_have_no_problem() -> None:
    """Socket Mode with an app token; HTTP with a signing secret."""
    assert [] == problems(slack('app_token = { value = "x" }'))
    assert [] == problems(slack('mode = "http"\nsigning_secret = { value = "x" }'))


async def test_states_are_taken_once_fresh_and_unchanged() -> None:
    """A state that is used, old, forged or of another installation is refused."""
    now = [1000.0]
    states = SignedStates("key", clock=lambda: now[0])
    state = await states.async_issue()
    other = await SignedStates("other", clock=lambda: now[0]).async_issue()
    assert await states.async_consume(state)
    assert not await states.async_consume(state)
    assert not await states.async_consume(other)
    for odd in ("", "..", "x", state + "0", state.replace("1", "2", 1)):
        assert not await states.async_consume(odd)
    late = await states.async_issue()
    now[0] += 601
    assert not await states.async_consume(late)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://files.slack.com/files-pri/x", True),
        ("https://slack.com/x", True),
        ("http://files.slack.com/x", False),
        ("https://files.slack.com.evil.example/x", False),
        ("https://evilslack.com/x", False),
        ("https://user:pw@files.slack.com/x", False),
        ("https://files.slack.com@evil.example/x", False),
        ("http://127.0.0.1:9/x", False),
        ("file:///etc/passwd", False),
        ("", False),
    ],
)
def test_the_token_goes_to_slack_only(url: str, expected: bool) -> None:
    """Slack's own hosts over HTTPS, nothing that only looks like them."""
    assert expected == allowed(url, "https://slack.com/api/")


def test_a_configured_server_serves_its_files_too() -> None:
    """On the loopback, files come from the host of the API, on any port."""
    assert allowed("http://127.0.0.1:9001/x", "http://127.0.0.1:9000/api/")
    assert not allowed("http://127.0.0.2:9001/x", "http://127.0.0.1:9000/api/")


def test_the_manifest_asks_for_what_the_code_asks_for() -> None:
    """Scopes and events of the manifest are those that are used, and no history of channels."""
    text = (files("adapters.slack") / "manifest.yaml").read_text("utf-8")
    lines = {line.strip().removeprefix("- ") for line in text.splitlines()}
    assert set(SCOPES) <= lines
    scopes = {x for x in lines if ":" in x and x.partition(":")[2] in {"read", "write", "history"}}
    assert set(SCOPES) - {"commands"} == scopes
    assert {"app_home_opened", "app_mention", "message.im", "tokens_revoked"} <= lines
    assert "message.channels" not in text


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("token_revoked", Fault.TOKEN),
        ("ratelimited", Fault.WAIT),
        ("channel_not_found", Fault.GONE),
        ("unknown_method", Fault.UNKNOWN_METHOD),
        ("message_not_found", Fault.ABSENT),
        ("something_new", Fault.REFUSED),
        (None, Fault.REFUSED),
    ],
)
def test_refusals_by_their_code(code: str | None, fault: Fault) -> None:
    """Each code means one thing; an unknown one is a refusal for good."""
    assert fault == fault_of(code)
