"""1,800 nudges due in the same minute, and people talking meanwhile."""

import asyncio
import statistics
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.commands import wiring
from bot.messages import Address, Incoming, IncomingKind
from bot.notebook import facts as f
from bot.notebook.changes import Change, ChangeSet
from bot.ports import Lease
from bot.settings import load
from bot.turn import Account, Consent, Reminder, Turn
from storage.opening import Storage
from tests.acceptance.bot_api import BOT_ID, BotApi, Call
from tests.acceptance.program import Program

FIRST = 100_000
TALKERS = 20
LEASE = timedelta(minutes=5)


async def measure_nudges(count: int) -> None:
    """Plan the nudges, start Carnet, and look when they and what people are waiting for arrive."""
    with tempfile.TemporaryDirectory() as folder:
        async with BotApi() as api:
            api.keep = False
            program = Program(Path(folder), api)
            storage = wiring.storage(load(program.config), Path(folder) / "data", make=True)
            due = datetime.now(UTC).replace(second=0, microsecond=0) - timedelta(minutes=1)
            try:
                for number in range(count + TALKERS):
                    await _person(storage, FIRST + number, due if number < count else None)
            finally:
                storage.close()
            await _flood(api, program, count)


async def _person(storage: Storage, chat: int, due: datetime | None) -> None:
    """Somebody who agreed, with a follow-up to be nudged about, or without."""
    now = datetime.now(UTC)
    address = Address(channel="telegram", account=str(BOT_ID), conversation=str(chat))
    await storage.mailboxes.post(
        Incoming(
            key=f"bench{chat}",
            address=address,
            sender=str(chat),
            kind=IncomingKind.OPENED,
            sent_at=now,
            received_at=now,
        )
    )
    lease = await storage.mailboxes.lease(now, LEASE)
    assert isinstance(lease, Lease)
    job = await storage.mailboxes.next_job(lease, now)
    assert job is not None
    person = await storage.notebooks.person(lease.person)
    account = _agreed(person.account, address, now)
    changes, replan = (), {}
    if due is not None:
        provenance = f.Provenance(source="told", recorded_at=now, confirmed=True)
        task = f.Task(text="contrôle", due=f"{due:%Y-%m-%d}", zone="UTC", provenance=provenance)
        changes = (ChangeSet(at=now, action="bench", changes=(Change(before=None, after=task),)),)
        local = due.replace(tzinfo=None)
        replan = {task.id: (Reminder(about=task.id, what="visits-task", local=local, zone="UTC"),)}
    turn = Turn(account=account, changes=changes, replan=replan)
    await storage.mailboxes.commit(lease, job, turn, now)
    await storage.mailboxes.release(lease)


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


async def _flood(api: BotApi, program: Program, count: int) -> None:
    first = asyncio.Event()
    nudged: list[float] = []
    asked: dict[int, float] = {}
    answers: list[float] = []
    alarms: list[float] = []

    async def heard(call: Call) -> None:
        if call.chat < FIRST + count:
            first.set()
            nudged.append(call.at)
        elif call.chat in asked:
            waited = call.at - asked.pop(call.chat)
            (alarms if "15" in call.text[:200] else answers).append(waited)

    api.on_send = heard
    await program.start()
    await first.wait()
    talker = 0
    while len(nudged) < count and time.monotonic() - nudged[0] < 200:
        chat = FIRST + count + talker % TALKERS
        if chat not in asked:
            asked[chat] = time.monotonic()
            emergency = "douleur qui serre dans la poitrine, je transpire beaucoup"
            api.say(chat, emergency if talker % 5 == 4 else "/aide")
        talker += 1
        await asyncio.sleep(0.4)
    await asyncio.sleep(1)
    await program.stop()
    seconds = nudged[-1] - nudged[0]
    busiest = max(sum(1 for y in nudged if x <= y < x + 1) for x in nudged[:: max(1, count // 200)])
    print(
        f"{len(nudged)} nudges in {seconds:.1f} s ({len(nudged) / seconds:.1f}/s, at most {busiest}"
        f" within a second)\n  {len(answers)} answers meanwhile: median"
        f" {statistics.median(answers) * 1000:.0f} ms, slowest {max(answers) * 1000:.0f} ms"
        f"\n  {len(alarms)} emergencies meanwhile: median"
        f" {statistics.median(alarms) * 1000:.0f} ms, slowest {max(alarms) * 1000:.0f} ms",
        flush=True,
    )
