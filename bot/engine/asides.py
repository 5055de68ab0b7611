"""What is said in the middle of a question and answers it not.

Something else that Carnet does leaves the question; an aside is answered, and then it is asked.
"Can I eat dates?" while Carnet asks which appointment is meant: the message is answered as if
nothing had been asked, and then the question comes again.
"""

import re

from bot.actions import Action, Context, HealthContext, NotHeard, Unclear
from bot.asked import FactOf, Moment, Words
from bot.care.visits.hour import UNKNOWN, VisitTime
from bot.care.wellness.note import read_vitals
from bot.draft import Reply
from bot.engine import calls
from bot.engine.guide import Understood
from bot.knowledge.visits import speciality
from bot.messages import Sensitivity
from bot.turn import Form
from bot.wording import sayings
from bot.wording.folding import fold

_LEAVING = frozenset(
    {
        "account-cancel",
        "account-undo",
        "account-acknowledge",
        "account-help",
        "account-delete",
        "account-export",
        "account-privacy",
        "account-language",
        "profile-show",
        "profile-correct",
        "profile-remove",
        "visits-list",
        "visits-prepare",
        "visits-cancel",
    }
)
"""What can be said in the middle of a question and is surely not its answer."""

_OWN_WORDS = 4
"""From how many words a message that answers no question is one of its own."""

_NO_GOAL = ("visits-", "profile-", "wellness-note", "wellness-goals")
"""Actions that say no goal: "rappelle-moi … à 8h" is no sleep of eight hours, "I weigh 80 kg" is
the weight of today."""

_MEASURE_WORDS = 9
"""Up to how many words a sentence with a measure says nothing else."""

_WEIGH = r"(?:i (?:now )?weigh|je pese|my weight(?: today)? is|mon poids(?: actuel)? est)\b"
_OWN = {
    "visits-debrief": re.compile(rf"(?:my|mon|ma)\b|{_WEIGH}"),
    # "mon poids idéal : 65 kg" is a goal.
    "wellness-goal": re.compile(_WEIGH),
}
"""How a measure of one's own begins that answers no such question."""

_UNANSWERED = frozenset(
    {"not-heard-date", "not-heard-time", "not-heard-choice", "not-heard-nothing-there"}
    | {"series-how-many-unheard", "wellness-pressure-how"}
)
"""Ways of not being heard that say nothing of the answer itself, as an impossible date would."""

_WORDS = re.compile(r"[a-z]{4,}|\d+")


def leaves(form: Form, found: Understood, context: Context) -> bool:
    """Whether a sentence said during a form is about something else."""
    if found.action in _LEAVING or _anew(form, found, context) or _planned(form, found, context):
        return True
    if form.call.action == "wellness-goal" and found.action.startswith(_NO_GOAL):
        return True
    return (
        found.action not in {form.call.action, "labs-explain", "visits-correct"}
        and not isinstance(context.actions[form.call.action].parameter(form.asking).asked, Words)
        and form.call.action != "account-begin"
    )


def _planned(form: Form, found: Understood, context: Context) -> bool:
    """Whether what is said while a visit is to be told of is another visit, with its moment.

    "RDV dentiste jeudi 9h" says nothing of how it went; kept as a tale it would never be nudged.
    """
    if form.call.action != "visits-debrief" or found.action not in {"visits-note", "visits-move"}:
        return False
    who = found.said.get("who") or found.said.get("appointment") or ""
    when = found.said.get("when", "")
    short = len(who.split()) <= _OWN_WORDS
    return "T" in when and short and speciality(who, context.language) is not None


