"""Everything Carnet keeps about a person, in a zip they can read without Carnet."""

import asyncio
import csv
import io
import json
import zipfile

from bot.actions import HealthContext, action
from bot.intake.series import Series
from bot.intake.series.table import as_csv
from bot.messages import Attachment
from bot.notebook import facts as f
from bot.wording.lines import line, value

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def cell(text: str) -> str:
    """A CSV cell that no spreadsheet runs as a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


@action("account-export", tool=False)
async def export(context: HealthContext) -> None:
    """Give the person a copy of everything: notebook, documents, account, log of changes."""
    facts: list[f.Fact] = await context.notebook.facts()
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("README.md", context.say("export-readme"))
        out.writestr("carnet.md", notebook_page(facts, context))
        out.writestr("notebook.json", _json([x.model_dump(mode="json") for x in facts]))
        out.writestr("account.json", context.account.model_dump_json(indent=2))
        changes = await context.notebook.change_sets(10_000)
        out.writestr("changes.json", _json([c.model_dump(mode="json") for c in changes]))
        audit = await context.notebook.audit(10_000)
        out.writestr("log.json", _json([a.model_dump(mode="json") for a in audit]))
        out.writestr("results.csv", _results(facts, context))
        for fact in facts:
            if isinstance(fact, f.DocumentReference):
                content = await context.notebook.document(fact.id)
                if content is not None:
                    name = f"documents/{fact.id}{_extension(fact.media_type)}"
                    out.writestr(name, content)
            elif isinstance(fact, f.MeasurementSeries):
                await _series(fact, out, context)
    day = context.now.strftime("%Y-%m-%d")
    reply = context.draft.say(context.say("exported", count=len(facts)))
    reply.protect = True
    reply.files.append(
        Attachment(
            name=f"carnet-{day}.zip", media_type="application/zip", content=archive.getvalue()
        )
    )


async def _series(fact: f.MeasurementSeries, out: zipfile.ZipFile, context: HealthContext) -> None:
    """Every point of a series, a table for each year."""
    for part in fact.parts:
        content = await context.notebook.document(part.document)
        if content is not None:
            # Perhaps a million lines: other people's turns go on meanwhile.
            table = await asyncio.to_thread(as_csv, Series.from_bytes(content))
            out.writestr(f"measurements/{fact.measure}-{fact.id}-{part.year}.csv", table)


def notebook_page(facts: list[f.Fact], context: HealthContext) -> str:
    """The whole notebook as a Markdown page, one section per kind."""
    kinds: dict[str, list[str]] = {}
    for fact in facts:
        source = context.say(f"source.{fact.provenance.source}")
        day = fact.provenance.recorded_at.strftime("%Y-%m-%d")
        kinds.setdefault(type(fact).__name__, []).append(
            f"- {line(fact, context.language)} ({source}, {day})"
        )
    parts = [f"# {context.say('export-title')}"]
    for kind, lines in kinds.items():
        parts.append(f"\n## {context.say(f'kind.{kind}')}\n")
        parts.extend(lines)
    return "\n".join(parts) + "\n"


def _results(facts: list[f.Fact], context: HealthContext) -> str:
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(
        ["date", "name", "comparator", "value", "unit", "low", "high", "flag", "source"]
    )
    for fact in facts:
        if isinstance(fact, f.Observation):
            amount = fact.value if fact.value is not None else value(fact, context.language)
            cells = (
                fact.effective,
                fact.text,
                fact.comparator,
                amount,
                fact.unit,
                fact.low,
                fact.high,
                fact.flag,
                fact.provenance.source,
            )
            writer.writerow([cell(c) if isinstance(c, str) else c for c in cells])
    return table.getvalue()


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2)


def _extension(media_type: str) -> str:
    import mimetypes

    return mimetypes.guess_extension(media_type) or ".bin"
