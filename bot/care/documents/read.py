"""Reading a file: what it says is shown and proposed, never kept without the person's word."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC
from typing import Annotated

from bot.actions import HealthContext, action
from bot.asked import FactOf
from bot.care.documents.groups import FRAME, lines_of
from bot.care.documents.offer import NOT_KEPT
from bot.care.documents.series import packed
from bot.care.documents.show import show
from bot.care.merging import merge
from bot.errors import Explainable
from bot.intake.reading import HANDED_OVER, Embedded, Reading, Source, Unreadable
from bot.messages import FileReference
from bot.notebook import facts as f
from bot.turn import NewDocument

MAX_BYTES = 20_000_000
MOST_INSIDE = 5
"""Documents inside a document that are read along with it."""


_WHO = (f.CareTeamMember, f.Coverage)
"""Who is named on a paper: it says nothing of what the paper is about."""


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
    if reference.reference.startswith(HANDED_OVER):
        await _take_up(reference, context)
        return
    content = await context.fetch(reference, limit=MAX_BYTES)
    source = _source(content, reference.name, reference.media_type, context)
    reading = await context.files.read(source)
    document = _reference(
        source.id,
        reading.title or context.say("document-untitled"),
        reference.media_type or "application/octet-stream",
        len(content),
        reading,
        context,
    )
    context.draft.documents.append(NewDocument(id=source.id, content=content))
    await _offer(reading, source, (document,), context)


async def _take_up(reference: FileReference, context: HealthContext) -> None:
    """Propose what was read of a large export elsewhere; the export itself is not kept."""
    handed = reference.reference.removeprefix(HANDED_OVER)
    content = await context.notebook.document(handed)
    if content is None:
        raise Explainable("file-missing")
    # Tens of megabytes of JSON: other people's turns go on meanwhile.
    reading = await asyncio.to_thread(Reading.model_validate_json, content)
    source = _source(b"", reference.name, reference.media_type, context)
    document = _reference(
        source.id,
        reading.title or context.say("document-untitled"),
        "application/octet-stream",
        reference.size or 0,
        reading,
        context,
    )
    context.draft.dropped.append(handed)
    warned = (*reading.warnings, NOT_KEPT)
    whole = reading.model_copy(update={"warnings": warned})
    await _offer(whole, source, (document,), context)


def _document_label(fact: f.Fact, context: object) -> str:
    return fact.text if isinstance(fact, f.DocumentReference) else ""


DOCUMENT = FactOf((f.DocumentReference,), _document_label)


@action("documents-reread", tool=False, listed=False)
async def reread(context: HealthContext, document: Annotated[str, DOCUMENT]) -> None:
    """Read a document that the notebook keeps, and propose what it says."""
    kept = await context.notebook.fact(document)
    content = await context.notebook.document(document)
    if not isinstance(kept, f.DocumentReference) or content is None:
        raise Explainable("file-missing")
    source = _source(content, kept.text, kept.media_type, context, kept.id)
    await _offer(await context.files.read(source), source, (), context)


def _source(
    content: bytes, name: str, media_type: str | None, context: HealthContext, given: str = ""
) -> Source:
    return Source(
        content=content,
        name=name,
        media_type=media_type or "",
        language=context.language,
        country=context.account.country,
        received_at=context.now.astimezone(UTC),
        id=given,
        progress=context.progress,
    )


def _reference(
    given: str, title: str, media_type: str, size: int, reading: Reading, context: HealthContext
) -> f.DocumentReference:
    return f.DocumentReference(
        id=given,
        text=title,
        media_type=media_type,
        size=size,
        effective=reading.date,
        author=reading.author,
        provenance=f.Provenance(
            source="document", recorded_at=context.now.astimezone(UTC), confirmed=False
        ),
    )


@dataclass(slots=True)
class _Inside:
    """The documents inside a document: sealed apart, and what those say that were read."""

    references: list[f.DocumentReference] = field(default_factory=list)
    facts: list[f.Kept] = field(default_factory=list)
    not_understood: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    partial: bool = False


async def _inside(reading: Reading, source: Source, context: HealthContext) -> _Inside:
    """Seal every embedded document; read them only where the document itself says nothing.

    A record with entries usually carries its printed form too: reading both would double it.
    """
    found = _Inside()
    clinical = [x for x in lines_of(reading.facts) if not isinstance(x, _WHO)]
    silent = not clinical and not reading.series
    for number, embedded in enumerate(reading.documents):
        given = f.new_id()
        context.draft.documents.append(NewDocument(id=given, content=embedded.content))
        inner = Reading(format="unknown")
        if silent and number < MOST_INSIDE:
            try:
                inner = await _read_one(embedded, given, context)
            except Unreadable as problem:
                # Kept all the same. One that took too long is enough waiting for one message.
                silent = problem.message_id != "unreadable-took-too-long"
        found.references.append(
            _reference(
                given,
                embedded.title or inner.title or context.say("document-untitled"),
                embedded.media_type or "application/octet-stream",
                len(embedded.content),
                inner if inner.date else reading,
                context,
            )
        )
        for fact in inner.facts:
            if isinstance(fact, f.Patient) and any(isinstance(x, f.Patient) for x in reading.facts):
                continue
            place = f"{embedded.where} › {fact.provenance.place or ''}"[:500]
            provenance = fact.provenance.model_copy(update={"document": given, "place": place})
            found.facts.append(fact.model_copy(update={"provenance": provenance}))
        found.not_understood += inner.not_understood
        found.warnings += [x for x in inner.warnings if x not in found.warnings]
        found.partial = found.partial or inner.partial
    return found


async def _read_one(embedded: Embedded, given: str, context: HealthContext) -> Reading:
    return await context.files.read(
        _source(embedded.content, embedded.title, embedded.media_type, context, given)
    )


async def _offer(
    reading: Reading,
    source: Source,
    documents: tuple[f.DocumentReference, ...],
    context: HealthContext,
) -> None:
    """Propose what a reading says; ``documents`` is the file itself, when it is new."""
    inside = await _inside(reading, source, context)
    provenance = f.Provenance(
        source="device",
        recorded_at=context.now.astimezone(UTC),
        confirmed=False,
        document=source.id,
    )
    series = [packed(each, context.language, provenance) for each in reading.series]
    whole = reading.model_copy(
        update={
            "facts": (*reading.facts, *inside.facts, *(fact for fact, _ in series)),
            "documents": (),
            "series": (),
            "warnings": (*reading.warnings, *inside.warnings),
            "not_understood": (*reading.not_understood, *inside.not_understood),
            "partial": reading.partial or inside.partial,
        }
    )
    merged = await merge(whole.facts, context)
    new = {fact.id for fact in merged.new}
    for fact, sealed in series:
        if fact.id in new:
            context.draft.documents += sealed
    title = documents[0].text if documents else reading.title or source.name
    frame = [x for x in merged.new if isinstance(x, FRAME)]
    proposal = f.Proposal(
        title=title or context.say("document-untitled"),
        format=reading.format,
        facts=(*documents, *inside.references, *frame, *lines_of(merged.new)),
        document=source.id if documents else None,
        warnings=whole.warnings,
        not_understood=whole.not_understood,
        provenance=provenance.model_copy(update={"source": "document"}),
    )
    context.draft.put(proposal)
    await show(whole, merged, proposal, context)
