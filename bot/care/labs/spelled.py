"""Values, units and ranges as Carnet writes them in a message or a picture."""

from decimal import Decimal

from bot.notebook.facts import Observation
from bot.wording import say


def number(value: Decimal, language: str) -> str:
    """A number exactly as kept, with the language's decimal mark and grouped thousands."""
    text = f"{value:,f}"
    if language == "fr":
        return text.replace(",", "\u202f").replace(".", ",")
    return text


def shown(observation: Observation, language: str) -> str:
    """A result with its comparator and its unit as printed, or its words."""
    if observation.value is None:
        return observation.value_text or ""
    comparator = f"{observation.comparator} " if observation.comparator else ""
    unit = f" {observation.unit}" if observation.unit else ""
    words = f" ({observation.value_text})" if observation.value_text else ""
    return f"{comparator}{number(observation.value, language)}{unit}{words}"


def doubted(observation: Observation, language: str) -> str:
    """What to check in a doubtful result; both readings where two of them differ."""
    if observation.also_read is None:
        return say(language, observation.doubt or "doubt-row")
    interval = range_shown(observation, language)
    own = shown(observation, language) + (f" ({interval})" if interval else "")
    return say(language, observation.doubt or "doubt-row", own=own, other=observation.also_read)


def range_shown(observation: Observation, language: str) -> str:
    """The report's own range in words; empty when it gives none that can be read."""
    low, high = observation.low, observation.high
    if low is not None and high is not None:
        return say(
            language,
            "labs-explain-range-between",
            low=number(low, language),
            high=number(high, language),
        )
    if high is not None:
        return say(language, "labs-explain-range-at-most", high=number(high, language))
    if low is not None:
        return say(language, "labs-explain-range-at-least", low=number(low, language))
    return ""
