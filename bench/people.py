"""People for measurements: data folders with many persons, and a notebook of 2,000 facts."""

import asyncio
import random
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count
from pathlib import Path

from adapters.terminal.clock import SimulatedClock
from bot.commands import wiring
from bot.messages import (
    Address,
    Capabilities,
    FileReference,
    Incoming,
    IncomingKind,
    Outgoing,
    SendResult,
)
from bot.notebook import facts as f
from bot.notebook.changes import Change, ChangeSet
from bot.ports import Lease
from bot.schedule.worker import Worker
from bot.settings import Settings
from bot.turn import Turn
from storage.opening import Storage

START = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)
NAME = "bench"
_LEASE = timedelta(minutes=1)
_MEMORY = Path("/dev/shm")
_ANALYTES = (
    ("Hémoglobine glyquée", "hba1c", "%", 6.4, "4.0", "6.0"),
    ("Créatinine", "creatinine", "µmol/L", 88, "62", "106"),
    ("Potassium", "potassium", "mmol/L", 4.2, "3.5", "5.1"),
    ("Sodium", "sodium", "mmol/L", 140, "136", "145"),
    ("Glycémie à jeun", "glucose", "mmol/L", 6.1, "3.9", "6.1"),
    ("Cholestérol LDL", "ldl", "mmol/L", 3.1, "0", "3.4"),
    ("Hémoglobine", "hemoglobin", "g/dL", 13.8, "12.0", "16.0"),
    ("Leucocytes", "leukocytes", "G/L", 6.7, "4.0", "10.0"),
    ("Plaquettes", "platelets", "G/L", 251, "150", "400"),
    ("TSH", "tsh", "mUI/L", 2.1, "0.4", "4.0"),
    ("Ferritine", "ferritin", "µg/L", 64, "15", "150"),
    ("CRP", "crp", "mg/L", 3.0, "0", "5"),
)
_WORDS = (
    "diabète de type 2", "hypertension artérielle", "asthme", "arthrose du genou", "migraine",
    "reflux", "apnée du sommeil", "eczéma", "hypothyroïdie", "lombalgie chronique",
)  # fmt: skip
_MEDICINES = ("metformine 500 mg", "ramipril 5 mg", "lévothyroxine 75 µg", "oméprazole 20 mg")
_VISITS = ("cardiologue", "dentiste", "médecin traitant", "ophtalmologue", "dermatologue", "kiné")


class CountingChannel:
    """A channel that shows nothing and keeps what was sent."""

    name = NAME

    def __init__(self) -> None:
        self.sent: list[Outgoing] = []
        self._awaited: tuple[int, asyncio.Event] | None = None

    def after(self, messages: int) -> asyncio.Event:
        """Forget what was sent; the event is set once so many more were."""
        self.sent.clear()
        event = asyncio.Event()
        self._awaited = messages, event
        return event

    def capabilities(self, address: Address) -> Capabilities:
        """All that a simple platform can do."""
        return Capabilities()

    async def send(self, outgoing: Outgoing) -> SendResult:
        """Keep it."""
        self.sent.append(outgoing)
        if self._awaited is not None and len(self.sent) >= self._awaited[0]:
            self._awaited[1].set()
        return SendResult(status="sent", message=str(len(self.sent)))

    async def draft(self, address: Address, text: str) -> None:
        """Nobody is looking."""

    async def fetch(self, reference: FileReference, *, limit: int) -> bytes:
        """There are no files."""
        raise FileNotFoundError


class House:
    """A data folder, opened, with a worker and a channel."""

    def __init__(self, folder: Path, *, storage: Storage | None = None) -> None:
        settings = Settings()
        self.storage = storage or wiring.storage(settings, folder, make=True)
        self.channel = CountingChannel()
        self.clock = SimulatedClock(START)
        self.worker = Worker(
            self.storage.mailboxes,
            self.storage.notebooks,
            wiring.engine(settings),
            {NAME: self.channel},
            self.clock,
        )
        self._keys = count()
        wiring.settle()  # as a process does that stays

    def said(self, sender: str, text: str, **values: object) -> Incoming:
        """A message as a channel makes it."""
        kind = IncomingKind.COMMAND if text.startswith("/") else IncomingKind.TEXT
        now = self.clock.now()
        fields: dict[str, object] = {"kind": kind, **values}
        return Incoming(
            key=f"{sender}/{next(self._keys)}/{now.timestamp()}",
            address=Address(channel=NAME, conversation=sender),
            sender=sender,
            text=text,
            sent_at=now,
            received_at=now,
            **fields,  # type: ignore[arg-type]
        )

    async def welcome(self, sender: str, language: str) -> None:
        """Post all that the welcome asks for."""
        given = {"language": language, "country": "FR", "born": "1960", "agree": "yes"}
        await self.storage.mailboxes.post(
            self.said(sender, "", kind=IncomingKind.OPENED, fields=given)
        )

    async def keep(self, sender: str, facts: Iterable[f.AnyFact]) -> None:
        """Have the person's notebook hold these facts, as if they had been told one day."""
        mailboxes = self.storage.mailboxes
        await mailboxes.post(self.said(sender, "."))
        now = self.clock.now()
        lease = await mailboxes.lease(now, _LEASE)
        assert isinstance(lease, Lease)
        job = await mailboxes.next_job(lease, now)
        assert job is not None
        changes = tuple(Change(after=fact) for fact in facts)
        change_set = ChangeSet(at=now, action="documents-keep", changes=changes)
        await mailboxes.commit(lease, job, Turn(changes=(change_set,)), now)
        await mailboxes.release(lease)

    def close(self) -> None:
        """Close the storage."""
        self.storage.close()


