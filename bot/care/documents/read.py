"""Reading a file: what it says is shown and proposed, never kept without the person's word."""

from datetime import UTC

from bot.actions import HealthContext, action
from bot.care.documents.keep import FRAME
from bot.care.labs.report import earlier, explained, of_latest_day
from bot.care.merging import Merge, merge
from bot.errors import Explainable
from bot.intake.reading import Reading, Source
from bot.messages import Attachment, FileReference
from bot.notebook import facts as f
from bot.turn import Call, NewDocument
from bot.wording import say
from bot.wording.lines import line, partial

MAX_BYTES = 20_000_000
SHOWN = 12
OF_THE_PAPER = (f.Observation, f.DiagnosticReport, f.Patient)
"""What is shown in another way than as a line of its own."""


@action("documents-read", tool=False, listed=False)
async def read(context: HealthContext) -> None:
    """Read the files that came with this message and propose what they say."""
    files = context.incoming.files if context.incoming else ()
    if not files:
        raise Explainable("documents-send")
    for reference in files:
        try:
            await _propose(reference, context)
        except Explainable as problem:
            # One file that cannot be read must not lose the others of the same message.
            context.draft.say(context.say(problem.message_id, **problem.arguments))


async def _propose(reference: FileReference, context: HealthContext) -> None:
    content = await context.fetch(reference, limit=MAX_BYTES)
    source = Source(
        content=content,
        name=reference.name,
        media_type=reference.media_type,
        language=context.language,
        country=context.account.country,
        received_at=context.now.astimezone(UTC),
    )
    reading = await context.files.read(source)
    merged = await merge(reading.facts, context)
    document = f.DocumentReference(
        id=source.id,
        text=reading.title or context.say("document-untitled"),
        media_type=reference.media_type or "application/octet-stream",
        size=len(content),
        effective=reading.date,
        author=reading.author,
        provenance=f.Provenance(
            source="document", recorded_at=context.now.astimezone(UTC), confirmed=False
        ),
    )
    proposal = f.Proposal(
        title=document.text,
        facts=(document, *merged.new),
        document=source.id,
        warnings=reading.warnings,
        not_understood=reading.not_understood,
        provenance=document.provenance,
    )
    context.draft.put(proposal)
    context.draft.documents.append(NewDocument(id=source.id, content=content))
    await _show(reading, merged, proposal, context)


async def _show(
    reading: Reading, merged: Merge, proposal: f.Proposal, context: HealthContext
) -> None:
    results = [x for x in reading.facts if isinstance(x, f.Observation)]
    others = [x for x in merged.new if not isinstance(x, OF_THE_PAPER)]
    parts = [_heading(reading, context)]
    files: list[Attachment] = []
    if results:
        latest, older = of_latest_day(results)
        before = [*await earlier(results, context), *older]
        text, files = explained(latest, before, context)
        parts.append(text)
    if others:
        parts.append(
            "\n".join(f"- {line(x, context.language)}" for x in others[:SHOWN])
            + (
                f"\n- {context.say('and-more', count=len(others) - SHOWN)}"
                if len(others) > SHOWN
                else ""
            )
        )
    if not results and not others:
        parts.append(context.say("documents-nothing-read"))
    parts += [_warning(w, context.language) for w in reading.warnings]
    parts += _about_somebody_else(reading, context)
    if reading.partial:
        parts.append(context.say("documents-partial"))
    if merged.same:
        parts.append(context.say("documents-same", count=merged.same))
    for old, new in merged.conflicts[:5]:
        parts.append(
            context.say(
                "documents-conflict",
                old=line(old, context.language),
                new=line(new, context.language),
            )
        )
    if reading.not_understood:
        parts.append(
            context.say("documents-not-understood", count=len(reading.not_understood))
            + "\n\n"
            + "\n".join(f"- _{x[:100]}_" for x in reading.not_understood[:3])
        )
    doubtful = sum(1 for x in merged.new if isinstance(x, f.Observation) and x.doubt)
    reply = context.draft.say("\n\n".join(p for p in parts if p), kind="confirm")
    reply.files = files
    count = sum(1 for x in merged.new if not isinstance(x, FRAME))
    reply.choices = _choices(proposal, count, doubtful, context)


def _choices(
    proposal: f.Proposal, new: int, doubtful: int, context: HealthContext
) -> list[tuple[str, Call]]:
    def call(action_name: str, **arguments: str) -> Call:
        return Call(action=action_name, arguments={"proposal": proposal.id, **arguments})

    if new == 0:
        return [
            (context.say("documents-keep-file"), call("documents-keep")),
            (context.say("documents-discard-button"), call("documents-discard")),
        ]
    choices = [(context.say("documents-keep-button", count=new), call("documents-keep"))]
    if doubtful and doubtful < new:
        sure = context.say("documents-keep-sure", count=new - doubtful)
        choices.append((sure, call("documents-keep", sure="yes")))
    choices.append((context.say("documents-choose-button"), call("documents-choose")))
    choices.append((context.say("documents-discard-button"), call("documents-discard")))
    return choices


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
