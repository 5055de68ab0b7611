"""XML from strangers: one parser with every door closed.

No external entities, no network, no entity expansion, libxml2's own limits on depth and text
(``huge_tree=False``). A document type that declares entities is refused outright: no health
document needs one. Comments and processing instructions are dropped; names lose their namespace.
"""

import re
from typing import Any

import lxml.etree as etree

from bot.intake.reading import Unreadable

MAX_BYTES = 100_000_000
Element = Any
"""An ``lxml.etree._Element``; lxml ships no types."""

_NAME = re.compile(r"[^\W\d][\w.-]*\Z")
_HEAD = 4_096
_BLANK = b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"
_XSI_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"


def head(content: bytes) -> bytes:
    """The first bytes without NULs (UTF-16 becomes readable), to recognise a root element."""
    return content[: _HEAD * 4].replace(b"\x00", b"")[:_HEAD].lstrip(_BLANK)


def parse(content: bytes) -> tuple[Element, bool]:
    """The root element with bare names, and whether the document was cut off or damaged.

    Raises :class:`Unreadable` when it is empty, too large, hostile or no XML at all.
    """
    if not content.strip(_BLANK):
        raise Unreadable("unreadable-empty")
    if len(content) > MAX_BYTES:
        raise Unreadable("unreadable-too-large")
    if re.search(rb"<!ENTITY", content[:1_000_000].replace(b"\x00", b"")):
        raise Unreadable("unreadable-damaged")
    content = content.lstrip(b" \t\r\n")
    try:
        return _bare(etree.fromstring(content, _parser(recover=False))), False
    except (etree.XMLSyntaxError, ValueError):
        pass
    try:
        root = etree.fromstring(content, _parser(recover=True))
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable("unreadable-damaged") from error
    if root is None:
        raise Unreadable("unreadable-damaged")
    return _bare(root), True


def _parser(*, recover: bool) -> Any:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        recover=recover,
        remove_comments=True,
        remove_pis=True,
        remove_blank_text=False,
    )


def _bare(root: Element) -> Element:
    for element in root.iter(etree.Element):
        tag = element.tag
        if tag[0] == "{":
            name = tag.rsplit("}", 1)[-1]
            element.tag = name if _NAME.match(name) else "damaged"
    return root


def kind(element: Element) -> str:
    """The element's ``xsi:type`` without prefix, or an empty string."""
    return str(element.get(_XSI_TYPE, "")).rsplit(":", 1)[-1]
