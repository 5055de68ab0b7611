"""The entrance and feedback, turn by turn: doors, quota, and what is kept of an opinion."""

import pytest

from bot.engine.entrance import code_in
from bot.messages import IncomingKind, Space
from bot.ports import ModelAnswer
from bot.turn import Feedback
from tests.fakes import ScriptedModel, Talk


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("K7QP-2MXD-9RTA", "K7QP2MXD9RTA"),
        ("k7qp 2mxd 9rta", "K7QP2MXD9RTA"),
        ("/start K7QP-2MXD-9RTA", "K7QP2MXD9RTA"),
        ("/start@CarnetBot K7QP–2MXD–9RTA", "K7QP2MXD9RTA"),
        ("/start", None),
        ("bonjour", None),
        ("K7QP-2MXD-9RT1", None),
        ("K7QP-2MXD", None),
        ("j'ai le code K7QP-2MXD-9RTA", None),
    ],
)
def test_codes_are_recognised_however_they_are_typed(text: str, code: str | None) -> None:
    """Case, hyphens and spaces do not matter; signs that could be mistaken do not occur."""
    assert code == code_in(text)


async def answered() -> Talk:
    """Somebody in their everyday space whom the model just answered."""
    talk = Talk(model=ScriptedModel(ModelAnswer(text="Il fera beau.")))
    await talk.opened()
    await talk.say("/quotidien")
    await talk.say("quel temps fera-t-il ?")
    return talk


async def test_feedback_is_kept_only_after_it_was_agreed_to() -> None:
    """A thumb alone keeps nothing; with the text only when that was chosen."""
    talk = await answered()
    await talk.press("👍")
    assert talk.turn.feedback is None
    await talk.press("Avec le texte")
    expected = Feedback(rating="up", question="quel temps fera-t-il ?", answer="Il fera beau.")
    assert expected == talk.turn.feedback


async def test_feedback_without_the_text() -> None:
    """The rating only: no word of what was said."""
    talk = await answered()
    await talk.press("👎")
    await talk.press("seul")
    assert Feedback(rating="down") == talk.turn.feedback


async def test_feedback_that_is_not_given() -> None:
    """Nothing is kept."""
    talk = await answered()
    await talk.press("👎")
    await talk.press("Ne rien garder")
    assert talk.turn.feedback is None


async def test_an_edited_message_is_edited_in_the_history() -> None:
    """What a model reads later is the new wording; the notebook does not change by itself."""
    talk = Talk()
    await talk.opened()
    await talk.take(IncomingKind.TEXT, text="J'ai de l'eczéma", about="12")
    await talk.take(IncomingKind.EDIT, text="J'ai du psoriasis", about="12")
    assert "correction" in talk.text()
    said = [x.text for x in talk.dialogues[Space.HEALTH].history if x.who == "person"]
    assert ["J'ai du psoriasis"] == said
    assert 1 == len(talk.notebook.kept)


async def test_an_edit_is_heard_by_the_gate() -> None:
    """A message that becomes an emergency is answered like one."""
    talk = Talk()
    await talk.opened()
    await talk.take(IncomingKind.TEXT, text="bonjour", about="12")
    text = "j'ai une douleur qui serre dans la poitrine et je transpire"
    await talk.take(IncomingKind.EDIT, text=text, about="12")
    assert "emergency" == talk.last[0].kind


async def test_a_deleted_message_leaves_the_history_in_silence() -> None:
    """Deleting says nothing, and what was said is no longer remembered."""
    talk = Talk()
    await talk.opened()
    await talk.take(IncomingKind.TEXT, text="J'ai de l'eczéma", about="12")
    await talk.take(IncomingKind.DELETE, about="12")
    assert () == talk.last
    assert [] == [x for x in talk.dialogues[Space.HEALTH].history if x.who == "person"]


async def test_an_edit_of_what_is_not_remembered_is_let_be() -> None:
    """An old message, or an edit that changes no word: silence."""
    talk = Talk()
    await talk.opened()
    await talk.take(IncomingKind.TEXT, text="bonjour", about="12")
    await talk.take(IncomingKind.EDIT, text="bonjour", about="12")
    assert () == talk.last
    await talk.take(IncomingKind.EDIT, text="autre chose", about="99")
    assert () == talk.last


async def test_a_pressed_message_shows_what_was_chosen() -> None:
    """The reply tells the channel which message's buttons to replace, and by what."""
    talk = Talk()
    await talk.opened()
    await talk.say("J'ai de l'eczéma")
    undo = talk.last[0].choices[0]
    await talk.take(IncomingKind.CHOICE, choice=undo.id, about="31")
    assert ("31", undo.label, ()) == (
        talk.last[0].stripped,
        talk.last[0].chosen,
        talk.last[0].left,
    )
    await talk.take(IncomingKind.CHOICE, choice=undo.id, about="31")
    assert talk.last[0].stripped is None
