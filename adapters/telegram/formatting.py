"""From Markdown to Telegram's text and entities, cut to what one message holds.

Lengths are in UTF-16 code units, as Telegram counts. Entities are sent, never MarkdownV2, so that
no character needs escaping and nothing said can break a message.
"""

from dataclasses import dataclass

from telegram import MessageEntity
from telegramify_markdown import convert, split_entities, utf16_len
from telegramify_markdown.config import RenderConfig
from telegramify_markdown.entity import MessageEntity as Span

TEXT = 4096
CAPTION = 1024
ENTITIES = 100


@dataclass(frozen=True, slots=True)
class Piece:
    """One message's worth of text. Offsets of the entities are in UTF-16 code units."""

    text: str
    entities: tuple[MessageEntity, ...] = ()


def pieces(markdown: str, *, limit: int = TEXT) -> list[Piece]:
    """The text in pieces of at most ``limit`` units, cut at line ends where possible."""
    return _cut(*_converted(markdown), limit)


def discreet(preview: str, markdown: str, *, limit: int = TEXT) -> list[Piece]:
    """Like :func:`pieces`, under a line a lock screen may show: the rest is a spoiler.

    Clients show a spoiler masked in notifications, and openly once it is touched.
    """
    text, spans = _converted(markdown)
    head = f"{preview}\n\n" if preview else ""
    shift, length = utf16_len(head), utf16_len(text)
    moved = [span.copy_with(offset=span.offset + shift) for span in spans]
    # Telegram refuses a spoiler over code; such spans keep their words but not their look.
    moved = [span for span in moved if span.type not in {"pre", "code"}]
    return _cut(head + text, [Span("spoiler", shift, length), *moved], limit)


def openable(url: str) -> bool:
    """Whether Telegram takes this address in a link or under a button."""
    return url.startswith(("https://", "http://", "tg://"))


def plain(piece: Piece) -> Piece:
    """The same without entities: what is left to try when Telegram refuses them."""
    return Piece(piece.text)


def fits_caption(found: list[Piece]) -> bool:
    """Whether the text can stand under a picture."""
    return len(found) == 1 and utf16_len(found[0].text) <= CAPTION


def start_of(markdown: str, *, limit: int = TEXT) -> Piece:
    """The first piece only, for a draft that is still growing."""
    return pieces(markdown, limit=limit)[0]


def _converted(markdown: str) -> tuple[str, list[Span]]:
    text, spans = convert(_valid(markdown), latex_escape=False, config=_LOOK)
    return (text, spans) if text.strip() else (_valid(markdown).strip() or "…", [])


def _cut(text: str, spans: list[Span], limit: int) -> list[Piece]:
    # What Telegram does not open (tel:) is left to clients, which find numbers by themselves.
    spans = [x for x in spans if x.url is None or openable(x.url)]
    cut = split_entities(text, spans, limit) or [("…", [])]
    return [Piece(part, tuple(_entity(x) for x in of_part[:ENTITIES])) for part, of_part in cut]


def _entity(span: Span) -> MessageEntity:
    return MessageEntity(
        type=span.type,
        offset=span.offset,
        length=span.length,
        url=span.url,
        language=span.language,
    )


def _valid(text: str) -> str:
    """Lone surrogates and NUL cannot be sent."""
    return text.encode("utf-16-le", "replace").decode("utf-16-le", "replace").replace("\0", "")


def _look() -> RenderConfig:
    look = RenderConfig.isolated()
    symbols = look.markdown_symbol
    for level in range(1, 7):
        setattr(symbols, f"heading_level_{level}", "")
    symbols.unordered_list_item = "•"
    symbols.link = ""
    return look


_LOOK = _look()
