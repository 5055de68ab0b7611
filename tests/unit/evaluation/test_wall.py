"""The wall's comparison finds a leak where there is one."""

from bot.care import all_actions, all_nudges
from bot.engine.agent import Agent
from bot.engine.contexts import Surroundings
from bot.engine.engine import Engine
from bot.engine.second_reader import SecondReader
from bot.evaluation.wall import RecordingModel, WallReport, compare
from bot.messages import Incoming
from bot.notebook import facts as f
from bot.ports import LanguageModel, Notebook, Person
from bot.turn import Turn
from tests.fakes import DirectReader


def _agent(model: LanguageModel) -> Agent:
    return Agent(model, second=SecondReader(model))


class Leaky(Engine):
    """An engine that lets the notebook's first condition slip into what is said."""

    async def take_turn(
        self, incoming: Incoming, person: Person, notebook: Notebook, around: Surroundings
    ) -> Turn:
        """Answer a text that has a condition's name added."""
        conditions = await notebook.facts(f.Condition)
        if incoming.text and conditions and not incoming.text.startswith("/"):
            slipped = f"{incoming.text} ({conditions[0].text})"
            incoming = incoming.model_copy(update={"text": slipped})
        return await super().take_turn(incoming, person, notebook, around)


async def test_a_leak_is_found() -> None:
    """An engine that leaks gives differences that show the leaked word."""
    model = RecordingModel()
    engine = Leaky(
        all_actions(),
        all_nudges(),
        DirectReader(),
        Agent(model, second=SecondReader(model)),
        model.name,
    )
    report = await compare(engine, model.drain, 10)
    assert not report.holds
    assert any("Asthme" in d.with_it for d in report.differences)
    assert {"A", "B"} == {d.notebook for d in report.differences}


async def test_what_is_played_is_repeatable() -> None:
    """The same number of dialogues gives the same requests."""
    counts = []
    for _ in range(2):
        model = RecordingModel()
        engine = Engine(
            all_actions(),
            all_nudges(),
            DirectReader(),
            Agent(model, second=SecondReader(model)),
            model.name,
        )
        counts.append((await compare(engine, model.drain, 6)).requests)
    assert counts[0] == counts[1] > 6


def test_nothing_compared_proves_nothing() -> None:
    """A comparison of no request does not hold."""
    assert not WallReport(dialogues=3).holds
