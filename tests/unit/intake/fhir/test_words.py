"""Every sentence that the readers of records can say exists in both languages."""

import re
from pathlib import Path

import pytest

from bot.wording import find

INTAKE = Path(__file__).parents[4] / "bot" / "intake"
SOURCES = [
    *(path for room in ("fhir", "cda", "cards") for path in (INTAKE / room).glob("*.py")),
    *(INTAKE / f"{name}.py" for name in ("archive", "gathering", "results")),
]
_ID = re.compile(r'"((?:record|warning|doubt)-[a-z-]+)"')


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_message_exists(language: str) -> None:
    """No reader names a message that nobody worded."""
    ids = {found for path in SOURCES for found in _ID.findall(path.read_text("utf-8"))}
    values = {"count": "2", "every": "3", "unit": "d", "amount": "4"}
    assert len(ids) > 20
    assert [] == sorted(name for name in ids if find(language, name, **values) is None)
