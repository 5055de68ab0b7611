"""The past, stories and denials are heard as such; a person in danger beside them is not."""

from datetime import date

import pytest

from bot.safety import Level, triage
from bot.safety.context import Context
from bot.safety.pieces import Piece, telling
from bot.safety.reading import find
from bot.safety.rules import matches

TODAY = date(2026, 11, 25)


def level(text: str) -> Level:
    """The level of a message."""
    return triage(text, language="fr", country="FR", today=TODAY).level


def by_rules(text: str) -> list[str]:
    """The rules that hold in a message."""
    findings = find(text)
    return [m.rule.id for m in matches(findings, Context.of(findings), frozenset())]


@pytest.mark.parametrize(
    "text",
    [
        "En 87 j'ai fait une tentative de suicide, je suis guéri",
        "En 04 elle a fait un infarctus",
        "Back in 97 she took an overdose",
        "Had a heart attack, thirty years ago now",
        "Took an overdose, two decades ago",
        "Il a fait un AVC, il y a dix ans",
        "J'ai lu un roman où la mère avale des cachets, j'ai adoré",
        "I liked the movie where he has a heart attack, any others?",
        "our school wants a lunch talk on overdose, could you outline it",
        "je n'ai pas d'idées noires, juste de la fatigue",
    ],
)
def test_past_stories_and_denials_raise_no_rule(text: str) -> None:
    """A sign of another time, of a story, or denied, is no alarm of the rules."""
    assert [] == by_rules(text)


@pytest.mark.parametrize(
    ("text", "least"),
    [
        ("En 98 j'ai fait une tentative, et là je veux recommencer, je veux mourir", Level.CRISIS),
        ("En 98 j'allais bien, je veux mourir", Level.CRISIS),
        ("two years ago now i want to die", Level.CRISIS),
        ("i want to die, i tried ten years ago", Level.CRISIS),
        ("i want to die now, ten years ago i was fine", Level.CRISIS),
        ("i just took an overdose, years ago i was happy", Level.EMERGENCY),
        ("j'ai avalé une boîte de cachets ce soir, il y a dix ans aussi", Level.EMERGENCY),
        ("j'ai mal à la poitrine maintenant, il y a dix ans j'ai eu un infarctus", Level.EMERGENCY),
        ("j'ai vu le film où le héros meurt, je veux mourir", Level.CRISIS),
        ("comme dans le film où le héros saute, je veux sauter du pont", Level.CRISIS),
        ("i watched the movie where i want to die", Level.CRISIS),
        ("a friend took an overdose during the film, i don't know what to do", Level.EMERGENCY),
        ("my son was choking while i beat the final boss", Level.EMERGENCY),
        ("ma mère a fait un infarctus pendant le film", Level.EMERGENCY),
        ("we're doing a poster and my classmate can't breathe", Level.EMERGENCY),
        ("bébé a avalé la pile de la manette", Level.EMERGENCY),
        ("mum collapsed at book club and is not breathing", Level.EMERGENCY),
        ("can't talk on the phone, throat is closing", Level.EMERGENCY),
        ("sharp pain between both sides of the chest", Level.EMERGENCY),
        ("je n'ai pas que des idées noires, j'ai un plan", Level.CRISIS),
        ("je n'ai pas d'idée, je veux mourir", Level.CRISIS),
        ("je vais finir par me tuer", Level.CRISIS),
        ("je vais finir par sauter par la fenêtre", Level.CRISIS),
        ("elle va finir par se suicider", Level.CRISIS),
        ("il a 40 de fièvre et il convulse, en 98 déjà", Level.EMERGENCY),
    ],
)
def test_a_danger_beside_them_is_raised(text: str, least: Level) -> None:
    """Someone in danger now is raised, whatever is told beside it."""
    assert least <= level(text)


@pytest.mark.parametrize("text", ["j'ai 12 je fais quoi", "what should I do about 5", "10/4, 11/6"])
def test_numbers_and_small_words_say_nothing(text: str) -> None:
    """The trained reader reads no text of numbers and small words alone."""
    findings = find(text)
    assert not telling(findings, Piece(0, len(findings.reading.words)))
    assert Level.NONE is level(text)


@pytest.mark.parametrize("text", ["i can't anymore", "je peux plus", "I will not go on", "help"])
def test_few_words_may_say_much(text: str) -> None:
    """A short cry is read, though its words are small."""
    findings = find(text)
    assert telling(findings, Piece(0, len(findings.reading.words)))
