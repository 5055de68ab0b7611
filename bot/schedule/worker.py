"""The worker: lease a person, take what is due in order, commit, send, give the person back.

What happens once and what may happen twice: a turn's changes are committed exactly once, with
the job that caused them, fenced by the lease. Asking a model, fetching a file and sending a
message happen at least once: a worker killed between the platform's answer and our commit sends
that message again (with the same key, which channels use where their platform lets them).
"""

import asyncio
import contextlib
import logging
from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.care.account.places import without
from bot.engine.contexts import Surroundings, no_files
from bot.engine.engine import Engine
from bot.errors import ConfigurationError, LeaseLost, Permanent, SealBroken, Transient
from bot.logs import place
from bot.messages import (
    ConversationKind,
    FileReference,
    Incoming,
    Outgoing,
    SendResult,
    Sensitivity,
)
from bot.ports import Channel, Clock, Job, Lease, Mailboxes, Notebooks
from bot.schedule.holding import held
from bot.schedule.interrupts import Interrupts
from bot.schedule.lateness import discreet_if_late, discreet_when_late
from bot.schedule.measures import Measures
from bot.schedule.thinking import thinking
from bot.turn import Reminder, Turn

LOG = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
ATTEMPTS = 5
BACKOFF = (2.0, 10.0, 60.0, 300.0)
SHORTEST = 0.5
"""Seconds between two tries at the least, whatever the other side asks for."""
BATCH = 50
"""Jobs done for one person before the others get their turn."""


class _Waits(Exception):
    """The job is tried again later, and this person's mailbox waits for it."""


