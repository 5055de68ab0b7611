"""The gate's place in a turn: who the person is, what their open episode is, what to say.

The verdict that uses the notebook (pregnancy, anticoagulants) decides what the person is told. In
the everyday space a second verdict, made without the notebook, decides whether a model is asked
at all: what a model receives there must not depend on the notebook even by its absence.
"""

import asyncio
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot import safety
from bot.draft import Draft
from bot.errors import SealBroken, Transient
from bot.messages import Sensitivity, Space
from bot.notebook import facts as f
from bot.ports import Notebook
from bot.turn import Account, Dialogue

LATELY = timedelta(hours=1)
"""Messages further apart than this are no sign that was split over turns."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """The gate's verdict on one message and the episode that holds from now on."""

    verdict: safety.Verdict
    episode: safety.Episode | None
    fresh: bool

    @property
    def stops(self) -> bool:
        """Whether the card is all that is to be said."""
        return self.fresh and self.verdict.level >= safety.Level.CRISIS


async def person_of(account: Account, notebook: Notebook, today: date) -> safety.Person:
    """What the notebook knows that changes how grave a sign is.

    A notebook that does not open must not silence the gate: it then judges by the account alone.
    """
    try:
        # Asked for together, they are read together.
        known = await notebook.facts(f.Patient, f.MedicationStatement, f.Condition)
    except (SealBroken, Transient):
        return safety.Person(born=account.born)
    patient = next((x for x in known if isinstance(x, f.Patient)), None)
    weeks = None
    if patient and patient.pregnant_until and len(patient.pregnant_until) == 10:
        left = (date.fromisoformat(patient.pregnant_until) - today).days
        weeks = 40 - left // 7 if left >= -21 else None
    return safety.Person(
        born=account.born,
        sex=patient.sex if patient else None,
        pregnant=True if weeks is not None else None,
        pregnancy_weeks=weeks,
        medications=tuple(
            x.text for x in known if isinstance(x, f.MedicationStatement) and x.status == "active"
        ),
        conditions=tuple(
            x.text for x in known if isinstance(x, f.Condition) and x.status == "active"
        ),
    )


class Gate:
    """Judges what is said; what waits in the same turn of the loop is judged together.

    Working out the meanings of several messages costs little more than of one.
    """

    def __init__(self) -> None:
        self._waiting: list[_Waiting] = []

    async def judge(
        self,
        text: str,
        account: Account,
        person: safety.Person,
        dialogue: Dialogue,
        now: datetime,
    ) -> Alarm:
        """Triage one message in the light of the episode that is open."""
        before = safety.Episode.from_dict(dialogue.episode) if dialogue.episode else None
        lately = before is not None and now - before.since <= LATELY
        recent = before.recent if before is not None and lately else ()
        verdict = await self._triage(safety.Message(text, person, recent), now.date())
        language = account.language or "fr"
        held, episode = safety.follow(before, text, verdict, language=language, now=now)
        return Alarm(verdict=held, episode=episode, fresh=verdict.level >= safety.Level.URGENT)

    async def _triage(self, message: safety.Message, today: date) -> safety.Verdict:
        loop = asyncio.get_running_loop()
        if not self._waiting:
            loop.call_soon(self._read)
        verdict: asyncio.Future[safety.Verdict | None] = loop.create_future()
        self._waiting.append(_Waiting(message, today, verdict))
        # Not read together: then alone, so that one message's trouble stays its own.
        return await verdict or safety.triage_all([message], today)[0]

    def _read(self) -> None:
        waiting, self._waiting = self._waiting, []
        try:
            for today in {each.today for each in waiting}:
                those = [x for x in waiting if x.today == today and not x.verdict.done()]
                found = safety.triage_all([x.message for x in those], today)
                for each, verdict in zip(those, found, strict=True):
                    each.verdict.set_result(verdict)
        finally:
            for each in waiting:
                if not each.verdict.done():
                    each.verdict.set_result(None)


@dataclass(frozen=True, slots=True)
class _Waiting:
    message: safety.Message
    today: date
    verdict: "asyncio.Future[safety.Verdict | None]"


def say(alarm: Alarm, account: Account, person: safety.Person, draft: Draft, now: datetime) -> None:
    """Put the card first among the replies."""
    card = safety.card(
        alarm.verdict,
        language=account.language or "fr",
        country=account.country,
        person=person,
        today=now.date(),
    )
    kind = card.kind if card.kind != "urgent" else "reply"
    reply = draft.say(card.text, kind=kind)
    # What depends on the notebook stays out of the everyday history, which a model reads.
    reply.remembered = False


def keep_in_view(
    alarm: Alarm, account: Account, draft: Draft, space: Space, *, sensitivity: Sensitivity
) -> None:
    """While an episode is open, every answer ends with the call to make."""
    if alarm.episode is None or alarm.episode.level < safety.Level.URGENT or alarm.fresh:
        return
    line = safety.reminder_line(
        alarm.episode, language=account.language or "fr", country=account.country
    )
    reply = draft.say(line, sensitivity=sensitivity)
    reply.remembered = False
