"""The scripted conversations, unchanged, through Telegram."""

from pathlib import Path

import pytest

from tests.acceptance.scripted import SCRIPTS, play, read_story
from tests.acceptance.telegram_talk import talking


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda p: p.stem)
async def test_conversation(script: Path, tmp_path: Path) -> None:
    """The conversation goes on Telegram as its script says."""
    story, begins = read_story(script)
    language = story.get("language", "fr")
    async with talking(tmp_path, begins) as talk:
        if story.get("welcome", False):
            talk.speaks(language if story.get("language_given", True) else "de")
            await talk.say("bonjour")
        else:
            await talk.welcome(language, story.get("country", "FR"), story.get("born", "1980"))
        await play(talk, story, script.stem)
