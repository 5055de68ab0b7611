"""What the gate reads whatever the keyboard, and what it never lets anyone argue down."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.safety import Level, Person, Verdict, triage
from bot.safety.gate import Message, triage_all

TODAY = date(2026, 11, 25)


def level(text: str, person: Person = Person(), recent: tuple[str, ...] = ()) -> Level:  # noqa: B008
    """The level of a message in French settings."""
    return triage(
        text, language="fr", country="FR", person=person, recent=recent, today=TODAY
    ).level


@pytest.mark.parametrize(
    "text",
    [
        "J'AI MAL À LA POITRINE",
        "jai mal a la poitrine",
        "j'ai mal à la poitrinne",
        "j ai maaaaal a la poitriiine",
        "jarrive pu a respirer",
        "cant feel my left arm",
        "ch3st p4in since an hour",
        "che\u200bst pa\u200bin",
        "сhest раin",  # Cyrillic letters
        "\u202echest pain\u202c",
        "c h e s t  pain",
        "ｃｈｅｓｔ　ｐａｉｎ",
        "chest pain j'ai peur",
    ],
)
def test_disguised_emergency(text: str) -> None:
    """Case, accents, typos, invisible or foreign letters do not hide a sign."""
    assert Level.EMERGENCY is level(text)


@pytest.mark.parametrize("text", ["", "   ", "😀😀😀", "👍", "...", "?!", "\u200b", "12345"])
def test_nothing_to_read(text: str) -> None:
    """A message without words raises nothing."""
    assert Level.NONE is level(text)


def test_split_over_turns() -> None:
    """A sign typed in three messages is read whole at the last one that completes it."""
    assert Level.NONE is level("I have chest")
    assert Level.EMERGENCY is level("pain", recent=("I have chest",))
    assert Level.NONE is level("merci bien", recent=("I have chest",))


def test_earlier_message_alone_does_not_raise_again() -> None:
    """A finished alarm in an earlier message does not raise a harmless message."""
    assert Level.NONE is level("quelle heure est-il", recent=("j'ai mal à la poitrine",))


@pytest.mark.parametrize(
    ("plain", "graver"),
    [
        ("j'ai mal à la poitrine", "j'ai mal à la poitrine, mon mari dit que ce n'est rien"),
        ("chest pain", "chest pain but my wife says i exaggerate"),
        ("je veux mourir", "je veux mourir, j'ai déjà la corde"),
        ("i want to die", "i want to die, i have my pills ready"),
        ("sa bouche est de travers", "sa bouche était de travers ce matin, c'est passé"),
        ("my face is drooping", "my face was drooping for five minutes, it is gone now"),
        ("je ne me sens pas bien", "je ne me sens pas bien, j'ai mal dans la poitrine"),
    ],
)
def test_graver_variant_never_gets_less(plain: str, graver: str) -> None:
    """Playing it down, naming a method or a sign that went away never lowers the level."""
    assert level(graver) >= level(plain)


@pytest.mark.parametrize(
    "text",
    [
        "je n'ai pas mal à la poitrine",
        "no fever, no chest pain, no rash",
        "qu'est-ce qu'un infarctus ?",
        "what are the symptoms of meningitis?",
        "infarctus en 2019",
        "mort de rire",
        "dans le film il meurt d'une hémorragie",
        "chest pain: no",
    ],
)
def test_no_alarm(text: str) -> None:
    """Denied, asked about, past, told or idiomatic signs are no alarm."""
    assert Level.NONE is level(text)


@pytest.mark.parametrize(
    "text",
    [
        "pas de fièvre mais mal à la poitrine",
        "je regardais un film et j'ai eu mal à la poitrine",
        "c'est quoi cette douleur dans ma poitrine depuis une heure ?",
        "infarctus en 2019, maintenant j'ai de nouveau mal à la poitrine",
        "it's not a joke, i can't breathe",
    ],
)
def test_context_hides_no_real_sign(text: str) -> None:
    """A denial, a story or the past silences only what it covers."""
    assert Level.EMERGENCY is level(text)


def test_notebook_changes_the_level() -> None:
    """A blow to the head is an emergency on a blood thinner, and the notebook knows it."""
    text = "je me suis cogné la tête"
    treated = Person(medications=("Eliquis 5 mg",))
    assert level(text) < Level.EMERGENCY
    assert Level.EMERGENCY is level(text, treated)
    assert Level.EMERGENCY is level("38,4 ce soir", Person(conditions=("chimiothérapie",)))
    assert Level.EMERGENCY is level("je saigne", Person(pregnant=True, pregnancy_weeks=30))


def test_notebook_of_the_writer_is_not_that_of_another() -> None:
    """The writer's blood thinner does not count when someone else fell."""
    treated = Person(medications=("warfarine",))
    text = "mon voisin s'est cogné la tête"
    verdict = triage(text, language="fr", country="FR", person=treated, today=TODAY)
    assert "head-injury-danger" not in [e.rule for e in verdict.evidence]
    assert level(text) == verdict.level


