"""Telegram as a :class:`bot.ports.Channel`: sends, shows drafts, fetches files."""

import logging

from telegram.error import ChatMigrated, RetryAfter, TelegramError

from adapters.pacing import UNREACHED_SECONDS, Limit, Pace, Urgency
from adapters.telegram import NAME
from adapters.telegram.connection import Connection
from adapters.telegram.doubt import Progress, Sent
from adapters.telegram.drafts import Drafts
from adapters.telegram.faults import Fault, fault_of, seconds_of, unreached
from adapters.telegram.formatting import TEXT
from adapters.telegram.keyboard import keyboard
from adapters.telegram.parts import NO_PREVIEW, Part, parts_of, send_part
from bot.errors import ConfigurationError, Explainable, Permanent, Transient
from bot.messages import (
    Address,
    Capabilities,
    ConversationKind,
    FileReference,
    Outgoing,
    SendResult,
)

LOG = logging.getLogger(__name__)

PRIVATE = Limit(1.0, 10.0)
GROUP = Limit(20 / 60, 4.0)
DOWNLOAD_BYTES = 20_000_000
_DOUBT = {Fault.DOUBTFUL, Fault.PAGE}
_GONE_FILE = {Fault.REFUSED, Fault.ABSENT, Fault.GONE}


class TelegramChannel:
    """Sends through a bot, as fast as Telegram lets us and never faster."""

    name = NAME

    def __init__(self, bot: Connection, pace: Pace, *, downloads: int = DOWNLOAD_BYTES) -> None:
        self._bot = bot
        self._pace = pace
        self._downloads = downloads
        self._drafts = Drafts(bot, pace)
        self.sent = Sent()

    def capabilities(self, address: Address) -> Capabilities:
        """Private chats stream and are verified direct messages; groups are neither."""
        private = address.kind is ConversationKind.DM
        return Capabilities(
            max_text=TEXT,
            streaming=private,
            status=True,
            progress=private,
            edit=True,
            protect=True,
            verified_dm=private,
        )

    async def draft(self, address: Address, text: str) -> None:
        """Show the answer while it is being written; "" shows "typing"."""
        self._drafts.show(address, text)

    async def send(self, outgoing: Outgoing) -> SendResult:
        """Send all parts of a message; what went already in an earlier try is not sent again."""
        await self._drafts.end(outgoing.address)
        progress = self.sent.progress(outgoing.key)
        begun = progress.parts > 0 or progress.after is not None
        if begun:
            outgoing = outgoing.model_copy(update={"late": progress.late})
        progress.late = outgoing.late
        try:
            if outgoing.stripped is not None and not begun:
                await self._strip(outgoing)
            return await self._send(outgoing, progress)
        except TelegramError as error:
            return self._failed(error, outgoing)

    async def fetch(self, reference: FileReference, *, limit: int) -> bytes:
        """The file's bytes; raises Explainable when it is too large or gone."""
        limit = min(limit, self._downloads)
        if reference.size is not None and reference.size > limit:
            raise Explainable("unreadable-too-large", megabytes=limit // 1_000_000)
        try:
            file = await self._bot.get_file(reference.reference)
            if file.file_size is not None and file.file_size > limit:
                raise Explainable("unreadable-too-large", megabytes=limit // 1_000_000)
            content = bytes(await file.download_as_bytearray(read_timeout=60.0))
        except TelegramError as error:
            fault = fault_of(error)
            if fault is Fault.TOO_BIG:
                raise Explainable("unreadable-too-large", megabytes=limit // 1_000_000) from None
            if fault in _GONE_FILE:
                raise Explainable("file-gone") from None
            raise Transient("a file could not be fetched", retry_after=_wait(error)) from None
        except (OSError, TypeError, ValueError, AttributeError, LookupError):
            raise Explainable("file-gone") from None
        if len(content) > limit:
            raise Explainable("unreadable-too-large", megabytes=limit // 1_000_000)
        return content

    # --- sending --------------------------------------------------------------------------------

    async def _send(self, outgoing: Outgoing, progress: Progress) -> SendResult:
        parts = parts_of(outgoing)
        chat = int(outgoing.address.conversation)
        if progress.after is not None and progress.parts < len(parts):
            await self._settle(outgoing, parts[progress.parts], progress)
        if outgoing.replaces is not None and progress.parts == 0:
            await self._replace(outgoing, parts[0], progress)
        for part in parts[progress.parts :]:
            await self._pace.wait(str(chat), _limit(outgoing), Urgency.of(outgoing.priority))
            progress.after = self.sent.known(chat)
            try:
                message = await self._send_part(part, outgoing)
            except TelegramError as error:
                fault = fault_of(error)
                if fault not in _DOUBT:
                    progress.after = None
                progress.likely = fault is Fault.DOUBTFUL
                raise
            progress.after = None
            progress.parts += 1
            if message is not None:
                progress.message = str(message)
                self.sent.saw(chat, message, ours=True)
        self.sent.done(outgoing.key)
        return SendResult(status="sent", message=progress.message)

    async def _send_part(self, part: Part, outgoing: Outgoing) -> int | None:
        """Send a part, giving way where Telegram refuses only its look or its topic.

        The message's id; None when it was taken but the answer does not say under which one.
        """
        address = outgoing.address
        thread = int(address.thread) if address.thread else None
        for _ in range(4):
            try:
                return await send_part(self._bot, part, outgoing, thread)
            except ChatMigrated as moved:
                address = address.model_copy(update={"conversation": str(moved.new_chat_id)})
                outgoing = outgoing.model_copy(update={"address": address})
            except TelegramError as error:
                fault = fault_of(error)
                if fault is Fault.THREAD and thread is not None:
                    thread = None
                elif fault is Fault.LOOK and (part.piece.entities or part.markup):
                    part = part.without_look()
                else:
                    raise
            except (TypeError, KeyError, AttributeError, ValueError):
                # Taken, said an answer that python-telegram-bot cannot make a message of.
                return None
        raise Permanent("Telegram refuses a message in every form")

    async def _settle(self, outgoing: Outgoing, part: Part, progress: Progress) -> None:
        """An earlier try got no answer: find out whether it arrived before sending it again.

        Raises TelegramError, and leaves it in doubt, when Telegram cannot be asked now.
        """
        chat, after = int(outgoing.address.conversation), progress.after or ()
        emergency = outgoing.priority <= 0
        found: int | bool | None = None
        try:
            found = await self.sent.arrived(self._bot, chat, after, part.markup)
        except TelegramError:
            if not emergency:
                raise
        if found is None and not emergency:
            # Nobody can tell. Once too often is only right for an emergency.
            LOG.warning("a message got no answer, and it cannot be told whether it arrived")
            found = progress.likely
        progress.after = None
        if found:
            progress.parts += 1
            if not isinstance(found, bool):
                progress.message = str(found)
                self.sent.saw(chat, found, ours=True)

    async def _replace(self, outgoing: Outgoing, part: Part, progress: Progress) -> None:
        """Edit a message in place; where that is not possible it is sent as a new one."""
        if part.file is not None or outgoing.replaces is None:
            return
        try:
            await self._bot.edit_message_text(
                chat_id=int(outgoing.address.conversation),
                message_id=int(outgoing.replaces),
                text=part.piece.text,
                entities=part.piece.entities,
                link_preview_options=NO_PREVIEW,
                reply_markup=part.markup,
            )
        except TelegramError as error:
            fault = fault_of(error)
            if fault in {Fault.ABSENT, Fault.LOOK, Fault.REFUSED}:
                return
            if fault is not Fault.SAME:
                raise
        progress.parts = 1
        progress.message = outgoing.replaces

    async def _strip(self, outgoing: Outgoing) -> None:
        """Show under an earlier message what was chosen. For the eye only: failing is no harm."""
        try:
            await self._bot.edit_message_reply_markup(
                chat_id=int(outgoing.address.conversation),
                message_id=int(outgoing.stripped or 0),
                reply_markup=keyboard(outgoing.left, chosen=outgoing.chosen),
            )
        except TelegramError as error:
            LOG.info("buttons were not updated (%s)", fault_of(error).name)

    def _failed(self, error: TelegramError, outgoing: Outgoing) -> SendResult:
        fault = fault_of(error)
        if isinstance(error, RetryAfter):
            self._pace.complained()
            return SendResult(status="retry_after", delay=seconds_of(error))
        if fault is Fault.GONE:
            self.sent.done(outgoing.key)
            return SendResult(status="gone")
        if fault in _DOUBT:
            return SendResult(status="unknown")
        if fault is Fault.UNSENT:
            raise Transient("Telegram did not take a message", retry_after=_wait(error)) from None
        if fault is Fault.TOKEN:
            raise ConfigurationError("Telegram refuses the token.") from None
        raise Permanent(f"Telegram refuses a message ({fault.name})") from None


def _wait(error: TelegramError) -> float | None:
    """Seconds to wait where what was asked is not at fault; None where it may be."""
    if isinstance(error, RetryAfter):
        return seconds_of(error)
    return UNREACHED_SECONDS if unreached(error) else None


def _limit(outgoing: Outgoing) -> Limit:
    return PRIVATE if outgoing.address.kind is ConversationKind.DM else GROUP
