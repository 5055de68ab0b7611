"""Health cards: SMART Health Cards and Links, EU vaccine certificates, as text or as QR photo.

``readers(trust)`` gives the readers that know the operator's issuer keys; ``CARDS`` are the same
without any key (every signature is then "unchecked").
"""

from collections.abc import Callable

from bot.intake.cards import eu, link, qr, shc
from bot.intake.cards.jose import JWE
from bot.intake.cards.trust import NO_TRUST, Trust
from bot.intake.gathering import Gathering
from bot.intake.reading import Reader, Reading, Source, Unreadable

_MAX_TEXT = 40_000_000


def text_of(source: Source) -> str:
    """The source as text when it can be text, otherwise an empty string."""
    content = source.content
    if len(content) > _MAX_TEXT or (b"\x00" in content[:200] and content[:2] not in _WIDE):
        return ""
    encoding = "utf-16" if content[:2] in _WIDE else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return ""


_WIDE = (b"\xff\xfe", b"\xfe\xff")


def _text_reader(
    name: str,
    looks: Callable[[str], bool],
    read: Callable[[Source, str, Trust], Reading],
    trust: Trust,
    declares: str,
) -> Reader:
    return Reader(
        format=name,
        recognise=lambda source: looks(text_of(source)),
        read=lambda source: read(source, text_of(source), trust),
        declares=declares,
    )


def read_link(source: Source, text: str, trust: Trust) -> Reading:
    """A health link; the file it points to is read when it came in the same text."""
    links = link.links_of(text)
    if not links:
        raise Unreadable("unreadable-damaged")
    today = source.received_at.date().isoformat()
    for found in links:
        if found.expired(today):
            continue
        for content in link.opened(found, text):
            inner = Source(
                content,
                name=found.label,
                language=source.language,
                country=source.country,
                received_at=source.received_at,
                id=source.id,
            )
            return read_opened(inner, trust)
    return link.describe(source, links)


def read_opened(source: Source, trust: Trust) -> Reading:
    """What stood behind a link: cards, or FHIR; anything else is handed over as a document."""
    from bot.intake.fhir import FHIR

    text = text_of(source)
    if shc.looks_like_card(text):
        return shc.read(source, text, trust)
    if FHIR.recognise(source):
        return FHIR.read(source)
    basket = Gathering(source)
    basket.embed(source.name or "SMART Health Link", "", source.content, "shlink")
    return basket.reading("smart-health-link", title=source.name)


def _encrypted(source: Source, text: str, trust: Trust) -> Reading:
    raise Unreadable("unreadable-encrypted")


def _alone(text: str) -> bool:
    return JWE.fullmatch(text.strip()) is not None


def _looks_like_link(text: str) -> bool:
    """A link in a message or a file of its own, not one that a record happens to mention."""
    return link.looks_like_link(text) and not _is_record(text)


def _looks_like_card(text: str) -> bool:
    carried = '"verifiableCredential"' in text[:200_000]
    return shc.looks_like_card(text) and (carried or not _is_record(text))


def _is_record(text: str) -> bool:
    start = text[:200].lstrip()
    return start.startswith("<") or (start.startswith(("{", "[")) and '"resourceType"' in text)


def _drawn(source: Source) -> str:
    """The texts of the QR codes in a picture or PDF, one a line."""
    if qr.is_picture(source.content):
        return "\n".join(qr.texts_of(source.content))
    if qr.is_pdf(source.content):
        return "\n".join(qr.texts_of_pdf(source.content))
    return ""


def _read_picture(source: Source, trust: Trust) -> Reading:
    text = _drawn(source)
    if eu.looks_like_certificate(text):
        return eu.read(source, text, trust)
    if shc.looks_like_card(text):
        return shc.read(source, text, trust)
    return read_link(source, text, trust)


def _is_picture_of_card(source: Source) -> bool:
    text = _drawn(source)
    return bool(text) and (
        eu.looks_like_certificate(text) or shc.looks_like_card(text) or link.looks_like_link(text)
    )


def readers(trust: Trust = NO_TRUST) -> tuple[Reader, ...]:
    """The readers of health cards, in the order in which they should be asked."""
    return (
        _text_reader(
            "smart-health-link",
            _looks_like_link,
            read_link,
            trust,
            "SMART Health Links: named, never followed; opened when the file comes with the link",
        ),
        _text_reader(
            "smart-health-card",
            _looks_like_card,
            shc.read,
            trust,
            "SMART Health Cards: file, JWS, shc:/ text, several cards; signature by given keys",
        ),
        _text_reader(
            "eu-dcc",
            eu.looks_like_certificate,
            eu.read,
            trust,
            "EU Digital COVID Certificate (HC1): vaccination, test, recovery",
        ),
        _text_reader("jwe", _alone, _encrypted, trust, "an encrypted file without its link"),
        Reader(
            format="qr",
            recognise=_is_picture_of_card,
            read=lambda source: _read_picture(source, trust),
            declares="pictures and PDFs with the QR code of a card, certificate or health link",
        ),
    )


CARDS = readers()

__all__ = ["CARDS", "Trust", "readers"]
