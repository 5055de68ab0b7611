"""The second reader: may only raise, is bounded, and asks the same whatever the notebook holds."""

import asyncio
import json
from collections.abc import Awaitable, Callable

import pytest

from bot import safety
from bot.care import all_actions, all_nudges
from bot.engine.agent import Agent
from bot.engine.engine import Engine
from bot.engine.second_reader import NOTHING, Raised, SecondReader, reading_request
from bot.errors import Permanent, Transient
from bot.evaluation.memory import GROUP, Memory, MemoryNotebook
from bot.evaluation.wall import notebook_a
from bot.messages import Space
from bot.ports import ModelAnswer, ModelRequest
from tests.fakes import DirectReader

SAYING = "Et toi, qu'est-ce que tu en penses donc ?"
ANSWER = "C'est une bonne question. Parlez-en autour de vous."


class TwoVoices:
    """Answers a person's message by ``answer``, and the second reader by ``found``.

    ``late`` is set when the reading may end; until then it waits.
    """

    name = "two voices"

    def __init__(self, found: object, *, late: bool = False, slow_answer: bool = False) -> None:
        self.readings: list[ModelRequest] = []
        self.answers: list[ModelRequest] = []
        self.over = asyncio.Event()
        self._found = found
        self._slow = slow_answer
        if not late:
            self.over.set()

    async def answer(
        self,
        request: ModelRequest,
        *,
        deadline: float,
        on_text: Callable[[str], Awaitable[None]] | None = None,
    ) -> ModelAnswer:
        """One or the other."""
        if request.schema_ is not None:
            self.readings.append(request)
            await self.over.wait()
            if isinstance(self._found, Exception):
                raise self._found
            return ModelAnswer(text=self._found if isinstance(self._found, str) else "")
        self.answers.append(request)
        if on_text is not None:
            await on_text(ANSWER + " Et")
            self.over.set()
            for _ in range(5):
                await asyncio.sleep(0)
            await on_text(ANSWER + " Et encore.")
        if self._slow:
            await asyncio.Event().wait()
        return ModelAnswer(text=ANSWER)


def found(level: str, topic: str = "other", words: str = "") -> str:
    """The reading's form."""
    return json.dumps({"level": level, "topic": topic, "words": words})


def talk(model: TwoVoices, notebook: MemoryNotebook | None = None) -> Memory:
    """A French conversation with both readers."""
    agent = Agent(model, second=SecondReader(model, deadline=0.05))
    engine = Engine(all_actions(), all_nudges(), DirectReader(), agent, model.name)
    return Memory(engine, notebook or MemoryNotebook(), streaming=True)


def level(person: Memory, space: Space = Space.HEALTH) -> safety.Level:
    """The level of the space's open episode."""
    held = person.dialogues[space].episode
    return safety.Episode.from_dict(held).level if held else safety.Level.NONE


async def test_a_raised_emergency_takes_the_answers_place() -> None:
    """The card alone is shown, the episode stays open, and its evidence is the model's."""
    model = TwoVoices(found("emergency", "stroke", "qu'est-ce que tu"))
    person = talk(model)
    await person.opened()
    said = await person.say(SAYING)
    assert ["emergency"] == [m.kind for m in said]
    assert "15" in said[0].text
    assert ANSWER not in person.text()
    assert safety.Level.EMERGENCY == level(person)
    await person.say("Tu exagères un peu, voyons")
    assert "15" in person.text()


async def test_the_card_does_not_wait_for_the_answer() -> None:
    """A model that is still writing is left: the card comes at once."""
    person = talk(TwoVoices(found("crisis", "suicide"), slow_answer=True))
    await person.opened()
    said = await person.say(SAYING)
    assert ["crisis"] == [m.kind for m in said]
    assert "3114" in said[0].text


async def test_an_urgent_reading_says_so() -> None:
    """Urgent: the urgent card answers, and the episode is urgent."""
    person = talk(TwoVoices(found("urgent", "eye")))
    await person.opened()
    await person.say(SAYING)
    assert ANSWER not in person.text()
    assert safety.Level.URGENT == level(person)


async def test_it_never_lowers() -> None:
    """An open emergency stays one when the second reader sees nothing, or less."""
    person = talk(TwoVoices(found("urgent")))
    await person.opened()
    await person.say("J'ai une douleur dans la poitrine qui serre et je transpire")
    assert safety.Level.EMERGENCY == level(person)
    await person.say(SAYING)
    assert safety.Level.EMERGENCY == level(person)
    assert "15" in person.text()


