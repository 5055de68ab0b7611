"""From an update to an :class:`bot.messages.Incoming`: pure, and nothing about who else is there.

What is not meant for Carnet (a group's talk, other bots, service messages) becomes None, so that it
is never stored. A forwarded text is somebody else's words: it is read, but runs no command.
"""

from datetime import datetime

from telegram import CallbackQuery, ChatMemberUpdated, Message, Update, User
from telegram.constants import ChatMemberStatus, ChatType, MessageEntityType

from adapters.telegram import NAME
from adapters.telegram.attached import attached
from adapters.telegram.keyboard import DONE
from bot.messages import Address, ConversationKind, Incoming, IncomingKind

ALLOWED = ["message", "edited_message", "callback_query", "my_chat_member"]
"""The kinds of update to ask for. Business, guest and channel updates are none of ours."""

GENERAL = 1
"""The thread id of a forum's General topic, which must never be sent back."""

_KINDS = {
    ChatType.PRIVATE: ConversationKind.DM,
    ChatType.GROUP: ConversationKind.GROUP,
    ChatType.SUPERGROUP: ConversationKind.GROUP,
}
_LEFT = {ChatMemberStatus.BANNED, ChatMemberStatus.LEFT}


def to_incoming(update: Update, me: User, received_at: datetime) -> Incoming | None:
    """What the person did, or None when it was nothing said to us.

    ``me`` is the bot itself, as ``getMe`` gives it; ``received_at`` is aware, UTC.
    """
    if update.callback_query is not None:
        key = f"{update.update_id}:{update.callback_query.id}"
        return _pressed(update.callback_query, key, me, received_at)
    if update.my_chat_member is not None:
        key = f"{update.update_id}:{update.my_chat_member.date.timestamp():.0f}"
        return _left(update.my_chat_member, key, me, received_at)
    message = update.message or update.edited_message
    if message is None:
        return None
    # Ids of updates begin anew at times, and on other servers; what they are about differs then.
    at = message.edit_date or message.date
    key = f"{update.update_id}:{message.message_id}:{at.timestamp():.0f}"
    incoming = _said(message, key, me, received_at)
    if incoming is not None and update.edited_message is not None:
        return incoming.model_copy(update={"kind": IncomingKind.EDIT, "files": ()})
    return incoming


def address_of(message: Message, me: User) -> Address | None:
    """The conversation of a message; None where Carnet does not talk (channels)."""
    kind = _KINDS.get(ChatType(message.chat.type)) if message.chat.type in _TYPES else None
    if kind is None:
        return None
    thread = message.message_thread_id if message.is_topic_message else None
    return Address(
        channel=NAME,
        account=str(me.id),
        conversation=str(message.chat.id),
        kind=kind,
        thread=str(thread) if thread not in (None, GENERAL) else None,
    )


_TYPES = {str(kind.value) for kind in ChatType}


def _said(message: Message, key: str, me: User, received_at: datetime) -> Incoming | None:
    sender, address = message.from_user, address_of(message, me)
    if sender is None or address is None or not _human(sender) or message.is_automatic_forward:
        return None
    if message.sender_chat is not None and message.sender_chat.id != sender.id:
        return None  # a group or channel speaking through an anonymous account
    if message.forum_topic_created is not None and address.kind is ConversationKind.DM:
        return _topic(message, key, address, sender, received_at)
    if _service(message):
        return None
    if address.kind is not ConversationKind.DM and not _addressed(message, me):
        return None
    kind, files = attached(message)
    text = _text(message, me)
    if kind is IncomingKind.TEXT and text.startswith("/"):
        kind = IncomingKind.COMMAND
    return Incoming(
        key=key,
        address=address,
        sender=str(sender.id),
        kind=kind,
        text=text,
        files=files,
        about=str(message.message_id),
        topic=_topic_name(message, address),
        locale=sender.language_code,
        sent_at=_at(message, received_at),
        received_at=received_at,
    )


def _at(message: Message, otherwise: datetime) -> datetime:
    """When it was said; a mended message has no time."""
    at = message.edit_date or message.date
    return at if at.timestamp() else otherwise


def _human(sender: User) -> bool:
    """Messages of bots are not answered: neither ours (echoes) nor others' (endless talk)."""
    return not sender.is_bot


