"""Every warning a wellness or calendar reader can give has its sentence in both languages."""

import re
from pathlib import Path

import pytest

from bot.wording import find

INTAKE = Path(__file__).parents[4] / "bot" / "intake"
ARGUMENTS = dict.fromkeys(("count", "measure", "days", "sources", "column", "zone"), "1")
IDS = sorted(
    {
        found
        for path in INTAKE.rglob("*.py")
        for found in re.findall(r'"(intake-[a-z-]+|doubt-date-order)', path.read_text("utf-8"))
    }
)


@pytest.mark.parametrize("message_id", IDS)
def test_every_warning_has_words(message_id: str) -> None:
    """In French and in English, without a missing argument."""
    assert [True, True] == [
        bool(find(language, message_id, **ARGUMENTS)) for language in ("fr", "en")
    ]
