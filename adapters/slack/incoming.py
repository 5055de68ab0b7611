"""From an event to an :class:`bot.messages.Incoming`: pure, and only what is meant for Carnet.

A message's key is its conversation and time stamp: Slack's redeliveries carry it again, and so do
the two events (``app_mention`` and ``message``) that one mention yields. What nobody said to
Carnet (a channel's talk, bots, joins, our own messages) becomes None and is never stored.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, TypeGuard

from adapters.slack.attached import attached
from adapters.slack.spoken import forwarded, mentions, plain
from adapters.slack.workspace import Body, Workspace
from bot.messages import Address, ConversationKind, FileReference, Incoming, IncomingKind

_SAID = (None, "file_share", "thread_broadcast", "me_message")
_KINDS = {
    "im": ConversationKind.DM,
    "mpim": ConversationKind.GROUP,
    "channel": ConversationKind.CHANNEL,
    "group": ConversationKind.CHANNEL,  # a private channel, in Slack's older words
}


def to_incoming(body: Body, bot_user: str | None, received_at: datetime) -> Incoming | None:
    """What the person did, or None when it was nothing said to us.

    ``body`` is the outer payload of an event callback; ``bot_user`` our own user id there.
    ``address.shared`` marks conversations with another organisation, which are to be refused.
    """
    event = body.get("event")
    workspace = Workspace.of(body)
    if not isinstance(event, Mapping) or workspace is None:
        return None
    match event.get("type"):
        case "message" | "app_mention":
            return _message(event, body, workspace, bot_user, received_at)
        case "app_home_opened":
            return _opened(event, body, workspace, received_at)
        case "assistant_thread_started":
            return _thread(event, workspace, received_at)
    return None


def moment(ts: object, otherwise: datetime) -> datetime:
    """The instant of a time stamp such as "1700000001.123456"."""
    try:
        return datetime.fromtimestamp(float(str(ts)), UTC)
    except (ValueError, OverflowError, OSError):
        return otherwise


def kind_of(conversation: str, channel_type: object) -> ConversationKind:
    """Who can read along; where Slack does not say, the id's first letter does."""
    known = _KINDS.get(channel_type) if isinstance(channel_type, str) else None
    if known is not None:
        return known
    return ConversationKind.DM if conversation.startswith("D") else ConversationKind.CHANNEL


def _message(
    event: Body, body: Body, workspace: Workspace, bot_user: str | None, received_at: datetime
) -> Incoming | None:
    conversation, subtype = event.get("channel"), event.get("subtype")
    if not _text(conversation):
        return None
    kind = kind_of(conversation, event.get("channel_type"))
    shared = bool(body.get("is_ext_shared_channel")) or _foreign(event, workspace)
    if subtype == "message_changed":
        return _edited(event, workspace, conversation, kind, bot_user, received_at)
    if subtype == "message_deleted":
        return _deleted(event, workspace, conversation, kind, bot_user, received_at)
    sender, ts = event.get("user"), event.get("ts")
    if subtype not in _SAID or not _person(event, bot_user):
        return None
    if not _text(sender) or not _text(ts):
        return None
    given, files = event.get("text"), event.get("files")
    raw = given if isinstance(given, str) else ""
    if kind is not ConversationKind.DM and not (
        event.get("type") == "app_mention" or mentions(raw, bot_user)
    ):
        return None
    thread = event.get("thread_ts")
    if not _text(thread):
        thread = None
    if kind is not ConversationKind.DM:
        thread = thread or ts  # channels are answered in a thread, never in the open
    address = workspace.address(conversation, kind, thread=thread, shared=shared)
    said = plain(raw, bot_user) or plain(forwarded(event), bot_user).lstrip("/ ")
    sort, references = attached(files if isinstance(files, list) else [], workspace)
    return _said(
        address,
        sender,
        ts,
        sort,
        said,
        references,
        moment(ts, received_at),
        received_at,
    )


def _said(
    address: Address,
    sender: str,
    ts: str,
    kind: IncomingKind,
    text: str,
    files: tuple[FileReference, ...],
    sent_at: datetime,
    received_at: datetime,
) -> Incoming:
    if kind is IncomingKind.TEXT and text.startswith("/"):
        kind = IncomingKind.COMMAND
    return Incoming(
        key=f"{address.conversation}:{ts}",
        address=address,
        sender=sender,
        kind=kind,
        text=text,
        files=files,
        about=ts,
        sent_at=sent_at,
        received_at=received_at,
    )


