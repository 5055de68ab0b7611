"""Retry-After in both of its forms."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from adapters.claude.faults import retry_after

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("7", 7.0),
        ("0.5", 0.5),
        ("-3", 0.0),
        ("Wed, 25 Nov 2026 09:01:00 GMT", 60.0),
        ("Wed, 25 Nov 2026 08:00:00 GMT", 0.0),
        ("soon", None),
        ("nan", None),
        ("inf", None),
        ("", None),
        (None, None),
    ],
)
def test_retry_after_is_seconds_or_a_date(header: str | None, expected: float | None) -> None:
    """Seconds and dates are understood, anything else is as if nothing was said."""
    assert retry_after(header, now=NOW) == expected
