"""The agent: tools are proposals, answers are checked, and a silent model costs nothing."""

import pytest

from bot.errors import Permanent, Transient
from bot.ports import ModelAnswer, ToolCall
from tests.fakes import ScriptedModel, Talk


def _calls(name: str, **arguments: str) -> ModelAnswer:
    return ModelAnswer(
        text="", calls=(ToolCall(id="t1", name=name, arguments=dict(arguments)),), stop="tool"
    )


async def test_a_tool_that_writes_is_only_proposed() -> None:
    """The model cannot write: the person sees what would change and presses yes."""
    model = ScriptedModel(
        _calls("visits-note", who="cardiologue", when="mardi prochain 14h30"),
        ModelAnswer(text="Je vous le propose."),
    )
    talk = Talk(model=model)
    await talk.opened()
    await talk.say("il faudrait que je voie quelqu'un pour mon cœur, disons mardi")
    assert not talk.notebook.kept
    assert "confirm" in [m.kind for m in talk.last]
    await talk.press("Oui")
    assert ["Cardiologue"] == [x.text for x in talk.notebook.kept.values()]


async def test_a_tool_that_looks_up_answers_the_model() -> None:
    """What was looked up goes back to the model, which answers with it."""
    model = ScriptedModel(
        _calls("visits-list"),
        ModelAnswer(text="Vous voyez le cardiologue mardi 1er décembre 2026 à 14 h 30."),
    )
    talk = Talk(model=model)
    await talk.opened()
    await talk.say("RDV cardiologue mardi prochain 14h30")
    await talk.say("rappelle quand je vois ce spécialiste du cœur, au fait")
    assert "Cardiologue" in model.requests[-1].messages[-1].results[0].text
    assert "mardi 1er décembre" in talk.text()


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        (Transient("down"), "ne répond pas"),
        (Permanent("wrong key"), "mal réglé"),
        (ModelAnswer(text="", stop="refusal"), "n'a pas voulu"),
        (ModelAnswer(text="   "), "ne répond pas"),
    ],
)
async def test_a_model_that_fails_is_said_so(problem: ModelAnswer | Exception, said: str) -> None:
    """Slow, down, refusing or empty: the person is told, and the guide still works."""
    talk = Talk(model=ScriptedModel(problem))
    await talk.opened()
    await talk.say("raconte-moi comment dormir mieux")
    assert said in talk.text()
    await talk.say("RDV dentiste demain 9h")
    assert "Dentiste" in talk.text()


async def test_a_cut_answer_says_so() -> None:
    """An answer that ran out of room is marked as cut."""
    talk = Talk(model=ScriptedModel(ModelAnswer(text="Couchez-vous à heure fixe.", stop="length")))
    await talk.opened()
    await talk.say("raconte-moi comment dormir mieux")
    assert "coupée" in talk.text()


async def test_a_dose_is_never_said() -> None:
    """An answer that changes a dose is retried with the reason, then replaced by our own words."""
    bad = ModelAnswer(text="Prenez 2 comprimés de paracétamol 1000 mg toutes les 4 heures.")
    model = ScriptedModel(bad)
    talk = Talk(model=model)
    await talk.opened()
    await talk.say("que faire pour mon dos qui tire")
    assert 2 == len(model.requests)
    assert "Carnet's check" in model.requests[1].messages[-1].text
    assert "1000" not in talk.text()


async def test_unknown_tools_and_endless_loops_end() -> None:
    """A model that asks for tools that do not exist, for ever, is given up honestly."""
    model = ScriptedModel(_calls("rm-rf", path="everything"))
    talk = Talk(model=model)
    await talk.opened()
    await talk.say("raconte-moi comment dormir mieux")
    assert "ne répond pas" in talk.text()
    assert len(model.requests) <= 6


async def test_requests_are_stable_first() -> None:
    """The cached prefix (tools, system) is the same for two turns; the date is in the message."""
    model = ScriptedModel(ModelAnswer(text="D'accord."))
    talk = Talk(model=model)
    await talk.opened()
    await talk.say("raconte-moi comment dormir mieux")
    await talk.say("et comment rester réveillé dans la journée")
    first, second = model.requests
    assert first.tools == second.tools
    assert first.system == second.system
    assert "2026-11-25" in second.messages[-1].text
