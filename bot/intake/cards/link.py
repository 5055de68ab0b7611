"""SMART Health Links: recognised and said, never followed.

Opening the address in a link would let a stranger's text make this server call any other (SSRF).
When the encrypted file itself comes along (in the same text, or handed in by the caller), it is
opened with the link's key, which never leaves this module and is never shown.
"""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.intake.cards.jose import JWE, json_of, open_jwe
from bot.intake.cards.shc import moment
from bot.intake.cards.trust import unbase64
from bot.intake.gathering import Gathering, clean
from bot.intake.reading import Reading, Source
from bot.wording import say

_LINK = re.compile(r"shlink:/(eyJ[\w-]{10,8000}={0,2})", re.A)
_NO_EXPIRY_BEFORE = "2022-01-01"
"""Health links did not exist before: an earlier expiry can only mean "expired"."""


@dataclass(frozen=True, slots=True)
class Link:
    """What a link says: its label, host, flags, day of expiry, and the key that opens its file."""

    label: str
    host: str
    flags: str
    expires: str
    key: bytes

    def expired(self, today: str) -> bool:
        """Whether the link had expired on that ISO day."""
        return bool(self.expires) and self.expires < max(today, _NO_EXPIRY_BEFORE)


def links_of(text: str) -> list[Link]:
    """All health links in a text that can be taken apart."""
    found: list[Link] = []
    for match in _LINK.finditer(text):
        try:
            payload = json_of(unbase64(match.group(1).rstrip("=")))
        except ValueError:
            continue
        if not isinstance(payload, dict):
            continue
        try:
            host = urlsplit(str(payload.get("url") or "")).hostname or ""
            key = unbase64(str(payload.get("key") or ""))
        except ValueError:
            continue
        found.append(
            Link(
                label=clean(str(payload.get("label") or ""), 200),
                host=clean(host, 200),
                flags=clean(str(payload.get("flag") or ""), 20),
                expires=moment(payload.get("exp")),
                key=key,
            )
        )
    return found


def looks_like_link(text: str) -> bool:
    """Whether the text carries a SMART Health Link."""
    return "shlink:/" in text[:200_000]


def opened(link: Link, text: str) -> list[bytes]:
    """The content of each encrypted file in ``text`` that the link's key opens."""
    found = []
    for match in JWE.finditer(text):
        try:
            found.append(open_jwe(match.group(), link.key))
        except ValueError:
            continue
    return found


def describe(source: Source, links: list[Link]) -> Reading:
    """A reading that says what the links are, without opening them."""
    basket = Gathering(source)
    today = source.received_at.date().isoformat()
    for link in links:
        parts = [link.label, link.host, link.expires]
        shown = ", ".join(part for part in parts if part) or "?"
        words = say(basket.language, "record-not-fetched")
        basket.loose(f"SMART Health Link: {shown} ({words})")
        if link.expired(today):
            basket.warn("warning-link-expired")
        else:
            basket.warn("warning-link-not-opened")
            if "P" in link.flags:
                basket.warn("warning-link-passcode")
    title = links[0].label if links else ""
    return basket.reading("smart-health-link", title=title or "SMART Health Link")
