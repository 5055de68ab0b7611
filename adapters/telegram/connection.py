"""The connection to a Bot API server: the public one, or any other whose address is configured."""

import logging
from typing import Any

from telegram import Bot, User
from telegram.error import TelegramError
from telegram.request import BaseRequest

from adapters.telegram.faults import Fault, fault_of
from adapters.telegram.request import Request
from bot.errors import ConfigurationError, Transient

LOG = logging.getLogger(__name__)

PUBLIC = "https://api.telegram.org"
POLL_SECONDS = 25
_CONNECTIONS = 64
_ANSWER_SECONDS = 15.0
_SENDS = {"sendMessage", "sendPhoto", "sendDocument"}
Json = dict[str, Any]


class Connection(Bot):
    """A bot that hands out updates as they came, so that a broken one harms no other.

    ``base_url`` is a server's root (``http://127.0.0.1:8081``) or ends in ``/bot``; files are
    under ``/file/bot`` of the same server unless ``base_file_url`` says otherwise.
    """

    def __init__(
        self,
        token: str,
        *,
        base_url: str | None = None,
        base_file_url: str | None = None,
        local_mode: bool = False,
        sending: BaseRequest | None = None,
        polling: BaseRequest | None = None,
    ) -> None:
        root = (base_url or PUBLIC).rstrip("/").removesuffix("/bot")
        files = (base_file_url or f"{root}/file").rstrip("/").removesuffix("/bot")
        self._sending = sending or Request(_CONNECTIONS, answer=_ANSWER_SECONDS)
        self._polling = polling or Request(2, answer=_ANSWER_SECONDS)
        try:
            super().__init__(
                token,
                base_url=f"{root}/bot",
                base_file_url=f"{files}/bot",
                request=self._sending,
                get_updates_request=self._polling,
                local_mode=local_mode,
            )
        except TelegramError:
            raise ConfigurationError("The setting telegram.token holds no token.") from None

    async def _post(self, endpoint: str, data: Json | None = None, **given: Any) -> Any:
        """The answer of a method, with what python-telegram-bot needs and Carnet does not."""
        answer = await super()._post(endpoint, data, **given)
        if isinstance(answer, dict):
            if endpoint == "getMe":
                answer = {"is_bot": True, "first_name": "", **answer}
            elif endpoint == "getFile":
                answer = {"file_id": "-", "file_unique_id": "-", **answer}
            elif endpoint in _SENDS and "message_id" in answer:
                chat = {"id": (data or {}).get("chat_id"), "type": "private"}
                answer = {"date": 0, "chat": chat, **answer}
        return answer

    async def say(self, given: Json) -> int | None:
        """Send a text, given as to ``sendMessage``; its id, None where the answer does not say.

        The rest of the answer, which says what we know, is not made a message of: for a busy bot
        that would be a good part of all it does.
        """
        answer = await super()._post("sendMessage", given)
        identity = answer.get("message_id") if isinstance(answer, dict) else None
        return identity if isinstance(identity, int) else None

    async def updates(self, offset: int | None, allowed: list[str], *, wait: int) -> list[Any]:
        """Raw updates from ``offset`` on, which confirms those before; waits up to ``wait`` s."""
        found = await self._post(
            "getUpdates",
            {"offset": offset, "timeout": wait, "limit": 100, "allowed_updates": allowed},
            read_timeout=wait + _ANSWER_SECONDS,
        )
        if not isinstance(found, list):
            raise TelegramError("Invalid server response")
        return found

    async def forget_webhook(self) -> None:
        """Have updates wait for us to ask, if they went to a webhook; none of them is dropped."""
        try:
            await self.delete_webhook(drop_pending_updates=False)
        except TelegramError as error:
            LOG.info("no webhook was removed (%s)", fault_of(error).name)

    async def renew(self) -> None:
        """Let go of the polling connections, which may hang, and begin with fresh ones."""
        await self._polling.shutdown()
        await self._polling.initialize()

    async def close_all(self) -> None:
        """Let go of every connection."""
        await self._polling.shutdown()
        await self._sending.shutdown()


async def identify(bot: Connection) -> User:
    """Who the bot is; raises ConfigurationError (wrong token), Transient (nobody answers)."""
    try:
        return await bot.get_me()
    except TelegramError as error:
        if fault_of(error) is Fault.TOKEN:
            raise ConfigurationError(
                "Telegram refuses the token: copy it again from @BotFather into telegram.token,"
                " or check telegram.base_url."
            ) from None
        raise Transient("Telegram does not answer") from None
    except (TypeError, ValueError, AttributeError, LookupError):
        raise ConfigurationError(
            "What answers at telegram.base_url does not speak as Telegram does."
        ) from None
