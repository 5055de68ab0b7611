"""The gate on both halves of the development set, beside a plain keyword list.

`development.jsonl` was written and read while the rules were made; `held_out.jsonl` was
written first, in bulk, and never read since: only its totals were looked at.
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from bot.safety import Level
from bot.safety.baseline import keyword_triage
from bot.safety.evaluation import Case, Scores, evaluate, gate_reader, read_cases

HERE = Path(__file__).parent
TODAY = date(2026, 11, 25)


def cases(name: str) -> list[Case]:
    """The messages of one half."""
    return read_cases((HERE / f"{name}.jsonl").read_text("utf-8").split("\n"))


@pytest.fixture(scope="module")
def held_out() -> Scores:
    """The gate's outcomes on the unread half."""
    return evaluate(cases("held_out"), gate_reader(TODAY))


@pytest.fixture(scope="module")
def development() -> Scores:
    """The gate's outcomes on the half that was read."""
    return evaluate(cases("development"), gate_reader(TODAY))


EVERYWHERE: tuple[dict[str, str], ...] = ({}, {"language": "fr"}, {"language": "en"})
"""All messages, and those of each language."""


def test_unread_half(held_out: Scores) -> None:
    """On unread messages, in each language: no less found and no more raised than was measured."""
    for where in EVERYWHERE:
        assert held_out.found(Level.EMERGENCY, **where).rate >= 0.976, where
        assert held_out.found(Level.CRISIS, **where).rate == 1, where
        assert held_out.found(Level.URGENT, **where).rate == 1, where
        assert held_out.raised(**where).rate <= 0.015, where
    assert 163 <= held_out.found(Level.EMERGENCY).found
    assert held_out.raised().found <= 2


def test_read_half(development: Scores) -> None:
    """On the messages read while writing, in each language: everything found, nothing raised."""
    for where in EVERYWHERE:
        for level in (Level.EMERGENCY, Level.CRISIS, Level.URGENT):
            assert development.found(level, **where).rate == 1, (level, where)
        assert 0 == development.raised(**where).found, where


def test_far_better_than_keywords(held_out: Scores) -> None:
    """A plain keyword list finds far fewer emergencies and raises more harmless messages."""
    plain = evaluate(cases("held_out"), lambda some: [keyword_triage(c.text) for c in some])
    gate, words = held_out.found(Level.EMERGENCY), plain.found(Level.EMERGENCY)
    assert gate.rate - words.rate >= 0.5
    assert held_out.raised().rate < plain.raised().rate


def test_the_set_is_what_the_docs_say() -> None:
    """Two halves without a shared message, both languages, two fifths harmless look-alikes."""
    read, unread = cases("development"), cases("held_out")
    assert set() == {c.text for c in read} & {c.text for c in unread}
    both: Sequence[Case] = [*read, *unread]
    french = sum(c.language == "fr" for c in both) / len(both)
    harmless = sum(c.expected is Level.NONE for c in both) / len(both)
    assert len(both) >= 600
    assert 0.45 <= french <= 0.55
    assert harmless >= 0.4


def test_ordinary_use_raises_next_to_nothing() -> None:
    """Messages of ordinary use, in both languages: none is raised."""
    everyday = evaluate(cases("ordinary"), gate_reader(TODAY))
    assert 268 <= everyday.raised().total
    assert 0 == everyday.raised().found


def test_strangers_messages_stay_found() -> None:
    """Messages of others, learnt from since: every alarm is found, few look-alikes are raised."""
    others = evaluate(cases("strangers"), gate_reader(TODAY))
    for level in (Level.EMERGENCY, Level.CRISIS, Level.URGENT):
        assert 1 == others.found(level).rate, level
    assert 200 == others.raised().total
    assert others.raised().found <= 13


def test_messages_of_strangers_that_nothing_learnt_from() -> None:
    """Never read by the rules' author nor learnt from: no less found, no more raised."""
    others = evaluate(cases("unseen"), gate_reader(TODAY))
    assert (220, 180, 40, 647) == tuple(
        share.total
        for share in (
            *(others.found(level) for level in (Level.EMERGENCY, Level.CRISIS, Level.URGENT)),
            others.raised(),
        )
    )
    assert 217 <= others.found(Level.EMERGENCY).found
    assert 163 <= others.found(Level.CRISIS).found
    assert 37 <= others.found(Level.URGENT).found
    assert others.raised().found <= 39


def test_what_is_learnt_from_is_not_what_is_measured_on() -> None:
    """No message of the unread sets is among those of training."""
    kept_apart = {c.text for name in ("held_out", "unseen") for c in cases(name)}
    names = ("development", "ordinary", "wide_medical", "wide_crisis", "head_blows", "strangers")
    learnt = {c.text for name in (*names, "others_crisis", "others_medical") for c in cases(name)}
    assert set() == kept_apart & learnt
