"""One outgoing message as Slack's messages: blocks that say it, a fallback that tells nothing.

``text`` is what notifications show and what leaves the conversation: the discreet preview, always.
What is said stands in blocks only. Each message carries, in the id of its first block, the key of
the outgoing message, so that it is recognised when nobody knows whether it arrived.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from adapters.slack.formatting import escape, sections, short
from bot.messages import Attachment, Choice, Outgoing

Block = dict[str, Any]

BLOCKS = 50
_SECTIONS = 44
_CHARACTERS = 11_000
_BUTTONS = 25
_LABEL = 75
FALLBACK = "Carnet"


@dataclass(frozen=True, slots=True)
class Part:
    """One message, or one file. ``mark`` is its own, to recognise it by."""

    mark: str
    blocks: tuple[Block, ...] = ()
    file: Attachment | None = None


def parts_of(outgoing: Outgoing) -> list[Part]:
    """The parts, in the order in which they are sent; buttons stand under the last text."""
    texts = list(_grouped(sections(outgoing.text)))
    if not texts and (outgoing.choices or not outgoing.files):
        texts = [["…"]]
    parts = []
    for number, group in enumerate(texts):
        mark = f"{outgoing.key}:{number}"
        blocks = [section(text) for text in group]
        if number == len(texts) - 1:
            blocks += buttons(outgoing.choices)
        blocks[0]["block_id"] = mark
        parts.append(Part(mark, tuple(blocks)))
    files = [Part(f"{outgoing.key}:file{n}", file=f) for n, f in enumerate(outgoing.files)]
    return [*parts, *files]


def page(outgoing: Outgoing) -> dict[str, Any]:
    """The view of a page (App Home), whose headings are header blocks."""
    blocks: list[Block] = []
    for line in outgoing.text.split("\n"):
        if line.startswith("#"):
            words = short(line.lstrip("# ").strip() or "…", 150)
            blocks.append({"type": "header", "text": {"type": "plain_text", "text": words}})
        elif blocks and "lines" in blocks[-1]:
            blocks[-1]["lines"].append(line)
        else:
            blocks.append({"lines": [line]})
    shown: list[Block] = []
    for block in blocks:
        if "lines" in block:
            shown += [section(text) for text in sections("\n".join(block["lines"]))]
        else:
            shown.append(block)
    return {"type": "home", "blocks": [*shown[:96], *buttons(outgoing.choices)]}


def fallback(outgoing: Outgoing) -> str:
    """What a notification may show."""
    return outgoing.preview or FALLBACK


def buttons(choices: Sequence[Choice]) -> list[Block]:
    """The buttons, in one or more blocks; ids that mean something to us only."""
    rows = []
    for start in range(0, len(choices), _BUTTONS):
        found = [_button(c, start + n) for n, c in enumerate(choices[start : start + _BUTTONS])]
        rows.append({"type": "actions", "elements": found})
    return rows


def pressed(blocks: Sequence[Block], chosen: str, left: Sequence[Choice]) -> list[Block]:
    """The blocks of a message after a press: what was chosen, and the buttons that are left."""
    kept = [b for b in blocks if b.get("type") != "actions" and not _chosen(b)]
    note = {"type": "mrkdwn", "text": f"✓ {escape(chosen)}"}
    shown = {"type": "context", "block_id": "chosen", "elements": [note]}
    return [*kept[: BLOCKS - 2], shown, *buttons(left)][:BLOCKS]


def bears(message: dict[str, Any], mark: str) -> bool:
    """Whether a message read back from Slack is the one with this mark."""
    blocks = message.get("blocks")
    listed = blocks if isinstance(blocks, list) else []
    return any(isinstance(b, dict) and b.get("block_id") == mark for b in listed)


def _chosen(block: Block) -> bool:
    return block.get("block_id") == "chosen"


def _grouped(texts: Sequence[str]) -> list[list[str]]:
    groups: list[list[str]] = []
    for text in texts:
        room = groups and sum(len(t) for t in groups[-1]) + len(text) <= _CHARACTERS
        if room and len(groups[-1]) < _SECTIONS:
            groups[-1].append(text)
        else:
            groups.append([text])
    return groups


def section(text: str) -> Block:
    """A section of ``mrkdwn``; channels and mentions in it are not made links."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}}


def _button(choice: Choice, number: int) -> Block:
    button: Block = {
        "type": "button",
        "action_id": f"choice:{number}",
        "text": {"type": "plain_text", "text": short(choice.label, _LABEL) or "…"},
        "value": choice.id,
    }
    if choice.url is not None:
        button |= {"action_id": f"link:{number}", "url": choice.url}
    return button
