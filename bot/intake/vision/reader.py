"""A photograph read by a model within a deadline, or one honest reason why it was not."""

import asyncio
from dataclasses import dataclass

from pydantic import ValidationError

from bot.errors import Explainable, Permanent, Transient
from bot.intake.reading import Sheet, Sheets, Source, Unreadable
from bot.intake.vision.agreement import Copied
from bot.intake.vision.request import Table, request_of
from bot.intake.vision.rows import rows_of
from bot.ports import LanguageModel

DEADLINE = 60.0
"""Seconds for drawing the pages and for all answers together."""


class NotRead(Explainable):
    """The model gave no reading; the message id says why.

    Ids: ``vision-late``, ``vision-refused``, ``vision-cut``, ``vision-down``, ``vision-unfit``,
    ``vision-misconfigured``, ``vision-no-picture``.
    """


@dataclass(frozen=True, slots=True)
class VisionReader:
    """Reads pages with ``model``, at ``vendor`` or, where it is given, on the computer ``where``.

    ``sheets`` draws the pages anew in a process of its own.
    """

    model: LanguageModel
    sheets: Sheets
    vendor: str
    deadline: float = DEADLINE
    where: str | None = None

    async def read(self, source: Source) -> Copied:
        """What the model copied from all pages; raises :class:`NotRead`, and nothing else."""
        try:
            async with asyncio.timeout(self.deadline):
                pages = await self._drawn(source)
                async with asyncio.TaskGroup() as all_pages:
                    asked = [all_pages.create_task(self._table(page)) for page in pages]
        except TimeoutError:
            raise NotRead("vision-late") from None
        except BaseExceptionGroup as failed:
            # A page that failed ended the others: half a reading would doubt what it did not see.
            raise failed.exceptions[0] from None
        rows, loose = rows_of([(p.page, t.result()) for p, t in zip(pages, asked, strict=True)])
        return Copied(tuple(rows), frozenset(page.page for page in pages), tuple(loose))

    async def _drawn(self, source: Source) -> tuple[Sheet, ...]:
        try:
            pages = await self.sheets.sheets(source)
        except Unreadable:
            raise NotRead("vision-no-picture") from None
        if not pages:
            raise NotRead("vision-no-picture")
        return pages

    async def _table(self, page: Sheet) -> Table:
        try:
            # The deadline is ours, not the call's: that a page takes long to copy says nothing
            # about the server, and must not keep an ordinary answer from being tried.
            answer = await self.model.answer(request_of(page), deadline=2 * self.deadline)
        except Transient:
            raise NotRead("vision-down") from None
        except Permanent:
            raise NotRead("vision-misconfigured") from None
        if answer.stop == "refusal":
            raise NotRead("vision-refused")
        if answer.stop == "length":
            raise NotRead("vision-cut")
        try:
            return Table.model_validate_json(answer.text)
        except ValidationError:
            raise NotRead("vision-unfit") from None
