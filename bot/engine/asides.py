"""What is said in the middle of a question and answers it not: an aside, after which it is asked.

"Can I eat dates?" while Carnet asks which appointment is meant: the message is answered as if
nothing had been asked, and then the question comes again.
"""

import re

from bot.actions import Context, NotHeard, Unclear
from bot.asked import Words
from bot.engine import calls
from bot.messages import Sensitivity
from bot.turn import Form
from bot.wording.folding import fold

_OWN_WORDS = 4
"""From how many words a message that answers no question is one of its own."""

_UNANSWERED = frozenset(
    {"not-heard-date", "not-heard-time", "not-heard-choice", "not-heard-nothing-there"}
    | {"series-how-many-unheard", "wellness-pressure-how"}
)
"""Ways of not being heard that say nothing of the answer itself, as an impossible date would."""

_WORDS = re.compile(r"[a-z]{4,}|\d+")


async def is_aside(form: Form, text: str, context: Context) -> bool:
    """Whether a message that no action understands says something else than was asked."""
    asked = context.actions[form.call.action].parameter(form.asking).asked
    if isinstance(asked, Words) or form.call.action == "account-begin":
        return False
    if "?" not in text and len(text.split()) < _OWN_WORDS:
        return False
    try:
        await asked.hear(text, context)
    except Unclear as problem:
        said = set(_WORDS.findall(fold(text)))
        return not any(said & set(_WORDS.findall(fold(o.label))) for o in problem.options)
    except NotHeard as problem:
        return problem.message_id in _UNANSWERED
    return False


async def asked_again(form: Form, context: Context) -> None:
    """Ask again after an aside, a few times; then say that the request is left."""
    if context.draft.form is not None:
        return
    if form.tries + 1 < calls.MAX_TRIES:
        await calls.ask(form.call, form.asking, context, tries=form.tries + 1)
    elif form.call.arguments:
        context.draft.say(context.say("form-left"), sensitivity=Sensitivity.NONE)
