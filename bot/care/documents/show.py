"""Showing what was read: one paper explained, a long file in groups that fit a phone screen."""

from collections.abc import Sequence

from bot.actions import HealthContext
from bot.care.documents.groups import FRAME, SHOWN, by_group, listed
from bot.care.documents.offer import choices, inside, keeps_file, offers_check
from bot.care.labs.report import earlier, explained, of_latest_day
from bot.care.merging import Merge
from bot.intake.reading import Reading
from bot.messages import Attachment
from bot.notebook import facts as f
from bot.wording import say
from bot.wording.lines import line, partial

OF_THE_PAPER = (f.Observation, *FRAME)
"""What is shown in another way than as a line of its own."""

CONFLICTS = 5


async def show(
    reading: Reading,
    merged: Merge,
    proposal: f.Proposal,
    context: HealthContext,
    *,
    heading: str | None = None,
) -> None:
    """Say what a file says, what is doubtful, what is there already, and offer to keep it."""
    parts = [heading or _heading(reading, context)]
    files: list[Attachment] = []
    groups = by_group(proposal.facts, context)
    results = [x for x in reading.facts if isinstance(x, f.Observation)]
    if groups is not None and not _one_paper(proposal.facts):
        count = sum(len(each.facts) for each in groups)
        parts.append(context.say("documents-grouped", count=count))
        parts.append(listed(groups, context))
    else:
        if results:
            latest, older = of_latest_day(results)
            before = [*await earlier(results, context), *older]
            text, files = await explained(latest, before, context)
            parts.append(text)
        parts.append(_others(merged.new, context))
        if not results and not merged.same and not any(parts[1:]):
            nothing = "documents-nothing-read" if keeps_file(proposal) else "import-nothing-read"
            parts.append(context.say(nothing))
    parts.append(_inside(proposal, context))
    parts += [_warning(w, context.language) for w in dict.fromkeys(reading.warnings)]
    parts += _about_somebody_else(reading, context)
    if reading.partial:
        parts.append(context.say("documents-partial"))
    if merged.same:
        parts.append(context.say("documents-same", count=merged.same))
    parts += _conflicts(merged, context)
    if reading.not_understood:
        parts.append(
            context.say("documents-not-understood", count=len(reading.not_understood))
            + "\n\n"
            + "\n".join(f"- _{x[:100]}_" for x in reading.not_understood[:3])
        )
    if offers_check(proposal, context):
        parts.append(asked_to_check(context))
    reply = context.draft.say("\n\n".join(p for p in parts if p), kind="confirm")
    reply.files = files
    reply.choices = choices(proposal, context)


def asked_to_check(context: HealthContext) -> str:
    """The question whether the model may read the photograph, and where it would be sent."""
    assert context.vision is not None  # noqa: S101 - offered only where there is one
    where = context.vision.vendor
    if context.vision.where is not None:
        where = context.say("documents-check-elsewhere", where=context.vision.where)
    return context.say("documents-check-ask", model=context.vision.model.name, where=where)


def _one_paper(facts: Sequence[f.Kept]) -> bool:
    """Whether these are the results of one report, and hardly anything else."""
    results = [x for x in facts if isinstance(x, f.Observation) and x.category == "laboratory"]
    others = [x for x in facts if x not in results and not isinstance(x, FRAME)]
    # Earlier results printed beside a row belong to no report of their own.
    reports = {x.report for x in results if x.report is not None}
    return bool(results) and len(others) <= SHOWN // 2 and len(reports) <= 1


def _others(new: Sequence[f.Kept], context: HealthContext) -> str:
    """What is no result, line by line."""
    others = [x for x in new if not isinstance(x, OF_THE_PAPER)]
    shown = [f"- {line(x, context.language)}" for x in others[:SHOWN]]
    if len(others) > SHOWN:
        shown.append(f"- {context.say('and-more', count=len(others) - SHOWN)}")
    return "\n".join(shown)


def _inside(proposal: f.Proposal, context: HealthContext) -> str:
    found = inside(proposal)
    if not found:
        return ""
    names = ", ".join(dict.fromkeys(x.text[:60] for x in found[:3]))
    return context.say(
        "documents-inside", count=len(found), names=names + ("…" if len(found) > 3 else "")
    )


def _conflicts(merged: Merge, context: HealthContext) -> list[str]:
    """Each pair side by side, with where each value comes from; the rest counted."""
    said = [
        context.say(
            "documents-conflict-source",
            old=line(old, context.language),
            source=context.say(f"source.{old.provenance.source}"),
            new=line(new, context.language),
        )
        for old, new in merged.conflicts[:CONFLICTS]
    ]
    if len(merged.conflicts) > CONFLICTS:
        left = len(merged.conflicts) - CONFLICTS
        said.append(context.say("documents-conflicts-more", count=left))
    return said


def _about_somebody_else(reading: Reading, context: HealthContext) -> list[str]:
    """A paper with another year of birth is probably somebody else's: say so before it is kept."""
    years = {x.born[:4] for x in reading.facts if isinstance(x, f.Patient) and x.born}
    own = str(context.account.born)
    if not years or own in years or context.account.born is None:
        return []
    return [context.say("documents-somebody-else", year=min(years), own=own)]


def _heading(reading: Reading, context: HealthContext) -> str:
    title = reading.title or context.say("document-untitled")
    author = reading.author if reading.author and reading.author not in title else None
    about = [x for x in (author, partial(reading.date, context.language)) if x]
    return context.say("documents-heading", title=title) + (
        f" ({', '.join(about)})" if about else ""
    )


def _warning(warning: str, language: str) -> str:
    """A reader's warning: a message id, perhaps followed by ``|name=value`` pairs."""
    message_id, *pairs = warning.split("|")
    arguments = dict(p.split("=", 1) for p in pairs if "=" in p)
    return "⚠ " + say(language, message_id, **arguments)
