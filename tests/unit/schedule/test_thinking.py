"""Signs of life: what a person sees while their file is read."""

import asyncio

import pytest

from bot.messages import Address, Capabilities, FileReference, Incoming
from bot.schedule.thinking import thinking
from tests.fakes import START

ADDRESS = Address(channel="test", conversation="1")


class Drafts:
    """A channel that keeps the drafts it is given and shows progress."""

    name = "test"

    def __init__(self) -> None:
        self.shown: list[str] = []
        self.enough = asyncio.Event()

    def capabilities(self, address: Address) -> Capabilities:
        """It shows status and progress."""
        return Capabilities(max_text=4000, status=True, progress=True)

    async def draft(self, address: Address, text: str) -> None:
        """Keep it."""
        self.shown.append(text)
        if text:
            self.enough.set()


def incoming() -> Incoming:
    """Somebody sends a file."""
    files = (FileReference(reference="f"),)
    return Incoming(
        key="k", address=ADDRESS, sender="1", files=files, sent_at=START, received_at=START
    )


@pytest.mark.parametrize(("share", "expected"), [(None, "… 0 s"), (0.418, "42 %")])
async def test_how_much_was_read_is_shown(share: float | None, expected: str) -> None:
    """The share that was read, once a reader has told one; until then the seconds."""
    channel = Drafts()
    given = thinking(channel, incoming(), "fr", after=0, again=0)  # type: ignore[arg-type]
    async with given as signs:
        if share is not None:
            signs.reads(share)
        await channel.enough.wait()
    assert expected in next(text for text in channel.shown if text)
