"""The trained reader only ever raises, says on which words, and reads on without its encoder."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from bot.safety import Level, Verdict, triage
from bot.safety.classifier import (
    NOT_READ,
    Judged,
    Kernel,
    Limits,
    Model,
    Raised,
    Unsure,
    evidence,
    judge,
    model,
    restored,
)
from bot.safety.context import Context
from bot.safety.evaluation import Case, read_cases
from bot.safety.gate import Message, triage_all
from bot.safety.pieces import MOST, WHOLE, WINDOW, Piece, parts, text_of, whole
from bot.safety.reading import find
from bot.safety.rules import matches
from bot.safety.training import train

TODAY = date(2026, 11, 25)
TRIAGE = Path(__file__).parents[2] / "triage"


def cases(name: str, step: int) -> list[Case]:
    """Every so many messages of a file."""
    lines = (TRIAGE / f"{name}.jsonl").read_text("utf-8").split("\n")
    return read_cases(lines[::step])


def read(text: str) -> Verdict:
    """The verdict of one message."""
    return triage(text, language="fr", country="FR", today=TODAY)


def unsure(text: str, *, suspected: bool = False) -> Unsure:
    """A message as the trained reader gets it."""
    findings = find(text)
    return Unsure(findings, Context.of(findings), suspected)


def judged(own: Model, text: str, *, suspected: bool = False) -> Judged:
    """What the trained reader says of one message."""
    (found,) = judge(own, [unsure(text, suspected=suspected)])
    return found


def test_never_lowers_the_rules() -> None:
    """On every development message the verdict is at least what the deciding rules say."""
    some = cases("development", 9)
    verdicts = triage_all([Message(case.text) for case in some], TODAY)
    for case, verdict in zip(some, verdicts, strict=True):
        findings = find(case.text)
        found = matches(findings, Context.of(findings), frozenset())
        by_rules = max((m.level for m in found if not m.rule.suspicion), default=Level.NONE)
        assert verdict.level >= by_rules


def test_the_same_alone_and_among_others() -> None:
    """A message gets the same verdict alone and in a batch."""
    some = cases("ordinary", 9) + cases("development", 40)
    together = triage_all([Message(case.text) for case in some], TODAY)
    assert [read(case.text) for case in some] == together


def test_evidence_is_in_the_message() -> None:
    """What the trained reader shows stands in the message."""
    own = model()
    shown = 0
    for case in cases("development", 20):
        message = unsure(case.text)
        raised = judge(own, [message])[0].raised
        if raised is not None:
            said = evidence(own, message, raised)
            assert "classifier" == said.source
            assert all(part in message.findings.reading.clean for part in said.words.split(" … "))
            shown += 1
    assert shown > 20


def small() -> list[Case]:
    """A few messages of each level."""
    lines = [
        '{"text": "mon cœur se serre très fort", "level": "emergency"}',
        '{"text": "my arm went dead and I talk rubbish", "level": "emergency"}',
        '{"text": "je veux mourir cette nuit", "level": "crisis"}',
        '{"text": "I want to be gone for good", "level": "crisis"}',
        '{"text": "ma plaie coule et sent mauvais", "level": "urgent"}',
        '{"text": "my cut smells and weeps pus", "level": "urgent"}',
        '{"text": "bonjour, il fait beau dehors", "level": "none"}',
        '{"text": "what lovely weather we have", "level": "none"}',
    ]
    return read_cases(lines)


def test_training_is_deterministic() -> None:
    """The same messages give the same arrays and limits."""
    first, second = train(small()), train(small())
    assert first.limits == second.limits
    assert all(np.array_equal(first.arrays[n], second.arrays[n]) for n in first.arrays)


def test_a_trained_model_knows_what_it_learnt() -> None:
    """Messages that were learnt from get their own level back."""
    trained = train(small())
    own = restored(trained.arrays, Kernel(0.7, 0.5), Limits(0.0, 0.0, 0.0, -0.6, -2.0, 0.0))
    found = [judged(own, case.text).raised for case in small()]
    levels = [r.level if r else Level.NONE for r in found]
    assert [case.expected for case in small()] == levels


def test_limits_are_chosen_on_unseen_messages() -> None:
    """The score of a message in training stems from models without it: below what it gets after."""
    trained = train(small())
    own = restored(trained.arrays, Kernel(0.7, 0.5), trained.limits)
    seen = judged(own, "je veux mourir cette nuit").raised
    place = [x.pieces[0].text for x in trained.lessons].index("je veux mourir cette nuit")
    assert seen is None or trained.left_out[place][0].max() < seen.score


def test_what_is_added_does_not_hide_what_a_rule_suspects() -> None:
    """The highest score of a suspected message is that of its gravest part."""
    own = model()
    said = "mes enfants seraient mieux sans moi"
    alone = judged(own, said, suspected=True).highest
    for more in ("Ma femme dit que j'exagère.", "Il fait beau et la soupe est prête."):
        assert judged(own, f"{said}. {more}", suspected=True).highest >= alone


def test_without_pieces_nothing_speaks_against_a_suspicion() -> None:
    """A message of which nothing can be read keeps what a rule suspects."""
    assert NOT_READ == judged(model(), "123 456 !", suspected=True)
    assert NOT_READ.highest >= model().limits.suspicion


def test_pieces_of_a_short_message() -> None:
    """A short message is read whole, and without what was added before or after."""
    findings = find("j'ai une boule dans la gorge, ma femme dit que j'exagère. Bonne soirée à vous")
    texts = [text_of(findings, piece) for piece in parts(findings)]
    assert [Piece(0, len(findings.reading.words))] == whole(findings)
    assert "j'ai une boule dans la gorge, ma femme dit que j'exagère" in texts
    assert "bonne soirée à vous" in texts


def test_pieces_of_a_long_message_are_bounded() -> None:
    """A long message is read in windows, all of bounded length and number."""
    findings = find("nous parlons de la pluie et du beau temps. " * 2000)
    pieces = parts(findings)
    assert [] == whole(findings)
    assert MOST == len(pieces)
    assert all(piece.end - piece.start <= WINDOW for piece in pieces)
    endless = find("mot " * (3 * WHOLE))
    covered = {at for piece in parts(endless) for at in range(piece.start, piece.end)}
    assert set(range(3 * WHOLE)) == covered


def test_a_sign_in_a_long_message_is_kept_within_the_bound() -> None:
    """When there are too many pieces, those that name a sign are read first."""
    chatter = "nous parlons de la pluie et du beau temps. "
    findings = find(chatter * 900 + "j'ai la poitrine en feu. " + chatter * 900)
    assert "j'ai la poitrine en feu" in [text_of(findings, piece) for piece in parts(findings)]


def test_reads_on_without_encoder() -> None:
    """Scores without meanings are below every limit: the rules alone decide."""
    own = model()
    assert Level.NONE is own.level(np.full(3, -9.0))


@pytest.mark.parametrize("level", [Level.EMERGENCY, Level.CRISIS, Level.URGENT])
def test_raised_levels_are_those_of_the_scores(level: Level) -> None:
    """The graver score names the level, and an alarm that is neither is for the same day."""
    own = restored(train(small()).arrays, Kernel(0.7, 0.5), Limits(0.2, 0.2, 0.3, -0.6, -2.0, 0.0))
    scores = {
        Level.EMERGENCY: (0.9, -0.8, 0.9),
        Level.CRISIS: (-0.8, 0.9, 0.9),
        Level.URGENT: (0.1, -0.8, 0.9),
    }
    assert level is own.level(np.array(scores[level]))
    assert Raised(level, 0.9, Piece(0, 1)).level is level
