"""Performing a call: hear what was said, ask for what is missing, confirm, run.

A call arrives from one of three doors (a command, a button or form, the model) and leaves as
replies and changes in the draft. Whatever is still missing becomes the draft's form.
"""

from collections.abc import Mapping
from datetime import date

from pydantic import JsonValue

from bot import dates
from bot.actions import Action, Ask, Context, NotHeard, Option, Unclear
from bot.asked import Words
from bot.care.account.begin import majority, too_young
from bot.draft import Draft
from bot.errors import Explainable
from bot.notebook.changes import Change
from bot.turn import Call, Form
from bot.wording import find
from bot.wording.lines import line

MAX_TRIES = 3


async def perform(call: Call, context: Context) -> str | None:
    """Run the call as far as what is known allows; the result is a line for the model."""
    if call.order is None or call.order == context.account.date_order:
        return await _perform(call, context)
    account = context.account.model_copy(update={"date_order": call.order})
    context.account = context.draft.account = account
    done = await _perform(call, context)
    if context.draft.replies:
        context.draft.replies[-1].text += "\n\n" + context.say(f"date-order-kept.{call.order}")
    return done


async def _perform(call: Call, context: Context) -> str | None:
    action = context.actions[call.action]
    if context.door == "tool":
        call = call.model_copy(update={"proposed": True})
    if action.needs_notebook and action.room != "account" and too_young(context):
        context.draft.say(context.say("account-minor", age=majority(context.account.country)))
        return "The person is too young to keep a notebook alone."
    for parameter in action.parameters:
        if parameter.required and parameter.name not in call.arguments:
            await ask(call, parameter.name, context)
            return "The person is being asked for: " + parameter.name
    if (action.confirm or call.proposed) and action.writes and not call.confirmed:
        return await _confirm(action, call, context)
    return await _run(action, call, context)


async def _run(action: Action, call: Call, context: Context) -> str | None:
    try:
        return await action.run(context, **action.validate(call.arguments))
    except Ask as missing:
        await ask(call, missing.parameter, context, about=missing.because)
        return "The person is being asked for: " + missing.parameter
    except NotHeard as problem:
        context.draft.say(context.say(problem.message_id, **problem.arguments))
        return None
    except Explainable as problem:
        context.draft.say(context.say(problem.message_id, **problem.arguments))
        return "It was not possible; the person was told why."


async def _confirm(action: Action, call: Call, context: Context) -> str:
    """Try the call on a draft that is thrown away, show what it would change, and ask."""
    real, context.draft = context.draft, Draft()
    try:
        await _run(action, call, context)
        trial = context.draft
    finally:
        context.draft = real
    if trial.form is not None or not (trial.changes or trial.erase or trial.account):
        # Nothing would change: a question is open or something was not possible. Show that.
        real.replies.extend(trial.replies)
        real.form = trial.form
        return "The person was asked for something first."
    arguments = {k: str(v) for k, v in call.arguments.items()}
    text = find(context.language, f"{action.name}.confirm", **arguments)
    if text is None:
        text = context.say("confirm-changes") + "\n" + "\n".join(_shown(trial.changes, context))
    elif trial.changes:
        touched = [f"- {line(c.before or c.fact, context.language)}" for c in trial.changes]
        text += "\n\n" + "\n".join(touched)
    real.say(
        text,
        kind="confirm",
        choices=[
            (
                find(context.language, f"{action.name}.yes") or context.say("confirm-yes"),
                call.model_copy(update={"confirmed": True}),
            ),
            (context.say("confirm-no"), Call(action="account-cancel")),
        ],
    )
    return "Shown to the person, who must confirm. It is not done yet."


def _shown(changes: list[Change], context: Context) -> list[str]:
    lines = []
    for change in changes:
        if change.before is not None:
            lines.append(f"- ~~{line(change.before, context.language)}~~")
        if change.after is not None:
            lines.append(f"- {line(change.after, context.language)}")
    return lines