def populate(folder: Path, *, rich: dict[str, str], others: int, facts: int) -> None:
    """Make a data folder with ``others`` persons and the rich ones (sender → language).

    It is made in memory where the system has a place for that, and copied: thousands of commits to
    the disk are not what is measured.
    """
    with tempfile.TemporaryDirectory(dir=_MEMORY if _MEMORY.is_dir() else None) as place:
        asyncio.run(_populate(Path(place) / "data", rich, others, facts))
        shutil.copytree(Path(place) / "data", folder)


async def _populate(folder: Path, rich: dict[str, str], others: int, facts: int) -> None:
    house = House(folder)
    try:
        for number in range(others):
            await house.welcome(f"other{number}", "fr" if number % 2 else "en")
        await house.worker.drain()
        for number in range(others):
            await house.keep(f"other{number}", notebook(12, seed=number))
        for sender, language in rich.items():
            await house.welcome(sender, language)
            await house.worker.drain()
            whole = list(notebook(facts, seed=7))
            for first in range(0, len(whole), 100):
                await house.keep(sender, whole[first : first + 100])
    finally:
        house.close()


def notebook(size: int, *, seed: int) -> Iterator[f.AnyFact]:
    """Facts of a person who has been ill for years: two thirds results, the rest of every kind."""
    chance = random.Random(seed)
    told = START - timedelta(days=3650)
    step = timedelta(days=3600) / size
    for number in range(size):
        told += step
        source = f.Provenance(source="told", recorded_at=told)
        read = f.Provenance(
            source="document", recorded_at=told, document=f.new_id(), place=f"page 1, line {number}"
        )
        if number % 3:
            yield _observation(chance, told, read)
        else:
            yield _other(number // 3, chance, told.date(), source)


def _observation(chance: random.Random, told: datetime, source: f.Provenance) -> f.Observation:
    text, analyte, unit, value, low, high = chance.choice(_ANALYTES)
    return f.Observation(
        text=text,
        analyte=analyte,
        value=Decimal(f"{value * chance.uniform(0.8, 1.25):.2f}"),
        unit=unit,
        low=Decimal(low),
        high=Decimal(high),
        effective=told.date().isoformat(),
        report=f.new_id(),
        section="Biochimie",
        provenance=source,
    )


def _other(number: int, chance: random.Random, told: date, source: f.Provenance) -> f.AnyFact:
    day = told.isoformat()
    visit = chance.choice(_VISITS)
    match number % 20:
        case 0:
            return f.Condition(
                text=chance.choice(_WORDS),
                onset=day[:4],
                status="active" if number % 80 == 0 else "resolved",
                provenance=source,
            )
        case 1 | 2:
            return f.MedicationStatement(
                text=chance.choice(_MEDICINES),
                dosage="1 le matin et 1 le soir",
                start=day,
                status="active" if number % 100 < 10 else "stopped",
                provenance=source,
            )
        case 3:
            return f.AllergyIntolerance(
                text=f"médicament {number}", reaction="urticaire", provenance=source
            )
        case 4 | 5 | 6:
            return f.Appointment(
                text=visit,
                start=datetime.fromisoformat(f"{day}T09:30"),
                zone="Europe/Paris",
                place="12 rue des Lilas, Lyon",
                status="fulfilled",
                provenance=source,
            )
        case 7 | 8:
            return f.DiagnosticReport(
                text="Biologie médicale", issuer="Laboratoire", effective=day, provenance=source
            )
        case 9 | 10:
            return f.DocumentReference(
                text="compte rendu.pdf", media_type="application/pdf", size=91_000,
                effective=day, provenance=source,
            )  # fmt: skip
        case 11:
            return f.Immunization(text="vaccin contre la grippe", date=day, provenance=source)
        case 12:
            return f.Procedure(text="coloscopie", date=day, provenance=source)
        case 13:
            return f.CareTeamMember(text=f"Dr {visit}", speciality=visit, provenance=source)
        case 14:
            return f.Question(text=f"Faut-il changer la dose ? ({number})", provenance=source)
        case 15:
            return f.Task(
                text="refaire la prise de sang", due=day, status="done", provenance=source
            )
        case 16:
            return f.Debrief(
                appointment=f.new_id(), text="tout va bien, revoir dans six mois", provenance=source
            )
        case 17:
            return f.LifeEvent(text="déménagement", date=day, provenance=source)
        case 18:
            return f.Lifestyle(text="marche trois fois par semaine", provenance=source)
        case _:
            return f.JournalEntry(
                text="mal dormi, genou douloureux après la marche", effective=day, provenance=source
            )
