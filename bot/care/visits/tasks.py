"""What is to be done: noted, put off, ticked off."""

from typing import Annotated

from bot.actions import HealthContext, action
from bot.asked import FactOf, Moment, Words
from bot.care.account.settings import UNDO
from bot.care.profile.note import provenance
from bot.errors import Explainable
from bot.notebook import facts as f
from bot.wording.lines import line


def _task_label(fact: f.Fact, context: object) -> str:
    return getattr(fact, "text", "")


OPEN_TASK = FactOf(
    (f.Task,), _task_label, lambda fact, _: isinstance(fact, f.Task) and fact.status == "open"
)


@action("visits-follow-up", writes=True)
async def follow_up(
    context: HealthContext,
    what: Annotated[str, Words(300)],
    when: Annotated[str | None, Moment()] = None,
    task: Annotated[str | None, OPEN_TASK] = None,
) -> None:
    """Note something to do, perhaps by a day; Carnet nudges that morning.

    what: what is to be done.
    when: the day, as the person says it.
    task: an open follow-up to postpone instead of adding one.
    """
    before = await context.notebook.fact(task) if task else None
    at = when[11:16] if when and "T" in when else None
    if isinstance(before, f.Task):
        after = before.model_copy(update={"due": when[:10] if when else None, "at": at})
        context.draft.put(after, before)
    else:
        after = f.Task(
            text=what,
            due=when[:10] if when else None,
            at=at,
            zone=str(context.now.tzinfo),
            provenance=provenance(context),
        )
        context.draft.put(after)
    context.draft.say(
        context.say("task-noted", line=line(after, context.language)),
        choices=[(context.say("undo-button"), UNDO)],
    )


@action("visits-done", writes=True)
async def done(context: HealthContext, task: Annotated[str, OPEN_TASK]) -> None:
    """Mark a follow-up as done.

    task: which one, by words that name it.
    """
    fact = await context.notebook.fact(task)
    if not isinstance(fact, f.Task):
        raise Explainable("no-such-task")
    context.draft.put(fact.model_copy(update={"status": "done"}), fact)
    context.draft.say(
        context.say("routine-stopped" if fact.repeat else "task-marked-done", what=fact.text),
        choices=[(context.say("undo-button"), UNDO)],
    )