def _topic(
    message: Message, key: str, address: Address, sender: User, received_at: datetime
) -> Incoming | None:
    """A topic was opened in a private chat: its name may say which space it is."""
    if message.forum_topic_created is None or address.thread is None:
        return None
    return Incoming(
        key=key,
        address=address,
        sender=str(sender.id),
        kind=IncomingKind.OPENED,
        topic=message.forum_topic_created.name[:128],
        locale=sender.language_code,
        sent_at=message.date,
        received_at=received_at,
    )


def _topic_name(message: Message, address: Address) -> str | None:
    """The name of the private topic; a message that answers none carries its topic's first one."""
    if address.kind is not ConversationKind.DM or address.thread is None:
        return None
    first = message.reply_to_message
    created = first.forum_topic_created if first is not None else None
    return created.name[:128] if created is not None else ""


def _service(message: Message) -> bool:
    """Whether nobody said anything: somebody joined, a title changed, a payment, a pin."""
    return message.text is None and message.caption is None and _contents(message) is None


def _contents(message: Message) -> object:
    return (
        message.effective_attachment
        or message.location
        or message.contact
        or message.story
        or message.checklist
    )


def _addressed(message: Message, me: User) -> bool:
    """In a group: a reply to us, a mention of us, or a command that names us."""
    answered = message.reply_to_message
    if answered is not None and answered.from_user is not None and answered.from_user.id == me.id:
        return answered.forum_topic_created is None
    name = f"@{me.username or ''}".lower()
    entities = {**message.parse_entities(), **message.parse_caption_entities()}
    for entity, text in entities.items():
        if entity.type == MessageEntityType.MENTION and text.lower() == name:
            return True
        if entity.type == MessageEntityType.BOT_COMMAND and text.lower().endswith(name):
            return True
        if entity.type == MessageEntityType.TEXT_MENTION and entity.user is not None:
            return entity.user.id == me.id
    return False


def _text(message: Message, me: User) -> str:
    text = message.text or message.caption or ""
    if message.forward_origin is not None:
        return text.lstrip("/ \n\t")
    name = f"@{me.username}"
    if me.username and name.lower() in text.lower():
        text = _without(text, name)
    if not text.startswith("/"):
        return text
    # A menu knows no hyphens: /rendez_vous stands for /rendez-vous.
    word, space, rest = text.partition(" ")
    return word.replace("_", "-") + space + rest


def _without(text: str, name: str) -> str:
    """The text without our own name, wherever it stands: "@CarnetBot hello", "/help@CarnetBot"."""
    at = text.lower().find(name.lower())
    while at >= 0:
        end = at + len(name)
        if end < len(text) and (text[end].isalnum() or text[end] == "_"):
            at = text.lower().find(name.lower(), end)
            continue
        before, after = text[:at], text[end:]
        text = before + (after.removeprefix(" ") if before.endswith(" ") else after)
        at = text.lower().find(name.lower())
    return text.strip(" ,:")


def _pressed(query: CallbackQuery, key: str, me: User, received_at: datetime) -> Incoming | None:
    message = query.message
    if message is None or not _human(query.from_user) or not query.data or query.data == DONE:
        return None
    kind = _KINDS.get(ChatType(message.chat.type)) if message.chat.type in _TYPES else None
    if kind is None:
        return None
    address = Address(
        channel=NAME, account=str(me.id), conversation=str(message.chat.id), kind=kind
    )
    if isinstance(message, Message):
        address = address_of(message, me) or address
    private = kind is ConversationKind.DM and address.thread is not None
    return Incoming(
        key=key,
        address=address,
        sender=str(query.from_user.id),
        kind=IncomingKind.CHOICE,
        choice=query.data,
        about=str(message.message_id),
        topic="" if private else None,
        locale=query.from_user.language_code,
        sent_at=received_at,
        received_at=received_at,
    )


def _left(member: ChatMemberUpdated, key: str, me: User, received_at: datetime) -> Incoming | None:
    """A person who blocked us is gone; what happens to us in groups is no news of a person."""
    gone = member.new_chat_member.status in _LEFT
    if member.chat.type != ChatType.PRIVATE or not gone or not _human(member.from_user):
        return None
    return Incoming(
        key=key,
        address=Address(channel=NAME, account=str(me.id), conversation=str(member.chat.id)),
        sender=str(member.from_user.id),
        kind=IncomingKind.GONE,
        sent_at=member.date,
        received_at=received_at,
    )
