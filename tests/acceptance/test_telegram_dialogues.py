"""The scripted conversations, unchanged, through Telegram."""

import re
import tomllib
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.dates import read_duration
from tests.acceptance.telegram_talk import TelegramTalk, talking
from tests.fakes import START

SCRIPTS = Path(__file__).parents[1] / "dialogues" / "scripts"
FIXTURES = Path(__file__).parents[1] / "fixtures"


@pytest.mark.parametrize("script", sorted(SCRIPTS.glob("*.toml")), ids=lambda p: p.stem)
async def test_conversation(script: Path, tmp_path: Path) -> None:
    """The conversation goes on Telegram as its script says."""
    story = tomllib.loads(script.read_text("utf-8"))
    language = story.get("language", "fr")
    now = START
    if "clock" in story:
        zone = ZoneInfo(story.get("zone", "Europe/Paris"))
        now = datetime.fromisoformat(story["clock"]).replace(tzinfo=zone)
    async with talking(tmp_path, now) as talk:
        if story.get("welcome", False):
            talk.speaks(language if story.get("language_given", True) else "de")
            await talk.say("bonjour")
        else:
            await talk.welcome(language, story.get("country", "FR"), story.get("born", "1980"))
        for number, step in enumerate(story["step"], 1):
            if "said" in step:
                await talk.say(step["said"])
            elif "press" in step:
                await talk.press(step["press"])
            elif "attach" in step:
                await talk.attach(step["attach"], (FIXTURES / step["attach"]).read_bytes())
            elif "wait" in step:
                await talk.wait(read_duration(step["wait"], language=language))
            verify(talk, step, f"{script.stem}, step {number}")


def verify(talk: TelegramTalk, step: dict[str, list[str]], where: str) -> None:
    """What must and must not have arrived."""
    text = talk.text()
    labels = [label for m in talk.last for label in m.labels]
    for pattern in step.get("expect", []):
        assert re.search(pattern, text, re.I | re.S), f"{where}: expected {pattern!r} in:\n{text}"
    for pattern in step.get("never", []):
        assert not re.search(pattern, text, re.I | re.S), f"{where}: unwanted {pattern!r}:\n{text}"
    for word in step.get("buttons", []):
        assert any(word in label for label in labels), f"{where}: no button {word!r} in {labels}"
