"""Forms: an action's parameters as a modal, whole, with the words that the dialogue would use.

What is typed is heard by the engine as if it had been said; a form only saves the going to and
fro. So no answer is judged here, and an action whose answers depend on the notebook gets no form.
"""

from typing import Any

from adapters.slack.formatting import short
from adapters.slack.pressed import FORM
from bot.actions import Action, Actions, Parameter
from bot.asked import FactOf, Moment, OneOf, TimeOfDay, Words
from bot.wording import find, say

_TITLE = 24
_LABEL = 2000
_LONG = 300
_OPTION = 75


def form_of(
    actions: Actions, command: str, language: str, conversation: str | None
) -> dict[str, Any] | None:
    """The modal of a command's action; None when there is nothing to fill in, or not in a form."""
    action = actions.by_command(command)
    if action is None or not action.parameters:
        return None
    if any(p.required and not _can_show(p) for p in action.parameters):
        return None
    asked = [p for p in action.parameters if _can_show(p) and (p.required or _worded(action, p))]
    blocks = [b for p in asked for b in _blocks(action, p, language)]
    if not any(p.required for p in asked):
        return None
    return {
        "type": "modal",
        "callback_id": FORM,
        "private_metadata": f"{action.name}|{conversation or ''}",
        "title": _words(short(action.title(language), _TITLE)),
        "submit": _words(say(language, "page-form-sent")),
        "close": _words(say(language, "page-form-close")),
        "blocks": blocks,
    }


def _can_show(parameter: Parameter) -> bool:
    return isinstance(parameter.asked, Words | Moment | TimeOfDay | OneOf) and not isinstance(
        parameter.asked, FactOf
    )


def _worded(action: Action, parameter: Parameter) -> bool:
    """Optional parameters that the dialogue has a question for; ids of things have none."""
    named = find("en", f"{action.name}.{parameter.name}") is not None
    return named and not isinstance(parameter.asked, TimeOfDay)


def _blocks(action: Action, parameter: Parameter, language: str) -> list[dict[str, Any]]:
    question = short(say(language, f"{action.name}.{parameter.name}"), _LABEL)
    if not parameter.required:
        question = say(language, "page-form-optional", question=question)
    block = {
        "type": "input",
        "block_id": parameter.name,
        "optional": not parameter.required,
        "label": _words(question),
        "element": _element(parameter, language),
    }
    return [block]


def _element(parameter: Parameter, language: str) -> dict[str, Any]:
    asked = parameter.asked
    if isinstance(asked, OneOf):
        options = [
            {"text": _words(short(say(language, f"{asked.labels}.{v}"), _OPTION)), "value": v}
            for v in asked.values
        ]
        return {"type": "static_select", "action_id": "answer", "options": options}
    element: dict[str, Any] = {"type": "plain_text_input", "action_id": "answer"}
    if isinstance(asked, Words):
        element |= {"max_length": min(asked.limit, 3000), "multiline": asked.limit >= _LONG}
    return element


def _words(text: str) -> dict[str, str]:
    return {"type": "plain_text", "text": text}
