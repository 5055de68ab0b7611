"""In front of others, and on Carnet's own page: what is said, and what never is."""

import pytest

from bot.engine.contexts import Surroundings, no_files
from bot.messages import PRIVATE, Address, ConversationKind, FileReference, Incoming, IncomingKind
from bot.ports import ModelAnswer, Person
from bot.turn import Turn
from tests.fakes import ScriptedModel, Talk

CHANNEL = Address(channel="slack", account="T1", tenant="T1", conversation="C1").model_copy(
    update={"kind": ConversationKind.CHANNEL, "thread": "1.0"}
)
DIRECT = Address(channel="slack", account="T1", tenant="T1", conversation="D1")


async def turn(talk: Talk, kind: IncomingKind, address: Address, **values: object) -> Turn:
    """One turn at an address."""
    incoming = Incoming(
        key="k",
        address=address,
        sender="U1",
        kind=kind,
        sent_at=talk.now,
        received_at=talk.now,
        **values,  # type: ignore[arg-type]
    )
    person = Person(account=talk.account, dialogues=dict(talk.dialogues))
    around = Surroundings(talk.now, no_files)
    taken = await talk.engine.take_turn(incoming, person, talk.notebook, around)
    talk.last = talk.apply(taken)
    return taken


@pytest.mark.parametrize(
    "text",
    [
        "j'ai mal à la tête depuis ce matin",
        "quel médicament contre le rhume",
        "what can I take for a migraine?",
        "ferritine 12 µg/L",
        "rendez-vous cardiologue mardi 14h",
        "montrez-moi mon carnet",
        "je suis enceinte de deux mois",
        "ma mère a un cancer",
        "/carnet",
        "/export",
    ],
)
async def test_health_in_public_gets_a_hint_only(text: str) -> None:
    """Nothing of it is answered, kept or repeated; the hint is for the person alone."""
    talk = Talk()
    await talk.opened()
    taken = await turn(talk, IncomingKind.TEXT, CHANNEL, text=text)
    (hint,) = taken.replies
    assert ("U1", [PRIVATE]) == (hint.recipient, [c.id for c in hint.choices])
    assert all(word not in hint.text for word in text.split() if len(word) > 5)
    assert () == taken.changes
    assert all(text not in said.text for d in taken.dialogues.values() for said in d.history)


@pytest.mark.parametrize("kind", [IncomingKind.FILE, IncomingKind.VOICE, IncomingKind.CHOICE])
async def test_files_voices_and_presses_in_public_get_a_hint(kind: IncomingKind) -> None:
    """They may hold or lead to anything."""
    talk = Talk()
    await talk.opened()
    files = (FileReference(reference="x"),) if kind is IncomingKind.FILE else ()
    taken = await turn(talk, kind, CHANNEL, files=files, choice="c")
    assert [[PRIVATE]] == [[c.id for c in m.choices] for m in taken.replies]


async def test_strangers_are_not_welcomed_in_public() -> None:
    """The notice and its questions are for a private conversation."""
    talk = Talk()
    taken = await turn(talk, IncomingKind.TEXT, CHANNEL, text="bonjour tout le monde")
    assert ["U1"] == [m.recipient for m in taken.replies]


async def test_what_is_private_is_not_known_in_public() -> None:
    """A model that answers in a channel receives nothing that was said in private."""
    model = ScriptedModel(ModelAnswer(text="Bien."), ModelAnswer(text="Canberra."))
    talk = Talk(model=model)
    await talk.opened()
    await talk.say("/quotidien")
    await talk.say("Je pense changer de travail en secret")
    before = len(model.requests)
    taken = await turn(
        talk, IncomingKind.TEXT, CHANNEL, text="quelle est la capitale de l'Australie ?"
    )
    assert ["Canberra."] == [m.text for m in taken.replies]
    assert before + 1 == len(model.requests)
    assert "secret" not in model.requests[-1].model_dump_json()
    assert "Canberra" not in talk.dialogues[talk.account.space].model_dump_json()


async def test_an_open_question_is_not_answered_in_public() -> None:
    """A form that is open in private stays open, whatever is said elsewhere."""
    talk = Talk()
    await talk.opened()
    await talk.say("/rdv")
    await turn(talk, IncomingKind.TEXT, CHANNEL, text="bonjour à tous")
    await talk.say("cardiologue")
    await talk.say("mardi 14h")
    assert "Cardiologue" in talk.text()


async def test_the_page_is_for_its_owner_and_leaves_no_trace() -> None:
    """It shows the notebook, keeps nothing, and its buttons are commands."""
    talk = Talk()
    await talk.opened()
    await talk.say("Rendez-vous dentiste le 4 mars à 9h")
    await talk.say("J'ai de l'asthme")
    before = {k: d.model_dump_json() for k, d in talk.dialogues.items()}
    taken = await turn(talk, IncomingKind.HOME, DIRECT)
    (page,) = taken.replies
    assert ("page", "U1", "health") == (page.kind, page.recipient, page.sensitivity.value)
    assert "Dentiste" in page.text
    assert "1" in page.text
    assert "fr/rdv" in [c.id for c in page.choices]
    assert before == {k: d.model_dump_json() for k, d in talk.dialogues.items()} | {
        k: before[k] for k in before if k not in taken.dialogues
    }


async def test_a_stranger_sees_a_page_without_anything() -> None:
    """Before the welcome there is one button, which begins it in private."""
    talk = Talk()
    taken = await turn(talk, IncomingKind.HOME, DIRECT)
    (page,) = taken.replies
    assert [PRIVATE] == [c.id for c in page.choices]


async def test_a_whole_form_is_heard_at_once() -> None:
    """Answers arrive together; what was not understood is asked again in the conversation."""
    talk = Talk()
    await talk.opened()
    fields = {"who": "dentiste", "when": "le 4 mars à 9h"}
    await turn(talk, IncomingKind.FORM, DIRECT, choice="visits-note", fields=fields)
    assert "Dentiste" in talk.text()
    fields = {"who": "dermatologue", "when": "bientôt peut-être"}
    await turn(talk, IncomingKind.FORM, DIRECT, choice="visits-note", fields=fields)
    assert "Quel jour" in talk.text()
    await turn(talk, IncomingKind.FORM, DIRECT, choice="no-such-action", fields=fields)
    assert () == talk.last


async def test_a_form_goes_through_the_gate() -> None:
    """An emergency typed into a form is an emergency."""
    talk = Talk()
    await talk.opened()
    text = "douleur écrasante dans la poitrine, je n'arrive plus à respirer"
    fields = {"what": text}
    await turn(talk, IncomingKind.FORM, DIRECT, choice="profile-journal", fields=fields, text=text)
    assert "emergency" in [m.kind for m in talk.last]


async def test_a_workplace_is_warned_of_and_home_is_not() -> None:
    """The notice says that an organisation may export messages, where there is one."""
    talk = Talk()
    taken = await turn(talk, IncomingKind.TEXT, DIRECT, text="bonjour")
    await turn(talk, IncomingKind.CHOICE, DIRECT, choice=taken.replies[0].choices[0].id)
    assert "employeur" in talk.text()
    other = Talk()
    await other.opened({"language": "fr"})
    assert "employeur" not in other.text()