def _anew(form: Form, found: Understood, context: Context) -> bool:
    """Whether the sentence begins the form's own action again, about something else.

    "RDV ophtalmo le 12/03 à 9h" while the time of the dentist's visit is asked for is a second
    appointment: taking its time for the first would lose one and falsify the other.
    """
    if found.action != form.call.action:
        return False
    action = context.actions[found.action]
    for name, value in found.said.items():
        there = form.call.arguments.get(name)
        names = isinstance(action.parameter(name).asked, Words) and isinstance(there, str)
        if names and name != form.asking:
            said, known = fold(value), fold(str(there))
            if said not in known and known not in said:
                return True
        # "RDV dermato dans 15 jours" while the name for another day's visit is asked for.
        asks_words = isinstance(action.parameter(form.asking).asked, Words)
        if asks_words and not names and name != form.asking and there not in (None, value):
            return True
    return False


def declines(form: Form, text: str, context: Context) -> bool:
    """Whether "no" is said where one of several is to be chosen: then none is meant."""
    asked = context.actions[form.call.action].parameter(form.asking).asked
    none = sayings(context.language, "confirm-no-said")
    return isinstance(asked, FactOf | Moment) and fold(text).strip(" .!") in none


def _own_measure(form: Form, text: str, context: Context) -> bool:
    """Whether a text is nothing but a measure of one's own ("ma tension ce matin 12/7").

    As the tale of a visit it would be kept as words, or as something to do, and never be charted;
    as a goal, what is would be taken for what is wished.
    """
    own = _OWN.get(form.call.action)
    alone = len(text.split()) <= _MEASURE_WORDS and own is not None and own.match(fold(text))
    return bool(alone) and isinstance(context, HealthContext) and bool(read_vitals(text, context))


async def is_aside(form: Form, text: str, context: Context) -> bool:
    """Whether a message that no action understands says something else than was asked."""
    asked = context.actions[form.call.action].parameter(form.asking).asked
    if _own_measure(form, text, context):
        return True
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


def comes_back(form: Form, action: Action, context: Context) -> bool:
    """Whether a question is put again after something else that was done during it.

    A question for words is not after something was noted: the next sentence, whatever it is about,
    would be taken for its answer.
    """
    asked = context.actions[form.call.action].parameter(form.asking).asked
    return not action.writes or not isinstance(asked, Words)


async def asked_again(form: Form, context: Context) -> None:
    """Ask again after an aside, a few times; then say that the request is left."""
    if context.draft.form is not None:
        return
    if form.tries + 1 < calls.MAX_TRIES:
        await calls.again(form, context)
    elif form.call.arguments:
        context.draft.say(context.say("form-left"), sensitivity=Sensitivity.NONE)


async def noted_as_it_is(form: Form, context: Context) -> bool:
    """Note what a form holds without its answer, where that can be: a visit without its hour."""
    asked = context.actions[form.call.action].parameter(form.asking).asked
    if not isinstance(asked, VisitTime):
        return False
    draft, said = context.draft, len(context.draft.replies)
    open_form, draft.form = draft.form, None
    arguments = {**form.call.arguments, form.asking: UNKNOWN}
    await calls.perform(form.call.model_copy(update={"arguments": arguments}), context)
    noted = draft.form is None
    if not noted:
        del draft.replies[said:]
    draft.form = open_form
    return noted


class Questions:
    """What a message of several things still leaves to ask: one question, after all that was done.

    The first is kept for the end. What would need a second is noted as it is, or has to wait.
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        self._form: Form | None = None
        self._replies: list[Reply] = []
        self._said = len(context.draft.replies)

    async def put_off(self) -> bool:
        """Take back what the last action asked; False when the action has to be said again."""
        draft, done = self._context.draft, True
        form, draft.form = draft.form, None
        if form is not None:
            replies = draft.replies[self._said :]
            del draft.replies[self._said :]
            if self._form is None:
                self._form, self._replies = form, replies
            else:
                done = await noted_as_it_is(form, self._context)
        self._said = len(draft.replies)
        return done

    def ask(self) -> None:
        """Ask what was put off."""
        if self._form is not None:
            self._context.draft.form = self._form
            self._context.draft.replies += self._replies
