"""1,800 nudges due in the same minute, and people talking meanwhile."""

import asyncio
import tempfile
import time
from bisect import bisect_left
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.figure import Figure
from bot.commands import wiring
from bot.messages import Address, Incoming, IncomingKind
from bot.notebook import facts as f
from bot.notebook.changes import Change, ChangeSet
from bot.settings import load
from bot.turn import Account, Consent, Reminder, Turn
from storage.opening import Storage
from tests.acceptance.bot_api import BOT_ID, BotApi, Call
from tests.acceptance.program import Program

FIRST = 100_000
TALKERS = 20
AT_ONCE = 32
MINUTE = 60.0
PATIENCE = 60.0
LEASE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Flood:
    """When nudges left (monotonic seconds), and how many seconds others waited for answers."""

    nudged: list[float]
    sent: list[float]
    answers: list[float]
    alarms: list[float]

    def figures(self) -> list[Figure]:
        """The limit holds for nudges and answers together, so answers leave nudges less of it."""
        first, last = self.nudged[0], self.nudged[-1]
        seconds = last - first
        among = [at for at in self.sent if first <= at <= last]
        minute = sum(1 for at in self.sent if first <= at < first + MINUTE)
        whole = min(MINUTE, seconds)
        times = sorted(self.sent)
        busiest = max(bisect_left(times, at + 1) - n for n, at in enumerate(times))
        return [
            Figure(f"{len(self.nudged)} nudges of one minute, first to last", seconds, "s"),
            Figure("answers to others meanwhile", float(len(among) - len(self.nudged)), ""),
            Figure("all messages of those seconds", len(among) / seconds, "/s", 29, at_least=True),
            Figure("all messages of the first minute", minute / whole, "/s", 30.5),
            Figure("most within any second", float(busiest), ""),
            Figure("answer meanwhile, slowest", max(self.answers) * 1000, "ms", 1000),
            Figure("emergency meanwhile, slowest", max(self.alarms) * 1000, "ms", 1000),
        ]


async def measure_nudges(count: int) -> Flood:
    """Plan the nudges, start Carnet, and look when they and what people are waiting for arrive."""
    with tempfile.TemporaryDirectory() as folder:
        async with BotApi() as api:
            api.keep = False
            program = Program(Path(folder), api, cold=True)
            storage = wiring.storage(load(program.config), Path(folder) / "data", make=True)
            due = datetime.now(UTC).replace(second=0, microsecond=0) - timedelta(minutes=1)
            try:
                before = due - timedelta(seconds=10)
                opening = (_opened(storage, n, before) for n in range(count + TALKERS))
                await asyncio.gather(*opening)
                planning = (_plan(storage, count, due, before) for _ in range(AT_ONCE))
                await asyncio.gather(*planning)
            finally:
                storage.close()
            async with program:
                return await _flood(api, count)


async def _opened(storage: Storage, number: int, now: datetime) -> None:
    """Somebody comes."""
    chat = str(FIRST + number)
    address = Address(channel="telegram", account=str(BOT_ID), conversation=chat)
    await storage.mailboxes.post(
        Incoming(
            key=f"bench{chat}",
            address=address,
            sender=chat,
            kind=IncomingKind.OPENED,
            sent_at=now,
            received_at=now,
        )
    )


async def _plan(storage: Storage, count: int, due: datetime, now: datetime) -> None:
    """Whoever waits agreed, and has a follow-up to be nudged about; those who talk have none."""
    while (lease := await storage.mailboxes.lease(now, LEASE)) is not None:
        job = lease.first
        assert job is not None
        assert isinstance(job.body, Incoming)
        person = await storage.notebooks.person(lease.person)
        account = _agreed(person.account, job.body.address, now)
        changes: tuple[ChangeSet, ...] = ()
        replan: dict[str, tuple[Reminder, ...]] = {}
        if int(job.body.sender) < FIRST + count:
            provenance = f.Provenance(source="told", recorded_at=now, confirmed=True)
            day = f"{due:%Y-%m-%d}"
            task = f.Task(text="contrôle", due=day, zone="UTC", provenance=provenance)
            change = Change(before=None, after=task)
            changes = (ChangeSet(at=now, action="bench", changes=(change,)),)
            local = due.replace(tzinfo=None)
            reminder = Reminder(about=task.id, what="visits-task", local=local, zone="UTC")
            replan = {task.id: (reminder,)}
        turn = Turn(account=account, changes=changes, replan=replan)
        await storage.mailboxes.commit(lease, job, turn, now, hold=False)


def _agreed(account: Account, address: Address, now: datetime) -> Account:
    from bot.care.account.begin import NOTICE_VERSION

    consent = Consent(version=NOTICE_VERSION, language="fr", at=now)
    return account.model_copy(
        update={
            "language": "fr",
            "country": "FR",
            "zone": "Europe/Paris",
            "born": 1980,
            "consent": consent,
            "home": address,
            "joined_at": now,
        }
    )


async def _flood(api: BotApi, count: int) -> Flood:
    first = asyncio.Event()
    flood = Flood([], [], [], [])
    asked: dict[int, float] = {}

    async def heard(call: Call) -> None:
        flood.sent.append(call.at)
        if call.chat < FIRST + count:
            first.set()
            flood.nudged.append(call.at)
        elif call.chat in asked:
            waited = call.at - asked.pop(call.chat)
            (flood.alarms if "15" in call.text[:200] else flood.answers).append(waited)

    api.on_send = heard
    await asyncio.wait_for(first.wait(), PATIENCE)
    talker = 0
    while len(flood.nudged) < count:
        if time.monotonic() - flood.nudged[-1] > PATIENCE:
            raise RuntimeError("no nudge leaves any more")
        chat = FIRST + count + talker % TALKERS
        if chat not in asked:
            asked[chat] = time.monotonic()
            emergency = "douleur qui serre dans la poitrine, je transpire beaucoup"
            api.say(chat, emergency if talker % 5 == 4 else "/aide")
        talker += 1
        await asyncio.sleep(0.4)
    await asyncio.sleep(1)
    return flood
