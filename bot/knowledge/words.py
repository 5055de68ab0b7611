"""Whether a sentence is about health, by the everyday words of ``words.toml``."""

import re
import tomllib
from functools import cache
from importlib.resources import files

from bot.wording import known


def about_health(folded: str, language: str) -> bool:
    """Whether a folded text has a word of health; rather once too often."""
    return _words(known(language)).search(f" {folded} ") is not None


@cache
def _words(language: str) -> re.Pattern[str]:
    sheet = tomllib.loads((files("bot.knowledge") / "words.toml").read_text("utf-8"))
    stems = "|".join(re.escape(stem) for stem in sheet["stems"][language])
    return re.compile(rf"(?<![a-z0-9])(?:{stems})")
