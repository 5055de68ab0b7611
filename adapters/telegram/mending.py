"""Updates that lack what Telegram always sends, or hold what python-telegram-bot cannot read.

Servers that speak the Bot API are not all Telegram's own, and its own learns new objects. A broken
detail must not cost a person's message: what is missing is filled in with what says nothing, and
of what still cannot be read only the parts that Carnet looks at are kept. Only updates that did not
read as they came get here.
"""

from collections.abc import Iterator, Mapping
from typing import Any

Json = dict[str, Any]

_USERS = {"from", "user", "sender_user", "via_bot", "sender_business_bot"}
_CHATS = {"chat", "sender_chat"}
_MESSAGES = {"message", "edited_message", "reply_to_message"}
_KEPT = frozenset(
    (
        *("message_id", "date", "edit_date", "chat", "from", "sender_chat", "via_bot"),
        *("text", "entities", "caption", "caption_entities", "media_group_id"),
        *("message_thread_id", "is_topic_message", "is_automatic_forward", "forward_origin"),
        *("photo", "document", "voice", "video", "video_note", "audio", "animation"),
        *("reply_to_message", "forum_topic_created", "reply_markup"),
    )
)
_UNKNOWN_ORIGIN: Json = {"type": "hidden_user", "date": 0, "sender_user_name": ""}
_DEEPEST = 12


def mendings(update: Mapping[str, Any]) -> Iterator[Json]:
    """The update filled in, and then cut down to what matters. The one given stays as it is."""
    filled = {str(name): _filled(value, str(name)) for name, value in update.items()}
    yield filled
    yield {name: _cut(value) if name in _MESSAGES else value for name, value in filled.items()}
    query = filled.get("callback_query")
    if isinstance(query, dict):
        yield {**filled, "callback_query": {**query, "message": _cut(query.get("message"))}}


def _filled(value: Any, name: str, depth: int = 0) -> Any:
    if depth > _DEEPEST:
        return None
    if isinstance(value, list):
        inside = [_filled(x, name, depth + 1) for x in value]
        return [x for x in inside if _sound(x)] if name.endswith("entities") else inside
    if not isinstance(value, dict):
        return value
    found: Json = {str(n): _filled(x, str(n), depth + 1) for n, x in value.items()}
    if name in _USERS:
        found = {"is_bot": False, "first_name": "", **found}
    if name in _CHATS and isinstance(found.get("id"), int):
        found = {"type": "private" if found["id"] > 0 else "supergroup", **found}
    if name in _MESSAGES:
        found = {"date": 0, **found}
    if name == "callback_query":
        found = {"chat_instance": "", **found}
    if "file_id" in found:
        unsaid = {"file_unique_id": found["file_id"], "width": 0, "height": 0, "length": 0}
        found = {**unsaid, "duration": 0, **found}
    return found


def _sound(entity: Any) -> bool:
    return isinstance(entity, dict) and {"type", "offset", "length"} <= set(entity)


def _cut(message: Any) -> Any:
    if not isinstance(message, dict):
        return message
    kept = {name: value for name, value in message.items() if name in _KEPT}
    if any(name.startswith("forward_") for name in message):
        kept["forward_origin"] = _UNKNOWN_ORIGIN  # somebody else's words, whoever said them
    answered = kept.pop("reply_to_message", None)
    if isinstance(answered, dict) and {"message_id", "chat"} <= set(answered):
        kept["reply_to_message"] = {
            name: answered[name]
            for name in ("message_id", "date", "chat", "from", "forum_topic_created")
            if name in answered
        }
    return kept
