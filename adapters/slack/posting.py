"""Posting the parts of one message: giving way where Slack refuses only its look or its thread."""

import contextlib
from collections.abc import Sequence
from typing import Any

from adapters.slack.api import SlackApi
from adapters.slack.blocks import Block, Part, fallback
from adapters.slack.doubt import Progress, Sent
from adapters.slack.faults import Fault, SlackFault
from adapters.slack.files import share, upload
from bot.errors import Permanent
from bot.messages import Outgoing


class Post:
    """Posts one outgoing message with one token."""

    def __init__(self, api: SlackApi, sent: Sent, outgoing: Outgoing, token: str) -> None:
        self._api = api
        self._sent = sent
        self._outgoing = outgoing
        self._token = token

    async def send(self, part: Part, progress: Progress) -> str | None:
        """Send a part; the time stamp of its message, None for a file. Raises SlackFault."""
        if part.file is not None:
            await self._share(part, progress)
            return None
        thread, blocks = self._outgoing.address.thread, part.blocks
        for _ in range(3):
            try:
                answer = await self._post(part.mark, blocks, thread)
            except SlackFault as fault:
                if fault.fault is Fault.ABSENT and thread is not None:
                    thread = None
                elif fault.fault is Fault.LOOK and blocks == part.blocks:
                    blocks = tuple(_plain(block) for block in part.blocks)
                else:
                    raise
                continue
            ts = answer.get("ts")
            return ts if isinstance(ts, str) else None
        raise Permanent("Slack refuses a message in every form")

    async def settle(self, part: Part, progress: Progress) -> str | None:
        """An earlier try may have arrived: its time stamp when it did ("" for a lone file)."""
        address = self._outgoing.address
        try:
            if part.file is not None:
                known = progress.files.get(part.mark)
                there = known is not None and await self._sent.shared(
                    self._api, self._token, address, known
                )
                return (progress.message or "") if there else None
            return await self._sent.arrived(
                self._api, self._token, address, part.mark, fallback(self._outgoing)
            )
        except SlackFault as fault:
            fault.looked = True
            raise

    async def replace(self, part: Part, ts: str) -> bool:
        """Put a part in place of an earlier message; False where that is not possible."""
        if part.file is not None:
            return False
        try:
            await self._api.call(
                "chat.update",
                self._token,
                channel=self._outgoing.address.conversation,
                ts=ts,
                text=fallback(self._outgoing),
                blocks=list(part.blocks),
            )
        except SlackFault as fault:
            if fault.fault in {Fault.WAIT, Fault.DOUBTFUL, Fault.UNSENT, Fault.TOKEN}:
                raise
            return False
        return True

    async def drop(self, ts: str) -> None:
        """Take away what was shown while the answer was being made, where nothing replaces it."""
        with contextlib.suppress(SlackFault):
            await self._api.call(
                "chat.delete", self._token, channel=self._outgoing.address.conversation, ts=ts
            )

    async def _post(self, mark: str, blocks: Sequence[Block], thread: str | None) -> Any:
        outgoing = self._outgoing
        return await self._api.call(
            "chat.postMessage",
            self._token,
            channel=outgoing.address.conversation,
            text=fallback(outgoing),
            blocks=list(blocks),
            thread_ts=thread,
            unfurl_links=False,
            unfurl_media=False,
            metadata={"event_type": "carnet_message", "event_payload": {"key": mark}},
        )

    async def _share(self, part: Part, progress: Progress) -> None:
        file, address = part.file, self._outgoing.address
        if file is None:
            return
        if part.mark not in progress.files:
            progress.files[part.mark] = await upload(self._api, self._token, file)
        identity = progress.files[part.mark]
        # Titles show in notifications: the file's own name tells nothing, a description might.
        await share(
            self._api, self._token, identity, file.name, address.conversation, address.thread
        )


def _plain(block: Block) -> Block:
    """A block without its look, for a server that refuses it."""
    if block.get("type") != "section":
        return block
    text = {"type": "plain_text", "text": block["text"]["text"]}
    return {**block, "text": text}