async def ask(
    call: Call,
    parameter: str,
    context: Context,
    *,
    tries: int = 0,
    because: str | None = None,
    about: str | None = None,
) -> None:
    """Ask for one parameter, with buttons where its answers can be listed.

    ``because`` says why it is asked again, ``about`` what it is about.
    """
    asked = context.actions[call.action].parameter(parameter).asked
    text = "\n\n".join(x for x in (because, about, context.say(f"{call.action}.{parameter}")) if x)
    options = await asked.options(context)
    _offer(text, options, call, parameter, context)
    context.draft.form = Form(
        call=call, asking=parameter, tries=tries, opened_at=context.now, about=about
    )


async def again(form: Form, context: Context) -> None:
    """Ask what a form asks once more, as it was asked."""
    if not form.readings:
        tries = form.tries + 1
        about = form.about or _quoted(form.call, context)
        await ask(form.call, form.asking, context, tries=tries, about=about)
        return
    options = tuple(
        Option(moment, dates.spell_date(date.fromisoformat(moment[:10]), context.language), order)
        for moment, order in form.readings.items()
    )
    _offer(context.say("ask-which-day"), options, form.call, form.asking, context)
    context.draft.form = form.model_copy(update={"tries": form.tries + 1})


def _quoted(call: Call, context: Context) -> str | None:
    """The words that a request began with, to say what a question is about."""
    for parameter in context.actions[call.action].parameters:
        words = call.arguments.get(parameter.name)
        if isinstance(parameter.asked, Words) and isinstance(words, str):
            return context.say("quoted", what=words[:120])
    return None


async def answer(form: Form, text: str, context: Context) -> None:
    """Fill the parameter a form asks for, then perform what is complete."""
    arguments, done = await hear(form.call.action, {form.asking: text}, context, form=form)
    if done:
        call = form.call.model_copy(update={"arguments": {**form.call.arguments, **arguments}})
        await perform(_read_so(call, form), context)


def _read_so(call: Call, form: Form) -> Call:
    """The call with the one of the two days that was asked about, when the answer names it."""
    said = str(call.arguments.get(form.asking))
    for moment, order in form.readings.items():
        if moment[:10] == said[:10]:
            arguments = call.arguments if "T" in said else {**call.arguments, form.asking: moment}
            return call.model_copy(update={"arguments": arguments, "order": order})
    return call


async def hear(
    action_name: str,
    said: Mapping[str, JsonValue],
    context: Context,
    *,
    form: Form | None = None,
) -> tuple[dict[str, JsonValue], bool]:
    """Turn what was said for each parameter into canonical values.

    Returns them and whether all were understood. When one was not, the draft holds the question
    (with what would be understood) and the form keeps what was.
    """
    action = context.actions[action_name]
    call = form.call if form else Call(action=action_name, proposed=context.door == "tool")
    heard: dict[str, JsonValue] = {}
    problem: tuple[str, NotHeard | Unclear] | None = None
    for parameter in action.parameters:
        if parameter.name not in said:
            continue
        try:
            heard[parameter.name] = await parameter.asked.hear(str(said[parameter.name]), context)
        except (NotHeard, Unclear) as error:
            problem = problem or (parameter.name, error)
    if problem is None:
        return heard, True
    name, unheard = problem
    call = call.model_copy(update={"arguments": {**call.arguments, **heard}})
    await _again(call, name, unheard, context, form)
    return heard, False


async def _again(
    call: Call, parameter: str, problem: NotHeard | Unclear, context: Context, form: Form | None
) -> None:
    if isinstance(problem, Unclear):
        text = context.say(problem.message_id)
        _offer(text, problem.options, call, parameter, context)
        readings = {o.value: o.order for o in problem.options if o.order}
        context.draft.form = Form(
            call=call, asking=parameter, opened_at=context.now, readings=readings
        )
        return
    because = context.say(problem.message_id, **problem.arguments)
    tries = form.tries + 1 if form else 0
    if tries >= MAX_TRIES and call.action != "account-begin":  # nothing else can be done yet
        context.draft.say(because + "\n\n" + context.say("form-given-up"))
        return
    about = form.about if form else None
    await ask(call, parameter, context, tries=tries, because=because, about=about)


def _offer(
    text: str, options: tuple[Option, ...], call: Call, parameter: str, context: Context
) -> None:
    reply = context.draft.say(text)
    reply.exclusive = True
    for option in options:
        arguments = {**call.arguments, parameter: option.value}
        chosen = call.model_copy(update={"arguments": arguments, "order": option.order})
        reply.choices.append((option.label, chosen))
