"""Numbers to call and links: only those that were given."""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Sequence
from urllib.parse import unquote, urlsplit

from bot.engine.answer_check.problem import Problem
from bot.engine.answer_check.sentences import INVISIBLE, LINK, Sentence
from bot.engine.answer_check.sheet import hint, pattern, sheet

PHONE = re.compile(
    r"(?<![\w.,/])(?:\+|00)?\(?\d{1,4}\)?(?:[ .\-\u00a0\u202f]?\(?\d{1,4}\)?){2,6}(?![\w%]|[.,]\d)"
)
TEL = re.compile(r"\b(?:tel|sms|callto|whatsapp):/{0,2}([+\d(][\d\s().-]*)", re.IGNORECASE)
URL = re.compile(r"\b[a-z][a-z0-9+.-]{1,15}:(?://)?[^\s<>\"')\]]+", re.IGNORECASE)
MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
CALLED = ("tel", "sms", "callto")
DIGITS = 8


def lines(
    text: str, parts: Sequence[Sentence], allowed: Collection[str], known: Collection[str]
) -> list[Problem]:
    """Numbers to call that are no known line and stand in no notebook."""
    given = {_digits(number) for number in (*allowed, *known)} - {""}
    problems: list[Problem] = []
    for match in TEL.finditer(text):
        if not _same(_digits(match[1]), given):
            problems.append(Problem("line", match[0], hint("lines")))
    for part in parts:
        named = [m[0] for m in PHONE.finditer(part.text) if len(_digits(m[0])) >= DIGITS]
        named += _short(part.folded)
        if any(not _same(_digits(number), given) for number in named):
            problems.append(Problem("line", part.text, hint("lines")))
    return problems


def links(text: str, allowed: Sequence[str]) -> list[Problem]:
    """Links and e-mail addresses that are not on the allow-list.

    An entry with a scheme allows that address and what lies below it; an entry without one
    allows that host and its subdomains.
    """
    clear = INVISIBLE.sub("", text)
    named: list[str] = [m[0] for m in MAIL.finditer(clear)]
    rest = MAIL.sub(" ", clear) if not URL.search(clear) else clear
    targets = [m[2] for m in LINK.finditer(clear)]
    named += [t for t in targets if ":" in t or "." in t or t.startswith("/")]
    rest = LINK.sub(r"\1", rest)
    named += [m[0] for m in URL.finditer(rest)]
    named += [m[0] for m in _bare().finditer(URL.sub(" ", MAIL.sub(" ", rest)))]
    wrong = [link for link in named if not _allowed(link.rstrip(".,;:!?"), allowed)]
    return [Problem("link", link, hint("links")) for link in dict.fromkeys(wrong)]


def _short(folded: str) -> list[str]:
    """Short numbers that the words say to call: "call 15", "au 3114 ou au 112"."""
    found: list[str] = []
    for dial in pattern("lines", "dial").finditer(folded):
        place = dial.end()
        while number := pattern("lines", "short").match(folded, place):
            longer = PHONE.match(folded, place)
            if longer and len(_digits(longer[0])) >= DIGITS:
                break
            found.append(number[0])
            more = pattern("lines", "chain").match(folded, number.end())
            if more is None:
                break
            place = more.end()
    return found


def _digits(number: str) -> str:
    return re.sub(r"\D", "", number)


def _same(digits: str, given: Collection[str]) -> bool:
    """Equal, whatever stands for the country: 0033 1 42, +33 1 42 and 01 42 are one number."""
    if digits in given:
        return True
    tail = digits.lstrip("0")[-9:]
    return len(tail) == 9 and any(len(g) >= 9 and g.lstrip("0").endswith(tail) for g in given)


@functools.cache
def _bare() -> re.Pattern[str]:
    endings = sheet()["links"]["endings"]
    return re.compile(
        rf"(?<![\w@.-])(?:[\w-]+\.)+(?:{endings})\b(?:/[^\s<>\"')\]]*)?", re.IGNORECASE
    )


def _allowed(link: str, allowed: Sequence[str]) -> bool:
    scheme = link.split(":", 1)[0].lower() if ":" in link else ""
    if scheme in CALLED:
        return True  # a number: the lines' check
    if "@" in link and "//" not in link:
        return any(link.lower() == entry.lower() for entry in allowed)
    try:
        parts = urlsplit(link if "//" in link else f"https://{link}")
        host, port = (parts.hostname or "").lower().removesuffix("."), parts.port
    except ValueError:
        return False
    if (
        parts.scheme.lower() not in ("https", "http")
        or parts.username
        or port not in (None, 443, 80)
    ):
        return False
    path = unquote(parts.path)
    return ".." not in path and any(_matches(host, path, entry) for entry in allowed)


def _matches(host: str, path: str, entry: str) -> bool:
    if "//" not in entry:
        name = entry.lower().strip("/")
        return host == name or host.endswith(f".{name}")
    wanted = urlsplit(entry)
    if host.removeprefix("www.") != (wanted.hostname or "").removeprefix("www."):
        return False
    root = wanted.path.rstrip("/")
    return path.rstrip("/") == root or path.startswith(f"{root}/")
