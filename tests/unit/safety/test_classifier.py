"""The trained reader only ever raises, and is the same on every machine."""

from datetime import date
from pathlib import Path

from bot.safety import Level, triage
from bot.safety.classifier import LEVELS, bucket, models
from bot.safety.context import Context
from bot.safety.evaluation import read_cases
from bot.safety.reading import find
from bot.safety.rules import matches
from bot.safety.training import train

TODAY = date(2026, 11, 25)


def test_features_are_hashed_alike_everywhere() -> None:
    """A feature has a fixed place, whatever the process."""
    assert 668 == bucket("w:poitrine")
    assert 0 <= bucket("c:chest-pain") < 1 << 14


def test_models_are_shipped() -> None:
    """The shipped sheet holds one model a level, with a cautious threshold."""
    assert set(LEVELS) == {model.level for model in models()}
    assert all(0.5 <= model.threshold <= 1 for model in models())


def test_never_lowers_the_rules() -> None:
    """On every development message the verdict is at least what the rules alone say."""
    lines = Path(__file__).parents[2].joinpath("triage", "development.jsonl").read_text("utf-8")
    for case in read_cases(lines.splitlines()[::7]):
        findings = find(case.text)
        found = matches(findings, Context.of(findings), frozenset())
        by_rules = found[0].level if found else Level.NONE
        verdict = triage(case.text, language=case.language, country=None, today=TODAY)
        assert verdict.level >= by_rules


def test_training_is_deterministic() -> None:
    """The same messages give the same sheet."""
    cases = read_cases(
        [
            '{"text": "mon cœur se serre très fort", "level": "emergency"}',
            '{"text": "je veux mourir", "level": "crisis"}',
            '{"text": "bonjour", "level": "none"}',
        ]
    )
    assert train(cases) == train(cases)
