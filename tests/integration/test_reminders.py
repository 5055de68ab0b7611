"""Reminders: due by the local clock, planned anew as a whole, coming back, blocking nothing."""

from datetime import UTC, datetime, timedelta

from bot.turn import Reminder, Turn
from storage.database import Database
from storage.opening import Storage
from storage.statement import Statement, Transaction
from tests.integration.scenes import (
    MINUTE,
    House,
    appointment,
    condition,
    drain,
    job_of,
    leased,
    reminder,
    said,
    tell,
)

VISIT = appointment("dentist", "2026-12-01T09:00")
EVENING = reminder(VISIT, "2026-11-30T19:00")
HOUR = reminder(VISIT, "2026-12-01T08:00")


async def test_a_reminder_comes_at_its_local_time(storage: Storage) -> None:
    """A reminder for 19:00 in Paris is due at 18:00 UTC in winter, and is then what was planned."""
    await tell(storage, Turn(replan={VISIT.id: (EVENING, HOUR)}))
    due = datetime(2026, 11, 30, 18, 0, tzinfo=UTC)
    assert await storage.mailboxes.next_due() == due
    assert await storage.mailboxes.lease(due - timedelta(seconds=1), MINUTE) is None
    async with leased(storage, due) as lease:
        job = await job_of(storage, lease, due)
        assert (job.kind, job.due_at, job.body) == ("reminder", due, EVENING)


async def test_a_future_reminder_blocks_nothing(storage: Storage) -> None:
    """With reminders waiting for weeks, what a person says is taken at once."""
    await tell(storage, Turn(replan={VISIT.id: (EVENING, HOUR)}))
    await storage.mailboxes.post(said("bonjour"))
    assert await drain(storage) == ["bonjour"]


async def test_replanning_replaces_and_cancels(storage: Storage) -> None:
    """New reminders about a fact replace its waiting ones, none cancel them; others stay."""
    other = condition("asthma")
    breath = reminder(other, "2026-11-30T12:00").model_copy(update={"what": "breath"})
    await tell(storage, Turn(replan={VISIT.id: (EVENING, HOUR), other.id: (breath,)}))
    moved = reminder(VISIT, "2026-12-02T19:00").model_copy(update={"what": "moved"})
    await tell(storage, Turn(replan={VISIT.id: (moved,)}))
    later = datetime(2026, 12, 24, tzinfo=UTC)
    assert await drain(storage, datetime(2026, 12, 2, 12, tzinfo=UTC)) == ["breath"]
    await tell(storage, Turn(replan={VISIT.id: ()}))
    assert await drain(storage, later) == []
    assert await storage.mailboxes.next_due() is None


async def test_several_due_reminders_come_oldest_first(storage: Storage) -> None:
    """Reminders of one person that fell due together come in the order of their times."""
    late, early = (
        reminder(VISIT, local).model_copy(update={"what": local})
        for local in ("2026-12-01T08:00", "2026-11-30T19:00")
    )
    await tell(storage, Turn(replan={VISIT.id: (late, early)}))
    assert await drain(storage, datetime(2026, 12, 2, tzinfo=UTC)) == [early.what, late.what]


async def test_a_recurrent_reminder_comes_back(storage: Storage) -> None:
    """After it was handled, a daily reminder is planned for the next day, beside its siblings."""
    fact = condition("asthma")
    morning = reminder(fact, "2026-11-26T08:00", "0 8 * * *")
    evening = reminder(fact, "2026-11-26T20:00", "0 20 * * *")
    await tell(storage, Turn(replan={fact.id: (morning, evening)}))
    due = datetime(2026, 11, 26, 7, 0, tzinfo=UTC)
    async with leased(storage, due) as lease:
        job = await job_of(storage, lease, due)
        await storage.mailboxes.commit(lease, job, Turn(), due)
        assert await storage.mailboxes.next_job(lease, due) is None
    found = await _planned(storage, datetime(2026, 11, 27, 12, tzinfo=UTC))
    assert [local.isoformat() for local in found] == ["2026-11-26T20:00:00", "2026-11-27T08:00:00"]


async def test_a_recurrent_reminder_that_failed_comes_back_too(storage: Storage) -> None:
    """A dead letter does not end a daily reminder."""
    fact = condition("asthma")
    daily = reminder(fact, "2026-11-26T08:00", "0 8 * * *")
    await tell(storage, Turn(replan={fact.id: (daily,)}))
    due = datetime(2026, 11, 26, 7, 0, tzinfo=UTC)
    async with leased(storage, due) as lease:
        job = await job_of(storage, lease, due)
        await storage.mailboxes.bury(lease, job, Turn(), due)
    assert await storage.mailboxes.next_due() == due + timedelta(days=1)


async def test_planning_anew_ends_a_recurrence(storage: Storage) -> None:
    """A turn that plans a fact's reminders anew decides alone what comes back."""
    fact = condition("asthma")
    daily = reminder(fact, "2026-11-26T08:00", "0 8 * * *")
    await tell(storage, Turn(replan={fact.id: (daily,)}))
    due = datetime(2026, 11, 26, 7, 0, tzinfo=UTC)
    async with leased(storage, due) as lease:
        job = await job_of(storage, lease, due)
        await storage.mailboxes.commit(lease, job, Turn(replan={fact.id: ()}), due)
    assert await storage.mailboxes.next_due() is None


async def test_a_lease_reads_index_ranges_only(house: House) -> None:
    """Neither a lease nor the next due instant walks over what waits: no time grows with it."""
    storage = house.open()
    database = (
        Database.postgresql_at(house.url)
        if house.url
        else Database.sqlite(house.folder / "carnet.db")
    )

    def fill(transaction: Transaction) -> None:
        for number in range(3000):
            transaction.run(
                Statement(
                    "INSERT INTO mailbox"
                    " (person, rank, due_at, lease_until, paused_until, closing)"
                    " VALUES (:person, 4, :due, 0, 0, false)"
                ),
                {"person": f"person {number}", "due": 4_000_000_000 + number},
            )

    def plan(transaction: Transaction) -> str:
        from storage.mailbox_sql import EARLIEST, EARLIEST_LEASED, lease

        explain = "EXPLAIN " if transaction.postgresql else "EXPLAIN QUERY PLAN "
        values = {"token": "t", "until": 1, "now": 1}
        lines: list[object] = []
        for statement in (lease(locking=transaction.postgresql), EARLIEST, EARLIEST_LEASED):
            explained = Statement(explain + statement.sqlite)
            lines += transaction.rows(explained, values)
        return "\n".join(str(line) for line in lines)

    database.write_now(fill)
    database.write_now(lambda transaction: transaction.run(Statement("ANALYZE mailbox")))
    explained = database.write_now(plan)
    database.close()
    storage.close()
    assert explained.count("mailbox_due") == 10
    assert explained.count("mailbox_leased") == 1
    assert "Seq Scan" not in explained
    assert "SCAN mailbox" not in explained
    assert "Sort" not in explained
    assert "TEMP B-TREE" not in explained


async def _planned(storage: Storage, now: datetime) -> list[datetime]:
    """The local times of the reminders that are due, which are handled."""
    found: list[datetime] = []
    async with leased(storage, now) as lease:
        while (job := await storage.mailboxes.next_job(lease, now)) is not None:
            assert isinstance(job.body, Reminder)
            found.append(job.body.local)
            await storage.mailboxes.commit(lease, job, Turn(), now)
    return found
