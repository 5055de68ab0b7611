"""When a photograph may go to the model: where allowed, after asking, by a button alone."""

import pytest

from bot.actions import Context
from bot.care import all_actions
from bot.messages import IncomingKind
from bot.ports import ModelAnswer
from tests.fakes import ScriptedModel
from tests.unit.documents.photographed import (
    ASK,
    PHOTO,
    PhotoReader,
    copied,
    doubts,
    labels,
    row,
    talk,
    waiting,
)


async def test_without_the_setting_nothing_is_asked() -> None:
    """A model alone is not enough: the operator must allow photographs."""
    model = ScriptedModel()
    talking = talk(model, row("Potassium", "4.2"), allowed=False)
    await talking.opened()
    await talking.attach("photo.jpg", PHOTO)
    assert ASK["fr"] not in labels(talking)
    assert "Anthropic" not in talking.text()
    assert [] == model.requests


async def test_only_photographs_are_asked_about() -> None:
    """A report with its own text needs no eyes."""
    model = ScriptedModel()
    talking = talk(model, reader=PhotoReader(row("Potassium", "4.2"), format="lab-pdf"))
    await talking.opened()
    await talking.attach("report.pdf", PHOTO)
    assert ASK["fr"] not in labels(talking)


@pytest.mark.parametrize("said", ["oui", "non", "d'accord", "yes"])
async def test_a_mere_word_neither_sends_nor_keeps(said: str) -> None:
    """Two things are asked at once: "yes" answers neither, only a button does."""
    model = ScriptedModel(copied(("Potassium", "4,2")), ModelAnswer(text="D'accord."))
    talking = talk(model, row("Potassium", "4.2"))
    await talking.opened()
    await talking.attach("photo.jpg", PHOTO)
    await talking.say(said)
    assert not any(message.pictures for r in model.requests for message in r.messages)
    assert waiting(talking) is not None


async def test_a_form_or_a_tool_does_not_send() -> None:
    """Only the button under the photograph sends it: no form, and no call of a model's."""
    model = ScriptedModel(copied(("Potassium", "4,2")))
    talking = talk(model, row("Potassium", "4.2"))
    await talking.opened()
    await talking.attach("photo.jpg", PHOTO)
    given = {"proposal": waiting(talking).id}
    await talking.take(IncomingKind.FORM, choice="documents-check", fields=given)
    assert [] == model.requests
    assert not all_actions()["documents-check"].tool


async def test_the_everyday_space_sees_no_photograph() -> None:
    """There nothing is fetched, asked or sent; what follows there knows nothing of the rows."""
    model = ScriptedModel(ModelAnswer(text="Bien sûr."))
    talking = talk(model, row("Potassium", "4.2"))
    await talking.opened()
    await talking.attach("photo.jpg", PHOTO)
    await talking.say("/quotidien")
    await talking.attach("photo.jpg", PHOTO)
    assert ASK["fr"] not in labels(talking)
    await talking.say("raconte-moi une histoire de pirates")
    (request,) = model.requests
    assert () == request.messages[-1].pictures
    assert "otassium" not in request.model_dump_json()
    assert not {"vision", "files", "notebook", "fetch"} & set(dir(Context))


async def test_a_server_of_ones_own_is_named() -> None:
    """The person reads where the picture goes."""
    talking = talk(ScriptedModel(), row("Potassium", "4.2"), where="modele.example.org")
    await talking.opened()
    await talking.attach("photo.jpg", PHOTO)
    assert "modele.example.org" in talking.text()
    assert "Anthropic" not in talking.text()


async def test_who_corrects_a_line_is_not_asked_again() -> None:
    """Whoever corrects from the paper has looked better than a model."""
    talking = talk(ScriptedModel(), row("Potassium", "42", "doubt-decimal"))
    await talking.opened()
    await talking.attach("photo.jpg", PHOTO)
    await talking.press("Corriger")
    await talking.say("1")
    await talking.say("4,2 mmol/L")
    assert ASK["fr"] not in labels(talking)
    assert {"Potassium": None} == doubts(talking)


@pytest.mark.parametrize(("language", "told"), [("fr", "par un bouton"), ("en", "by a button")])
async def test_the_notice_says_so_only_where_it_is_so(language: str, told: str) -> None:
    """What is said of data names photographs where the operator allows them, and only there."""
    for expected in (True, False):
        talking = talk(ScriptedModel(), language=language, allowed=expected)
        await talking.opened({"language": language})
        assert expected == (told in talking.text())
        await talking.opened()
        await talking.say("/confidentialite" if language == "fr" else "/privacy")
        assert expected == (told in talking.text())
