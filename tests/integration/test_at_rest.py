"""Nothing readable at rest: every file of the data folder is searched for what was said."""

import base64
import logging
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.messages import Space
from bot.turn import Account, AuditLine, Dialogue, Link, NewDocument, Said, Turn
from storage.database import Database
from storage.statement import Statement, Transaction
from tests.integration.scenes import (
    HOME,
    MINUTE,
    NOON,
    House,
    adds,
    appointment,
    condition,
    job_of,
    leased,
    observation,
    reminder,
    reply,
    said,
    tell,
)

SECRETS = (
    "asthme",
    "Glycémie",
    "cardiologue",
    "ordonnance",
    "J’ai mal",
    "salbutamol",
    "7781234567",
    "U0123SLACK",
    "update-4711",
    "Europe/Paris",
    "Condition",
    "Observation",
    "0 8 * * *",
    "telegram",
    "T0123WORKSPACE",
    "xoxb-secret-token",
)


def _forms(secret: str) -> Iterator[bytes]:
    """The text as it might be found: UTF-8, UTF-16, escaped as JSON, base64 at each offset."""
    utf8 = secret.encode()
    yield utf8
    yield utf8.upper()
    yield secret.encode("utf-16-le")
    yield secret.encode("utf-16-be")
    yield secret.encode("unicode_escape")
    yield utf8.hex().encode()
    for offset in range(3):
        # Only the characters that the text alone decides, whatever stands before and after it.
        encoded = base64.b64encode(bytes(offset) + utf8 + bytes(2))
        yield encoded[-(-offset * 8 // 6) : (offset + len(utf8)) * 8 // 6]


async def _live(house: House) -> None:
    """A conversation that leaves something in every table, and stops in its middle."""
    storage = house.open()
    visit = appointment("cardiologue", "2026-12-01T09:00")
    daily = reminder(visit, "2026-12-01T08:00", "0 8 * * *")
    spoken = Dialogue(history=(Said(who="person", text="J’ai mal : asthme", at=NOON),))

    def turn(person: str) -> Turn:
        return Turn(
            account=Account(person=person, notebook="n", language="fr", home=HOME),
            dialogues={Space.HEALTH: spoken, Space.EVERYDAY: spoken},
            changes=(adds(condition("asthme"), observation("Glycémie"), visit),),
            documents=(NewDocument(id="d", content=b"ordonnance : salbutamol" * 99),),
            replan={visit.id: (daily,)},
            audit=(AuditLine(at=NOON, what="asthme"),),
            replies=(reply("Votre ordonnance de salbutamol"),),
            link=Link(channel="slack", account="T1", sender="U0123SLACK"),
        )

    await tell(storage, turn)
    for number in range(3):
        await storage.mailboxes.post(said("J’ai mal", key=f"update-4711-{number}"))
    async with leased(storage) as lease:
        await storage.mailboxes.commit(lease, await job_of(storage, lease), Turn(), NOON)
        apology = Turn(replies=(reply("asthme"),))
        await storage.mailboxes.bury(lease, await job_of(storage, lease), apology, NOON)
        job = await job_of(storage, lease)
        await storage.mailboxes.retry(lease, job, NOON + MINUTE, NOON)
    await storage.mailboxes.lease(NOON + timedelta(minutes=2), MINUTE)
    await storage.secrets.save("slack", "T0123WORKSPACE", b"xoxb-secret-token")
    storage.close()


def _found(content: bytes) -> list[str]:
    return [secret for secret in SECRETS if any(form in content for form in _forms(secret))]


def test_the_search_would_find_something(tmp_path: Path) -> None:
    """The search itself works: each form of a secret is found in a file that holds it."""
    for secret in SECRETS:
        for form in _forms(secret):
            assert form
            assert secret in _found(b"xx" + form + b"yy")


async def test_no_file_shows_what_was_said(
    sqlite_house: House, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither the data folder, while open and closed, nor the log shows a word or an identity."""
    caplog.set_level(logging.DEBUG)
    await _live(sqlite_house)
    storage = sqlite_house.open()
    files = [path for path in sqlite_house.folder.rglob("*") if path.is_file()]
    assert {"carnet.db", "keys.db"} <= {path.name for path in files}
    assert {path.name: _found(path.read_bytes()) for path in files} == {
        path.name: [] for path in files
    }
    assert _found(" ".join(path.name for path in files).encode()) == []
    storage.close()
    assert _found(caplog.text.encode()) == []


async def test_no_row_shows_what_was_said(house: House) -> None:
    """Nor does any column of any table, as a dump of the database would show it."""
    await _live(house)
    database = (
        Database.postgresql_at(house.url)
        if house.url
        else Database.sqlite(house.folder / "carnet.db")
    )

    def dump(transaction: Transaction) -> dict[str, list[object]]:
        return {
            table: list(transaction.rows(Statement(f"SELECT * FROM {table}")))
            for table in (
                *("meta", "identity", "seen", "mailbox", "job", "dead_letter", "record"),
                *("document", "change_set", "audit", "secret"),
            )
        }

    tables = database.read_now(dump)
    database.close()
    assert all(tables.values())
    raw = b"\n".join(
        value if isinstance(value, bytes) else str(value).encode()
        for rows in tables.values()
        for row in rows
        for value in row  # type: ignore[attr-defined]
    )
    assert _found(raw) == []
