"""What Slack's refusals ask for: waiting, or nothing."""

from types import SimpleNamespace

import pytest
from slack_sdk.errors import SlackApiError

from adapters.slack.api import refusal
from adapters.slack.faults import Fault


def refused(status: int, data: object, **headers: str) -> SlackApiError:
    """A refusal as slack-sdk raises it."""
    response = SimpleNamespace(status_code=status, data=data, headers=headers)
    return SlackApiError("", response)  # type: ignore[no-untyped-call]


@pytest.mark.parametrize(
    ("error", "fault", "delay"),
    [
        (refused(429, {}, **{"Retry-After": "7"}), Fault.WAIT, 7.0),
        (refused(200, {"error": "ratelimited"}), Fault.WAIT, 1.0),
        (refused(200, {"error": "internal_error"}, **{"Retry-After": "7"}), Fault.UNSENT, 0.0),
        (refused(503, {}), Fault.DOUBTFUL, 0.0),
        (refused(200, {}), Fault.DOUBTFUL, 0.0),  # a page instead of an answer
    ],
)
def test_only_limits_are_waited_out_without_counting(
    error: SlackApiError, fault: Fault, delay: float
) -> None:
    """What failed otherwise may be the message's own fault, and has its tries counted."""
    found = refusal("chat.postMessage", error)
    assert (fault, delay) == (found.fault, found.delay)
