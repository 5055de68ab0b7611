"""Messages of which nobody knows whether they arrived: looked for, sent again or let be."""

import aiohttp
import pytest
from telegram.error import Forbidden, NetworkError, TelegramError

from adapters.pacing import UNREACHED_SECONDS, Pace
from adapters.telegram.channel import TelegramChannel
from adapters.telegram.connection import Connection
from adapters.telegram.faults import Fault, WebPage, fault_of
from adapters.telegram.request import Request
from bot.errors import Transient
from bot.messages import Address, Outgoing, SendResult
from tests.unit.telegram.scripted import Answer, Script, Scripted, refused

HERE = Address(channel="telegram", account="1", conversation="7")
PAGE = WebPage("A web page instead of an answer")


def channel(script: Script) -> tuple[TelegramChannel, Scripted]:
    """A channel over a scripted server."""
    request = Scripted(script)
    bot = Connection("1:test", sending=request, polling=request)
    return TelegramChannel(bot, Pace(1000)), request


def outgoing(text: str, **more: object) -> Outgoing:
    """A reply with its text as key."""
    return Outgoing(key=text, address=HERE, text=text, **more)  # type: ignore[arg-type]


def cut() -> Exception:
    """A connection that is cut while we wait for the answer."""
    error = NetworkError("ServerDisconnectedError")
    error.__cause__ = aiohttp.ServerDisconnectedError()
    return error


def unreachable() -> Exception:
    """No connection at all."""
    error = NetworkError("ClientConnectorDNSError")
    key = aiohttp.client_reqrep.ConnectionKey("h", 443, True, True, None, None, None)
    error.__cause__ = aiohttp.ClientConnectorError(key, OSError())
    return error


class Server:
    """Takes "un"; of "deux" the first call is answered by ``first``, looks by ``looks``."""

    def __init__(self, first: Answer, *looks: Answer) -> None:
        self.first: list[Answer] = [first]
        self.looks = list(looks)

    def script(self, name: str, given: dict[str, object]) -> Answer | None:
        """The answer to a call."""
        if name == "editMessageReplyMarkup":
            absent = refused(400, "Bad Request: message to edit not found")
            return self.looks.pop(0) if self.looks else absent
        if name == "sendMessage" and given["text"] == "deux" and self.first:
            return self.first.pop()
        return None


async def tries(talking: TelegramChannel, message: Outgoing, count: int) -> list[str]:
    """The outcome of so many tries: the status, or "transient" where that was raised."""
    found: list[str] = []
    for _ in range(count):
        try:
            found.append((await talking.send(message)).status)
        except Transient:
            found.append("transient")
    return found


def told(request: Scripted, text: str) -> int:
    """How often the server was given a text."""
    return sum(given["text"] == text for given in request.of("sendMessage"))


@pytest.mark.parametrize(
    ("look", "outcome"),
    [
        (cut(), "unknown"),
        (unreachable(), "transient"),
        (refused(502, "Bad Gateway"), "transient"),
        (refused(429, "Too Many Requests: retry after 7", retry_after=7), "retry_after"),
        (PAGE, "unknown"),
    ],
)
async def test_while_telegram_cannot_be_asked_the_doubt_stays(look: Answer, outcome: str) -> None:
    """A message that was lost in an outage is not taken for sent because the outage goes on."""
    talking, request = channel(Server(cut(), look).script)
    assert ["sent"] == await tries(talking, outgoing("un"), 1)
    assert ["unknown", outcome, "sent"] == await tries(talking, outgoing("deux"), 3)
    assert 2 == told(request, "deux")


async def test_an_emergency_does_not_wait_for_the_look() -> None:
    """Where Telegram cannot be asked whether it arrived, an emergency is sent again at once."""
    talking, request = channel(Server(cut(), unreachable()).script)
    await talking.send(outgoing("un"))
    assert ["unknown", "sent"] == await tries(talking, outgoing("deux", priority=0), 2)
    assert 2 == told(request, "deux")


async def test_a_server_that_answers_looks_oddly_cannot_tell() -> None:
    """What was cut off is then let be, rather than tried for ever."""
    odd = TelegramError("Invalid server response")
    talking, request = channel(Server(cut(), odd).script)
    await talking.send(outgoing("un"))
    assert ["unknown", "sent"] == await tries(talking, outgoing("deux"), 2)
    assert 1 == told(request, "deux")


async def test_a_page_in_place_of_an_answer_hardly_means_that_it_arrived() -> None:
    """Sent again when nobody can tell, found again when it did arrive: a proxy kept the answer."""
    talking, request = channel(Server(PAGE).script)
    assert ["unknown", "sent"] == await tries(talking, outgoing("deux"), 2)
    assert 2 == told(request, "deux")
    there = refused(400, "Bad Request: message is not modified")
    talking, request = channel(Server(PAGE, there).script)
    await talking.send(outgoing("un"))
    assert ["unknown", "sent"] == await tries(talking, outgoing("deux"), 2)
    assert 1 == told(request, "deux")


@pytest.mark.parametrize(
    "page", [b"<html>Sign in</html>", b"\xef\xbb\xbf\n<!DOCTYPE html>", b"  <?xml version='1.0'?>"]
)
def test_a_page_is_known_by_its_beginning(page: bytes) -> None:
    """Whatever it says; what is cut or garbled stays what it is: an odd answer."""
    with pytest.raises(WebPage):
        Request.parse_json_payload(page)
    with pytest.raises(TelegramError) as odd:
        Request.parse_json_payload(b'{"ok": tr')
    assert Fault.DOUBTFUL is fault_of(odd.value)


def test_a_refusal_by_somebody_in_between_says_nothing_of_the_person() -> None:
    """A proxy that forbids is not a person who blocked us."""
    error = Forbidden("Forbidden (403)")
    assert Fault.GONE is fault_of(error)
    error.__cause__ = PAGE
    assert Fault.UNSENT is fault_of(error)


async def test_a_platform_out_of_reach_is_no_failure_of_the_message() -> None:
    """It is waited for without counting; a server that answers that it failed is counted."""
    talking, _ = channel(lambda name, _: unreachable() if name == "sendMessage" else None)
    with pytest.raises(Transient) as waited:
        await talking.send(outgoing("un"))
    assert UNREACHED_SECONDS == waited.value.retry_after
    talking, _ = channel(
        lambda name, _: refused(500, "Internal") if name == "sendMessage" else None
    )
    with pytest.raises(Transient) as counted:
        await talking.send(outgoing("un"))
    assert counted.value.retry_after is None


async def test_what_was_begun_openly_is_not_cut_anew_when_it_has_become_late() -> None:
    """The parts of a message fit together, however long the second took."""
    left: list[Answer] = [refused(500, "Internal Server Error")]
    second = lambda name, given: (  # noqa: E731
        left.pop() if name == "sendMessage" and "fin" in str(given["text"]) and left else None
    )
    talking, request = channel(second)
    text = "mot " * 1500 + "fin"
    with pytest.raises(Transient):
        await talking.send(outgoing(text, preview="Carnet vous a répondu"))
    late = outgoing(text, preview="Carnet vous a répondu", late=True)
    assert "sent" == (await talking.send(late)).status
    first, failed, again = (given["text"] for given in request.of("sendMessage"))
    assert failed == again
    assert text.split() == f"{first} {again}".split()
    assert SendResult(status="sent", message="103") == await talking.send(outgoing("x"))
