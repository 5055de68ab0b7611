"""A conversation in which every file is a photographed report, and a model may read it too."""

import asyncio
import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from bot.care import all_actions, all_nudges
from bot.engine.agent import Agent
from bot.engine.engine import Engine
from bot.intake.reading import Reading, Sheet, Source, Unreadable
from bot.intake.vision import VisionReader
from bot.notebook.facts import DiagnosticReport, Observation, Proposal, Provenance
from bot.ports import LanguageModel, ModelAnswer, Picture
from tests.fakes import ScriptedModel, Talk

NOW = datetime(2026, 11, 20, tzinfo=UTC)
PHOTO = b"a photograph with everything the camera attached"
DRAWN = Picture(media_type="image/jpeg", content=b"pixels alone")
ASK = {"fr": "Faire vérifier par le modèle", "en": "Have the model check it"}


class PhotoReader:
    """Reads every file as a photograph with these rows; a sheet of it is :data:`DRAWN`."""

    def __init__(self, *rows: Observation, pages: int = 1, format: str = "lab-photo") -> None:
        self._rows, self._pages, self._format = rows, pages, format

    async def read(self, source: Source) -> Reading:
        """A report with the rows."""
        where = Provenance(source="document", recorded_at=NOW, confirmed=False, document=source.id)
        report = DiagnosticReport(provenance=where, text="Biochimie")
        rows = [
            row.model_copy(
                update={
                    "report": report.id,
                    "provenance": row.provenance.model_copy(update={"document": source.id}),
                }
            )
            for row in self._rows
        ]
        warnings = ("warning-read-by-eye",) if self._format == "lab-photo" else ()
        return Reading(
            format=self._format, title="Biochimie", facts=(report, *rows), warnings=warnings
        )

    async def sheets(self, source: Source) -> tuple[Sheet, ...]:
        """The pages; none of something else than the photograph that was sent."""
        if source.content != PHOTO:
            raise Unreadable("unreadable-damaged")
        return tuple(Sheet(page=n, picture=DRAWN) for n in range(1, self._pages + 1))


def row(name: str, value: str, doubt: str | None = None, **more: Any) -> Observation:
    """A row as Carnet reads it from page 1."""
    place = Provenance(
        source="document",
        recorded_at=NOW,
        confirmed=False,
        place=f"page {more.pop('page', 1)}, line 3",
    )
    fields: dict[str, Any] = {
        "unit": "mmol/L", "ucum": "mmol/L", "low": Decimal("3.5"), "high": Decimal("5.1"),
        "effective": "2026-11-18", "analyte": name.lower(),
    }  # fmt: skip
    return Observation(
        provenance=place, text=name, value=Decimal(value), doubt=doubt, **(fields | more)
    )


def copied(*rows: tuple[str, str], **usage: int) -> ModelAnswer:
    """A model's answer with these names and values."""
    written = [
        {
            "name": name, "value": value, "comparator": None, "unit": "mmol/L",
            "low": "3,5", "high": "5,1", "previous": False,
        }
        for name, value in rows
    ]  # fmt: skip
    return ModelAnswer(text=json.dumps({"rows": written}), **usage)


def talk(
    model: LanguageModel,
    *rows: Observation,
    language: str = "fr",
    where: str | None = None,
    reader: PhotoReader | None = None,
    deadline: float = 60.0,
    allowed: bool = True,
) -> Talk:
    """A conversation where the operator lets the model read photographs, or does not."""
    files = reader or PhotoReader(*rows)
    vision = VisionReader(model, files, "Anthropic", deadline, where) if allowed else None
    talking = Talk(language=language, files=files)
    talking.engine = Engine(
        all_actions(), all_nudges(), files, Agent(model),
        model.name, vision=vision,
    )  # fmt: skip
    return talking


def labels(talking: Talk) -> list[str]:
    """The buttons of what was said last."""
    return [c.label for m in talking.last for c in m.choices]


def waiting(talking: Talk) -> Proposal:
    """What waits for the person's word."""
    (found,) = (x for x in talking.notebook.kept.values() if isinstance(x, Proposal))
    return found


def doubts(talking: Talk) -> dict[str, str | None]:
    """The doubts of all waiting rows, by name."""
    return {x.text: x.doubt for x in waiting(talking).facts if isinstance(x, Observation)}


class NeverAnswers(ScriptedModel):
    """Takes a request and answers it never."""

    async def answer(self, request: Any, **rest: Any) -> ModelAnswer:
        """Nothing."""
        self.requests.append(request)
        await asyncio.Event().wait()
        return ModelAnswer(text="")
