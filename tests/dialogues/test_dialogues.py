"""Scripted conversations: what is said, and what must (and must not) be answered.

Each file of ``scripts/`` is one conversation. A step has one of ``said``, ``press``, ``attach``,
``wait``; ``expect`` and ``never`` are regular expressions on all that is answered, ``kinds`` the
kinds of the messages, ``buttons`` words that some button must show.
"""

import re
import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.dates import read_duration
from tests.fakes import START, Talk

SCRIPTS = sorted((Path(__file__).parent / "scripts").glob("*.toml"))
FIXTURES = Path(__file__).parent.parent / "fixtures"


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda p: p.stem)
async def test_conversation(script: Path) -> None:
    """The conversation goes as its script says."""
    story = tomllib.loads(script.read_text("utf-8"))
    language = story.get("language", "fr")
    zone = ZoneInfo(story.get("zone", "Europe/Paris"))
    now = START
    if "clock" in story:
        now = datetime.fromisoformat(story["clock"]).replace(tzinfo=zone)
    talk = Talk(
        language=language,
        country=story.get("country", "FR"),
        born=story.get("born", "1980"),
        now=now,
    )
    if story.get("welcome", False):
        await talk.opened({"language": language} if story.get("language_given", True) else {})
    else:
        await talk.opened()
    for number, step in enumerate(story["step"], 1):
        await _do(talk, step, language)
        _verify(talk, step, f"{script.stem}, step {number}: {step}")


async def _do(talk: Talk, step: dict[str, Any], language: str) -> None:
    if "said" in step:
        await talk.say(step["said"])
    elif "press" in step:
        await talk.press(step["press"])
    elif "attach" in step:
        await talk.attach(step["attach"], (FIXTURES / step["attach"]).read_bytes())
    elif "wait" in step:
        await talk.wait(read_duration(step["wait"], language=language))


def _verify(talk: Talk, step: dict[str, Any], where: str) -> None:
    text = talk.text()
    labels = [c.label for m in talk.last for c in m.choices]
    for pattern in step.get("expect", []):
        assert re.search(pattern, text, re.I | re.S), f"{where}\nexpected {pattern!r} in:\n{text}"
    for pattern in step.get("never", []):
        assert not re.search(pattern, text, re.I | re.S), f"{where}\nunwanted {pattern!r}:\n{text}"
    for word in step.get("buttons", []):
        assert any(word in label for label in labels), f"{where}\nno button {word!r} in {labels}"
    if "kinds" in step:
        assert step["kinds"] == [m.kind for m in talk.last], where