def test_baby_of_unknown_age() -> None:
    """Fever in a baby of unknown age is an emergency, and the age is asked."""
    verdict = triage("mon bébé a 38,5", language="fr", country="FR", today=TODAY)
    assert Level.EMERGENCY is verdict.level
    assert "baby_age" == verdict.asks


def test_notebook_of_a_baby() -> None:
    """In the notebook of a child born this year, fever is an emergency and the age is asked."""
    baby = Person(born=TODAY.year)
    verdict = triage("38,4 ce soir", language="fr", country="FR", person=baby, today=TODAY)
    assert Level.EMERGENCY is verdict.level
    assert "baby_age" == verdict.asks


def test_evidence_shows_the_words_as_typed() -> None:
    """A verdict shows which rule read which words."""
    verdict = triage("Bonjour, j'ai MAL à la Poitrine", language="fr", country="FR", today=TODAY)
    assert "MAL à la Poitrine" == verdict.evidence[0].words
    assert "rule" == verdict.evidence[0].source


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_read_and_always_alike(text: str) -> None:
    """Any text gives a verdict, the same one each time."""
    first = triage(text, language="xx", country=None, today=TODAY)
    assert isinstance(first, Verdict)
    assert first == triage(text, language="xx", country=None, today=TODAY)


def test_very_long_text_with_a_sign_inside() -> None:
    """One sign inside 100,000 characters is still found."""
    filler = "nous parlons de la pluie et du beau temps. " * 1200
    text = f"{filler}j'ai mal à la poitrine depuis une heure. {filler}"
    assert len(text) > 100_000
    assert Level.EMERGENCY is level(text)


@pytest.mark.parametrize(
    "text",
    [
        "me",
        "if again",
        "30 minutes",
        "moi encore 30 minutes demain",
        "je dois marcher 30 minutes par jour",
        "I have to walk 30 minutes a day",
        "retirer les fils dans 10 jours",
        "diabète de type 2 depuis 2009 et de l'hypertension",
        "type 1 diabetes since 1994 and high blood pressure",
        "mon diabète a coûté 450 euros",
    ],
)
def test_small_words_and_named_illnesses_raise_nothing(text: str) -> None:
    """Words of time, years, amounts and the name of an illness alone are no sign."""
    assert Level.NONE is level(text)


@pytest.mark.parametrize(
    "text",
    ["je me suis cogné la tête", "i hit my head", "il s'est cogné la tête", "she bumped her head"],
)
def test_a_blow_to_the_head_alone_is_no_emergency(text: str) -> None:
    """Without signs, age or blood thinner a blow to the head is none, in both languages."""
    assert level(text) < Level.EMERGENCY
    assert Level.EMERGENCY is level(text + " et je vomis, i keep vomiting")


def test_two_readers_one_order() -> None:
    """Verdicts come in the order of the messages, whatever is read a second time."""
    texts = ["bonjour", "j'ai mal à la poitrine", "merci beaucoup pour tout ça", "i want to die"]
    verdicts = triage_all([Message(text) for text in texts], TODAY)
    assert [level(text) for text in texts] == [verdict.level for verdict in verdicts]