def _edited(
    event: Body,
    workspace: Workspace,
    conversation: str,
    kind: ConversationKind,
    bot_user: str | None,
    received_at: datetime,
) -> Incoming | None:
    """A person changed their words. Links that Slack unfolds and our own updates are no edits."""
    message, before = _mapping(event.get("message")), _mapping(event.get("previous_message"))
    edited = _mapping(message.get("edited")).get("ts")
    same = message.get("text") == before.get("text")
    if kind is not ConversationKind.DM or not _text(edited) or same:
        return None
    if not _person(message, bot_user) or not _text(message.get("ts")):
        return None
    return Incoming(
        key=f"{conversation}:{message['ts']}:edited:{edited}",
        address=workspace.address(conversation, kind),
        sender=message["user"],
        kind=IncomingKind.EDIT,
        text=plain(str(message.get("text") or ""), bot_user),
        about=message["ts"],
        sent_at=moment(edited, received_at),
        received_at=received_at,
    )


def _deleted(
    event: Body,
    workspace: Workspace,
    conversation: str,
    kind: ConversationKind,
    bot_user: str | None,
    received_at: datetime,
) -> Incoming | None:
    before, ts = _mapping(event.get("previous_message")), event.get("deleted_ts")
    if kind is not ConversationKind.DM or not _person(before, bot_user) or not _text(ts):
        return None
    return Incoming(
        key=f"{conversation}:{ts}:deleted",
        address=workspace.address(conversation, kind),
        sender=before["user"],
        kind=IncomingKind.DELETE,
        about=ts,
        sent_at=moment(event.get("event_ts"), received_at),
        received_at=received_at,
    )


def _opened(
    event: Body, body: Body, workspace: Workspace, received_at: datetime
) -> Incoming | None:
    """The home page is drawn anew each time; the conversation greets once (keys last 30 days)."""
    sender, conversation, tab = event.get("user"), event.get("channel"), event.get("tab")
    if not _text(sender) or not _text(conversation) or body.get("is_ext_shared_channel"):
        return None
    key = f"greeted:{sender}"
    if tab == "home":
        stamp = body.get("event_id") or event.get("event_ts")
        if not _text(stamp):
            return None
        key = f"home:{stamp}"
    elif tab != "messages":
        return None
    return Incoming(
        key=key,
        address=workspace.address(conversation, ConversationKind.DM),
        sender=sender,
        kind=IncomingKind.HOME if tab == "home" else IncomingKind.OPENED,
        sent_at=moment(event.get("event_ts"), received_at),
        received_at=received_at,
    )


def _thread(event: Body, workspace: Workspace, received_at: datetime) -> Incoming | None:
    """A new conversation beside the others, in workspaces that show agents that way."""
    thread = _mapping(event.get("assistant_thread"))
    sender, conversation = thread.get("user_id"), thread.get("channel_id")
    ts = thread.get("thread_ts")
    if not (_text(sender) and _text(conversation) and _text(ts)):
        return None
    return Incoming(
        key=f"{conversation}:{ts}:started",
        address=workspace.address(conversation, ConversationKind.DM, thread=ts),
        sender=sender,
        kind=IncomingKind.OPENED,
        sent_at=moment(event.get("event_ts"), received_at),
        received_at=received_at,
    )


def _person(message: Body, bot_user: str | None) -> bool:
    """Whether a person wrote it: neither a bot (no echoes, no endless talk) nor Slack itself."""
    user = message.get("user")
    if not _text(user) or user in {bot_user, "USLACKBOT"}:
        return False
    return not (message.get("bot_id") or message.get("bot_profile"))


def _foreign(event: Body, workspace: Workspace) -> bool:
    """Whether the sender belongs to another organisation (they write across Slack Connect)."""
    if workspace.enterprise is not None or workspace.team is None:
        return False  # within an organisation people write from all of its workspaces
    home = event.get("user_team") or event.get("source_team")
    return _text(home) and home != workspace.team


def _text(value: Any) -> TypeGuard[str]:
    return isinstance(value, str) and value != ""


def _mapping(value: object) -> Body:
    return value if isinstance(value, Mapping) else {}
