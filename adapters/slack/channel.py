"""Slack as a :class:`bot.ports.Channel`: sends, shows drafts and pages, fetches files."""

import logging
from collections import OrderedDict
from typing import Any

from adapters.pacing import Limit, Pace, Urgency
from adapters.slack import NAME
from adapters.slack.api import SlackApi
from adapters.slack.attached import RemoteFile
from adapters.slack.blocks import Block, fallback, page, parts_of, pressed
from adapters.slack.doubt import Progress, Sent, read_one
from adapters.slack.drafts import Drafts
from adapters.slack.faults import Fault, SlackFault
from adapters.slack.files import LARGEST, download
from adapters.slack.installations import Installation, Installations
from adapters.slack.posting import Post
from adapters.slack.workspace import Workspace
from bot.errors import Explainable, Permanent, Transient
from bot.messages import (
    Address,
    Capabilities,
    ConversationKind,
    FileReference,
    Outgoing,
    SendResult,
)

LOG = logging.getLogger(__name__)

CONVERSATION = Limit(1.0, 3.0)
"""Slack lets about one message a second into a conversation, and short bursts."""
OVERALL = 50.0
_PRESSED = 2_000
_REFUSED_SECONDS = 1.0
_REFUSED_LONGEST = 120.0


class SlackChannel:
    """Sends into workspaces, as fast as Slack lets us and never faster."""

    name = NAME

    def __init__(
        self, api: SlackApi, installations: Installations, pace: Pace, language: str = "fr"
    ) -> None:
        self._api = api
        self._installations = installations
        self._pace = pace
        self._pressed: OrderedDict[tuple[str, str], list[Block]] = OrderedDict()
        self._refusals = 0
        self.drafts = Drafts(api, installations, language)
        self.sent = Sent()

    def capabilities(self, address: Address) -> Capabilities:
        """Direct conversations within one workspace are verified; threads in them stream."""
        private = address.kind is ConversationKind.DM and not address.shared
        return Capabilities(
            max_text=12_000,
            forms=private,
            streaming=private and self.drafts.streams and address.thread is not None,
            status=private,
            progress=private,
            edit=True,
            verified_dm=private,
        )

    async def draft(self, address: Address, text: str) -> None:
        """Show the answer while it is being written; "" shows that we think."""
        self.drafts.show(address, text)

    async def send(self, outgoing: Outgoing) -> SendResult:
        """Send all parts of a message; what went already in an earlier try is not sent again."""
        if outgoing.address.shared or outgoing.address.kind is ConversationKind.GROUP:
            raise Permanent("Carnet does not write where other organisations or groups read")
        found = await self._installations.find(Workspace.of_address(outgoing.address))
        if found is None:
            return SendResult(status="gone")
        progress = self.sent.progress(outgoing.key, outgoing.address.conversation)
        try:
            return await self._send(outgoing, found, progress)
        except SlackFault as fault:
            if fault.fault is Fault.TOKEN and self._installations.several:
                self.sent.done(outgoing.key)
                workspace = Workspace.of_address(outgoing.address)
                if await self._installations.renewed(workspace, found.token):
                    return SendResult(status="retry_after", delay=1.0)
                return SendResult(status="gone")
            return self._failed(fault, outgoing, progress)

    async def fetch(self, reference: FileReference, *, limit: int) -> bytes:
        """The file's bytes; raises Explainable when it is too large or gone."""
        limit = min(limit, LARGEST)
        if reference.size is not None and reference.size > limit:
            raise Explainable("unreadable-too-large", megabytes=limit // 1_000_000)
        try:
            file = RemoteFile.read(reference.reference)
        except ValueError:
            raise Explainable("file-gone") from None
        found = await self._installations.find(file.workspace)
        if found is None:
            raise Explainable("file-gone")
        return await download(self._api, found.token, file, limit=limit)

    def was_pressed(self, conversation: str, ts: str, blocks: list[Block]) -> None:
        """Remember how a message looked when one of its buttons was pressed."""
        self._pressed[conversation, ts] = blocks
        while len(self._pressed) > _PRESSED:
            self._pressed.popitem(last=False)

    # --- sending --------------------------------------------------------------------------------

    async def _send(
        self, outgoing: Outgoing, found: Installation, progress: Progress
    ) -> SendResult:
        address = outgoing.address
        if outgoing.kind == "page":
            return await self._page(outgoing, found)
        if outgoing.recipient is not None and address.kind is not ConversationKind.DM:
            return await self._alone(outgoing, found)
        if outgoing.stripped is not None and progress.parts == 0:
            await self._strip(outgoing, found)
        progress.stream = await self.drafts.end(address) or progress.stream
        post = Post(self._api, self.sent, outgoing, found.token)
        parts = parts_of(outgoing)
        replaced = outgoing.replaces or progress.stream
        if replaced is not None and progress.parts == 0 and await post.replace(parts[0], replaced):
            progress.parts, progress.message, progress.doubtful = 1, replaced, False
        elif progress.stream is not None and progress.parts == 0:
            await post.drop(progress.stream)
        progress.stream = None
        for part in parts[progress.parts :]:
            ts = await post.settle(part, progress) if progress.doubtful else None
            if ts is None:
                await self._pace.wait(_place(address), CONVERSATION, Urgency.of(outgoing.priority))
                progress.doubtful = True
                ts = await post.send(part, progress)
            progress.doubtful = False
            progress.parts += 1
            progress.message = ts or progress.message
            self.sent.wrote(address.conversation)
            self.sent.saw(address.conversation, ts)
        self.sent.done(outgoing.key)
        self._refusals = 0
        return SendResult(status="sent", message=progress.message)

    async def _page(self, outgoing: Outgoing, found: Installation) -> SendResult:
        """A page is drawn whole: drawing it again does no harm."""
        self.sent.done(outgoing.key)
        if outgoing.recipient is None:
            raise Permanent("a page needs its owner")
        await self._api.call(
            "views.publish", found.token, user_id=outgoing.recipient, view=page(outgoing)
        )
        return SendResult(status="sent")

    async def _alone(self, outgoing: Outgoing, found: Installation) -> SendResult:
        """A remark for one person where others read along."""
        self.sent.done(outgoing.key)
        await self._pace.wait(_place(outgoing.address), CONVERSATION, Urgency.of(outgoing.priority))
        await self._api.call(
            "chat.postEphemeral",
            found.token,
            channel=outgoing.address.conversation,
            user=outgoing.recipient,
            thread_ts=outgoing.address.thread,
            text=fallback(outgoing),
            blocks=[b for part in parts_of(outgoing) for b in part.blocks],
        )
        return SendResult(status="sent")

    async def _strip(self, outgoing: Outgoing, found: Installation) -> None:
        """Show under an earlier message what was chosen. For the eye only: failing is no harm."""
        address, ts = outgoing.address, outgoing.stripped or ""
        blocks: Any = self._pressed.pop((address.conversation, ts), None)
        if blocks is None:
            message = await read_one(self._api, found.token, address, ts)
            blocks = message.get("blocks") if message is not None else None
        if not isinstance(blocks, list) or outgoing.chosen is None:
            return
        try:
            await self._api.call(
                "chat.update",
                found.token,
                channel=address.conversation,
                ts=ts,
                text=fallback(outgoing),
                blocks=pressed(blocks, outgoing.chosen, outgoing.left),
            )
        except SlackFault as fault:
            LOG.info("buttons were not updated (%s)", fault.fault.name)

    def _failed(self, fault: SlackFault, outgoing: Outgoing, progress: Progress) -> SendResult:
        if fault.fault is Fault.DOUBTFUL:
            return SendResult(status="unknown")
        # A definite no clears the doubt, unless it was only the look that failed.
        progress.doubtful = progress.doubtful and fault.looked
        if fault.fault is Fault.WAIT:
            self._pace.complained()
            return SendResult(status="retry_after", delay=fault.delay)
        if fault.fault is Fault.UNSENT:
            raise Transient("Slack did not take a message", retry_after=fault.delay or None)
        self.sent.done(outgoing.key)
        if fault.fault is Fault.GONE:
            return SendResult(status="gone")
        if fault.fault is Fault.TOKEN:
            # An operator's matter: nothing is lost until the token is good again.
            self._refusals += 1
            LOG.error("Slack refuses the bot token (%s): see carnet check", fault.code)
            delay = min(_REFUSED_SECONDS * 2.0 ** min(self._refusals, 6), _REFUSED_LONGEST)
            return SendResult(status="retry_after", delay=delay)
        raise Permanent(f"Slack refuses a message ({fault.fault.name})")


def _place(address: Address) -> str:
    return f"{address.account}:{address.conversation}"
