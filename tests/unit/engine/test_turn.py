"""Turns: buttons, forms, undo, documents, and what must never happen twice."""

from datetime import timedelta

from bot.messages import Space
from bot.notebook import facts as f
from tests.fakes import Talk


async def test_a_button_pressed_twice_acts_once() -> None:
    """The second press is told that it is done already."""
    talk = Talk()
    await talk.opened()
    await talk.say("J'ai de l'asthme")
    undo = talk.last[0].choices[0].id
    await talk.press_id(undo)
    assert not talk.notebook.kept
    await talk.press_id(undo)
    assert "déjà fait" in talk.text()
    assert not talk.notebook.kept


async def test_a_button_of_somebody_else_does_nothing() -> None:
    """A button's meaning lives in its owner's dialogue only."""
    mine, theirs = Talk(), Talk()
    await mine.opened()
    await theirs.opened()
    await mine.say("J'ai de l'asthme")
    await theirs.press_id(mine.last[0].choices[0].id)
    assert "plus valable" in theirs.text()
    assert 1 == len(mine.notebook.kept)


async def test_a_button_a_week_late_does_nothing() -> None:
    """Old buttons say so instead of acting on a notebook that has moved on."""
    talk = Talk()
    await talk.opened()
    await talk.say("J'ai de l'asthme")
    undo = talk.last[0].choices[0].id
    talk.now += timedelta(days=7)
    await talk.press_id(undo)
    assert "plus valable" in talk.text()
    assert 1 == len(talk.notebook.kept)


async def test_undo_takes_back_its_own_change() -> None:
    """An older button takes back what its message did; a change on top is asked for first."""
    talk = Talk()
    await talk.opened()
    await talk.say("J'ai de l'asthme")
    asthma = talk.last[0].choices[0].id
    await talk.say("Je prends de la ventoline")
    await talk.press_id(asthma)
    assert ["Ventoline"] == [x.text for x in talk.notebook.kept.values()]


async def test_undo_of_a_line_changed_since_waits() -> None:
    """A change whose lines changed again is not taken back over the newer one."""
    talk = Talk()
    await talk.opened()
    await talk.say("J'ai de l'asthme")
    asthma = talk.last[0].choices[0].id
    await talk.say("corrige ligne 1 : asthme ancien")
    await talk.press_id(asthma)
    assert "le plus récent" in talk.text()
    assert ["asthme ancien"] == [x.text for x in talk.notebook.kept.values()]


async def test_a_moved_appointment_moves_its_nudges() -> None:
    """Nudges are derived from the appointment: moving, cancelling and undoing replan them."""
    talk = Talk()
    await talk.opened()
    await talk.say("RDV dentiste le 10 décembre à 15h")
    assert [10, 9] == [r.local.day for r in talk.reminders if r.what != "visits-debrief"][::-1]
    await talk.say("déplace mon rdv au 12 décembre à 9h")
    assert {11, 12} == {r.local.day for r in talk.reminders}
    await talk.say("annule mon rdv dentiste")
    assert [] == talk.reminders
    await talk.press("Annuler")
    assert 3 == len(talk.reminders)


async def test_a_hundred_thousand_characters_are_answered() -> None:
    """A huge message is cut, answered, and never kept whole in the history."""
    talk = Talk()
    await talk.opened()
    await talk.say("bla " * 25_000)
    assert talk.last
    history = talk.dialogues[Space.HEALTH].history
    assert all(len(said.text) <= 4000 for said in history)


async def test_control_characters_are_dropped() -> None:
    """Control and direction characters do not reach the notebook."""
    talk = Talk()
    await talk.opened()
    await talk.say("J'ai de l'asthme\x07\x1b[31m\u202e")
    (fact,) = talk.notebook.kept.values()
    assert isinstance(fact, f.Condition)
    assert not set("\x07\x1b\u202e") & set(fact.text)


async def test_a_minor_keeps_no_notebook_alone() -> None:
    """Somebody of 12 is told that a parent has to open the notebook."""
    talk = Talk(born="2014")
    await talk.opened()
    assert "parent" in talk.text()
    await talk.say("J'ai de l'asthme")
    assert not talk.notebook.kept
    assert "parent" in talk.text()


async def test_nothing_is_kept_without_agreement() -> None:
    """Before the notice is agreed to, what is said only leads to the notice."""
    talk = Talk()
    await talk.opened({"language": "fr"})
    await talk.say("J'ai de l'asthme")
    assert not talk.notebook.kept
    await talk.say("non merci")
    assert "votre droit" in talk.text()
    await talk.say("J'ai de l'asthme")
    assert not talk.notebook.kept


async def test_a_removed_reminder_says_nothing() -> None:
    """A nudge for a fact that is gone, or with nudges off, is silent."""
    talk = Talk()
    await talk.opened()
    await talk.say("RDV dentiste demain 9h")
    reminders = list(talk.reminders)
    await talk.say("coupe les rappels")
    talk.reminders = reminders
    assert () == await talk.wait(timedelta(days=3))
