"""The scripted conversations, unchanged, through Slack."""

from pathlib import Path

import pytest

from tests.acceptance.scripted import SCRIPTS, play, read_story
from tests.acceptance.slack_talk import talking


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda p: p.stem)
async def test_conversation(script: Path, tmp_path: Path) -> None:
    """The conversation goes in Slack as its script says."""
    story, begins = read_story(script)
    language = story.get("language", "fr")
    async with talking(tmp_path, begins) as talk:
        if story.get("welcome", False):
            await talk.say("bonjour")
            if story.get("language_given", True):
                await talk.say(language)
        else:
            await talk.welcome(language, story.get("country", "FR"), story.get("born", "1980"))
        await play(talk, story, script.stem)
