"""What the Bot API's refusals mean for a message: translated here, and nowhere kept as text.

Texts of python-telegram-bot's errors can hold the token (in an address) or what was sent, so they
are looked at and never passed on.
"""

from enum import Enum, auto

import aiohttp
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)


class Fault(Enum):
    """Kinds of refusal."""

    GONE = auto()
    """The person blocked us, or is no more."""
    WAIT = auto()
    """Too many messages: the error says how long to wait."""
    UNSENT = auto()
    """It surely did not arrive; trying again may help."""
    DOUBTFUL = auto()
    """It was handed over and no answer came: it may have arrived."""
    PAGE = auto()
    """A web page came instead of an answer: from somebody in between, so it hardly arrived."""
    TOKEN = auto()
    """The token is not valid (any more)."""
    MOVED = auto()
    """The group became a supergroup under another id."""
    LOOK = auto()
    """Entities or buttons are refused: plain text may pass."""
    LONG = auto()
    """Longer than allowed."""
    THREAD = auto()
    """The topic is gone."""
    SAME = auto()
    """An edit that changes nothing."""
    ABSENT = auto()
    """The message to edit does not exist or is not ours."""
    TOO_BIG = auto()
    """The file is larger than the Bot API hands out or takes."""
    REFUSED = auto()
    """Refused for good for another reason."""


_BAD = (
    ("message is not modified", Fault.SAME),
    ("message thread not found", Fault.THREAD),
    ("topic_deleted", Fault.THREAD),
    ("topic_closed", Fault.THREAD),
    ("topic_id_invalid", Fault.THREAD),
    ("message to edit not found", Fault.ABSENT),
    ("message can't be edited", Fault.ABSENT),
    ("message_id_invalid", Fault.ABSENT),
    ("message identifier", Fault.ABSENT),
    ("too long", Fault.LONG),
    ("too big", Fault.TOO_BIG),
    ("too large", Fault.TOO_BIG),
    ("can't parse", Fault.LOOK),
    ("entit", Fault.LOOK),
    ("button", Fault.LOOK),
    ("chat not found", Fault.GONE),
    ("user not found", Fault.GONE),
    ("peer_id_invalid", Fault.GONE),
    ("user is deactivated", Fault.GONE),
    ("have no rights", Fault.GONE),
    ("not enough rights", Fault.GONE),
)


class WebPage(TelegramError):
    """A page, which no Bot API server answers: a sign-in portal's, or a proxy's."""


def fault_of(error: TelegramError) -> Fault:
    """The kind of this refusal."""
    if isinstance(error, RetryAfter):
        return Fault.WAIT
    if isinstance(error, WebPage):
        return Fault.PAGE
    if isinstance(error, Forbidden | BadRequest) and isinstance(error.__cause__, WebPage):
        # Refused in between: Telegram, which words its refusals, said nothing of the person.
        return Fault.UNSENT
    if isinstance(error, Forbidden):
        return Fault.GONE
    if isinstance(error, ChatMigrated):
        return Fault.MOVED
    if isinstance(error, InvalidToken):
        return Fault.TOKEN
    if isinstance(error, BadRequest):
        text = error.message.lower()
        return next((fault for words, fault in _BAD if words in text), Fault.REFUSED)
    if isinstance(error, Conflict):
        return Fault.UNSENT
    if isinstance(error, NetworkError):
        return _of_network(error)
    # "Invalid server response": it answered, but not in a way that says what happened.
    return Fault.DOUBTFUL


def unreached(error: TelegramError) -> bool:
    """Whether there was no connection at all: whatever was asked is not at fault."""
    return isinstance(
        error.__cause__,
        aiohttp.ClientConnectorError
        | aiohttp.ClientHttpProxyError
        | aiohttp.ConnectionTimeoutError,
    )


def _of_network(error: NetworkError) -> Fault:
    cause = error.__cause__
    if unreached(error):
        return Fault.UNSENT
    if isinstance(cause, aiohttp.ClientError | TimeoutError):
        # Cut or silent after it was handed over, in part or whole.
        return Fault.DOUBTFUL
    # An answer of 500 and above.
    return Fault.UNSENT


def seconds_of(error: RetryAfter) -> float:
    """How long to wait."""
    given = error.retry_after
    return float(given if isinstance(given, int | float) else given.total_seconds())
