"""The wall: nothing of the notebook reaches the everyday space or what it sends to a model."""

import inspect
import random
from datetime import timedelta
from decimal import Decimal

from bot.actions import Context, HealthContext
from bot.engine.contexts import DraftInbox
from bot.engine.spaces import EverydaySpace
from bot.notebook import facts as f
from bot.ports import ModelAnswer
from tests.fakes import START, MemoryNotebook, ScriptedModel, Talk

DIALOGUES = 200

OPENINGS = {
    "fr": [
        "Bonjour",
        "Quel temps prévoir pour un pique-nique ?",
        "Écris un mot pour ma voisine",
        "Je viens de déménager à Lyon",
        "J'ai un nouveau travail",
        "Que sais-tu de moi ?",
        "Quels médicaments je prends ?",
        "Rappelle-moi mes résultats",
        "Suis-je diabétique ?",
        "Je me suis cogné la tête",
        "J'ai mal à la tête depuis ce matin",
        "Je suis fatigué",
        "J'ai très mal à la poitrine et je transpire",
        "/aide",
        "/confidentialite",
        "/carnet",
        "Idée de repas pour ce soir ?",
        "Merci",
        "Prépare mon rendez-vous",
        "Mon fils a 38 de fièvre",
        "J'ai envie d'en finir",
        "Ce n'est rien, oublie",
        "Traduis « good morning »",
        "👋",
        "annule",
    ],
    "en": [
        "Hello",
        "What should I cook tonight?",
        "Write a note to my neighbour",
        "We just moved house",
        "I have a new job",
        "What do you know about me?",
        "Which medicines do I take?",
        "Remind me of my results",
        "Am I diabetic?",
        "I hit my head",
        "I have a headache since morning",
        "I feel tired",
        "Crushing chest pain and I am sweating",
        "/help",
        "/privacy",
        "/notebook",
        "Thanks",
        "Prepare my appointment",
        "My son has a fever",
        "I want to end it all",
        "It is nothing, forget it",
        "Translate « bonjour »",
        "👋",
        "cancel",
    ],
}


def notebook_a() -> MemoryNotebook:
    """A pregnant woman on an anticoagulant, with results."""
    told = f.Provenance(recorded_at=START)
    due = (START + timedelta(days=60)).strftime("%Y-%m-%d")
    return _filled(
        f.Patient(sex="female", pregnant_until=due, provenance=told),
        f.Condition(text="Diabète", provenance=told),
        f.MedicationStatement(text="Warfarine", dosage="5 mg", provenance=told),
        f.AllergyIntolerance(text="Pénicilline", provenance=told),
        f.Observation(text="Potassium", value=Decimal("5.9"), unit="mmol/L", provenance=told),
    )


def notebook_b() -> MemoryNotebook:
    """A man with asthma and an appointment."""
    told = f.Provenance(recorded_at=START)
    return _filled(
        f.Patient(sex="male", provenance=told),
        f.Condition(text="Asthme", provenance=told),
        f.Appointment(
            text="Pneumologue",
            start=(START + timedelta(days=3)).replace(tzinfo=None),
            zone="Europe/Paris",
            provenance=told,
        ),
    )


def _filled(*facts: f.Fact) -> MemoryNotebook:
    notebook = MemoryNotebook()
    notebook.kept = {fact.id: fact for fact in facts}
    return notebook


async def _requests(seed: int, notebook: MemoryNotebook) -> list[bytes]:
    """The model requests of one generated everyday dialogue."""
    chance = random.Random(seed)
    language = chance.choice(["fr", "en"])
    model = ScriptedModel(*(ModelAnswer(text=f"Réponse {n}.") for n in range(12)))
    talk = Talk(language=language, country="FR", model=model, notebook=notebook)
    await talk.opened()
    await talk.say("/quotidien" if language == "fr" else "/everyday")
    for _ in range(chance.randint(2, 7)):
        labels = [c.label for m in talk.last for c in m.choices]
        if labels and chance.random() < 0.3:
            wanted = chance.choice(sorted(labels))
            # Buttons that leave the everyday space are another dialogue.
            if "sant" not in wanted.lower() and "health" not in wanted.lower():
                await talk.press(wanted)
                continue
        await talk.say(chance.choice(OPENINGS[language]))
    return [r.model_dump_json().encode() for r in model.requests]


async def test_requests_do_not_depend_on_the_notebook() -> None:
    """200 everyday dialogues send the same bytes with notebook A, notebook B and none."""
    sent = 0
    for seed in range(DIALOGUES):
        bare = await _requests(seed, MemoryNotebook())
        assert bare == await _requests(seed, notebook_a()), f"dialogue {seed}, notebook A"
        assert bare == await _requests(seed, notebook_b()), f"dialogue {seed}, notebook B"
        sent += len(bare)
    assert sent > DIALOGUES  # the comparison is of something


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
