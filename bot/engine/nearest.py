"""What a message that nothing else understood may ask for: the nearest examples by meaning.

Only offered, never done: what is near in meaning may still be something else.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from pydantic import JsonValue

from bot import meaning
from bot.actions import Context
from bot.knowledge.wellness import measures
from bot.turn import Call

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NEAR = 0.5
"""Cosine from which an example is worth offering; unrelated sentences stay below 0.45."""

CLOSE_BEHIND = 0.12
"""How far behind the nearest another may be and still be offered."""

MOST = 2
_HELP = "account-help"
"""Its button stands there anyway; its examples keep requests for it from being taken for others."""

LONGEST = 160
"""Characters of a request; a longer message tells something."""


@dataclass(frozen=True, slots=True)
class _Example:
    action: str
    arguments: tuple[tuple[str, JsonValue], ...]


@cache
def _examples() -> "tuple[list[_Example], NDArray[np.float32] | None]":
    """Every example sentence's action, and their vectors in the same order."""
    sheet = tomllib.loads((files("bot.wording") / "examples.toml").read_text("utf-8"))
    owners: list[_Example] = []
    said: list[str] = []
    for entry in sheet["example"]:
        example = _Example(entry["action"], tuple(entry.get("arguments", {}).items()))
        owners += [example] * len(entry["said"])
        said += entry["said"]
    return owners, meaning.vectors(said)


def load() -> None:
    """Read the examples now rather than with the first message that nothing understood."""
    _examples()


def suggestions(text: str, context: Context) -> list[tuple[str, Call]]:
    """Up to two things the person may want: a button's label and what it calls."""
    if len(text) > LONGEST:
        return []
    owners, known = _examples()
    said = meaning.vectors([text])
    if known is None or said is None:
        return []
    best: dict[_Example, float] = {}
    for owner, likeness in zip(owners, (known @ said[0]).tolist(), strict=True):
        best[owner] = max(likeness, best.get(owner, 0.0))
    ranked = sorted(best.items(), key=lambda item: -item[1])[:MOST]
    floor = max(NEAR, ranked[0][1] - CLOSE_BEHIND)
    return [
        (_label(example, context), Call(action=example.action, arguments=dict(example.arguments)))
        for example, likeness in ranked
        if likeness >= floor and example.action in context.actions and example.action != _HELP
    ]


def _label(example: _Example, context: Context) -> str:
    arguments = dict(example.arguments)
    if part := arguments.get("part"):
        return context.say(f"part.{part}")
    if measure := arguments.get("measure"):
        return measures(context.language)[str(measure)].title
    return context.actions[example.action].title(context.language)
