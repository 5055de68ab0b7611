"""The settings: every one is in the example, and a mistake is named without its value."""

import re
import tomllib
from pathlib import Path

import pytest

from bot.errors import ConfigurationError
from bot.settings import Section, Settings, load

EXAMPLE = Path(__file__).parents[2] / "config.example.toml"


def _names(section: type[Section]) -> set[str]:
    return set(section.model_fields)


def test_the_example_shows_every_setting_with_its_default() -> None:
    """As it stands it gives the defaults; with comments opened it names every setting."""
    assert Settings() == load(EXAMPLE)
    opened = re.sub(r"(?m)^# (\w+ = )", r"\1", EXAMPLE.read_text("utf-8"))
    tables = tomllib.loads(opened)
    for name, field in Settings.model_fields.items():
        assert name in tables, name
        section = field.annotation
        if isinstance(section, type) and issubclass(section, Section):
            assert _names(section) == set(tables[name]), name


def test_a_mistake_is_named_without_its_value(tmp_path: Path) -> None:
    """A wrong type says which setting, never what stood there."""
    config = tmp_path / "config.toml"
    config.write_text('[web]\nport = "sesame-secret"\n')
    with pytest.raises(ConfigurationError) as caught:
        load(config)
    assert "web.port" in str(caught.value)
    assert "sesame" not in str(caught.value)


def test_a_missing_file_is_said() -> None:
    """A configuration file that was asked for must exist."""
    with pytest.raises(ConfigurationError, match="no configuration file"):
        load(Path("/nonexistent/config.toml"))
