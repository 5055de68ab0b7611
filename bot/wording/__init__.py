"""Everything Carnet says, in French and English, kept in Fluent files beside this module.

``say(language, message_id, who="…")`` formats one message. A message that does not exist is a
programming error and raises ``LookupError``; the tests walk every id used. Values are passed as
strings: dates and numbers are spelled by :mod:`bot.dates` and :mod:`bot.wording.numbers`.
"""

from functools import cache
from importlib.resources import files

from fluent.runtime import FluentBundle, FluentResource

from bot.wording.folding import fold

LANGUAGES = ("fr", "en")


@cache
def _bundle(language: str) -> FluentBundle:
    bundle = FluentBundle([language], use_isolating=False)
    folder = files(__name__) / language
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        if entry.name.endswith(".ftl"):
            bundle.add_resource(FluentResource(entry.read_text("utf-8")))
    return bundle


def known(language: str | None) -> str:
    """The language to speak: the given one when we have it, otherwise English."""
    return language if language in LANGUAGES else "en"


def find(language: str | None, message_id: str, /, **arguments: object) -> str | None:
    """Like :func:`say`, but ``None`` when there is no such message or attribute."""
    name, _, attribute = message_id.partition(".")
    bundle = _bundle(known(language))
    if not bundle.has_message(name):
        return None
    message = bundle.get_message(name)
    pattern = message.attributes.get(attribute) if attribute else message.value
    if pattern is None:
        return None
    text, errors = bundle.format_pattern(pattern, arguments)
    if errors:
        raise LookupError(f"{message_id} ({language}): {errors[0]}")
    return str(text)


def say(language: str | None, message_id: str, /, **arguments: object) -> str:
    """The message in that language; ``"name.attribute"`` takes an attribute of it."""
    text = find(language, message_id, **arguments)
    if text is None:
        raise LookupError(f"no wording for {message_id!r} in {known(language)}")
    return text


def sayings(language: str | None, message_id: str) -> frozenset[str]:
    """Ways to say something, kept in one message between dots ("·"), folded."""
    return frozenset(fold(one) for one in say(language, message_id).split("·"))
