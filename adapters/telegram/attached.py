"""What came with a message: files as references, voice as voice, the rest as nothing to read."""

from telegram import Message, PhotoSize

from bot.messages import FileReference, IncomingKind

_LONGEST_NAME = 200


def attached(message: Message) -> tuple[IncomingKind, tuple[FileReference, ...]]:
    """The kind of the message and its files.

    A photo is its largest size. Stickers, places, contacts, polls and the like have nothing that
    Carnet reads: they are empty texts, which are answered with what can be sent instead.
    """
    if message.photo:
        return IncomingKind.FILE, (_photo(max(message.photo, key=lambda p: p.width * p.height)),)
    spoken = message.voice or message.video_note
    if spoken is not None:
        return IncomingKind.VOICE, ()
    sent = message.document or message.audio or message.video or message.animation
    if sent is None:
        return IncomingKind.TEXT, ()
    reference = FileReference(
        reference=sent.file_id,
        name=(sent.file_name or "")[:_LONGEST_NAME],
        media_type=sent.mime_type or "",
        size=sent.file_size,
    )
    return IncomingKind.FILE, (reference,)


def _photo(photo: PhotoSize) -> FileReference:
    return FileReference(
        reference=photo.file_id, name="photo.jpg", media_type="image/jpeg", size=photo.file_size
    )
