"""Blood pressure at home: readings noted, the three-day protocol, the average and its meaning."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from bot.care.wellness.plans import reminders
from bot.care.wellness.pressure import Reading, average, level, paired
from bot.notebook.facts import (
    Code,
    MeasurementPlan,
    Observation,
    Provenance,
)
from tests.fakes import Talk

NOW = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)
TOLD = Provenance(recorded_at=NOW)


async def talk(language: str = "fr", country: str = "FR") -> Talk:
    """Somebody whose notebook is open."""
    one = Talk(language=language, country=country)
    await one.opened()
    return one


@pytest.mark.parametrize(
    ("systolic", "diastolic", "expected"),
    [
        (134, 84, "usual"),
        (135, 80, "high"),
        (120, 85, "high"),
        (180, 110, "high"),
        (181, 90, "very-high"),
        (150, 111, "very-high"),
    ],
)
def test_limits_at_home(systolic: int, diastolic: int, expected: str) -> None:
    """High from 135/85, very high above 180/110; either number is enough."""
    assert expected == level(Decimal(systolic), Decimal(diastolic))


def test_the_average_is_rounded_half_up() -> None:
    """Whole mmHg, as a doctor writes them."""
    day = NOW.date()
    readings = [
        Reading(day, "08:00", Decimal(134), Decimal(84)),
        Reading(day, "08:01", Decimal(135), Decimal(85)),
    ]
    found = average(readings)
    assert (135, 85, 2, 1) == (found.systolic, found.diastolic, found.count, found.days)


def half(code: str, value: int, at: str, unit: str = "mm[Hg]") -> Observation:
    """One number of a reading."""
    return Observation(
        provenance=TOLD, text="x", codes=(Code(system="http://loinc.org", code=code),),
        value=Decimal(value), ucum=unit, effective=at, category="vital-signs",
    )  # fmt: skip


def test_readings_are_paired_by_moment_and_order() -> None:
    """Two readings of one minute stay two; a number without its other half is left out."""
    at = "2026-11-25T08:00"
    facts = [
        half("8480-6", 132, at), half("8462-4", 84, at), half("8480-6", 128, at),
        half("8462-4", 82, at), half("8480-6", 150, "2026-11-25T09:00"),
    ]  # fmt: skip
    found = [(x.systolic, x.diastolic) for x in paired(facts)]
    assert [(132, 84), (128, 82)] == found


def test_centimetres_are_ten_millimetres() -> None:
    """French speakers say 13/8."""
    facts = [half("8480-6", 13, "2026-11-25", "cm[Hg]"), half("8462-4", 8, "2026-11-25", "cm[Hg]")]
    (found,) = paired(facts)
    assert (130, 80, "") == (found.systolic, found.diastolic, found.session)


async def test_a_usual_reading_is_noted_without_alarm() -> None:
    """Below the limit: it says so, and nothing else."""
    one = await talk()
    await one.say("tension 12/7 ce matin")
    assert "Noté : tension **120/70** mmHg" in one.text()
    assert "en dessous de 135/85" in one.text()
    (systolic, _) = await one.notebook.facts(Observation)
    assert ("Pression artérielle systolique", "2026-11-25T09:00") == (
        systolic.text,
        systolic.effective,
    )


async def test_several_readings_in_one_sentence_are_all_noted() -> None:
    """The second and third pair need no name of their own."""
    one = await talk("en", "GB")
    await one.say("BP 132/84, 128/82 and 126/80")
    assert "**132/84, 128/82, 126/80** mmHg" in one.text()
    assert 6 == len(await one.notebook.facts(Observation))


async def test_a_high_reading_offers_the_protocol() -> None:
    """One reading settles nothing; three days do."""
    one = await talk()
    await one.say("tension 152/94")
    assert "Une mesure seule ne suffit pas" in one.text()
    assert "tension sur 3 jours" in one.text()


async def test_a_very_high_reading_says_what_to_do() -> None:
    """Rest, measure three times, and when to call: with this country's number."""
    one = await talk()
    await one.say("tension 185/100")
    assert "mesurez trois fois" in one.text()
    assert "[15](tel:15)" in one.text()


async def test_what_was_noted_can_be_undone() -> None:
    """Both numbers go together."""
    one = await talk()
    await one.say("tension 13/8")
    await one.press("Annuler")
    assert [] == await one.notebook.facts(Observation)


def plan(**values: object) -> MeasurementPlan:
    """A plan of three days from tomorrow."""
    given = {"text": "t", "start": "2026-11-26", "zone": "Europe/Paris", "provenance": TOLD}
    return MeasurementPlan.model_validate({**given, **values})


