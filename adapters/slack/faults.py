"""What Slack's refusals mean for a message: translated here, and nowhere kept as text.

An error's response can hold what was sent or who it was for, so only its code is looked at.
"""

from enum import Enum, auto


class Fault(Enum):
    """Kinds of refusal."""

    WAIT = auto()
    """Too many calls: ``delay`` says how long to wait."""
    UNSENT = auto()
    """It surely was not done; trying again may help."""
    DOUBTFUL = auto()
    """It was handed over and no answer came: it may have been done."""
    TOKEN = auto()
    """The token is not valid (any more), or the workspace removed the app."""
    GONE = auto()
    """The conversation or the person is not there for us any more."""
    ABSENT = auto()
    """The message, thread or view to change does not exist or cannot be changed."""
    LOOK = auto()
    """Blocks are refused: plain text may pass."""
    UNKNOWN_METHOD = auto()
    """This server or workspace does not know the method: do without it."""
    SCOPE = auto()
    """The installation lacks a permission for this."""
    EXPIRED = auto()
    """A stream that has ended, or a form that came too late."""
    REFUSED = auto()
    """Refused for good for another reason."""


_CODES: dict[Fault, frozenset[str]] = {
    Fault.WAIT: frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"}),
    Fault.UNSENT: frozenset(
        {"internal_error", "fatal_error", "service_unavailable", "team_added_to_org"}
    ),
    Fault.TOKEN: frozenset(
        {
            *("invalid_auth", "not_authed", "token_revoked", "token_expired", "account_inactive"),
            *("invalid_token", "team_access_not_granted", "org_login_required", "app_uninstalled"),
            *("no_such_app", "team_not_found", "access_denied"),
        }
    ),
    Fault.GONE: frozenset(
        {
            *("channel_not_found", "user_not_found", "user_disabled", "user_not_visible"),
            *("users_not_found", "is_archived", "not_in_channel", "cannot_dm_bot", "is_inactive"),
            *("messages_tab_disabled", "restricted_action", "user_is_bot", "no_channel"),
            *("channel_is_archived", "user_not_in_channel", "cannot_message_user"),
        }
    ),
    Fault.ABSENT: frozenset(
        {
            *("message_not_found", "cant_update_message", "edit_window_closed", "thread_not_found"),
            *("cannot_reply_to_message", "invalid_thread_ts", "not_found", "view_not_found"),
        }
    ),
    Fault.LOOK: frozenset(
        {"invalid_blocks", "invalid_blocks_format", "invalid_arguments", "msg_blocks_too_long"}
    ),
    Fault.UNKNOWN_METHOD: frozenset(
        {
            *("unknown_method", "method_not_supported_for_channel_type", "method_deprecated"),
            *("not_allowed_token_type", "feature_not_enabled", "not_implemented", "not_enabled"),
        }
    ),
    Fault.SCOPE: frozenset({"missing_scope", "no_permission", "ekm_access_denied"}),
    Fault.EXPIRED: frozenset(
        {
            "message_not_in_streaming_state",
            "stream_expired",
            "expired_trigger_id",
            "trigger_expired",
        }
    ),
}
_FAULTS = {code: fault for fault, codes in _CODES.items() for code in codes}


class SlackFault(Exception):
    """A call that was not done, or of which nobody knows. Holds the method and the code only."""

    def __init__(self, fault: Fault, method: str, code: str, *, delay: float = 0.0) -> None:
        super().__init__(f"{method}: {code}")
        self.fault = fault
        self.code = code
        self.delay = delay
        self.looked = False
        """Whether it happened while only looking whether an earlier try had arrived."""


def fault_of(code: object) -> Fault:
    """The kind of an error code that Slack answered."""
    return _FAULTS.get(str(code), Fault.REFUSED)