@pytest.mark.parametrize(
    "failing",
    [
        Transient("down"),
        Permanent("wrong key"),
        "I think it is an emergency",
        '{"level": "grave"}',
        "[]",
        "",
    ],
)
async def test_a_failure_is_nothing_found(failing: object) -> None:
    """Whatever goes wrong with the reading, the answer is the model's and no level is raised."""
    person = talk(TwoVoices(failing))
    await person.opened()
    await person.say(SAYING)
    assert ANSWER in person.text()
    assert safety.Level.NONE == level(person)


async def test_silence_ends_at_its_own_deadline() -> None:
    """A reading that never ends is left alone; the answer is sent."""

    class Never(TwoVoices):
        """Never reads."""

        async def answer(
            self,
            request: ModelRequest,
            *,
            deadline: float,
            on_text: Callable[[str], Awaitable[None]] | None = None,
        ) -> ModelAnswer:
            """Wait for ever when it is to read."""
            if request.schema_ is not None:
                await asyncio.Event().wait()
            return ModelAnswer(text=ANSWER)

    person = talk(Never(None))
    await person.opened()
    await person.say(SAYING)
    assert ANSWER in person.text()


async def test_no_draft_before_the_reading_is_over() -> None:
    """The first draft comes too early and is not shown; the next one is."""
    model = TwoVoices(found("none"), late=True)
    agent = Agent(model, second=SecondReader(model, deadline=30))
    engine = Engine(all_actions(), all_nudges(), DirectReader(), agent, model.name)
    person = Memory(engine, streaming=True)
    await person.opened()
    await person.say(SAYING)
    assert 1 == len(person.drafts)
    assert ANSWER in person.text()


async def test_the_everyday_request_depends_on_the_message_alone() -> None:
    """With a notebook and without, in the everyday space the same is read and the same kept."""
    kept, asked = [], []
    for notebook in (MemoryNotebook(), notebook_a()):
        model = TwoVoices(found("crisis", "violence"))
        person = talk(model, notebook)
        await person.opened()
        await person.say("/quotidien")
        await person.say("Je me suis cogné la tête, et toi, qu'en penses-tu ?")
        await person.say(SAYING)
        kept.append(person.dialogues[Space.EVERYDAY].history)
        asked.append([r.model_dump_json() for r in model.readings])
    assert asked[0] == asked[1]
    assert asked[0]
    assert [x.text for x in kept[0]] == [x.text for x in kept[1]]


async def test_in_front_of_others_only_a_number_is_shown() -> None:
    """In a group the line to call is there, the card goes to the person's own conversation."""
    person = talk(TwoVoices(found("emergency", "stroke")))
    await person.opened()
    said = await person.say(SAYING, GROUP)
    there = [m for m in said if m.address == GROUP]
    home = [m for m in said if m.address != GROUP]
    assert 1 == len(there)
    assert "112" in there[0].text or "15" in there[0].text
    assert ["emergency"] == [m.kind for m in home]


def test_the_request_is_bounded_and_holds_no_more_than_it_needs() -> None:
    """A message of any length is read at both its ends."""
    request = reading_request("a" * 50_000 + " fin", "fr", None)
    assert len(request.messages[0].text) < 7000
    assert "fin" in request.messages[0].text
    assert () == request.tools


async def test_words_that_were_not_said_are_no_evidence() -> None:
    """The model's own words are not quoted as the person's."""
    reader = SecondReader(TwoVoices(found("urgent", "nonsense", "never said")))
    verdict = await reader.read("J'ai mal", language="fr", country="FR")
    assert ("", "model") == (verdict.evidence[0].words, verdict.evidence[0].source)
    assert () == verdict.flags


async def test_what_holds_no_letter_is_not_read() -> None:
    """A number or an emoji is not sent to be read; a raise is an exception of its own."""
    model = TwoVoices(found("emergency"))
    reader = SecondReader(model)
    assert NOTHING == await reader.read("14:30 👋", language="fr", country="FR")
    assert [] == model.readings
    with pytest.raises(Raised):
        await reader.judge("aïe", language="fr", country=None, level=safety.Level.CRISIS)
    await reader.judge("aïe", language="fr", country=None, level=safety.Level.EMERGENCY)
