"""One outgoing message as the Bot API's messages: text in pieces, pictures, documents.

Buttons go under the last piece of text, or under the picture whose caption the text is.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from telegram import InlineKeyboardMarkup, LinkPreviewOptions

from adapters.telegram.connection import Connection
from adapters.telegram.formatting import Piece, discreet, fits_caption, pieces, plain
from adapters.telegram.keyboard import keyboard
from bot.messages import Attachment, Outgoing, Sensitivity

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_PICTURES = {"image/png", "image/jpeg"}
_PICTURE_BYTES = 10_000_000
_UPLOAD_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Part:
    """One message of the Bot API."""

    piece: Piece
    file: Attachment | None = None
    markup: InlineKeyboardMarkup | None = None

    def without_look(self) -> "Part":
        """The same with plain text; where it is plain already, without buttons."""
        if self.piece.entities:
            return Part(plain(self.piece), self.file, self.markup)
        return Part(self.piece, self.file)


def parts_of(outgoing: Outgoing) -> list[Part]:
    """The parts, in the order in which they are sent."""
    hidden = _hidden(outgoing)
    if hidden:
        texts = discreet(outgoing.preview, outgoing.text)
    else:
        texts = pieces(outgoing.text) if outgoing.text.strip() or not outgoing.files else []
    markup = keyboard(outgoing.choices)
    files = outgoing.files
    if texts and len(files) == 1 and _picture(files[0]) and fits_caption(texts) and not hidden:
        return [Part(texts[0], files[0], markup)]
    return [*_texts(texts, markup), *(_captioned(file, hidden=hidden) for file in files)]


def _hidden(outgoing: Outgoing) -> bool:
    """Whether a lock screen is to show the preview only."""
    unasked = outgoing.kind == "nudge" or outgoing.late
    return unasked and outgoing.sensitivity is not Sensitivity.NONE


def _texts(texts: Sequence[Piece], markup: InlineKeyboardMarkup | None) -> list[Part]:
    last = len(texts) - 1
    return [Part(piece, None, markup if n == last else None) for n, piece in enumerate(texts)]


def _captioned(file: Attachment, *, hidden: bool) -> Part:
    caption = "" if hidden or not file.description else file.description[:200]
    return Part(Piece(caption), file)


def _picture(file: Attachment) -> bool:
    return file.media_type in _PICTURES and len(file.content) <= _PICTURE_BYTES


async def send_part(
    bot: Connection, part: Part, outgoing: Outgoing, thread: int | None
) -> int | None:
    """Send one part; its message's id; raises TelegramError."""
    chat = int(outgoing.address.conversation)
    if part.file is None:
        return await bot.say(
            {
                "chat_id": chat,
                "text": part.piece.text,
                "entities": part.piece.entities or None,
                "link_preview_options": NO_PREVIEW,
                "reply_markup": part.markup,
                "message_thread_id": thread,
                "disable_notification": outgoing.silent or None,
                "protect_content": outgoing.protect or None,
            }
        )
    if _picture(part.file):
        picture = await bot.send_photo(
            chat_id=chat,
            photo=part.file.content,
            caption=part.piece.text or None,
            caption_entities=part.piece.entities or None,
            has_spoiler=_hidden(outgoing) or None,
            reply_markup=part.markup,
            message_thread_id=thread,
            disable_notification=outgoing.silent or None,
            protect_content=outgoing.protect or None,
            filename=part.file.name,
            write_timeout=_UPLOAD_SECONDS,
            read_timeout=_UPLOAD_SECONDS,
        )
        return picture.message_id
    document = await bot.send_document(
        chat_id=chat,
        document=part.file.content,
        caption=part.piece.text or None,
        caption_entities=part.piece.entities or None,
        reply_markup=part.markup,
        message_thread_id=thread,
        disable_notification=outgoing.silent or None,
        protect_content=outgoing.protect or None,
        disable_content_type_detection=True,
        filename=part.file.name,
        write_timeout=_UPLOAD_SECONDS,
        read_timeout=_UPLOAD_SECONDS,
    )
    return document.message_id
