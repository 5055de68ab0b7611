"""What a turn makes of an alarm: found by the gate first, perhaps raised by the second reader.

The verdict that uses the notebook decides what the person is told. In the everyday space a second
verdict, made without it, decides what is kept there and what a model is asked.
"""

import asyncio
from dataclasses import dataclass, replace

from bot import safety
from bot.actions import Context
from bot.engine import gate, public
from bot.messages import Sensitivity, Space
from bot.ports import Notebook, Person
from bot.safety.episode import helped
from bot.turn import Dialogue


@dataclass(frozen=True, slots=True)
class Heard:
    """A message after the gate: ``alarm`` judged with the notebook, ``blind`` without.

    In the health space both are the same. ``dialogue`` is this space's with its episode, ``others``
    are other spaces' dialogues that changed, ``who`` is what the notebook says of the person.
    ``ended`` is set when the message says that help was got, and so closed an open alarm.
    """

    alarm: gate.Alarm
    blind: gate.Alarm
    who: safety.Person
    dialogue: Dialogue
    others: dict[Space, Dialogue]
    ended: bool = False

    @property
    def graver(self) -> bool:
        """Whether only the notebook makes it as grave as it is."""
        return self.alarm.verdict.level > self.blind.verdict.level


async def hear(
    own: gate.Gate, context: Context, dialogue: Dialogue, person: Person, notebook: Notebook
) -> Heard:
    """Let the gate judge what was said; a fresh alarm's card is in the draft afterwards."""
    assert context.incoming is not None  # noqa: S101 - a gate needs something said
    account, now, said = context.account, context.now, context.incoming.text
    who = await gate.person_of(account, notebook, now.date())
    health = person.dialogues.get(Space.HEALTH, Dialogue())
    told = own.judge(said, account, who, health, now)
    if context.space is Space.HEALTH:
        alarm = blind = await told
    else:
        unknown = safety.Person(born=account.born)
        kept = own.judge(said, account, unknown, dialogue, now)
        alarm, blind = await asyncio.gather(told, kept)
    if alarm.fresh:
        gate.say(alarm, account, who, context.draft, now)
    if context.space is Space.HEALTH:
        ended = _open(health) and not _open(_holding(health, alarm)) and helped(said)
        return Heard(alarm, alarm, who, _holding(dialogue, alarm), {}, ended)
    others = {Space.HEALTH: _holding(health, alarm)}
    return Heard(alarm, blind, who, _holding(dialogue, blind), others)


def answer_by_card(heard: Heard, found: safety.Verdict, context: Context) -> Heard:
    """Put the card in the answer's place, where the second reader ``found`` more than the gate.

    Whether the notebook had made it as grave already decides what is said now, never what is kept
    in the everyday space.
    """
    alarm = _raised(heard.alarm, found, context)
    if alarm is not heard.alarm:
        context.draft.replies.clear()
        gate.say(alarm, context.account, heard.who, context.draft, context.now)
    gate.keep_in_view(
        alarm, context.account, context.draft, context.space, sensitivity=Sensitivity.HEALTH
    )
    context.draft.form = heard.dialogue.form
    blind = alarm if context.space is Space.HEALTH else _raised(heard.blind, found, context)
    others = {space: _holding(dialogue, alarm) for space, dialogue in heard.others.items()}
    incoming = context.incoming
    if incoming is not None and not public.alone(incoming):
        public.take_home(context)
        if found.level >= safety.Level.CRISIS:
            public.alarm(context, found)
    return replace(
        heard, alarm=alarm, blind=blind, dialogue=_holding(heard.dialogue, blind), others=others
    )


def _holding(dialogue: Dialogue, alarm: gate.Alarm) -> Dialogue:
    held = alarm.episode.to_dict() if alarm.episode else None
    return dialogue.model_copy(update={"episode": held})


def _open(dialogue: Dialogue) -> bool:
    held = safety.Episode.from_dict(dialogue.episode) if dialogue.episode else None
    return held is not None and held.level > safety.Level.NONE


def _raised(alarm: gate.Alarm, found: safety.Verdict, context: Context) -> gate.Alarm:
    """The alarm with the graver of both verdicts; itself when it was as grave already."""
    if found.level <= alarm.verdict.level:
        return alarm
    flags = (*found.flags, *(f for f in alarm.verdict.flags if f not in found.flags))
    verdict = replace(found, flags=flags, evidence=(*found.evidence, *alarm.verdict.evidence))
    recent = alarm.episode.recent if alarm.episode else ()
    episode = safety.Episode(found.level, flags, context.now, recent)
    return gate.Alarm(verdict=verdict, episode=episode, fresh=True)
