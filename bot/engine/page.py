"""Carnet's own page, where a platform has one: the notebook at a glance, for its owner alone.

It is drawn anew whenever the person looks at it. Its buttons are commands, so that drawing it
keeps nothing and uses up nothing.
"""

from collections import Counter

from bot.actions import HealthContext
from bot.care.account.begin import consented
from bot.care.visits.choosing import starts, upcoming
from bot.messages import PRIVATE, Sensitivity
from bot.notebook import facts as f
from bot.wording.lines import appointment as appointment_line
from bot.wording.lines import line

APPOINTMENTS = 5
TASKS = 5
BUTTONS = (
    *("visits-note", "profile-medication", "profile-journal"),
    *("profile-show", "visits-list", "visits-prepare"),
    *("account-nudges", "account-privacy", "account-export", "account-help"),
)
_QUIET = (f.Patient, f.Question, f.Debrief, f.Task, f.Appointment)


async def show_page(context: HealthContext) -> None:
    """Put the page among the replies, as the only one."""
    if context.incoming is None:
        return
    welcome = not consented(context)
    text = context.say("page-welcome") if welcome else await _glance(context)
    sensitivity = Sensitivity.NONE if welcome else Sensitivity.HEALTH
    reply = context.draft.say(text, kind="page", sensitivity=sensitivity)
    reply.remembered = False
    reply.alone = context.incoming.sender
    if welcome:
        reply.fixed.append((context.say("page-begin"), PRIVATE))
        return
    for name in BUTTONS:
        command = context.actions[name].command(context.language) if name in context.actions else ""
        if command:
            word = f"{context.language}/{command.split()[0]}"
            reply.fixed.append((context.actions[name].title(context.language), word))


async def _glance(context: HealthContext) -> str:
    facts: list[f.Fact] = await context.notebook.facts()
    coming = [x for x in facts if isinstance(x, f.Appointment) and upcoming(x, context)]
    coming.sort(key=lambda x: starts(x, context))
    tasks = [x for x in facts if isinstance(x, f.Task) and x.status == "open"]
    parts = [f"## {context.say('page-next')}"]
    parts += [f"- {appointment_line(x, context.language)}" for x in coming[:APPOINTMENTS]]
    if not coming:
        parts.append(context.say("page-none"))
    if tasks:
        parts += ["", f"## {context.say('kind.Task')}", ""]
        parts += [f"- {line(x, context.language)}" for x in tasks[:TASKS]]
    parts += ["", f"## {context.say('page-notebook')}", ""]
    kinds = Counter(type(x).__name__ for x in facts if not isinstance(x, _QUIET))
    parts += [f"- {context.say(f'kind.{kind}')}: {n}" for kind, n in kinds.items()]
    if not kinds:
        parts.append(context.say("show-empty"))
    on = context.account.nudges and context.account.home is not None
    parts += ["", f"## {context.say('page-nudges')}", "", context.say(f"page-nudges.{_on(on)}")]
    parts += ["", f"## {context.say('page-privacy')}", "", context.say("page-privacy.text")]
    return "\n".join(parts)


def _on(wanted: bool) -> str:
    return "on" if wanted else "off"
