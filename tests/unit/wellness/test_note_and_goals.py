"""Typed measurements, goals of the person's own, and public advice with its cautions."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from bot.care.wellness.aims import Aim, aim_said
from bot.intake.typed import read_typed
from bot.knowledge import wellness as knowledge
from bot.notebook.facts import Condition, Goal, MedicationStatement, Observation, Provenance
from tests.fakes import Talk
from tests.unit.wellness.measured import every_day, series, talk_with

NOW = datetime(2026, 11, 25, 18, 5, tzinfo=UTC)
TOLD = Provenance(recorded_at=NOW)


def read(text: str, language: str = "fr") -> list[tuple[str, str | None]]:
    """Value and unit of each measurement in a text."""
    reading = read_typed(text, received_at=NOW, language=language)
    return [(f"{x.value}", x.ucum) for x in reading.facts if isinstance(x, Observation)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("je pèse 72,4 kg", [("72.4", "kg")]),
        ("Poids ce matin : 81 kilos", [("81", "kg")]),
        ("I weigh 154 lb", [("154", "[lb_av]")]),
        ("my weight is 70.5 kg", [("70.5", "kg")]),
        ("pouls à 64", [("64", "/min")]),
        ("heart rate 58 bpm", [("58", "/min")]),
        ("température 37,8", [("37.8", "Cel")]),
        ("my temperature is 99.1 F", [("99.1", "[degF]")]),
        ("saturation 97 %", [("97", "%")]),
    ],
)
def test_measurements_that_are_typed(text: str, expected: list[tuple[str, str]]) -> None:
    """Value and unit as they were said."""
    assert expected == read(text)


@pytest.mark.parametrize(
    "text",
    [
        "mon fils pèse 20 kg",
        "she weighs 60 kg, her weight 60 kg",
        "j'ai perdu 3 kg",
        "poids 72",
        "ma valise : poids 23 kg",
        "je pèse 900 kg",
        "température 12",
        "pouls 400",
        "j'ai 40 ans",
        "objectif poids 70 kg",
        "rdv le 12/03 à 14h",
    ],
)
def test_what_is_no_measurement_of_ones_own(text: str) -> None:
    """Other people, goals, luggage, impossible values and weights without a unit give nothing."""
    assert [] == read(text)


async def test_a_weight_is_compared_with_the_last_one() -> None:
    """The last time and its day, without a judgement."""
    talk = await talk_with()
    await talk.say("je pèse 72,4 kg")
    talk.now += timedelta(days=7)
    await talk.say("je pèse 71,8 kg")
    assert "Noté : **Poids 71,8 kg**. La fois d'avant : 72,4 kg, le 25 novembre 2026" in talk.text()


async def test_a_trend_over_typed_and_device_weights() -> None:
    """Single results and a scale's series are one curve."""
    scale = series("weight", every_day(date(2026, 11, 10), 3, 74), unit="kg")
    talk = await talk_with(scale)
    await talk.say("I weigh 158.7 lb")
    await talk.say("mon poids")
    assert "Dernière mesure : **72,0 kg**, le 25 novembre 2026" in talk.text()
    assert "Depuis le 10 novembre 2026 : −2,0 kg ; entre 72,0 et 74,0 kg" in talk.text()


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("8000 pas par jour", "fr", Aim("steps", Decimal(8000))),
        ("8 000 pas", "fr", Aim("steps", Decimal(8000))),
        ("10,000 steps", "en", Aim("steps", Decimal(10000))),
        ("72,5 kg", "fr", Aim("weight", Decimal("72.5"))),
        ("7 h 30 de sommeil", "fr", Aim("sleep", Decimal(450))),
        ("dormir 8h par nuit", "fr", Aim("sleep", Decimal(480))),
        ("30 minutes of activity", "en", Aim("activity", Decimal(30))),
        ("150 minutes a week", "en", Aim("activity", Decimal(150), weekly=True)),
        ("perdre 5 kilos", "fr", Aim("weight", change=Decimal(-5))),
        ("perdre 2,5kg", "fr", Aim("weight", change=Decimal("-2.5"))),
        ("maigrir jusqu'à 70 kg", "fr", Aim("weight", Decimal(70))),
        ("descendre à 70 kg", "fr", Aim("weight", Decimal(70))),
        ("prendre 3 kilos", "fr", Aim("weight", change=Decimal(3))),
        ("lose 10 pounds", "en", Aim("weight", change=Decimal("-4.5"))),
        ("get down to 154 lbs", "en", Aim("weight", Decimal("69.9"))),
        ("reach 11 stone 4", "en", Aim("weight", Decimal("71.7"))),
        ("lose 1 stone 7 pounds", "en", Aim("weight", change=Decimal("-9.5"))),
        ("lose 1 stone 12 weeks from now", "en", Aim("weight", change=Decimal("-6.4"))),
        ("lose weight", "en", Aim("weight")),
        ("courir", "fr", None),
        ("tension 12", "fr", None),
    ],
)
def test_goals_as_people_say_them(text: str, language: str, expected: Aim | None) -> None:
    """The measure with its number, or by how much it is to change; else it is no goal."""
    assert expected == aim_said(text, language)


