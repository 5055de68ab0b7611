"""The wall: nothing of the notebook reaches the everyday space or what it sends to a model."""

import inspect

from bot.actions import Context, HealthContext
from bot.care import all_actions, all_nudges
from bot.engine.agent import Agent
from bot.engine.contexts import DraftInbox
from bot.engine.engine import Engine
from bot.engine.second_reader import SecondReader
from bot.engine.spaces import EverydaySpace
from bot.evaluation.wall import RecordingModel, compare
from bot.ports import LanguageModel, ModelAnswer
from tests.fakes import DirectReader, ScriptedModel, Talk

DIALOGUES = 200


def _agent(model: LanguageModel) -> Agent:
    return Agent(model, second=SecondReader(model))


async def test_requests_do_not_depend_on_the_notebook() -> None:
    """200 everyday dialogues send the same bytes with notebook A, notebook B and none."""
    model = RecordingModel()
    engine = Engine(
        all_actions(),
        all_nudges(),
        DirectReader(),
        Agent(model, second=SecondReader(model)),
        model.name,
    )
    report = await compare(engine, model.drain, DIALOGUES)
    assert [] == report.differences
    assert report.requests > DIALOGUES  # the comparison is of something


async def test_the_health_history_stays_behind_the_wall() -> None:
    """What was said in the health space is in no everyday request, and comes back with it."""
    model = ScriptedModel(ModelAnswer(text="D'accord."))
    talk = Talk(model=model)
    await talk.opened()
    await talk.say("J'ai de l'asthme et je prends de la ventoline")
    model.requests.clear()
    await talk.say("/quotidien")
    await talk.say("Une idée de cadeau ?")
    everyday = model.requests[-1].model_dump_json().lower()
    assert "asthme" not in everyday
    assert "ventoline" not in everyday


def test_the_everyday_space_is_built_without_a_notebook() -> None:
    """Neither its constructor nor its context has anything that reads a notebook."""
    assert ["agent"] == list(inspect.signature(EverydaySpace).parameters)
    assert "notebook" not in Context.__dataclass_fields__
    assert "notebook" in HealthContext.__dataclass_fields__
    assert ["put"] == [n for n in dir(DraftInbox) if not n.startswith("_")]
