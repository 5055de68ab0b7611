"""From what a person presses, submits or commands to an :class:`bot.messages.Incoming`: pure.

A press is known by who pressed what, where and when, so that a replayed request has the key of
the first one. Slack shows some things to everybody and some to one person alone; a press counts
for whoever pressed.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from adapters.slack.incoming import kind_of, moment
from adapters.slack.spoken import plain
from adapters.slack.workspace import Body, Workspace
from bot.messages import PRIVATE, Choice, ConversationKind, Incoming, IncomingKind

FORM = "form"
"""The callback id of our forms."""


@dataclass(frozen=True, slots=True)
class Pressed:
    """A press of a button of ours. ``command`` is set for those of a page: language and word."""

    workspace: Workspace
    user: str
    value: str
    key: str
    at: datetime
    conversation: str | None
    kind: ConversationKind
    thread: str | None
    message: str | None
    blocks: list[dict[str, Any]]
    trigger: str | None

    @property
    def private(self) -> bool:
        """Whether it asks for the person's own conversation."""
        return self.value == PRIVATE

    @property
    def command(self) -> tuple[str, str] | None:
        """The language and the command word of a page's button."""
        language, slash, word = self.value.partition("/")
        return (language, word) if slash and language in {"fr", "en"} and word else None


def read_press(body: Body, received_at: datetime) -> Pressed | None:
    """The press, or None for links, broken payloads and buttons that are not ours."""
    actions = body.get("actions")
    action = actions[0] if isinstance(actions, list) and actions else None
    workspace, user = Workspace.of(body), _named(_mapping(body.get("user")).get("id"))
    if not isinstance(action, Mapping) or workspace is None or user is None:
        return None
    value = action.get("value")
    if action.get("type") != "button" or not isinstance(value, str) or action.get("url"):
        return None
    if not value or len(value) > Choice.model_fields["id"].metadata[0].max_length:
        return None
    container, message = _mapping(body.get("container")), _mapping(body.get("message"))
    channel = _mapping(body.get("channel"))
    conversation = channel.get("id") or container.get("channel_id")
    ts = message.get("ts") or container.get("message_ts")
    blocks = message.get("blocks")
    stamp = str(action.get("action_ts") or body.get("trigger_id") or "")
    parts = (str(user), str(conversation), str(ts), str(action.get("action_id")), value, stamp)
    if not isinstance(conversation, str):
        conversation = None
    return Pressed(
        workspace=workspace,
        user=user,
        value=value,
        key="press:" + hashlib.sha256("\0".join(parts).encode()).hexdigest(),
        at=moment(action.get("action_ts"), received_at),
        conversation=conversation,
        kind=ConversationKind.DM
        if conversation is None
        else kind_of(conversation, channel_type(channel)),
        thread=_thread(message, container),
        message=ts if isinstance(ts, str) else None,
        blocks=[b for b in blocks if isinstance(b, dict)] if isinstance(blocks, list) else [],
        trigger=body.get("trigger_id") if isinstance(body.get("trigger_id"), str) else None,
    )


def channel_type(channel: Body) -> str | None:
    """What a payload's channel name tells about its kind."""
    return {"directmessage": "im", "mpdm": "mpim"}.get(str(channel.get("name")).split("-")[0])


def chosen(pressed: Pressed, received_at: datetime) -> Incoming | None:
    """The press of a button under a message."""
    if pressed.conversation is None:
        return None
    kind, thread = pressed.kind, pressed.thread
    if kind is not ConversationKind.DM:
        thread = thread or pressed.message
    return Incoming(
        key=pressed.key,
        address=pressed.workspace.address(pressed.conversation, kind, thread=thread),
        sender=pressed.user,
        kind=IncomingKind.CHOICE,
        choice=pressed.value,
        about=pressed.message,
        sent_at=pressed.at,
        received_at=received_at,
    )


def in_private(
    pressed: Pressed, conversation: str, received_at: datetime, command: str | None = None
) -> Incoming:
    """A press that leads to the person's own conversation: opens it, or gives a command there."""
    return Incoming(
        key=pressed.key,
        address=pressed.workspace.address(conversation, ConversationKind.DM),
        sender=pressed.user,
        kind=IncomingKind.OPENED if command is None else IncomingKind.COMMAND,
        text=f"/{command}" if command is not None else "",
        sent_at=pressed.at,
        received_at=received_at,
    )


@dataclass(frozen=True, slots=True)
class Submitted:
    """A form that was sent: which action, where the answer goes, and the answers by parameter."""

    workspace: Workspace
    user: str
    action: str
    conversation: str | None
    key: str
    fields: dict[str, str]


def read_submission(body: Body) -> Submitted | None:
    """The submission of one of our forms; None for broken or foreign ones."""
    view = _mapping(body.get("view"))
    workspace, user = Workspace.of(body), _named(_mapping(body.get("user")).get("id"))
    about = str(view.get("private_metadata") or "").split("|")
    if workspace is None or user is None or len(about) != 2:
        return None
    if view.get("callback_id") != FORM or not isinstance(view.get("id"), str):
        return None
    fields: dict[str, str] = {}
    for block, elements in _mapping(_mapping(view.get("state")).get("values")).items():
        for element in _mapping(elements).values():
            if value := _answer(_mapping(element)):
                fields[str(block)] = value
    return Submitted(
        workspace=workspace,
        user=user,
        action=about[0],
        conversation=about[1] or None,
        key=f"form:{view['id']}",
        fields=fields,
    )


def sent(submitted: Submitted, conversation: str, received_at: datetime) -> Incoming:
    """The form as something the person did in their own conversation."""
    return Incoming(
        key=submitted.key,
        address=submitted.workspace.address(conversation, ConversationKind.DM),
        sender=submitted.user,
        kind=IncomingKind.FORM,
        choice=submitted.action,
        fields=submitted.fields,
        text="\n".join(submitted.fields.values()),
        sent_at=received_at,
        received_at=received_at,
    )


def to_command(body: Body, conversation: str, received_at: datetime) -> Incoming | None:
    """``/carnet rdv mardi``, typed anywhere: answered in the person's own conversation only."""
    workspace, user = Workspace.of(body), _named(body.get("user_id"))
    stamp = body.get("trigger_id")
    if workspace is None or user is None or not isinstance(stamp, str):
        return None
    words = plain(str(body.get("text") or ""), None).lstrip("/")
    return Incoming(
        key=f"command:{stamp}",
        address=workspace.address(conversation, ConversationKind.DM),
        sender=user,
        kind=IncomingKind.COMMAND if words else IncomingKind.OPENED,
        text=f"/{words}" if words else "",
        sent_at=received_at,
        received_at=received_at,
    )


def _answer(element: Body) -> str | None:
    option = _mapping(element.get("selected_option"))
    found = element.get("value") or option.get("value")
    return found.strip() or None if isinstance(found, str) else None


def _named(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _thread(message: Body, container: Body) -> str | None:
    return _named(message.get("thread_ts") or container.get("thread_ts"))


def _mapping(value: object) -> Body:
    return value if isinstance(value, Mapping) else {}