class Worker:
    """Takes turns. Several may run on PostgreSQL; on SQLite there is one."""

    def __init__(
        self,
        mailboxes: Mailboxes,
        notebooks: Notebooks,
        engine: Engine,
        channels: Mapping[str, Channel],
        clock: Clock,
        measures: Measures | None = None,
    ) -> None:
        self._mailboxes = mailboxes
        self._notebooks = notebooks
        self._engine = engine
        self._channels = channels
        self._clock = clock
        self._measures = measures or Measures()
        self._woken = asyncio.Event()
        self._interrupts = Interrupts(mailboxes)
        self.delayed_until: datetime | None = None
        """When the job that could not be done in the last drain is tried again."""

    def wake(self) -> None:
        """Something may be due: look now."""
        self._woken.set()

    def interrupt(self, incoming: Incoming) -> None:
        """Somebody said stop: what runs for them here ends now."""
        self._interrupts.stop(incoming)

    async def drain(self) -> int:
        """Do everything that is due; returns how many jobs were done."""
        self.delayed_until = None
        done = 0
        while (count := await self.serve_one()) is not None:
            done += count
        return done

    async def run(self, stop: asyncio.Event, *, poll: float = 1.0, at_once: int = 64) -> None:
        """Work until ``stop``; then finish what is in hand.

        ``at_once`` people are served side by side, so that one person's slow model answer delays
        nobody else.
        """
        stopping = asyncio.create_task(stop.wait())
        stopping.add_done_callback(lambda _: self._woken.set())
        serving: set[asyncio.Task[None]] = set()
        broken: list[asyncio.Task[None]] = []

        def ended(task: asyncio.Task[None]) -> None:
            if len(serving) == at_once:
                self._woken.set()
            serving.discard(task)
            if not task.cancelled() and task.exception() is not None:
                broken.append(task)
                self._woken.set()

        try:
            while not stop.is_set() and not broken:
                self._woken.clear()
                lease = await self._try_to_lease() if len(serving) < at_once else None
                if lease is not None:
                    task = asyncio.create_task(self._serve_and_wake(lease))
                    serving.add(task)
                    task.add_done_callback(ended)
                else:
                    await self._sleep(poll)
            for task in broken:
                task.result()
            await asyncio.gather(*serving)
        finally:
            for left in (stopping, *serving):
                left.cancel()
            await asyncio.gather(*serving, return_exceptions=True)

    async def _sleep(self, poll: float) -> None:
        """Until woken or stopped, but not too long: others may post to the same database."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(poll):
                await self._woken.wait()

    async def _try_to_lease(self) -> Lease | None:
        try:
            return await self._mailboxes.lease(self._clock.now(), LEASE)
        except Transient:
            LOG.warning("the database does not answer; trying again")
            return None

    async def _serve_and_wake(self, lease: Lease) -> None:
        """Serve; then look again, unless it is known that nothing came for them meanwhile."""
        idle = False
        try:
            _, idle = await self._serve(lease)
        except Transient:
            LOG.warning("the database does not answer; trying again")
        except asyncio.CancelledError:
            with contextlib.suppress(Transient):
                await self._mailboxes.release(lease)
            raise
        finally:
            if not idle:
                self._woken.set()

    async def serve_one(self) -> int | None:
        """Lease one person and do what is due for them; None when nobody waits."""
        lease = await self._mailboxes.lease(self._clock.now(), LEASE)
        return None if lease is None else (await self._serve(lease))[0]

    async def _serve(self, lease: Lease) -> tuple[int, bool]:
        """How many jobs were done; whether there was none left as the person was given back."""
        done, given_back = 0, False
        try:
            async with held(self._mailboxes, self._clock, lease, LEASE):
                job = lease.first or await self._mailboxes.next_job(lease, self._clock.now())
                while job is not None and done < BATCH:
                    job = await self._do(lease, job)
                    given_back = job is None
                    done += 1
        except _Waits:
            pass  # the mailbox is paused, and still ours
        except LeaseLost:
            LOG.warning("a lease ran out; somebody else takes over")
            return done, False
        if not given_back:
            await self._mailboxes.release(lease)
        return done, given_back

    async def _do(self, lease: Lease, job: Job) -> Job | None:
        """Do one job; the next one, None when the person was given back; raises _Waits."""
        try:
            with self._measures.timed(job.kind):
                if isinstance(job.body, Outgoing):
                    return await self._send(lease, job, job.body)
                turn = await self._turn(lease.person, job)
                return await self._commit(lease, job, turn)
        except (LeaseLost, _Waits):
            raise
        except SealBroken:
            LOG.error("a sealed record does not open; job %s is set aside", job.id)
            return await self._bury(lease, job)
        except Permanent as problem:
            LOG.error("job %s cannot be done (%s)", job.id, type(problem).__name__)
            return await self._bury(lease, job)
        except (Transient, ConfigurationError) as problem:
            wait = problem.retry_after if isinstance(problem, Transient) else None
            return await self._again(lease, job, wait)
        except Exception as problem:  # the one broad except: no person may block the others
            # Neither the message nor the traceback: both can hold what somebody wrote.
            LOG.error("job %s failed (%s at %s)", job.id, type(problem).__name__, place(problem))
            return await self._again(lease, job, None)

    async def _turn(self, who: str, job: Job) -> Turn:
        person = await self._notebooks.person(who)
        notebook = self._notebooks.notebook(person.account)
        now = self._clock.now()
        if isinstance(job.body, Reminder):
            around = Surroundings(now, no_files)
            return await self._engine.take_reminder(job.body, person, notebook, around)
        assert isinstance(job.body, Incoming)  # noqa: S101 - the third kind of body is sent above
        incoming = job.body
        channel = self._channels.get(incoming.address.channel)
        if channel is None:
            raise Permanent("this channel is not configured any more")

        async def fetch(reference: FileReference, *, limit: int) -> bytes:
            with self._measures.elsewhere():
                return await channel.fetch(reference, limit=limit)

        async with thinking(channel, incoming, person.account.language) as signs:
            on_text = signs.say if channel.capabilities(incoming.address).streaming else None
            around = Surroundings(now, fetch, on_text, signs.reads)
            work = self._engine.take_turn(incoming, person, notebook, around)
            turn = await self._interrupts.run(incoming, work, person=who, stops=job.stops)
            if turn is None:
                # The stop itself, next in line, is what gets an answer.
                turn = await self._engine.take_stopped(incoming, person, notebook, around)
        return discreet_when_late(turn, incoming, self._clock.now())

    async def _send(self, lease: Lease, job: Job, outgoing: Outgoing) -> Job | None:
        now = self._clock.now()
        channel = self._channels.get(outgoing.address.channel)
        expired = outgoing.expires_at is not None and outgoing.expires_at < now
        if channel is None or expired or not _may_go(outgoing, channel):
            self._measures.sent("withheld")
            return await self._commit(lease, job, Turn())
        # It was written when the job was made; since then the platform may have been out of reach.
        result = await channel.send(discreet_if_late(outgoing, job.due_at, now))
        self._measures.sent(result.status)
        return await self._answered(lease, job, outgoing, result)

    async def _answered(
        self, lease: Lease, job: Job, outgoing: Outgoing, result: SendResult
    ) -> Job | None:
        if result.status == "sent":
            return await self._commit(lease, job, Turn())
        if result.status == "gone":
            person = await self._notebooks.person(lease.person)
            # Nothing goes there until the person writes again; nudges have another place, or none.
            account = without(person.account, outgoing.address)
            return await self._commit(lease, job, Turn(account=account))
        if result.status == "retry_after":
            return await self._again(lease, job, result.delay)
        return await self._again(lease, job, None)

    async def _commit(self, lease: Lease, job: Job, turn: Turn) -> Job | None:
        return await self._mailboxes.commit(lease, job, turn, self._clock.now(), hold=False)

    async def _again(self, lease: Lease, job: Job, wait: float | None) -> Job | None:
        """Try later; after :data:`ATTEMPTS` failures set the job aside and apologise.

        ``wait`` is how long the other side asked us to wait: that is no failure of the job.
        """
        if wait is None and job.attempts + 1 >= ATTEMPTS:
            return await self._bury(lease, job)
        seconds = BACKOFF[job.attempts] if wait is None else max(wait, SHORTEST)
        now = self._clock.now()
        at = self.delayed_until = now + timedelta(seconds=seconds)
        await self._mailboxes.retry(lease, job, at, now, counted=wait is None)
        raise _Waits

    async def _bury(self, lease: Lease, job: Job) -> Job | None:
        now = self._clock.now()
        turn = Turn()
        if not isinstance(job.body, Outgoing):
            address = job.body.address if isinstance(job.body, Incoming) else None
            try:
                person = await self._notebooks.person(lease.person)
                turn = self._engine.apology(person.account, address, now)
            except SealBroken:
                LOG.error("the account itself does not open")
        await self._mailboxes.bury(lease, job, turn, now)
        coming = await self._mailboxes.next_job(lease, now)
        if coming is None:
            await self._mailboxes.release(lease)
        return coming


def _may_go(outgoing: Outgoing, channel: Channel) -> bool:
    """Health goes to a verified direct message or nowhere."""
    if outgoing.sensitivity is Sensitivity.NONE:
        return True
    address = outgoing.address
    private = address.kind is ConversationKind.DM and not address.shared
    return private and channel.capabilities(address).verified_dm
