"""SMART Health Cards: a file, a compact JWS, a ``shc:/`` text or several QR codes of one card.

A card is a FHIR bundle that an issuer signed. The signature is checked against the operator's
keys only; the card is read whatever the check says, and the check's outcome is a warning.
"""

import re
from datetime import UTC, datetime
from typing import Any

from bot.intake.cards.jose import JWS, Signed, json_of, open_jws
from bot.intake.cards.trust import Trust, signed_by
from bot.intake.fhir import finish, read_entries
from bot.intake.fhir.parse import Entry, collect
from bot.intake.gathering import CONTENT_ERRORS, Gathering, clean, number
from bot.intake.reading import Reading, Source, Unreadable

_NUMERIC = re.compile(r"shc:/(?:(\d{1,3})/(\d{1,3})/)?(\d{2,30000})", re.A | re.IGNORECASE)
_OFFSET = 45
_MAX_CARDS = 100


def compact_cards(text: str) -> tuple[list[str], bool]:
    """All compact JWS in the text, ``shc:/`` ones decoded, and whether a part is missing."""
    found: dict[str, None] = {}
    missing = False
    chunks: dict[int, dict[int, str]] = {}
    for match in _NUMERIC.finditer(text):
        part, total, digits = match.groups()
        decoded = _letters(digits)
        if total is None:
            found[decoded] = None
        else:
            chunks.setdefault(int(total), {})[int(part)] = decoded
    for total, parts in chunks.items():
        if set(parts) == set(range(1, total + 1)):
            found["".join(parts[index] for index in sorted(parts))] = None
        else:
            missing = True
    for match in JWS.finditer(text):
        found[match.group()] = None
    return list(found)[:_MAX_CARDS], missing


def _letters(digits: str) -> str:
    pairs = (digits[index : index + 2] for index in range(0, len(digits) - 1, 2))
    return "".join(chr(int(pair) + _OFFSET) for pair in pairs)


def looks_like_card(text: str) -> bool:
    """Whether the text carries a SMART Health Card in any of its forms."""
    start = text[:200_000]
    if "shc:/" in start.lower() or '"verifiableCredential"' in start:
        return True
    stripped = text.strip().strip('"')
    return bool(JWS.fullmatch(stripped))


def read(source: Source, text: str, trust: Trust) -> Reading:
    """Everything that the cards in a text say; raises :class:`Unreadable`."""
    cards, missing = compact_cards(text)
    basket = Gathering(source)
    if missing:
        basket.warn("warning-card-incomplete")
        basket.partial = True
    reading: Reading | None = None
    issuer = issued = title = ""
    for index, compact in enumerate(cards):
        try:
            signed = open_jws(compact)
            content = json_of(signed.content)
            if not isinstance(content, dict):
                raise TypeError
            entries = _entries(content, f"verifiableCredential[{index}]")
            record = read_entries(entries, basket)
        except CONTENT_ERRORS:
            basket.partial = True
            basket.warn("warning-part-unreadable")
            continue
        check(basket, signed, content, trust)
        issuer = issuer or clean(str(content.get("iss") or ""), 200)
        issued = issued or moment(content.get("nbf"))
        title = title or _title(content)
        reading = finish(record, {}, "smart-health-card")
    if reading is None:
        if missing and not cards:
            return basket.reading("smart-health-card", title="SMART Health Card")
        raise Unreadable("unreadable-damaged")
    return reading.model_copy(
        update={
            "title": reading.title or title,
            "author": reading.author or issuer or None,
            "date": reading.date or issued or None,
        }
    )


def _entries(content: dict[str, Any], place: str) -> list[Entry]:
    subject = content["vc"]["credentialSubject"]
    bundle = subject.get("fhirBundle") or subject
    found: list[Entry] = []
    if isinstance(bundle, dict):
        bundle.setdefault("resourceType", "Bundle")
    collect(bundle, f"{place}.fhirBundle", found, 0)
    return found


def _title(content: dict[str, Any]) -> str:
    kinds = content["vc"].get("type") if isinstance(content.get("vc"), dict) else None
    names = [
        clean(kind.rsplit("#", 1)[-1], 60)
        for kind in (kinds if isinstance(kinds, list) else [])
        if isinstance(kind, str) and not kind.endswith("#health-card")
    ]
    shown = ", ".join(name for name in names if name != "VerifiableCredential")
    return f"SMART Health Card ({shown})" if shown else "SMART Health Card"


def moment(seconds: object) -> str:
    """Seconds since 1970 (or milliseconds, a common mistake) as an ISO 8601 day."""
    value = number(seconds)
    if value is None:
        return ""
    stamp = float(value)
    stamp = stamp / 1000 if stamp > 1e11 else stamp
    try:
        return datetime.fromtimestamp(stamp, UTC).date().isoformat()
    except (ValueError, OverflowError, OSError):
        return ""


def check(basket: Gathering, signed: Signed, content: dict[str, Any], trust: Trust) -> None:
    """Say what the signature, the expiry and the issuer's revocations are worth."""
    kid = str(signed.header.get("kid") or "")
    key = trust.keys.get(kid)
    if key is None:
        basket.warn("warning-signature-unchecked")
    elif signed.header.get("alg") != "ES256" or not signed_by(
        key, signed.signature, signed.covered
    ):
        basket.warn("warning-signature-invalid")
    expiry = moment(content.get("exp"))
    if expiry and expiry < basket.source.received_at.date().isoformat():
        basket.warn("warning-card-expired")
    credential = content.get("vc")
    rid = credential.get("rid") if isinstance(credential, dict) else None
    if isinstance(rid, str) and rid in trust.revoked.get(kid, frozenset()):
        basket.warn("warning-card-revoked")