def test_a_plan_nudges_morning_and_evening_and_tells_the_result() -> None:
    """Six nudges for three days and one for the average."""
    planned = reminders(plan(), NOW)
    expected = ["wellness-measure"] * 6 + ["wellness-measured"]
    assert expected == [x.what for x in planned]
    assert datetime(2026, 11, 28, 22, 0) == planned[-1].local  # noqa: DTZ001 - wall time


def test_a_stopped_plan_nudges_no_more() -> None:
    """What is not active asks for nothing; what is past is not asked for."""
    assert () == reminders(plan(status="stopped"), NOW)
    assert 5 == len(reminders(plan(), NOW + timedelta(days=1, hours=12)))


async def test_the_protocol_from_start_to_average() -> None:
    """Two readings morning and evening, three days; the average, its meaning, a table."""
    one = await talk()
    await one.say("tension sur 3 jours")
    said = ["140/90 138/88", "136/86 134/84"]
    for number in range(6):
        await one.wait(timedelta(hours=23 if number == 0 else 12))
        assert "deux mesures à une minute d'écart" in one.text()
        await one.say(said[number % 2])
    assert "Toutes les mesures sont là : moyenne **137/87**" in one.text()
    await one.wait(timedelta(hours=4))
    assert "137/87 mmHg en moyenne" in one.text()
    assert "(12 mesures, 3 jours)" in one.text()
    assert "26 novembre 2026 : matin 140/90, 138/88 · soir 136/86, 134/84" in one.text()
    assert "Il manque" not in one.text()
    (fact,) = await one.notebook.facts(MeasurementPlan)
    assert "done" == fact.status


async def test_missing_readings_are_counted() -> None:
    """An incomplete protocol gives its average with the doubt told."""
    one = await talk()
    await one.say("tension sur 3 jours")
    await one.wait(timedelta(hours=23))
    await one.say("128/82 126/80")
    assert "Il reste 10 mesures à faire" in one.text()
    await one.say("bilan de la tension")
    assert "127/81 mmHg" in one.text()
    assert "Il manque 10 mesures" in one.text()


async def test_a_session_already_measured_is_not_nudged_about() -> None:
    """Whoever was early is left in peace."""
    one = await talk()
    await one.say("tension sur 3 jours")
    await one.wait(timedelta(hours=22))
    await one.say("tension 128/82 126/80")
    assert () == await one.wait(timedelta(hours=2))


async def test_something_else_can_be_said_when_readings_are_asked_for() -> None:
    """A nudge asks; an appointment told instead is noted as one."""
    one = await talk()
    await one.say("tension sur 3 jours")
    await one.wait(timedelta(hours=23))
    await one.say("RDV cardiologue lundi prochain à 10h")
    assert "Cardiologue" in one.text()


async def test_stopping_cancels_the_nudges() -> None:
    """Nothing more is said about it."""
    one = await talk()
    await one.say("tension sur 3 jours")
    await one.say("arrêter la tension")
    assert [] == one.reminders


async def test_the_card_for_a_visit_holds_the_average() -> None:
    """The doctor hears it first."""
    one = await talk()
    await one.say("tension sur 3 jours")
    await one.wait(timedelta(hours=23))
    await one.say("128/82 126/80")
    await one.say("RDV cardiologue lundi prochain à 10h")
    await one.press("Préparer")
    assert "Tension à la maison : 127/81 en moyenne (2 mesures, 1 jour)" in one.text()


async def test_the_protocol_in_english() -> None:
    """The same in the other language."""
    one = await talk("en", "GB")
    await one.say("measure my blood pressure for 5 days")
    assert "for 5 days" in one.text()
    assert 11 == len(one.reminders)


async def test_in_pregnancy_somebody_looks_the_same_day() -> None:
    """From 140/90, whoever is pregnant calls today."""
    one = await talk()
    await one.say("je suis enceinte, terme prévu le 12 mai 2027")
    await one.say("tension 14,2/8,8")
    assert "sage-femme, votre maternité ou votre médecin aujourd'hui" in one.text()
    await one.say("tension 12/7")
    assert "en dessous de 135/85" in one.text()


async def test_no_limit_of_adults_for_the_young() -> None:
    """A limit that does not hold is not told."""
    one = Talk(born="2009")
    await one.opened()
    await one.say("tension 13/8")
    assert "135/85" not in one.text()
    assert "avant 18 ans" in one.text()
