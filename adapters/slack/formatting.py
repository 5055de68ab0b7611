"""From Markdown to Slack's ``mrkdwn``, in pieces that fit a section block.

Only ``&``, ``<`` and ``>`` need escaping. Slack shows emphasis only at the edges of words: where
a letter touches a mark ("l'**aspirine**s"), a zero-width space keeps them apart.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from adapters.slack.commands import typed

SECTION = 3000
"""The most characters a section block holds."""

_APART = "\u200b"
_ROOM = 2900
_MARKS = {"strong": "*", "em": "_", "s": "~"}


def sections(markdown: str) -> list[str]:
    """The text as ``mrkdwn``, in pieces for one section block each; none for an empty text."""
    packed: list[str] = []
    for block in _blocks(_parser().parse(typed(_valid(markdown)))):
        for piece in _cut(block):
            if packed and len(packed[-1]) + len(piece) + 2 <= _ROOM:
                packed[-1] += "\n\n" + piece
            else:
                packed.append(piece)
    return packed


def escape(text: str) -> str:
    """Text that Slack shows as it is."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def short(text: str, limit: int) -> str:
    """A label cut to what Slack takes."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


def _valid(text: str) -> str:
    """Lone surrogates and NUL cannot be sent."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", "")


def _blocks(tokens: Sequence[Token]) -> Iterator[str]:
    """One string for each block of the outermost level."""
    at = 0
    while at < len(tokens):
        end = _end(tokens, at)
        text = _block(tokens[at : end + 1]).strip("\n")
        if text.strip():
            yield text
        at = end + 1


def _end(tokens: Sequence[Token], at: int) -> int:
    """Where the block that opens at ``at`` closes."""
    depth = 0
    for index in range(at, len(tokens)):
        depth += tokens[index].nesting
        if depth <= 0:
            return index
    return len(tokens) - 1


def _block(tokens: Sequence[Token]) -> str:
    first = tokens[0]
    inside = tokens[1:-1]
    match first.type:
        case "heading_open":
            words = "".join(_inline(t) for t in inside).replace("*", "")
            return f"*{words}*"
        case "paragraph_open":
            return "".join(_inline(t) for t in inside)
        case "fence" | "code_block":
            return "```\n" + escape(first.content.rstrip("\n")) + "\n```"
        case "hr":
            return "———"
        case "bullet_list_open" | "ordered_list_open":
            return "\n".join(_items(first, inside))
        case "blockquote_open":
            lines = "\n".join(_blocks(inside)).split("\n")
            return "\n".join(f"> {line}" for line in lines)
        case "table_open":
            return _table(inside)
        case "inline":
            return _inline(first)
    return escape(first.content)


def _items(opening: Token, tokens: Sequence[Token]) -> Iterator[str]:
    number = int(opening.attrs.get("start", 1)) if opening.type == "ordered_list_open" else None
    at = 0
    while at < len(tokens):
        end = _end(tokens, at)
        body = "\n".join(_blocks(tokens[at + 1 : end]))
        mark = f"{number}." if number is not None else "•"
        first, *more = body.split("\n")
        yield "\n".join([f"{mark} {first}", *(f"    {line}" for line in more)])
        number = number + 1 if number is not None else None
        at = end + 1


def _table(tokens: Sequence[Token]) -> str:
    """A table as aligned plain text."""
    rows: list[list[str]] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append("".join(_bare(token)))
    widths = [max((len(r[i]) for r in rows if i < len(r)), default=0) for i in range(_wide(rows))]
    lines = ["  ".join(c.ljust(w) for c, w in zip(r, widths, strict=False)).rstrip() for r in rows]
    return "```\n" + escape("\n".join(lines)) + "\n```"


def _wide(rows: Sequence[Sequence[str]]) -> int:
    return max((len(row) for row in rows), default=0)


def _bare(token: Token) -> Iterator[str]:
    for child in token.children or []:
        yield " " if child.type in {"softbreak", "hardbreak"} else child.content


def _inline(token: Token) -> str:
    said: list[str] = []
    for child in token.children or []:
        mark = _MARKS.get(child.type.removesuffix("_open").removesuffix("_close"))
        match child.type:
            case "text":
                said.append(escape(child.content))
            case "code_inline":
                said.append(f"`{escape(child.content)}`")
            case "softbreak" | "hardbreak":
                said.append("\n")
            case "link_open":
                said.append(f"<{_address(str(child.attrs.get('href', '')))}|")
            case "link_close":
                said.append(">")
            case "image":
                said.append(escape(child.content))
            case _ if mark is not None:
                said.append(f"\0{mark}\0")
            case _:
                said.append(escape(child.content))
    return _apart("".join(said))


def _address(url: str) -> str:
    return escape(url).replace("|", "%7C")


def _apart(text: str) -> str:
    """Marks of emphasis, kept apart from letters on their outer side."""
    pieces = re.split("\0(.)\0", text)
    said, opened = [pieces[0]], set[str]()
    for mark, after in zip(pieces[1::2], pieces[2::2], strict=True):
        if mark in opened:
            opened.discard(mark)
            gap = _APART if after[:1].isalnum() else ""
            said += [mark, gap, after]
        else:
            opened.add(mark)
            before = "".join(said)[-1:]
            gap = _APART if before.isalnum() or before in {"'", "’"} else ""
            said += [gap, mark, after]
    return "".join(said)


def _cut(text: str) -> Iterator[str]:
    """Pieces of at most :data:`_ROOM` characters, cut at line ends or spaces where possible."""
    while len(text) > _ROOM:
        at = max(text.rfind("\n", 0, _ROOM), 0) or max(text.rfind(" ", 0, _ROOM), 0) or _ROOM
        at = _outside(text, at)
        yield text[:at].rstrip()
        text = text[at:].lstrip("\n ")
    if text:
        yield text


def _outside(text: str, at: int) -> int:
    """A place that is not within an escape ("&amp;") or a link."""
    for opening, closing in (("<", ">"), ("&", ";")):
        begun = text.rfind(opening, 0, at)
        if begun > 0 and text.find(closing, begun, at) < 0 and at - begun < 2000:
            ended = text.find(closing, begun)
            if ended >= at and (opening == "<" or ended - begun < 6):
                return begun
    return at