async def test_a_goal_is_shown_with_progress() -> None:
    """Days that reached it, of the days that were measured."""
    points = [*every_day(date(2026, 11, 20), 3, 9000), *every_day(date(2026, 11, 23), 2, 4000)]
    talk = await talk_with(series("steps", points))
    await talk.say("objectif 8000 pas par jour")
    await talk.say("mes objectifs")
    assert "Pas : 8\u202f000 pas · atteint 3 jours sur 5" in talk.text()
    await talk.say("mes pas")
    assert "Votre objectif, 8\u202f000 pas : atteint 3 jours sur 5" in talk.text()


async def test_a_new_goal_replaces_the_old_one() -> None:
    """One goal per measure; undo gives the old one back."""
    talk = await talk_with()
    await talk.say("objectif 8000 pas")
    await talk.say("objectif 9000 pas")
    (goal,) = await talk.notebook.facts(Goal)
    assert Decimal(9000) == goal.target
    await talk.press("Annuler")
    (goal,) = await talk.notebook.facts(Goal)
    assert Decimal(8000) == goal.target


async def test_an_impossible_goal_is_refused() -> None:
    """A slip of the keyboard is no goal."""
    talk = await talk_with()
    await talk.say("objectif 7 kg")
    assert "pas vraisemblable" in talk.text()
    assert [] == await talk.notebook.facts(Goal)


async def test_advice_names_its_source() -> None:
    """What the public recommendation says, and whose it is."""
    talk = await talk_with()
    await talk.say("conseils pour bouger")
    assert "30 minutes" in talk.text()
    assert "Santé publique France" in talk.text()
    assert "demandez d'abord" not in talk.text()


@pytest.mark.parametrize(
    ("topic", "fact"),
    [
        ("bouger", Condition(text="Insuffisance cardiaque", provenance=TOLD)),
        ("manger", Condition(text="diabète de type 2", provenance=TOLD)),
        ("manger", MedicationStatement(text="Previscan 20 mg", provenance=TOLD)),
        ("bouger", MedicationStatement(text="insuline lente", provenance=TOLD)),
    ],
)
async def test_some_people_ask_their_doctor_first(
    topic: str, fact: Condition | MedicationStatement
) -> None:
    """A condition or a medicine of the notebook comes before the advice."""
    talk = await talk_with(facts=(fact,))
    await talk.say(f"conseils pour {topic}")
    assert "emandez d'abord" in talk.text()
    assert fact.text in talk.text()


async def test_a_resolved_condition_changes_nothing() -> None:
    """What is over does not stand in the way."""
    over = Condition(text="angine de poitrine", status="resolved", provenance=TOLD)
    talk = await talk_with(facts=(over,))
    await talk.say("conseils pour bouger")
    assert "emandez d'abord" not in talk.text()


async def test_pregnancy_changes_the_advice_on_alcohol() -> None:
    """No alcohol at all."""
    talk = await talk_with()
    await talk.say("je suis enceinte, terme prévu le 12 mai 2027")
    await talk.say("conseils sur l'alcool")
    assert "pas d'alcool du tout" in talk.text()


def test_older_people_get_balance_exercises() -> None:
    """From 65, one more line."""
    younger = knowledge.advice("activity", "en", 40).lines
    older = knowledge.advice("activity", "en", 70).lines
    assert len(younger) + 1 == len(older)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_measure_and_topic_is_worded(language: str) -> None:
    """Both languages say everything."""
    assert all(x.title and x.shown for x in knowledge.measures(language).values())
    assert all(knowledge.advice(x, language, None).lines for x in knowledge.topics())


async def test_a_mixed_message_notes_both() -> None:
    """A weight and a laboratory value in one sentence go where each belongs."""
    talk = await talk_with()
    await talk.say("Je pèse 72,4 kg et ma glycémie est à 1,10 g/L")
    kept = await talk.notebook.facts(Observation)
    assert {"vital-signs", "laboratory"} == {x.category for x in kept}
    assert 2 == len(kept)


async def test_the_everyday_space_notes_nothing() -> None:
    """Measurements belong in the health space."""
    talk = Talk(language="fr")
    await talk.opened()
    await talk.say("/quotidien")
    await talk.say("tension 13/8")
    assert [] == await talk.notebook.facts(Observation)
