"""Every way a server fails, as one of Carnet's own errors and in Carnet's own words.

A vendor's error quotes the request, the answer or the address. Nothing of it is kept: neither its
text nor the error itself, which is why translated errors are raised outside ``except``.
"""

from __future__ import annotations

import functools
import math
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from bot.errors import CarnetError, Permanent, Transient

WRONG_KEY = "the model's server refuses the key: check the API key"
NO_CREDIT = "the model's account has no credit left, or its spending limit is reached"
NOT_ALLOWED = "the key may not use this model, or this region is not served"
UNKNOWN_MODEL = "the server does not know this model or address: check the model and base_url"
REFUSED = "the model's server says that the request is not valid"
TOO_LARGE = "the request is larger than the model's server accepts"
REDIRECTED = "the model's address redirects elsewhere: set base_url to the final address"
UNREACHABLE = "the model's server cannot be reached: check base_url and the network"
SILENT = "the model's server did not answer in time"
BUSY = "the model's server has too many requests"
DOWN = "the model's server has a failure of its own, or is still loading the model"
CUT = "the model's answer was cut before its end"
GARBAGE = "the server did not answer as the Messages protocol says"
UNFIT = "the model's structured answer does not fit its schema"

PERMANENT = {
    400: REFUSED,
    401: WRONG_KEY,
    402: NO_CREDIT,
    403: NOT_ALLOWED,
    404: UNKNOWN_MODEL,
    405: UNKNOWN_MODEL,
    413: TOO_LARGE,
    422: REFUSED,
}
# A failure told in the middle of a stream comes under a 200 with only its type.
TYPES = {
    "invalid_request_error": 400,
    "authentication_error": 401,
    "billing_error": 402,
    "permission_error": 403,
    "not_found_error": 404,
    "request_too_large": 413,
    "rate_limit_error": 429,
    "overloaded_error": 529,
    "timeout_error": 504,
}
SPENT = {"contract_spend_limit_reached", "enforced_spend_limit_reached"}


@functools.cache
def vendor_errors() -> tuple[type[Exception], ...]:
    """What the vendor's package and its HTTP client let out when a server misbehaves.

    The built-in ones are real: an answer of another shape surfaces as the error of whatever line
    first trips over it, and broken JSON as a plain ``JSONDecodeError``.
    """
    import anthropic
    import httpx2

    return (
        anthropic.AnthropicError,
        httpx2.HTTPError,
        httpx2.StreamError,
        httpx2.InvalidURL,
        OSError,
        ValueError,
        TypeError,
        LookupError,
        AttributeError,
        AssertionError,
        RuntimeError,
    )


def translate(error: Exception, *, begun: bool = False) -> CarnetError:
    """Carnet's error for a vendor's; ``begun`` when part of the answer had arrived."""
    import anthropic
    import httpx2

    if isinstance(error, anthropic.APIStatusError):
        return _status(error)
    if isinstance(error, anthropic.APITimeoutError | httpx2.TimeoutException):
        connecting = isinstance(error.__cause__ or error, httpx2.ConnectTimeout)
        return Transient(UNREACHABLE if connecting else SILENT)
    if isinstance(error, anthropic.APIConnectionError):
        cause = error.__cause__
        if isinstance(cause, httpx2.RemoteProtocolError | httpx2.DecodingError):
            return Transient(GARBAGE)
        return Transient(UNREACHABLE)
    if isinstance(error, httpx2.InvalidURL | httpx2.UnsupportedProtocol):
        return Permanent(UNKNOWN_MODEL)
    if isinstance(error, httpx2.TransportError | OSError):
        return Transient(CUT if begun else UNREACHABLE)
    return Transient(GARBAGE)


def _status(error: object) -> CarnetError:
    import anthropic

    assert isinstance(error, anthropic.APIStatusError)  # noqa: S101
    status = error.status_code
    if status < 300:
        status = TYPES.get(str(error.type), 500)
    if 300 <= status < 400:
        return Permanent(REDIRECTED)
    if status in PERMANENT:
        return Permanent(PERMANENT[status])
    if status == 429 and error.error_code in SPENT:
        return Permanent(NO_CREDIT)
    wait = retry_after(error.response.headers.get("retry-after"), now=datetime.now(UTC))
    return Transient(BUSY if status in (429, 529) else DOWN, retry_after=wait)


def retry_after(header: str | None, *, now: datetime) -> float | None:
    """Seconds to wait from a ``Retry-After`` header: seconds or an HTTP date; None if neither."""
    if not header:
        return None
    try:
        seconds = float(header)
    except ValueError:
        try:
            at = parsedate_to_datetime(header)
        except ValueError:
            return None
        seconds = (at.replace(tzinfo=at.tzinfo or UTC) - now).total_seconds()
    return max(0.0, seconds) if math.isfinite(seconds) else None
