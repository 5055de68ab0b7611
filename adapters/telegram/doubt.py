"""What was sent of each message, and whether a part that got no answer did arrive after all.

Telegram has neither idempotency keys nor a way to read a conversation. But message ids only grow:
if a part arrived, it has one of the next ids. Changing a message's buttons to what they are tells
whether it exists and is ours, and changes nothing.
"""

from collections import OrderedDict
from dataclasses import dataclass

from telegram import Bot, InlineKeyboardMarkup, Message
from telegram.error import NetworkError, TelegramError

from adapters.telegram.faults import Fault, fault_of

_KEPT = 2_000
_CHATS = 20_000
_AHEAD = 6
_LATER = {Fault.WAIT, Fault.UNSENT, Fault.PAGE}


@dataclass(slots=True)
class Progress:
    """How much of one outgoing message went.

    ``after`` are the ids known when doubt arose about the next part, None without doubt;
    ``likely`` is whether it arrived, rather, should nobody be able to tell. ``late`` is how the
    message was cut into parts when the first went: as discreet as late ones are, or openly.
    """

    parts: int = 0
    message: str | None = None
    after: tuple[int, ...] | None = None
    likely: bool = True
    late: bool = False


class Sent:
    """Remembers, for this process, progress and the latest ids. Bounded."""

    def __init__(self) -> None:
        self._progress: OrderedDict[str, Progress] = OrderedDict()
        self._latest: OrderedDict[int, int] = OrderedDict()
        self._top = 0
        self._confirmed = False

    def progress(self, key: str) -> Progress:
        """The progress of the message with this key."""
        found = self._progress.setdefault(key, Progress())
        while len(self._progress) > _KEPT:
            self._progress.popitem(last=False)
        return found

    def done(self, key: str) -> None:
        """The message is sent whole."""
        self._progress.pop(key, None)

    def saw(self, chat: int, message: int, *, ours: bool = False) -> None:
        """A message of this id exists in this chat."""
        self._latest[chat] = max(message, self._latest.get(chat, 0))
        self._latest.move_to_end(chat)
        if len(self._latest) > _CHATS:
            self._latest.popitem(last=False)
        if chat > 0:  # private chats share one sequence
            self._top = max(self._top, message)
        self._confirmed = self._confirmed or ours

    def known(self, chat: int) -> tuple[int, ...]:
        """The ids after which the next message of this chat comes."""
        own = self._latest.get(chat, 0)
        return tuple({i for i in (own, self._top if chat > 0 else own) if i})

    async def arrived(
        self, bot: Bot, chat: int, after: tuple[int, ...], markup: InlineKeyboardMarkup | None
    ) -> int | bool | None:
        """The id under which a doubtful part arrived; False when it did not; None: cannot tell.

        Raises TelegramError when Telegram cannot be asked now.
        """
        if not self._confirmed:
            return None
        candidates = sorted({base + step for base in after for step in range(1, _AHEAD + 1)})
        for candidate in candidates:
            try:
                edited = await bot.edit_message_reply_markup(
                    chat_id=chat, message_id=candidate, reply_markup=markup
                )
            except TelegramError as error:
                fault = fault_of(error)
                if fault is Fault.SAME:
                    return candidate
                if fault in _LATER or (fault is Fault.DOUBTFUL and isinstance(error, NetworkError)):
                    raise
                if fault is not Fault.ABSENT:
                    return None
                continue
            except (TypeError, KeyError, AttributeError, ValueError):
                return candidate  # a message, though not one that can be read
            if not isinstance(edited, Message):
                return None  # a server that says yes to everything
            return candidate
        return False if candidates else None
