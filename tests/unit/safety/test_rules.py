"""Every rule runs its own example sentences, and every sheet can be reviewed."""

from datetime import date

import pytest

from bot.safety import Level, triage
from bot.safety.catalogue import catalogue
from bot.safety.rules import Rule, rules

TODAY = date(2026, 11, 25)
SENTENCES = [
    pytest.param(rule, language, sentence, kind, id=f"{rule.id}-{language}-{kind}-{place}")
    for rule in rules()
    for kind, examples in (("raises", rule.must_match), ("silent", rule.must_not_match))
    for language, sentences in examples.items()
    for place, sentence in enumerate(sentences)
]


@pytest.mark.parametrize(("rule", "language", "sentence", "kind"), SENTENCES)
def test_rule_examples(rule: Rule, language: str, sentence: str, kind: str) -> None:
    """A rule raises on its own examples, and nothing raises on its counter-examples."""
    verdict = triage(sentence, language=language, country=None, today=TODAY)
    if kind == "raises":
        assert rule.id in [e.rule for e in verdict.evidence if e.source == "rule"]
        assert verdict.level >= rule.level
    else:
        assert Level.NONE is verdict.level


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.id)
def test_rule_is_reviewable(rule: Rule) -> None:
    """A rule has a reason in both languages, sources, dates and examples in both languages."""
    assert {"fr", "en"} == set(rule.why)
    assert all(rule.why.values())
    assert rule.sources
    assert all(source.startswith("https://") for source in rule.sources)
    assert rule.review_due > rule.reviewed_on
    assert rule.reviewed_by
    assert all(rule.must_match[language] for language in ("fr", "en"))
    assert all(rule.must_not_match[language] for language in ("fr", "en"))


def test_catalogue_lists_every_rule() -> None:
    """The page for clinicians has a heading for each rule and its sources."""
    page = catalogue()
    missing = [rule.id for rule in rules() if f"### {rule.id}\n" not in page]
    assert [] == missing
    assert [] == [s for rule in rules() for s in rule.sources if f"<{s}>" not in page]
    assert sum(rule.suspicion for rule in rules()) == page.count("- Suspects only")
